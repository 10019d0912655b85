package path

import (
	"crypto/x509"
	"slices"

	"golang.org/x/crypto/cryptobyte"
	casn1 "golang.org/x/crypto/cryptobyte/asn1"

	"qwac/pkg/ber"
	"qwac/pkg/cert"
)

// oidProxy is proxyCertInfo (RFC 3820, 3.8).
const oidProxy = "1.3.6.1.5.5.7.1.14"

// findProxied is [Search.Find] for a leaf that is a proxy: a certificate that another leaf, or a proxy of it, issued
// for what acts for it (RFC 3820). The path of that leaf is judged as ever. below is how many proxies the certificate
// must allow beside itself.
func (s Search) findProxied(c *Facts, info cryptobyte.String, below int) (*Found, error) {
	st := newState(&s.Terms, 1)
	st.local(c, true)
	st.failures = slices.DeleteFunc(st.failures, func(f Failure) bool { return f.Field == "extensions."+oidProxy })
	below = st.proxy(c, info, below)
	found, issuer := &Found{}, s.proxyIssuer(c)
	if issuer == nil {
		st.fail(RuleGap, "RFC 3820, 4.1.3 (a)", "issuer", "no certificate of its issuer")
	} else if st.below(c, FactsOf(issuer)); len(st.failures) == 0 { // names grow shorter: it comes to an end
		next := s
		next.Leaf = issuer
		var err error
		if found, err = next.find(below); err != nil {
			return nil, err
		}
	}
	for i := range found.Failures {
		found.Failures[i].Cert++
	}
	found.Path = append([]*cert.Cert{s.Leaf}, found.Path...)
	if found.Failures = append(st.failures, found.Failures...); len(found.Failures) > 0 {
		found.Misses = []Miss{{found.Path, found.Anchor, found.Failures}}
	}
	return found, nil
}

// proxyIssuer is the first certificate that has the name and the key of the issuer of a proxy.
func (s Search) proxyIssuer(c *Facts) *cert.Cert {
	for _, issuer := range cert.Distinct(slices.Concat(s.Pool, s.Anchors)) {
		if f := FactsOf(issuer); f.subject == c.issuer && CheckLink(c, f) == nil {
			return issuer
		}
	}
	return nil
}

// proxy judges a proxy by itself, and says how many the one above must allow. As for OpenSSL, what a proxy allows
// counts there, whether or not it makes use of it.
func (s *state) proxy(c *Facts, info cryptobyte.String, below int) int {
	var seq, policy cryptobyte.String
	allowed := -1
	ok := info.ReadASN1(&seq, casn1.SEQUENCE) && info.Empty()
	if ok && seq.PeekASN1Tag(casn1.INTEGER) {
		allowed, ok = ber.ReadCount(&seq, casn1.INTEGER)
	}
	if ok = ok && seq.ReadASN1(&policy, casn1.SEQUENCE) && seq.Empty() && ber.SkipOID(&policy); !ok {
		s.fail(RuleMalformed, "RFC 3820, 3.8", "proxyCertInfo", "proxyCertInfo does not have the form of RFC 3820")
	}
	hasAltName := slices.ContainsFunc(c.Names, func(g generalName) bool { return g.field == "subjectAltName" })
	if c.ca || hasAltName {
		s.fail(RuleMalformed, "RFC 3820, 3.5 to 3.7", "", "a proxy is no CA and has no alternative names")
	}
	if allowed >= 0 && below > allowed {
		s.fail(RulePathLen, "RFC 3820, 3.8.1", "proxyCertInfo.pCPathLenConstraint",
			"it allows %d proxies below it, %d are there or allowed", allowed, below)
	}
	return max(below, allowed) + 1
}

// below judges a proxy as issued by the certificate above it.
func (s *state) below(c, issuer *Facts) {
	if above, ok := withoutCommonName(c.Cert.RawSubject); !ok || above != issuer.subject {
		s.fail(RuleNameMismatch, "RFC 3820, 3.4", "subject", "want the name of the issuer and a common name behind it")
	}
	if issuer.ca || issuer.keyUsage && issuer.keyUsages&x509.KeyUsageDigitalSignature == 0 {
		s.fail(RuleKeyUsage, "RFC 3820, 3.1 and 3.3", "keyUsage", "a proxy is issued by one that signs and is no CA")
	}
}

// withoutCommonName folds a name but for the common name at its end, which must be an RDN of its own.
func withoutCommonName(name cryptobyte.String) (folded string, ok bool) {
	var all, set, attribute cryptobyte.String
	var before []byte
	if !name.ReadASN1(&all, casn1.SEQUENCE) || all.Empty() {
		return "", false
	}
	for {
		before = append(before, set...)
		if !all.ReadASN1Element(&set, casn1.SET) {
			return "", false
		}
		if all.Empty() {
			break
		}
	}
	var b cryptobyte.Builder
	b.AddASN1(casn1.SEQUENCE, func(b *cryptobyte.Builder) { b.AddBytes(before) })
	ok = set.ReadASN1(&set, casn1.SET) && set.ReadASN1(&attribute, casn1.SEQUENCE) && set.Empty()
	id, isOID := ber.ReadOIDText(&attribute)
	return ber.FoldName(b.BytesOrPanic()), ok && isOID && id == "2.5.4.3"
}

// proxyInfo is the proxyCertInfo of a certificate, which must be critical.
func (f *Facts) proxyInfo() (value cryptobyte.String, ok bool) {
	for i := range f.Cert.Extensions {
		if e := &f.Cert.Extensions[i]; e.Critical && e.Id.String() == oidProxy {
			return e.Value, true
		}
	}
	return nil, false
}
