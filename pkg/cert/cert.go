// Package cert reads one certificate, also one that [x509.ParseCertificate] refuses, says what it holds and where it is
// malformed, loads the key that belongs to it, and judges it and its key by [Rules].
package cert

import (
	"crypto/x509"
	"crypto/x509/pkix"
	"fmt"
	"strings"
	"sync"

	"qwac/pkg/ber"
	"qwac/pkg/lint"
)

// Name is what people call the subject: its common name, else its organization, else the whole name.
func (c *Cert) Name() string { return ShortName(c.Subject, c.RawSubject) }

func ShortName(n pkix.Name, der []byte) string {
	switch {
	case n.CommonName != "":
		return shortText(n.CommonName)
	case len(n.Organization) > 0 && n.Organization[0] != "":
		return shortText(n.Organization[0])
	}
	return shortText(ber.DN(der))
}

// maxShortName is how much of a name stands in messages, in bytes: a common name has at most 64 characters (RFC 5280,
// appendix A), a whole name some 300 bytes.
const maxShortName = 1024

func shortText(s string) string {
	if len(s) <= maxShortName {
		return s
	}
	return fmt.Sprintf("%s... (%d bytes)", strings.ToValidUTF8(s[:maxShortName], ""), len(s))
}

// Cert is a certificate and the place it was read from.
type Cert struct {
	// Certificate is never nil. When Refused is not nil it holds only what our own walk over the DER reads: raw parts,
	// version, serial number, names, validity, extensions (all of them, repeated ones too), and of the standard
	// extensions basic constraints, key usage, extended key usage, key identifiers, policies, and of the alternative
	// names DNS names, mail addresses and IP addresses. PublicKey is nil then when the standard library has no use for
	// the key.
	*x509.Certificate
	Refused error         // why crypto/x509 refuses the certificate; nil: it does not
	At      lint.Location // where the block begins

	said *said // nil: worked out each time
}

// said is what is compared and told of a certificate, worked out once however many chains it is in.
type said struct {
	names, texts                    sync.Once
	subject, issuer                 string // folded
	subjectText, issuerText, digest string
}
