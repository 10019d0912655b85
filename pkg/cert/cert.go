// Package cert reads one certificate, also one that [x509.ParseCertificate] refuses, says what it holds and where it is
// malformed, loads the key that belongs to it, and judges it and its key by [Rules].
package cert

import (
	"cmp"
	"crypto/x509"
	"crypto/x509/pkix"
	"fmt"
	"strings"

	"qwac/pkg/ber"
	"qwac/pkg/lint"
)

// Name is what people call the subject: its common name, else its organization, else the whole name.
func (c *Cert) Name() string { return ShortName(c.Subject, c.RawSubject) }

func ShortName(n pkix.Name, der []byte) string {
	org := ""
	if len(n.Organization) > 0 {
		org = n.Organization[0]
	}
	return shortText(cmp.Or(n.CommonName, org, ber.DN(der)))
}

// maxShortName is how much of a name stands in messages, in bytes: a common name has at most 64 characters (RFC 5280, appendix A), a
// whole name some 300 bytes.
const maxShortName = 1024

func shortText(s string) string {
	if len(s) <= maxShortName {
		return s
	}
	return fmt.Sprintf("%s... (%d bytes)", strings.ToValidUTF8(s[:maxShortName], ""), len(s))
}

// ParseCertificate reads one certificate. What crypto/x509 refuses is read by our own walk, which forgives what RFC 5280 or
// a rule of ours forgives; the error is for what that cannot read either.
func ParseCertificate(der []byte) (*Cert, error) {
	parsed, refused := x509.ParseCertificate(der)
	if refused == nil {
		if err := serialTooLong(parsed); err != nil {
			return nil, err
		}
		limit := beyondLimits(parsed)
		if limit == nil {
			return &Cert{Certificate: parsed}, nil
		}
		refused = limit
	}
	walked, err := walkCertificate(der)
	if err != nil && ber.NotCanonical(der) != "" {
		walked, err = walkBER(der)
	}
	if err == nil {
		err = serialTooLong(walked)
	}
	if err != nil {
		return nil, err
	}
	if limit := beyondLimits(walked); limit != nil {
		return &Cert{Certificate: walked, Refused: limit}, nil
	}
	walked.PublicKey = loadKey(walked.RawSubjectPublicKeyInfo)
	return &Cert{Certificate: walked, Refused: refused}, nil
}

// walkBER reads a certificate that is BER by what it would be in DER. What was signed are the bytes as they stand.
func walkBER(der []byte) (*x509.Certificate, error) {
	c, err := walkCertificate(ber.InDER(der, ber.MaxDepth))
	if err != nil {
		return nil, err
	}
	whole, _, _ := ber.ReadElement(der)
	tbs, _, _ := ber.ReadElement(whole.Content)
	c.Raw, c.RawTBSCertificate = der, tbs.Full
	return c, nil
}

// BrokenElement says what is wrong with bytes that are no element of BER.
func BrokenElement(data []byte) string {
	var e ber.Element
	header, length, ok := ber.ReadHeader(data, &e)
	if ok && !e.Indefinite && length > len(data)-header {
		return fmt.Sprintf("cut off, its first bytes announce %d bytes and there are %d", header+length, len(data))
	}
	return "no length can be read from its first bytes"
}

// Cert is a certificate and the place it was read from.
type Cert struct {
	// Certificate is never nil. When Refused is not nil it holds only what our own walk over the DER reads: raw parts,
	// version, serial number, names, validity, extensions (all of them, repeated ones too), and of the standard extensions
	// basic constraints, key usage, extended key usage, key identifiers, policies, and of the alternative names DNS names, mail
	// addresses and IP addresses. PublicKey is nil then when the standard library has no use for the key.
	*x509.Certificate
	Refused error         // why crypto/x509 refuses the certificate; nil: it does not
	At      lint.Location // where the block begins
}
