// Package path judges certification paths by RFC 5280, section 6, as one pure function, and finds a valid path, or the
// nearest miss, among many certificates. Most people want [Validate] or [Search.Find].
package path

import (
	"bytes"
	"cmp"
	"crypto/x509"
	"strings"
	"time"

	"qwac/pkg/ber"
	"qwac/pkg/cert"
	"qwac/pkg/key"
)

// Validate judges a path, leaf first, below an anchor by RFC 5280, section 6, and returns all independent failures,
// those nearest to the anchor first. Nil: the path is valid. A nil anchor is a failure, and the rest is judged as if
// the last certificate of the path were issued by an unknown CA without limits.
func Validate(path []*cert.Cert, anchor *cert.Cert, t *Terms) []Failure {
	all := make([]*Facts, len(path))
	for i, c := range path {
		all[i] = FactsOf(c)
	}
	var a *Facts
	if anchor != nil {
		a = FactsOf(anchor)
	}
	return ValidateFacts(all, a, t, CheckLink)
}

// ValidateFacts is [Validate] over what is known of the certificates. check says whether a key made a signature.
func ValidateFacts(path []*Facts, anchor *Facts, t *Terms, check func(child, issuer *Facts) error) []Failure {
	s := newState(t, len(path))
	alone := anchor != nil && len(path) == 1 && bytes.Equal(path[0].Cert.Raw, anchor.Cert.Raw)
	if s.alone = alone; anchor != nil && !alone {
		s.anchor(anchor)
	}
	for i := len(path) - 1; i >= 0; i-- {
		issuer := anchor
		if i+1 < len(path) {
			issuer = path[i+1]
		}
		s.at = i
		if !alone || t.Anchor.Leaf != LeafMayBeAnchor {
			s.link(path[i], issuer, check)
		}
		s.certificate(path[i], i == 0)
		if i > 0 {
			s.next(path[i])
		} else {
			s.end(path[i])
		}
	}
	return s.failures
}

// anchor is section 6.2 with RFC 5937, 3.2: what the anchor says of itself bounds what is below it.
func (s *state) anchor(a *Facts) {
	t := s.terms.Anchor
	s.at = s.length
	s.key(a)
	if !t.AnyTime {
		s.validity(a)
	}
	if t.Unconstrained {
		return
	}
	s.own(a)
	if a.policies != nil {
		s.policies.certificate(a, s.any > 0 || a.selfIssued)
	}
	s.mayIssue(a, t.MayLackCA || a.Cert.Version < 3)
	if !t.AnyUsage {
		s.usage(a, false)
	}
	s.bounds(a, false)
}

// link is 6.1.3 (a)(1) and (4): the signature and the name of the issuer.
func (s *state) link(c, issuer *Facts, check func(child, issuer *Facts) error) {
	switch {
	case issuer == nil && c.selfSigned():
		s.fail(RuleUntrusted, "6.1.1 (d)", "", "it is self-signed and no anchor")
		return
	case issuer == nil && s.at == 0:
		s.fail(RuleGap, "6.1.3 (a)(4)", "issuer", "no certificate of its issuer, \"%s\"",
			ber.Cut(ber.DN(c.Cert.RawIssuer)))
		return
	case issuer == nil:
		s.fail(RuleRootMissing, "6.1.3 (a)(4)", "issuer", "no certificate of its issuer, \"%s\"",
			ber.Cut(ber.DN(c.Cert.RawIssuer)))
		return
	case c.issuer != issuer.subject:
		s.fail(RuleNameMismatch, "6.1.3 (a)(4)", "issuer", "the issuer is \"%s\", the CA above is \"%s\"",
			ber.Cut(ber.DN(c.Cert.RawIssuer)), ber.Cut(ber.DN(issuer.Cert.RawSubject)))
	}
	s.hash(c)
	switch err := check(c, issuer); {
	case err == nil:
	case key.Unsupported(err):
		s.fail(RuleUnverified, "6.1.3 (a)(1)", "signatureAlgorithm", "the signature cannot be checked: %v", err)
	default:
		s.fail(RuleSignature, "6.1.3 (a)(1)", "signature", "the key of \"%s\" did not make this signature",
			ber.Cut(ber.DN(issuer.Cert.RawSubject)))
	}
}

// hash judges the hash in the signature.
func (s *state) hash(c *Facts) {
	takes := s.terms.SHA1 && strings.Contains(c.weak, "SHA-1") || s.terms.MD5 && strings.Contains(c.weak, "MD5")
	if c.weak == "" || takes {
		return
	}
	s.fail(RuleWeakHash, "TS 119 312", "signatureAlgorithm", "the signature uses %s", c.weak)
}

// certificate is 6.1.3 with what a certificate must be by itself.
func (s *state) certificate(c *Facts, last bool) {
	s.own(c)
	s.key(c)
	s.validity(c)
	if !c.selfIssued || last {
		s.outside(c, last)
	}
	if !s.policies.certificate(c, s.any > 0 || c.selfIssued && !last) {
		s.fail(RulePolicy, "6.1.3 (d)", "certificatePolicies", "more policies than can be judged")
	}
	s.usage(c, last)
}

// own are the faults of a certificate that are the same on every path.
func (s *state) own(c *Facts) {
	all := c.own
	if !s.terms.OddNames {
		all = append(all[:len(all):len(all)], c.odd...)
	}
	if !s.terms.EmptyTrees {
		all = append(all[:len(all):len(all)], c.empty...)
	}
	if s.terms.Strict {
		all = append(all[:len(all):len(all)], c.strict...)
	}
	if s.terms.Profile {
		all = append(all[:len(all):len(all)], c.profile...)
	}
	for _, f := range all {
		f.Cert = s.at
		s.failures = append(s.failures, f)
	}
}

// validity is 6.1.3 (a)(2).
func (s *state) validity(c *Facts) {
	at, from, to := s.terms.At, c.Cert.NotBefore, c.Cert.NotAfter
	switch {
	case to.Before(from):
		s.fail(RuleInverted, "4.1.2.5", "validity", "it ends at %s, before it begins at %s", Stamp(to), Stamp(from))
	case at.IsZero():
	case at.Before(from):
		s.fail(RuleNotYetValid, "6.1.3 (a)(2)", "validity.notBefore", "it begins at %s, judged at %s", Stamp(from),
			Stamp(at))
	case at.Truncate(time.Second).After(to): // times in certificates have no fractions: the last second is part of it
		s.fail(RuleExpired, "6.1.3 (a)(2)", "validity.notAfter", "it ended at %s, judged at %s", Stamp(to), Stamp(at))
	}
}

// key judges what every signature below, or the use of the leaf, depends on.
func (s *state) key(c *Facts) {
	least := cmp.Or(s.terms.MinRSA, key.MinRSABits)
	if n := c.key.ModulusBits(); n > 0 && n < least {
		s.fail(RuleSmallKey, "BR 6.1.5", "subjectPublicKeyInfo", "RSA key of %d bits, want %d", n, least)
	}
	if c.key.Algorithm == key.OIDEC && len(c.key.Parameters) > 0 && c.key.Parameters[0] == ber.TagSequence {
		s.fail(RuleExplicit, "RFC 5480, 2.1.1", "subjectPublicKeyInfo", "the curve is written out, want its name")
	}
}

// next is 6.1.4: what a CA says about what is below it.
func (s *state) next(c *Facts) {
	s.mayIssue(c, false)
	if !c.selfIssued {
		s.deeper()
	}
	s.bounds(c, !c.selfIssued)
}

// deeper is 6.1.4 (l).
func (s *state) deeper() {
	s.depth--
	if s.depth >= 0 {
		return
	}
	if s.limitBy < 0 {
		s.fail(RuleTooLong, "6.1.2 (k)", "", "more CAs than the %d that are allowed", *s.terms.MaxCAs)
	} else {
		s.failBy(s.limitBy, RulePathLen, "6.1.4 (l)", "basicConstraints.pathLenConstraint",
			"the CA above allows no further CA below it")
	}
	s.depth = 0 // each further one is a failure of its own
}

// bounds are 6.1.4 (a) to (j) and (m); counts says whether the certificate counts among those that may follow.
func (s *state) bounds(c *Facts, counts bool) {
	if c.mapsAny {
		s.fail(RulePolicy, "6.1.4 (a)", "policyMappings", "anyPolicy is mapped")
	}
	if !s.policies.mappings(c, s.mapping > 0) {
		s.fail(RulePolicy, "6.1.4 (b)", "policyMappings", "more policies than can be judged")
	}
	s.names.Add(c, s.at)
	if counts {
		s.explicit, s.mapping, s.any = max(s.explicit-1, 0), max(s.mapping-1, 0), max(s.any-1, 0)
	}
	s.explicit = least(s.explicit, c.requireExplicit)
	s.mapping = least(s.mapping, c.inhibitMapping)
	s.any = least(s.any, c.inhibitAny)
	if c.pathLen >= 0 && c.pathLen < s.depth {
		s.depth, s.limitBy = c.pathLen, s.at
	}
}

// least is the lesser of a counter and what a certificate says, -1 for nothing.
func least(counter, said int) int {
	if said < 0 {
		return counter
	}
	return min(counter, said)
}

// mayIssue is 6.1.4 (k) and (n).
func (s *state) mayIssue(c *Facts, mayLack bool) {
	switch {
	case !c.basic && mayLack:
	case !c.basic:
		s.fail(RuleNotCA, "6.1.4 (k)", "basicConstraints", "no basicConstraints, want cA TRUE")
	case !c.ca:
		s.fail(RuleNotCA, "6.1.4 (k)", "basicConstraints.cA", "cA is FALSE, want TRUE")
	}
	if c.keyUsage && c.keyUsages&x509.KeyUsageCertSign == 0 {
		s.fail(RuleKeyUsage, "6.1.4 (n)", "keyUsage", "keyUsage lacks keyCertSign")
	}
}

// outside are 6.1.3 (b) and (c).
func (s *state) outside(c *Facts, leaf bool) {
	names := c.Names
	if leaf && s.terms.CommonName {
		names = append(names[:len(names):len(names)], c.commonNames()...)
	}
	for _, o := range s.names.Outside(names, &s.work) {
		s.failBy(o.by, RuleNames, "6.1.3 "+o.clause, o.field, "%s", o.text)
	}
}

// end is 6.1.5 with the names that are wanted of the leaf.
func (s *state) end(c *Facts) {
	s.explicit = max(s.explicit-1, 0)
	if c.requireExplicit == 0 {
		s.explicit = 0
	}
	if s.explicit == 0 && !s.policies.holds(s.terms.Policies) {
		s.fail(RulePolicy, "6.1.5 (g)", "certificatePolicies", "%s", s.policies.why(s.terms.Policies))
	}
	for _, n := range s.terms.Names {
		if !c.bears(n) {
			s.fail(RuleHost, "RFC 6125, 6.4", "subjectAltName", "it is not for %s; its names are %s",
				ber.Quote(n.Value), c.namesText())
		}
	}
}

// ParseCertificate reads one certificate in DER, also one that crypto/x509 refuses. The error names the field that
// cannot be read.
func ParseCertificate(der []byte) (*cert.Cert, error) { return cert.ParseCertificate(der) }

// CheckLink tries the key of an issuer on the signature of a certificate.
func CheckLink(child, issuer *Facts) error {
	return key.CheckSignature(child.Cert, key.Holder(issuer.Cert))
}
