package second

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"slices"
	"time"

	"qwac/pkg/cert"
	"qwac/pkg/key"
)

// maxPlain bounds the certificates of a plain path: crypto/x509 gives up after 100 checks of a signature.
const maxPlain = 100

// Plain reports whether nothing but the signatures decides what [Opinion] says of a path at a time: it is
// nil then if all are good, but for that of the last certificate on itself. Without a time no path is plain.
func Plain(path []*cert.Cert, at time.Time) bool {
	if len(path) < 2 || len(path) > maxPlain || at.IsZero() {
		return false
	}
	for i, c := range path {
		if !plainBody(c, at) || i > 0 && !plainIssuer(c, path[:i]) {
			return false
		}
	}
	return true
}

// plainBody is what crypto/x509 wants of every certificate before it looks at the signature, or rather more.
func plainBody(c *cert.Cert, at time.Time) bool {
	return c.Refused == nil && len(c.UnhandledCriticalExtensions) == 0 && cert.ValidAt(c.Certificate, at) &&
		plainSignature(c.SignatureAlgorithm) && !slices.ContainsFunc(c.Extensions, looksFurther)
}

// plainIssuer is what it wants of a CA above others.
func plainIssuer(c *cert.Cert, below []*cert.Cert) bool {
	return c.Version == 3 && c.BasicConstraintsValid && c.IsCA && c.KeyUsage&x509.KeyUsageCertSign != 0 &&
		(c.MaxPathLen < 0 || c.MaxPathLen >= len(below)-1) && plainKey(c.Certificate) &&
		bytes.Equal(c.RawSubject, below[len(below)-1].RawIssuer) &&
		!slices.ContainsFunc(below, func(b *cert.Cert) bool { return bytes.Equal(b.RawSubject, c.RawSubject) })
}

// plainSignature is for those algorithms that crypto/x509 verifies wherever it verifies any.
func plainSignature(a x509.SignatureAlgorithm) bool {
	switch a {
	case x509.SHA256WithRSA, x509.SHA384WithRSA, x509.SHA512WithRSA, x509.SHA256WithRSAPSS, x509.SHA384WithRSAPSS,
		x509.SHA512WithRSAPSS, x509.ECDSAWithSHA256, x509.ECDSAWithSHA384, x509.ECDSAWithSHA512, x509.PureEd25519:
		return true
	}
	return false
}

// plainKey is for keys that are read, and cost no more than one check.
func plainKey(c *x509.Certificate) bool {
	switch c.PublicKey.(type) {
	case *rsa.PublicKey:
		return c.PublicKeyAlgorithm == x509.RSA && key.CheckCost(c) == 1
	case *ecdsa.PublicKey:
		return c.PublicKeyAlgorithm == x509.ECDSA
	case ed25519.PublicKey:
		return c.PublicKeyAlgorithm == x509.Ed25519
	}
	return false
}

// looksFurther is for extensions that bind more than the next certificate: nameConstraints, policyMappings,
// policyConstraints, inhibitAnyPolicy (RFC 5280, 4.2.1.5, 4.2.1.10, 4.2.1.11, 4.2.1.14).
func looksFurther(e pkix.Extension) bool {
	id := e.Id
	return len(id) == 4 && id[0] == 2 && id[1] == 5 && id[2] == 29 &&
		(id[3] == 30 || id[3] == 33 || id[3] == 36 || id[3] == 54)
}
