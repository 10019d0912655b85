package path

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"errors"
	"slices"
	"time"

	"qwac/pkg/cert"
	"qwac/pkg/key"
)

func refusedFor(err error, r x509.InvalidReason) bool {
	var invalid x509.CertificateInvalidError
	return errors.As(err, &invalid) && invalid.Reason == r
}

// SecondOpinion is what crypto/x509 says of exactly this path with its last certificate as the only root. The purpose
// of the keys is left to the rules. Nil for a path of one.
func SecondOpinion(path []*cert.Cert, at time.Time) error {
	if len(path) < 2 {
		return nil
	}
	for _, c := range path {
		if c.Refused != nil {
			return c.Refused
		}
	}
	if len(path[0].UnhandledCriticalExtensions) > 0 {
		return x509.UnhandledCriticalExtension{} // it looks no further
	}
	if at.IsZero() {
		at = someTime(path)
	}
	opts := x509.VerifyOptions{
		Roots:         x509.NewCertPool(),
		Intermediates: x509.NewCertPool(),
		CurrentTime:   at,
		KeyUsages:     []x509.ExtKeyUsage{x509.ExtKeyUsageAny},
	}
	opts.Roots.AddCert(path[len(path)-1].Certificate)
	for _, c := range path[1 : len(path)-1] {
		opts.Intermediates.AddCert(c.Certificate)
	}
	found, err := path[0].Verify(opts)
	if err != nil {
		return err
	}
	for _, f := range found {
		if samePath(path, f) {
			return nil
		}
	}
	return errors.New("x509: accepted, but by another path through these certificates")
}

// maxPlain bounds the certificates of a plain path: crypto/x509 gives up after 100 checks of a signature.
const maxPlain = 100

// Plain reports whether nothing but the signatures decides what [SecondOpinion] says of a path: it is nil then if all
// are good, but for that of the last certificate on itself.
func Plain(path []*cert.Cert, at time.Time) bool {
	if len(path) < 2 || len(path) > maxPlain {
		return false
	}
	if at.IsZero() {
		at = someTime(path)
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

// someTime is a time at which as much of the path as can be is valid: the last notBefore, or where that is after the
// leaf's end, the leaf's own. It is never zero, which crypto/x509 would take for now.
func someTime(path []*cert.Cert) time.Time {
	at := path[0].NotBefore
	for _, c := range path {
		if c.NotBefore.After(at) && !c.NotBefore.After(path[0].NotAfter) {
			at = c.NotBefore
		}
	}
	if at.IsZero() {
		at = time.Unix(0, 0)
	}
	return at
}

func samePath(path []*cert.Cert, found []*x509.Certificate) bool {
	if len(path) != len(found) {
		return false
	}
	for i := range path {
		if !path[i].Equal(found[i]) {
			return false
		}
	}
	return true
}
