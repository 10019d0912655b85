package chain

import (
	"cmp"
	"crypto/x509"
	"crypto/x509/pkix"
	"fmt"
	"strings"
)

// Name is what people call the subject: its common name, else its organization, else the whole name.
func (c *Cert) Name() string { return shortName(c.Subject, c.RawSubject) }

// IssuerName is what [Cert.Name] would say of the issuer.
func (c *Cert) IssuerName() string { return shortName(c.Issuer, c.RawIssuer) }

func shortName(n pkix.Name, der []byte) string {
	org := ""
	if len(n.Organization) > 0 {
		org = n.Organization[0]
	}
	return shortText(cmp.Or(n.CommonName, org, DN(der)))
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

// parseCertificate reads one certificate. What crypto/x509 refuses is read by our own walk, which forgives what RFC 5280 or
// a rule of ours forgives; the error is for what that cannot read either.
func parseCertificate(der []byte) (*Cert, error) {
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
	if err != nil && notCanonical(der) != "" {
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
	c, err := walkCertificate(inDER(der, maxDepth))
	if err != nil {
		return nil, err
	}
	whole, _, _ := readElement(der)
	tbs, _, _ := readElement(whole.content)
	c.Raw, c.RawTBSCertificate = der, tbs.full
	return c, nil
}

// brokenElement says what is wrong with bytes that are no element of BER.
func brokenElement(data []byte) string {
	var e element
	header, length, ok := readHeader(data, &e)
	if ok && !e.indefinite && length > len(data)-header {
		return fmt.Sprintf("cut off, its first bytes announce %d bytes and there are %d", header+length, len(data))
	}
	return "no length can be read from its first bytes"
}
