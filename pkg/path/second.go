package path

import (
	"bytes"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"errors"
	"slices"
	"strings"
	"time"

	"qwac/pkg/cert"
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

// SecondOpinion is [SecondOpinion]. That the CAs of a path are good in its eyes is asked once for all leaves below them.
func (m *Memo) SecondOpinion(path []*cert.Cert, at time.Time) error {
	if m == nil || at.IsZero() || !separable(path) {
		return SecondOpinion(path, at)
	}
	var id strings.Builder
	for _, c := range path[1:] {
		id.Write(c.Raw)
	}
	key := opinion{id.String(), at.UnixNano()}
	if _, good := m.paths.Load(key); !good {
		if SecondOpinion(path[1:], at) != nil {
			return SecondOpinion(path, at)
		}
		m.keep(&m.paths, key, true)
	}
	if SecondOpinion(path[:2], at) != nil {
		return SecondOpinion(path, at)
	}
	return nil
}

// opinion is a path of CAs at a time.
type opinion struct {
	path string
	at   int64
}

// separable reports whether crypto/x509 accepts a path exactly if it accepts the leaf below its issuer and the CAs by
// themselves: nothing in the CAs looks further than to the next certificate.
func separable(path []*cert.Cert) bool {
	if len(path) < 3 {
		return false
	}
	for i, c := range path {
		if slices.ContainsFunc(c.Extensions, func(e pkix.Extension) bool { return looksFurther(e.Id) }) {
			return false
		}
		if i > 0 && (!c.BasicConstraintsValid || !c.IsCA || c.MaxPathLen >= 0 && c.MaxPathLen < i-1 ||
			bytes.Equal(c.RawSubjectPublicKeyInfo, path[0].RawSubjectPublicKeyInfo)) {
			return false
		}
	}
	return true
}

// looksFurther are the extensions that bind more than the next certificate: nameConstraints, policyMappings,
// policyConstraints, inhibitAnyPolicy (RFC 5280, 4.2.1.5, 4.2.1.10, 4.2.1.11, 4.2.1.14).
func looksFurther(id asn1.ObjectIdentifier) bool {
	return len(id) == 4 && id[0] == 2 && id[1] == 5 && id[2] == 29 &&
		(id[3] == 30 || id[3] == 33 || id[3] == 36 || id[3] == 54)
}
