// Package second is the second opinion: what crypto/x509 says of a path that was found here, and when it need not be
// asked. Most people want [Opinion].
package second

import (
	"crypto/x509"
	"errors"
	"time"

	"qwac/pkg/cert"
)

// Opinion is what crypto/x509 says of exactly this path with its last certificate as the only root. The purpose
// of the keys is left to the rules. Nil for a path of one.
func Opinion(path []*cert.Cert, at time.Time) error {
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
