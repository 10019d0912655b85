package verifiers

import (
	"bytes"
	"crypto/x509"
	"encoding/asn1"
	"slices"
	"strings"
	"unicode/utf8"

	"qwac/pkg/cert"
	"qwac/pkg/key"
	"qwac/pkg/lint"
	"qwac/pkg/path"
	"qwac/pkg/straight"
)

// opensslOn judges a chain below an anchor as OpenSSL does: policies it does not look at unless asked to. What it
// compares in ways of its own is not told.
func (v *view) opensslOn(chain []*cert.Cert, anchor *cert.Cert) Row {
	row := Row{Verifier: OpenSSL}
	whole := append(slices.Clone(chain), anchor)
	failures := v.judge(chain, anchor, path.Terms{SHA1: true, Strict: true})
	failures = slices.DeleteFunc(failures, func(f path.Failure) bool { return f.Rule == path.RulePolicy })
	if len(failures) > 0 {
		if r := row.refusedBy(chain, anchor, failures, opensslAgrees); r.Answer == Refuses {
			return r
		}
	}
	if c, why := forClients(whole); c != nil {
		return Row{OpenSSL, Refuses, why, c}
	}
	if len(failures) > 0 {
		return row.refusedBy(chain, anchor, failures, opensslAgrees)
	}
	for i, c := range whole {
		if why := v.doubt(whole, i); why != "" {
			return Row{OpenSSL, CannotSay, why, c}
		}
	}
	if why, c := formDoubt(whole); c != nil {
		return Row{OpenSSL, CannotSay, "what it makes of this is not known: " + why, c}
	}
	row.Answer = Takes
	return row
}

// opensslAgrees reports whether OpenSSL refuses for the same failure.
func opensslAgrees(f path.Failure) bool {
	switch f.Rule {
	case path.RuleSignature, path.RuleExpired, path.RuleNotYetValid, path.RulePathLen:
		return true
	case path.RuleNotCA: // without the extension keyUsage makes a CA there
		return f.Field == "basicConstraints.cA"
	case path.RuleCritical:
		return !slices.Contains(opensslKnows[:], strings.TrimPrefix(f.Field, "extensions."))
	}
	return false
}

// opensslKnows are critical extensions that OpenSSL takes and RFC 5280 does not have: Netscape's type, those of RFC
// 3779, and proxies.
var opensslKnows = [...]string{"2.16.840.1.113730.1.1", "1.3.6.1.5.5.7.1.7", "1.3.6.1.5.5.7.1.8", "1.3.6.1.5.5.7.1.14"}

// forClients finds the first certificate that is not for the authentication of clients by its extended key usage, in
// which anyExtendedKeyUsage counts for nothing, or a leaf whose keyUsage does not go with it. Nil: all are.
func forClients(whole []*cert.Cert) (c *cert.Cert, why string) {
	for i, c := range whole {
		if cert.Has(c.Certificate, oidExtKeyUsage) && !slices.Contains(c.ExtKeyUsage, x509.ExtKeyUsageClientAuth) {
			return c, "its extended key usage lacks clientAuth"
		}
		const signs = x509.KeyUsageDigitalSignature | x509.KeyUsageKeyAgreement
		if i == 0 && cert.Has(c.Certificate, oidKeyUsage) && c.KeyUsage&signs == 0 {
			return c, "its keyUsage has neither digitalSignature nor keyAgreement"
		}
	}
	return nil, ""
}

var (
	oidKeyUsage     = asn1.ObjectIdentifier{2, 5, 29, 15}
	oidExtKeyUsage  = asn1.ObjectIdentifier{2, 5, 29, 37}
	oidNetscapeType = asn1.ObjectIdentifier{2, 16, 840, 1, 113730, 1, 1}
)

// minBits is the RSA modulus that security level 2 asks for, the default of some distributions.
const minBits = 2048

// doubt says why it is not known that OpenSSL takes a certificate of a valid chain; empty: nothing speaks against it.
// The last one is the anchor.
func (v *view) doubt(whole []*cert.Cert, i int) string {
	c, last := whole[i], i == len(whole)-1
	bits := key.ModulusBits(c.Certificate)
	switch {
	case i > 0 && cert.Has(c.Certificate, cert.OIDNameConstraints):
		return "it compares name constraints in ways of its own"
	case bits > 0 && bits < minBits:
		return "whether it takes an RSA key of fewer than 2048 bits depends on its security level"
	case !last && cert.WeakSignature(c) != "":
		return "whether it takes a weak hash depends on its security level"
	case !last && foldedBeyondASCII(c, whole[i+1]):
		return "it does not fold letters beyond ASCII in names"
	case last && !straight.EndsItself(c):
		return "it takes an anchor that is not self-signed only with partial chains switched on"
	case last && c.SignatureAlgorithm == x509.UnknownSignatureAlgorithm:
		return "it takes a root as self-signed only if it knows the algorithm of the signature"
	case c.NotAfter.Equal(v.at):
		return "the validity ends at this very second"
	case c.BasicConstraintsValid && !c.IsCA && c.MaxPathLen > 0, cert.Has(c.Certificate, oidKeyUsage) &&
		c.KeyUsage == 0,
		cert.Has(c.Certificate, oidNetscapeType), c.Version < 3, c.Refused != nil:
		return "it has a form that verifiers read differently"
	}
	return ""
}

// formDoubt finds a certificate whose encoding or key a rule has an error for: that crypto/x509 reads it says nothing
// of OpenSSL. Nil: there is none.
func formDoubt(whole []*cert.Cert) (why string, of *cert.Cert) {
	s := &cert.Subject{Leaf: true}
	for i, c := range whole {
		s.Path = append(s.Path, cert.Placed{Cert: c, Where: lint.Where{Cert: i + 1}})
	}
	for _, f := range lint.Run(s, cert.Rules()...) {
		if f.Severity == lint.Error && f.Cert > 0 {
			return f.Message, whole[f.Cert-1]
		}
	}
	return "", nil
}

// foldedBeyondASCII reports whether two names may be equal only by folding letters that are not of ASCII: OpenSSL does
// not fold those.
func foldedBeyondASCII(child, issuer *cert.Cert) bool {
	wide := func(b byte) bool { return b >= utf8.RuneSelf || b == tagBMP || b == tagUniversal }
	both := slices.Concat(child.RawIssuer, issuer.RawSubject)
	return !bytes.Equal(child.RawIssuer, issuer.RawSubject) && slices.ContainsFunc(both, wide)
}

// Tags of the strings whose letters may be beyond ASCII although their bytes are not.
const (
	tagUniversal = 28
	tagBMP       = 30
)
