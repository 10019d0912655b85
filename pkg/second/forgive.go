package second

import (
	"crypto/x509"
	"slices"
	"time"

	"qwac/pkg/cert"
)

// Lenient is what crypto/x509 would say of a path if it took what [Forgiven] takes, and what our own rules judge:
// name constraints of a kind that it does not know, validity, and pathLenConstraint, for which it counts self-issued
// certificates too. So one such cause does not hide another. Nil: nothing else is wrong. Where the signatures are
// verified, it need not be asked about a path that is plain then.
func Lenient(c []*cert.Cert, verified bool) error {
	path := Forgiven(c)
	for _, c := range path {
		c.MaxPathLen = -1
	}
	if verified && Plain(path, someTime(path)) {
		return nil
	}
	return Opinion(path, time.Time{})
}

// Forgiven are copies of a path without the names and the critical extensions that other rules report: names that are
// equal only after folding (chain-name-encoding-differs) or not at all (chain-issuer-name-mismatch), and extensions
// that nobody has to know (x509-unknown-critical-extension, qc-statements-critical, x509-precertificate).
func Forgiven(path []*cert.Cert) []*cert.Cert {
	path = slices.Clone(path)
	for i, c := range path {
		issuer := c.RawIssuer
		if i+1 < len(path) {
			issuer = path[i+1].RawSubject
		}
		changed := new(x509.Certificate)
		*changed = *c.Certificate
		changed.RawIssuer, changed.UnhandledCriticalExtensions = issuer, nil
		path[i] = &cert.Cert{Certificate: changed, Refused: c.Refused, At: c.At}
	}
	return path
}
