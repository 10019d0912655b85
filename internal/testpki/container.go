package testpki

import (
	"crypto/x509"
	stdasn1 "encoding/asn1"
	"encoding/pem"

	"golang.org/x/crypto/cryptobyte/asn1"
	"software.sslmate.com/src/go-pkcs12"
)

// PKCS7 is the DER of a SignedData without signers (RFC 5652 5.1) that holds the certificates in this order.
func PKCS7(certs ...Cert) []byte {
	pkcs7 := stdasn1.ObjectIdentifier{1, 2, 840, 113549, 1, 7}
	var list [][]byte
	for _, c := range certs {
		list = append(list, c.DER)
	}
	signed := Seq(
		Int(1),
		TLV(asn1.SET), // digestAlgorithms
		Seq(ObjectID(append(pkcs7[:6:6], 1))),
		Explicit(0, list...), // certificates: an implicit SET has the same bytes
		TLV(asn1.SET),        // signerInfos
	)
	return Seq(ObjectID(append(pkcs7[:6:6], 2)), Explicit(0, signed))
}

// PKCS7PEM is PKCS7 as text.
func PKCS7PEM(certs ...Cert) []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "PKCS7", Bytes: PKCS7(certs...)})
}

// PKCS12 is a file with the key of the leaf and all certificates of the chain. Its salts are random: only these bytes
// differ from run to run. It panics if crypto/x509 rejects one of the certificates.
func PKCS12(c Chain, password string) []byte {
	cas := []*x509.Certificate{c.Intermediate.X509(), c.Root.X509()}
	der, err := pkcs12.Modern.Encode(c.Leaf.Key, c.Leaf.X509(), cas, password)
	if err != nil {
		panic("testpki: PKCS #12: " + err.Error())
	}
	return der
}

// KeyPEM is the private key as PKCS #8. It is not secret: anybody can derive it from its name.
func (c Cert) KeyPEM() []byte {
	der, err := x509.MarshalPKCS8PrivateKey(c.Key)
	if err != nil {
		panic("testpki: " + err.Error())
	}
	return pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der})
}

// RequestPEM is a certificate request with the subject and the key of the certificate.
func (c Cert) RequestPEM() []byte {
	info := Seq(Int(0), c.Spec.Subject.DER(), c.Spec.spki(), Explicit(0))
	der := Seq(info, SigAlg{}.Identifier(c.Key.Public()), bitString(SigAlg{}.sign(c.Key, info)))
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE REQUEST", Bytes: der})
}
