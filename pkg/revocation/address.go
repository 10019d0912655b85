package revocation

import (
	"crypto"
	"crypto/sha1"
	"crypto/x509"
	"encoding/base64"
	"net/url"
	"strings"

	"golang.org/x/crypto/cryptobyte"
	casn1 "golang.org/x/crypto/cryptobyte/asn1"
	"golang.org/x/crypto/ocsp"

	"qwac/pkg/cert"
)

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
	name, key := sha1.Sum(c.RawIssuer), sha1.Sum(keyBits) // every responder knows SHA-1 here (RFC 5019, 2.1.1)
	request := ocsp.Request{HashAlgorithm: crypto.SHA1, IssuerNameHash: name[:], IssuerKeyHash: key[:],
		SerialNumber: c.SerialNumber}
	der, err := request.Marshal()
	if err != nil {
		return ""
	}
	return strings.TrimSuffix(responder, "/") + "/" + url.QueryEscape(base64.StdEncoding.EncodeToString(der))
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
