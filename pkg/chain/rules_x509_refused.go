package chain

import (
	"bytes"
	"crypto/x509"
	"errors"
	"strings"

	"qwac/pkg/lint"
)

// checkRefused reports what crypto/x509 refuses, unless another rule names the cause.
func checkRefused(p *lint.Pass, w lint.Where, c *Cert) {
	if c.Refused == nil || refusalNamed(c) {
		return
	}
	reason := strings.TrimPrefix(c.Refused.Error(), "x509: ")
	for _, r := range refusals {
		if strings.Contains(reason, r.text) {
			w.Path = r.path
			p.Reportf(w, "%s; Go's parser says %q", r.cause, reason)
			return
		}
	}
	p.Reportf(w, "Go's parser says %q", reason)
}

// refusalNamed tells whether a rule of ours names what crypto/x509 stumbles over.
func refusalNamed(c *Cert) bool {
	if limit := (*LimitError)(nil); errors.As(c.Refused, &limit) {
		return true
	}
	inner, outer := signatureFields(c.Raw)
	k := keyOf(c.Certificate)
	switch {
	case c.Version > 3, c.SerialNumber.Sign() < 0, !bytes.Equal(inner, outer):
		return true
	case strings.Contains(c.Refused.Error(), "duplicate extension"):
		return true
	case k.algorithm == oidRSA && !k.hasNull(), k.algorithm == oidEC && k.curveFault() != "":
		return true
	}
	if notCanonical(c.Raw) == "" {
		return false
	}
	_, err := x509.ParseCertificate(inDER(c.Raw, maxDepth))
	return err == nil
}

// refusals say in plain words what the errors of crypto/x509 mean. The texts are those of Go 1.26; an error that is not
// listed is shown as it is.
var refusals = []struct{ text, path, cause string }{
	{"invalid PrintableString", "subject", "a PrintableString in a name has a character that the type does not allow"},
	{"invalid IA5String", "subject", "an IA5String in a name has a character outside of ASCII"},
	{"invalid NumericString", "subject", "a NumericString in a name has something other than digits"},
	{"invalid UTF-8 string", "subject", "a UTF8String in a name is not UTF-8"},
	{"invalid BMPString", "subject", "a BMPString in a name has half a character or one that does not exist"},
	{"unsupported string type", "subject", "a value in a name has a type that is no string of RFC 5280"},
	{"invalid attribute type", "subject", "the type of an attribute in a name has a number of 2^31 or more, which Go does not take"},
	{"invalid extended key usages", "extensions.extKeyUsage", "a purpose in extKeyUsage has a number of 2^31 or more, which Go does not take"},
	{"malformed extension OID", "extensions", "the identifier of an extension has a number of 2^31 or more, which Go does not take"},
	{"point encoding", "subjectPublicKeyInfo", "the public key is no point of its curve"},
	{"RSA", "subjectPublicKeyInfo", "the RSA public key is malformed"},
	{"DSA", "subjectPublicKeyInfo", "the DSA public key is malformed"},
	{"Ed25519", "subjectPublicKeyInfo", "the Ed25519 public key is malformed"},
	{"X25519", "subjectPublicKeyInfo", "the X25519 public key is malformed"},
	{"authority key identifier incorrectly marked critical", "extensions.authorityKeyIdentifier", "authorityKeyIdentifier is critical, which RFC 5280 forbids"},
	{"subject key identifier incorrectly marked critical", "extensions.subjectKeyIdentifier", "subjectKeyIdentifier is critical, which RFC 5280 forbids"},
	{"authority info access incorrectly marked critical", "extensions.authorityInfoAccess", "authorityInfoAccess is critical, which RFC 5280 forbids"},
	{"SAN", "extensions.subjectAltName", "a name in subjectAltName has characters outside of ASCII"},
	{"cannot parse URI", "extensions.subjectAltName", "an address in subjectAltName is no URI"},
	{"cannot parse IP address", "extensions.subjectAltName", "an IP address in subjectAltName has neither 4 nor 16 octets"},
	{"constraint", "extensions.nameConstraints", "nameConstraints has a value that cannot be understood"},
	{"NameConstraints", "extensions.nameConstraints", "nameConstraints is malformed"},
	{"CRL distribution point", "extensions.cRLDistributionPoints", "cRLDistributionPoints is malformed"},
	{"policy constraints", "extensions.policyConstraints", "policyConstraints is malformed"},
	{"policy mappings", "extensions.policyMappings", "policyMappings is malformed"},
	{"inhibit any policy", "extensions.inhibitAnyPolicy", "inhibitAnyPolicy is malformed"},
	{"certificate policies", "extensions.certificatePolicies", "certificatePolicies has an entry that Go does not take"},
	{"authority info access", "extensions.authorityInfoAccess", "authorityInfoAccess is malformed"},
	{"malformed algorithm identifier", "signatureAlgorithm", "an algorithm identifier is malformed"},
}
