package testpki

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/rsa"
	stdasn1 "encoding/asn1"
	"encoding/base64"
	"fmt"
	"math/big"
	"slices"
	"strings"
)

// TLSignature says how a list is signed. The zero value is what most lists have.
type TLSignature struct {
	Hash      crypto.Hash // zero: SHA-256
	PSS       bool        // RSASSA-PSS instead of PKCS #1 v1.5
	Inclusive bool        // no transform for the signed properties, which is inclusive canonicalization
	ByID      bool        // the reference to the list is by its identifier, not empty
	V2        bool        // SigningCertificateV2
	OddRSA    bool        // a DigestInfo without NULL parameters, as Romania had it
	More      []Cert      // further certificates in KeyInfo, before that of the signer

	Info       func(string) string // last change to SignedInfo before it is signed. Nil: none
	Properties func(string) string // last change to SignedProperties before they are digested. Nil: none
}

// TLSigner is a certificate that may sign lists (TS 119 612 5.7.1).
func TLSigner(name, country string) Cert {
	spec := Root()
	spec.Subject = nil
	spec.Subject.Add(OIDCountry, country)
	spec.Subject.Add(OIDOrganization, "Fixture Supervision")
	spec.Subject.Add(OIDCommonName, name)
	spec.Key = Key{Name: "list signer " + name}
	spec.Extensions = []Extension{
		KeyUsage(1), // digitalSignature
		ExtKeyUsage(OIDTSLSigning),
		SubjectKeyID(nil),
	}
	return Issue(spec, nil)
}

// Sign is the list with a XAdES-B-B signature as its last element.
func (l TL) Sign(signer Cert, how TLSignature) []byte {
	hash := orElse(how.Hash, crypto.SHA256)
	properties := how.properties(signer, hash)
	info := how.info(l.xml(""), properties, hash, signer)
	certs := append(slices.Clone(how.More), signer)
	var keyInfo string
	for _, c := range certs {
		keyInfo += tag("ds:X509Certificate", base64.StdEncoding.EncodeToString(c.DER))
	}
	return []byte(l.xml(tag(fmt.Sprintf(`ds:Signature xmlns:ds=%q Id="fixture-signature"`, tlDS),
		info,
		tag("ds:SignatureValue", base64.StdEncoding.EncodeToString(how.value(signer, hash, []byte(info)))),
		tag("ds:KeyInfo", tag("ds:X509Data", keyInfo)),
		tag("ds:Object", tag(fmt.Sprintf(`xades:QualifyingProperties xmlns:xades=%q Target="#fixture-signature"`,
			tlXAdES), properties)))))
}

// properties are written in the canonical form that the signature asks for.
func (how TLSignature) properties(signer Cert, hash crypto.Hash) string {
	ds, scope := fmt.Sprintf(" xmlns:ds=%q", tlDS), ""
	if how.Inclusive {
		ds, scope = "", fmt.Sprintf(" xmlns=%q xmlns:ds=%q", tlNS, tlDS)
	}
	name := "xades:SigningCertificate"
	if how.V2 {
		name += "V2"
	}
	out := tag(fmt.Sprintf(`xades:SignedProperties%s xmlns:xades=%q Id="fixture-properties"`, scope, tlXAdES),
		tag("xades:SignedSignatureProperties",
			tag("xades:SigningTime", "2026-08-01T00:00:00Z"),
			tag(name, tag("xades:Cert", tag("xades:CertDigest",
				tag(fmt.Sprintf("ds:DigestMethod%s Algorithm=%q", ds, tlDigestURI(hash))),
				tag("ds:DigestValue"+ds, tlDigest(hash, signer.DER)))))))
	return edited(out, how.Properties)
}

func edited(s string, edit func(string) string) string {
	if edit == nil {
		return s
	}
	return edit(s)
}

func (how TLSignature) info(document, properties string, hash crypto.Hash, signer Cert) string {
	const exclusive = "http://www.w3.org/2001/10/xml-exc-c14n#"
	uri, transforms := "", []string{exclusive}
	if how.ByID {
		uri = "#" + tlID
	}
	if how.Inclusive {
		transforms = nil
	}
	out := tag(fmt.Sprintf("ds:SignedInfo xmlns:ds=%q", tlDS),
		tag(fmt.Sprintf("ds:CanonicalizationMethod Algorithm=%q", exclusive)),
		tag(fmt.Sprintf("ds:SignatureMethod Algorithm=%q", how.method(signer, hash))),
		tlReference(fmt.Sprintf(" URI=%q", uri), hash, document,
			"http://www.w3.org/2000/09/xmldsig#enveloped-signature", exclusive),
		tlReference(` Type="http://uri.etsi.org/01903#SignedProperties" URI="#fixture-properties"`, hash, properties,
			transforms...))
	return edited(out, how.Info)
}

func tlReference(attributes string, hash crypto.Hash, data string, transforms ...string) string {
	var list string
	for _, t := range transforms {
		list += tag(fmt.Sprintf("ds:Transform Algorithm=%q", t))
	}
	if list != "" {
		list = tag("ds:Transforms", list)
	}
	return tag("ds:Reference"+attributes, list,
		tag(fmt.Sprintf("ds:DigestMethod Algorithm=%q", tlDigestURI(hash))),
		tag("ds:DigestValue", tlDigest(hash, []byte(data))))
}

func tlDigest(hash crypto.Hash, data []byte) string {
	h := hash.New()
	h.Write(data)
	return base64.StdEncoding.EncodeToString(h.Sum(nil))
}

func tlDigestURI(hash crypto.Hash) string {
	switch hash {
	case crypto.SHA1:
		return "http://www.w3.org/2000/09/xmldsig#sha1"
	case crypto.SHA384:
		return "http://www.w3.org/2001/04/xmldsig-more#sha384"
	}
	return "http://www.w3.org/2001/04/xmlenc#" + tlHashName(hash)
}

func tlHashName(hash crypto.Hash) string {
	return strings.ToLower(strings.ReplaceAll(hash.String(), "-", ""))
}

func (how TLSignature) method(signer Cert, hash crypto.Hash) string {
	_, isEC := signer.Key.Public().(*ecdsa.PublicKey)
	switch {
	case isEC:
		return "http://www.w3.org/2001/04/xmldsig-more#ecdsa-" + tlHashName(hash)
	case how.PSS:
		return "http://www.w3.org/2007/05/xmldsig-more#" + tlHashName(hash) + "-rsa-MGF1"
	}
	return "http://www.w3.org/2001/04/xmldsig-more#rsa-" + tlHashName(hash)
}

// value signs SignedInfo as XMLDSig encodes signatures: r and s of ECDSA one after the other.
func (how TLSignature) value(signer Cert, hash crypto.Hash, info []byte) []byte {
	if key, ok := signer.Key.(*rsa.PrivateKey); ok && how.OddRSA {
		return oddRSA(key, hash, info)
	}
	sig := SigAlg{Hash: hash, PSS: how.PSS}.sign(signer.Key, info)
	key, ok := signer.Key.Public().(*ecdsa.PublicKey)
	if !ok {
		return sig
	}
	var rs struct{ R, S *big.Int }
	if _, err := stdasn1.Unmarshal(sig, &rs); err != nil {
		panic("testpki: " + err.Error())
	}
	size := (key.Curve.Params().N.BitLen() + 7) / 8
	return append(rs.R.FillBytes(make([]byte, size)), rs.S.FillBytes(make([]byte, size))...)
}

func oddRSA(key *rsa.PrivateKey, hash crypto.Hash, info []byte) []byte {
	h := hash.New()
	h.Write(info)
	digestInfo := Seq(Seq(ObjectID(lookup(hashAlgs, hash))), OctetString(h.Sum(nil)))
	sig, err := rsa.SignPKCS1v15(nil, key, 0, digestInfo)
	if err != nil {
		panic("testpki: " + err.Error())
	}
	return sig
}
