package tsl

import (
	"cmp"
	"crypto/sha256"
	"crypto/x509"
	"fmt"

	"qwac/pkg/ber"

	"golang.org/x/crypto/cryptobyte"
	cbasn1 "golang.org/x/crypto/cryptobyte/asn1"
)

// Certificate is a certificate as a list carries it. It is read leniently: crypto/x509 rejects some listed
// certificates, and one odd certificate does not make a list useless.
type Certificate struct {
	DER     []byte
	Subject []byte // DER of the subject
	SPKI    []byte // DER of the SubjectPublicKeyInfo
	Fault   string // the error of crypto/x509; empty: it parses
}

// Fingerprint is the SHA-256 of the certificate.
func (c Certificate) Fingerprint() [sha256.Size]byte { return sha256.Sum256(c.DER) }

// X509 is the certificate as crypto/x509 reads it. If that fails, the error is [Certificate.Fault].
func (c Certificate) X509() (*x509.Certificate, error) { return x509.ParseCertificate(c.DER) }

// maxCertificate is some ten times the largest certificate seen in a list.
const maxCertificate = 64 << 10

// parseCertificate reads base64 text. It fails if not even subject and key can be found.
func parseCertificate(text string) (Certificate, error) {
	der, err := decodeBase64(text)
	if err != nil || len(der) > maxCertificate {
		return Certificate{},
			Errorf(KindCertificate, "%d characters are not the base64 form of a certificate", len(text))
	}
	return readCertificate(der)
}

func readCertificate(der []byte) (Certificate, error) {
	c := Certificate{DER: der}
	if !c.Split() {
		return Certificate{},
			Errorf(KindCertificate, "%d bytes have no subject and public key where a certificate has them", len(der))
	}
	if _, err := x509.ParseCertificate(der); err != nil {
		c.Fault = err.Error()
	}
	return c, nil
}

// Split finds subject and key by their position in the DER (TBSCertificate, RFC 5280 4.1), and reports whether they are
// there.
func (c *Certificate) Split() bool {
	in := cryptobyte.String(c.DER)
	var cert, tbs, subject, spki cryptobyte.String
	ok := in.ReadASN1(&cert, cbasn1.SEQUENCE) && in.Empty() && cert.ReadASN1(&tbs, cbasn1.SEQUENCE) &&
		tbs.SkipOptionalASN1(cbasn1.Tag(0).ContextSpecific().Constructed()) && tbs.SkipASN1(cbasn1.INTEGER) &&
		tbs.SkipASN1(cbasn1.SEQUENCE) && tbs.SkipASN1(cbasn1.SEQUENCE) && tbs.SkipASN1(cbasn1.SEQUENCE) &&
		tbs.ReadASN1Element(&subject, cbasn1.SEQUENCE) && tbs.ReadASN1Element(&spki, cbasn1.SEQUENCE)
	c.Subject, c.SPKI = subject, spki
	return ok
}

// Display names the certificate for a user.
func (c Certificate) Display() string {
	subject, fingerprint := ReadName(c.Subject), c.Fingerprint()
	return fmt.Sprintf("%s (SHA-256 %x…)", ber.Quote(cmp.Or(subject.CommonName(), subject.Organization())),
		fingerprint[:8])
}
