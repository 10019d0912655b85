package submit

import (
	"bytes"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"encoding/hex"
	"math/big"
	"strings"
)

// Has reports whether the certificate is in one of the registered chains.
func (d ClientDetails) Has(cert *x509.Certificate) bool {
	for _, chain := range d.CertificateChains {
		for _, info := range chain.Certificates {
			if info.Is(cert) {
				return true
			}
		}
	}
	return false
}

// Is compares by serial number, subject key identifier and issuer, in whatever form the bank writes them: a serial
// number in decimal or hexadecimal, a key identifier in hexadecimal or base64, a name in any order of its parts. Serial
// numbers must be equal. Of key identifier and issuer none may differ, and one must be there to be compared.
func (i CertificateInfo) Is(cert *x509.Certificate) bool {
	if !sameSerial(i.SerialNumber, cert.SerialNumber) {
		return false
	}
	keyCompared := i.SubjectKeyID != "" && len(cert.SubjectKeyId) > 0
	if keyCompared && !sameKeyID(i.SubjectKeyID, cert.SubjectKeyId) {
		return false
	}
	compared, differ := compareName(i.Issuer, cert.Issuer.Names)
	return !differ && (keyCompared || compared > 0)
}

// IssuedBy reports whether the issuer is that of a certificate, as far as the bank's text of it tells. Known is false
// when the text has no attribute of a known type.
func (i CertificateInfo) IssuedBy(issuer pkix.Name) (same, known bool) {
	compared, differ := compareName(i.Issuer, issuer.Names)
	return !differ, compared > 0
}

// HasKeyOf reports whether the subject key id is that of a certificate. Known is false when one of them has none.
func (i CertificateInfo) HasKeyOf(cert *x509.Certificate) (same, known bool) {
	if i.SubjectKeyID == "" || len(cert.SubjectKeyId) == 0 {
		return false, false
	}
	return sameKeyID(i.SubjectKeyID, cert.SubjectKeyId), true
}

// SubjectAttribute returns the values of an attribute of the subject, by its dotted object identifier.
func (i CertificateInfo) SubjectAttribute(oid string) []string {
	var values []string
	for _, a := range splitName(i.Subject) {
		if attributeType(a.key) == oid {
			values = append(values, a.value)
		}
	}
	return values
}

// serialBound is more than twice what RFC 5280 4.1.2.2 allows for, in decimal digits or with colons.
const serialBound = 128

// sameSerial tries each reading: "12345678" is decimal or hexadecimal.
func sameSerial(s string, serial *big.Int) bool {
	s = strings.TrimSpace(s)
	if serial == nil || s == "" || len(s) > serialBound {
		return false
	}
	if n, ok := new(big.Int).SetString(s, 10); ok && n.Cmp(serial) == 0 {
		return true
	}
	negative := strings.HasPrefix(s, "-")
	n, ok := new(big.Int).SetString(hexDigits(strings.TrimPrefix(s, "-")), 16)
	if !ok {
		return false
	}
	if negative {
		n.Neg(n)
	}
	return n.Cmp(serial) == 0
}

// hexDigits takes away what is written around and between hexadecimal digits.
func hexDigits(s string) string {
	s = strings.TrimPrefix(strings.TrimPrefix(s, "0x"), "0X")
	return strings.NewReplacer(":", "", " ", "", "-", "").Replace(s)
}

// sameKeyID takes the identifier as it is, or in the OCTET STRING that the extension wraps around it.
func sameKeyID(s string, id []byte) bool {
	s = strings.TrimPrefix(strings.TrimSpace(s), "keyid:")
	wrapped := append([]byte{4, byte(len(id))}, id...)
	for _, decode := range []func(string) ([]byte, error){hex.DecodeString, base64.StdEncoding.DecodeString,
		base64.RawURLEncoding.DecodeString} {
		for _, form := range []string{s, hexDigits(s)} {
			got, err := decode(form)
			if err == nil && (bytes.Equal(got, id) || bytes.Equal(got, wrapped)) {
				return true
			}
		}
	}
	return false
}
