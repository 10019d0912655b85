package revocation

import (
	"crypto/sha1"
	"crypto/x509"
	"encoding/asn1"
	"encoding/base64"
	"net/url"
	"strings"

	"golang.org/x/crypto/cryptobyte"
	casn1 "golang.org/x/crypto/cryptobyte/asn1"

	"qwac/pkg/cert"
)

var oidSHA1 = asn1.ObjectIdentifier{1, 3, 14, 3, 2, 26}

// OCSPAddress is where a responder answers about c: its address with the request in it (RFC 6960, A.1), so that nothing
// but curl is needed. Empty: no request can be made, or the address is not one that takes it.
func OCSPAddress(c, issuer *x509.Certificate, responder string) string {
	if !cert.IsWeb(responder) || strings.ContainsAny(responder, "?#") {
		return ""
	}
	keyBits := keyBits(issuer.RawSubjectPublicKeyInfo)
	if keyBits == nil || c.SerialNumber == nil {
		return ""
	}
	der, err := ocspRequest(c, keyBits)
	if err != nil {
		return ""
	}
	return strings.TrimSuffix(responder, "/") + "/" + url.QueryEscape(base64.StdEncoding.EncodeToString(der))
}

// ocspRequest is an OCSPRequest for one certificate: tbsRequest with requestList, and in it a CertID (RFC 6960, 4.1.1).
// It is what (*ocsp.Request).Marshal makes, for a third of its time: each check of a chain names an address.
func ocspRequest(c *x509.Certificate, issuerKey []byte) ([]byte, error) {
	name, key := sha1.Sum(c.RawIssuer), sha1.Sum(issuerKey) // every responder knows SHA-1 here (RFC 5019, 2.1.1)
	b := cryptobyte.NewBuilder(make([]byte, 0, 128))
	in := func(add func(*cryptobyte.Builder)) func(*cryptobyte.Builder) {
		return func(b *cryptobyte.Builder) { b.AddASN1(casn1.SEQUENCE, add) }
	}
	in(in(in(in(in(func(b *cryptobyte.Builder) { // OCSPRequest, TBSRequest, requestList, Request, CertID
		b.AddASN1(casn1.SEQUENCE, func(b *cryptobyte.Builder) {
			b.AddASN1ObjectIdentifier(oidSHA1)
			b.AddASN1NULL()
		})
		b.AddASN1OctetString(name[:])
		b.AddASN1OctetString(key[:])
		b.AddASN1BigInt(c.SerialNumber)
	})))))(b)
	return b.Bytes()
}

// keyBits is the key inside a SubjectPublicKeyInfo, without the algorithm.
func keyBits(spki []byte) []byte {
	input := cryptobyte.String(spki)
	var seq cryptobyte.String
	var key []byte
	if !input.ReadASN1(&seq, casn1.SEQUENCE) || !seq.SkipASN1(casn1.SEQUENCE) || !seq.ReadASN1BitStringAsBytes(&key) {
		return nil
	}
	return key
}
