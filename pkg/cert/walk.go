package cert

import (
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"fmt"
	"math/big"
	"time"

	"golang.org/x/crypto/cryptobyte"
	casn1 "golang.org/x/crypto/cryptobyte/asn1"

	"qwac/pkg/ber"
	"qwac/pkg/form"
)

// walkCertificate reads a certificate without looking into its public key (RFC 5280, section 4.1). It is strict about
// DER; it takes what other rules name: any version, any serial number, repeated extensions, characters that a string
// type does not have, TRUE that is not ff. The error names the field.
func walkCertificate(der []byte) (*x509.Certificate, error) {
	c := new(x509.Certificate)
	if err := walkForm(der, c, nil, false); err != nil {
		return nil, err
	}
	c.Issuer, c.Subject = nameIn(c.RawIssuer), nameIn(c.RawSubject)
	return c, nil
}

// walkForm is walkCertificate without the values of names. It reads into c, which is empty. Known are the extensions as
// they have been read before: of these only the form is looked at. Nil: they are not known. Strict refuses a relative
// name without an attribute, which OpenSSL and crypto/x509 read.
func walkForm(der []byte, c *x509.Certificate, known []pkix.Extension, strict bool) error {
	c.Raw = der
	input := cryptobyte.String(der)
	var cert, tbs, full cryptobyte.String
	if !input.ReadASN1(&cert, casn1.SEQUENCE) || !input.Empty() {
		return broken("certificate", "no SEQUENCE in DER")
	}
	if !cert.ReadASN1Element(&full, casn1.SEQUENCE) {
		return broken("tbsCertificate", "no SEQUENCE in DER, this is something other than a certificate")
	}
	c.RawTBSCertificate = full
	if !full.ReadASN1(&tbs, casn1.SEQUENCE) {
		return broken("tbsCertificate", "no SEQUENCE in DER")
	}
	if err := walkSignature(&cert, c); err != nil {
		return err
	}
	return walkBody(&tbs, c, known, strict)
}

// walkSignature reads what stands behind the TBSCertificate.
func walkSignature(s *cryptobyte.String, c *x509.Certificate) error {
	algorithm, err := walkAlgorithm(s, "signatureAlgorithm")
	if err != nil {
		return err
	}
	c.SignatureAlgorithm = signatureAlgorithms.OfDER(algorithm)
	var bits asn1.BitString
	if !s.ReadASN1BitString(&bits) || !s.Empty() {
		return broken("signatureValue", "no BIT STRING at the end of the certificate")
	}
	c.Signature = bits.RightAlign()
	return nil
}

// walkAlgorithm reads an AlgorithmIdentifier and returns its object identifier in DER.
func walkAlgorithm(s *cryptobyte.String, field string) (id []byte, err error) {
	var algorithm, any cryptobyte.String
	var tag casn1.Tag
	if !s.ReadASN1(&algorithm, casn1.SEQUENCE) {
		return nil, broken(field, "no algorithm identifier")
	}
	id = algorithm
	if !ber.SkipOID(&algorithm) {
		return nil, broken(field, "no algorithm identifier")
	}
	if !algorithm.Empty() && (!algorithm.ReadAnyASN1Element(&any, &tag) || !algorithm.Empty()) {
		return nil, broken(field, "malformed parameters")
	}
	return id, nil
}

// walkBody reads the TBSCertificate.
func walkBody(s *cryptobyte.String, c *x509.Certificate, known []pkix.Extension, strict bool) error {
	if err := walkNumbers(s, c); err != nil {
		return err
	}
	if _, err := walkAlgorithm(s, "tbsCertificate.signature"); err != nil {
		return err
	}
	var err error
	if c.RawIssuer, err = form.ReadName(s, "issuer", strict); err != nil {
		return err
	}
	if err := walkValidity(s, c); err != nil {
		return err
	}
	if c.RawSubject, err = form.ReadName(s, "subject", strict); err != nil {
		return err
	}
	if err := walkKey(s, c); err != nil {
		return err
	}
	return walkTail(s, c, known)
}

func walkNumbers(s *cryptobyte.String, c *x509.Certificate) error {
	version := 0
	if !s.ReadOptionalASN1Integer(&version, casn1.Tag(0).ContextSpecific().Constructed(), 0) {
		return broken("version", "no INTEGER in its tag [0]")
	}
	c.Version = version + 1
	c.SerialNumber = new(big.Int)
	if !s.ReadASN1Integer(c.SerialNumber) {
		return broken("serialNumber", "no INTEGER in DER")
	}
	return nil
}

func walkAttribute(set *cryptobyte.String) (id asn1.ObjectIdentifier, value cryptobyte.String, tag casn1.Tag, ok bool) {
	var pair cryptobyte.String
	if !set.ReadASN1(&pair, casn1.SEQUENCE) {
		return nil, nil, 0, false
	}
	id, _, ok = ber.ReadOID(&pair)
	ok = ok && pair.ReadAnyASN1(&value, &tag) && pair.Empty()
	return id, value, tag, ok
}

// nameIn gives the values of a name that form.ReadName has read.
func nameIn(der cryptobyte.String) (name pkix.Name) {
	var rdns, set cryptobyte.String
	var seq pkix.RDNSequence
	der.ReadASN1(&rdns, casn1.SEQUENCE)
	for rdns.ReadASN1(&set, casn1.SET) {
		var rdn pkix.RelativeDistinguishedNameSET
		for !set.Empty() {
			id, value, tag, _ := walkAttribute(&set)
			rdn = append(rdn, pkix.AttributeTypeAndValue{Type: id, Value: lenientString(value, tag)})
		}
		seq = append(seq, rdn)
	}
	name.FillFromRDNSequence(&seq)
	return name
}

// lenientString reads a string of any type; what its type does not allow is taken one byte for each character.
func lenientString(value []byte, tag casn1.Tag) string {
	if s, ok := ber.DecodeString(tag, value); ok {
		return s
	}
	runes := make([]rune, len(value))
	for i, c := range value {
		runes[i] = rune(c)
	}
	return string(runes)
}

func walkValidity(s *cryptobyte.String, c *x509.Certificate) error {
	var validity cryptobyte.String
	if !s.ReadASN1(&validity, casn1.SEQUENCE) {
		return broken("validity", "no SEQUENCE in DER")
	}
	for _, field := range []struct {
		path string
		t    *time.Time
	}{{"validity.notBefore", &c.NotBefore}, {"validity.notAfter", &c.NotAfter}} {
		found := validity
		var value cryptobyte.String
		var tag casn1.Tag
		if !validity.ReadAnyASN1(&value, &tag) || tag != casn1.UTCTime && tag != casn1.GeneralizedTime {
			return broken(field.path, ber.Describe(found)+", want a UTCTime or a GeneralizedTime")
		}
		read, ok := readTime(tag, string(value))
		if !ok {
			return broken(field.path, fmt.Sprintf("%s is no time, want %s", writtenAs(tag, value), timeForm(tag)))
		}
		*field.t = read.time
	}
	if !validity.Empty() {
		return broken("validity", "something follows notAfter")
	}
	return nil
}

// walkKey reads the outer form of the SubjectPublicKeyInfo.
func walkKey(s *cryptobyte.String, c *x509.Certificate) error {
	var full, info cryptobyte.String
	if !s.ReadASN1Element(&full, casn1.SEQUENCE) {
		return broken("subjectPublicKeyInfo", "no SEQUENCE in DER")
	}
	c.RawSubjectPublicKeyInfo = full
	full.ReadASN1(&info, casn1.SEQUENCE)
	id, err := walkAlgorithm(&info, "subjectPublicKeyInfo.algorithm")
	if err != nil {
		return err
	}
	c.PublicKeyAlgorithm = keyAlgorithms.OfDER(id)
	var bits asn1.BitString
	if !info.ReadASN1BitString(&bits) || !info.Empty() {
		return broken("subjectPublicKeyInfo.subjectPublicKey", "no BIT STRING at its end")
	}
	return nil
}

// walkTail reads the unique identifiers and the extensions.
func walkTail(s *cryptobyte.String, c *x509.Certificate, known []pkix.Extension) error {
	for _, field := range []string{"issuerUniqueID", "subjectUniqueID"} {
		tag := casn1.Tag(1).ContextSpecific()
		if field == "subjectUniqueID" {
			tag = casn1.Tag(2).ContextSpecific()
		}
		if !s.SkipOptionalASN1(tag) {
			return broken(field, "malformed")
		}
	}
	var explicit, list cryptobyte.String
	var present bool
	if !s.ReadOptionalASN1(&explicit, &present, casn1.Tag(3).ContextSpecific().Constructed()) || !s.Empty() {
		return broken("tbsCertificate", "something other than extensions stands at its end")
	}
	if !present {
		return nil
	}
	if !explicit.ReadASN1(&list, casn1.SEQUENCE) || !explicit.Empty() {
		return broken("extensions", "no SEQUENCE in DER")
	}
	return walkExtensions(&list, c, known)
}

// keyAlgorithms are the algorithms of RFC 3279, 5480 and 8410 that crypto/x509 has a name for.
var keyAlgorithms = ber.Table[x509.PublicKeyAlgorithm]{
	{"1.2.840.113549.1.1.1", x509.RSA},
	{"1.2.840.10045.2.1", x509.ECDSA},
	{"1.2.840.10040.4.1", x509.DSA},
	{"1.3.101.112", x509.Ed25519},
}

// signatureAlgorithms are those that crypto/x509 has a name for, without RSASSA-PSS, which only its parameters tell.
var signatureAlgorithms = ber.Table[x509.SignatureAlgorithm]{
	{"1.2.840.113549.1.1.2", x509.MD2WithRSA},
	{"1.2.840.113549.1.1.4", x509.MD5WithRSA},
	{"1.2.840.113549.1.1.5", x509.SHA1WithRSA},
	{"1.2.840.113549.1.1.11", x509.SHA256WithRSA},
	{"1.2.840.113549.1.1.12", x509.SHA384WithRSA},
	{"1.2.840.113549.1.1.13", x509.SHA512WithRSA},
	{"1.2.840.10045.4.1", x509.ECDSAWithSHA1},
	{"1.2.840.10045.4.3.2", x509.ECDSAWithSHA256},
	{"1.2.840.10045.4.3.3", x509.ECDSAWithSHA384},
	{"1.2.840.10045.4.3.4", x509.ECDSAWithSHA512},
	{"1.3.101.112", x509.PureEd25519},
}
