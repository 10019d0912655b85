package second

import (
	"bytes"
	"crypto/x509"
	"encoding/asn1"
	"slices"
	"time"

	"qwac/pkg/cert"
)

// Lenient is what crypto/x509 would say of a path if it took what [Forgiven] takes, and what our own rules judge:
// name constraints of a kind that it does not know, validity, and pathLenConstraint, for which it counts self-issued
// certificates too. So one such cause does not hide another. Nil: nothing else is wrong.
func Lenient(c []*cert.Cert) error {
	return Opinion(forgive(c, func(c *x509.Certificate) {
		c.MaxPathLen = -1
		c.UnhandledCriticalExtensions = slices.DeleteFunc(c.UnhandledCriticalExtensions, cert.OIDNameConstraints.Equal)
	}), time.Time{})
}

// Forgiven is a path as crypto/x509 takes it with what other rules report: see forgive.
func Forgiven(path []*cert.Cert) []*cert.Cert { return forgive(path, nil) }

// forgive is the path without the names and the critical extensions that other rules report: names that are equal only
// after folding (chain-name-encoding-differs) or not at all (chain-issuer-name-mismatch), and extensions that nobody
// has to know (x509-unknown-critical-extension, qc-statements-critical, x509-precertificate); and without what more
// takes away from a copy of each certificate.
func forgive(path []*cert.Cert, more func(*x509.Certificate)) []*cert.Cert {
	path = slices.Clone(path)
	for i, c := range path {
		issuer := c.RawIssuer
		if i+1 < len(path) {
			issuer = path[i+1].RawSubject
		}
		if more == nil && bytes.Equal(issuer, c.RawIssuer) && len(c.UnhandledCriticalExtensions) == 0 {
			continue // there is nothing to forgive
		}
		changed := *c.Certificate
		changed.RawIssuer = issuer
		changed.UnhandledCriticalExtensions = slices.DeleteFunc(slices.Clone(changed.UnhandledCriticalExtensions),
			func(oid asn1.ObjectIdentifier) bool {
				return !slices.Contains(cert.UnderstoodExtensions, oid.String())
			})
		if more != nil {
			more(&changed)
		}
		path[i] = &cert.Cert{Certificate: &changed, Refused: c.Refused, At: c.At}
	}
	return path
}
