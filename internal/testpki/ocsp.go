package testpki

import (
	"crypto"
	"crypto/x509"
	stdasn1 "encoding/asn1"
	"encoding/pem"
	"time"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"
)

// OCSPResponse is an answer of a responder (RFC 6960). Zero values are described for each field alone.
type OCSPResponse struct {
	Failure    int  // responseStatus, such as 3 for tryLater; then nothing else is written. Zero: successful
	Issuer     Cert // of the certificates in question
	Responder  *Cert
	Certs      []Cert // in the response. Nil: the responder's, if there is one
	ByKey      bool   // the responder is named by its key
	ProducedAt time.Time
	Answers    []OCSPAnswer
	Extensions []Extension
	Sign       SigAlg
	Corrupt    bool // the last bit of the signature is flipped
}

// OCSPAnswer is what a response says about one certificate.
type OCSPAnswer struct {
	Cert       Cert
	Issuer     *Cert       // nil: that of the response
	Hash       crypto.Hash // of the certID. Zero: SHA-1, as nearly all responders have it
	Since      time.Time   // zero: not revoked
	Reason     int         // zero: left out
	Unknown    bool
	ThisUpdate time.Time // zero: Updated
	NextUpdate time.Time // zero: a day after ThisUpdate
	Endless    bool      // NextUpdate is left out
	Extensions []Extension
}

// OCSPResponder is a certificate that may answer for its issuer, changed by edit, which may be nil.
func OCSPResponder(issuer Cert, edit func(*Spec)) Cert {
	spec := Spec{
		Subject:   tspName("Fixture Trust OCSP Responder 1"),
		NotBefore: date(2026, time.January, 1), NotAfter: date(2027, time.January, 1),
		Key: Key{Name: "responder"},
		Extensions: []Extension{
			AuthorityKeyID(nil), SubjectKeyID(nil), KeyUsage(x509.KeyUsageDigitalSignature),
			ExtKeyUsage(OIDOCSPSigning),
			{OID: OIDOCSPNoCheck, Value: Null()},
		},
	}
	if edit != nil {
		edit(&spec)
	}
	return Issue(spec, &issuer)
}

// DER is the response.
func (r OCSPResponse) DER() []byte {
	if r.Failure != 0 {
		return Seq(enumerated(r.Failure))
	}
	signer := &r.Issuer
	if r.Responder != nil {
		signer = r.Responder
		if r.Certs == nil {
			r.Certs = []Cert{*signer}
		}
	}
	alg := r.Sign.Identifier(signer.Key.Public())
	data := r.data(signer)
	basic := [][]byte{data, alg, bitString(r.Sign.signature(signer, data, r.Corrupt))}
	if len(r.Certs) > 0 {
		var certs [][]byte
		for _, c := range r.Certs {
			certs = append(certs, c.DER)
		}
		basic = append(basic, Explicit(0, Seq(certs...)))
	}
	return Seq(enumerated(0), Explicit(0, Seq(ObjectID(oidOCSPBasic), OctetString(Seq(basic...)))))
}

// PEM is the response in one block, under the label that most tools give it.
func (r OCSPResponse) PEM() []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "OCSP RESPONSE", Bytes: r.DER()})
}

func (r OCSPResponse) data(signer *Cert) []byte {
	id := Explicit(1, signer.Spec.Subject.DER())
	if r.ByKey {
		id = Explicit(2, OctetString(KeyID(signer.Spec.spki())))
	}
	var answers [][]byte
	for _, a := range r.Answers {
		answers = append(answers, a.der(r.Issuer))
	}
	parts := [][]byte{id, GeneralizedTime(orElse(r.ProducedAt, Updated())), Seq(answers...)}
	if len(r.Extensions) > 0 {
		parts = append(parts, Explicit(1, (&Spec{Extensions: r.Extensions}).extensions()))
	}
	return Seq(parts...)
}

func (a OCSPAnswer) der(issuer Cert) []byte {
	if a.Issuer != nil {
		issuer = *a.Issuer
	}
	this := orElse(a.ThisUpdate, Updated())
	parts := [][]byte{a.certID(issuer), a.status(), GeneralizedTime(this)}
	if !a.Endless {
		parts = append(parts, Explicit(0, GeneralizedTime(orElse(a.NextUpdate, this.AddDate(0, 0, 1)))))
	}
	if len(a.Extensions) > 0 {
		parts = append(parts, Explicit(1, (&Spec{Extensions: a.Extensions}).extensions()))
	}
	return Seq(parts...)
}

func (a OCSPAnswer) certID(issuer Cert) []byte {
	hash := orElse(a.Hash, crypto.SHA1)
	sum := func(data []byte) []byte {
		h := hash.New()
		h.Write(data)
		return OctetString(h.Sum(nil))
	}
	return Seq(hashIdentifier(hash), sum(issuer.Spec.Subject.DER()), sum(keyBits(issuer.Spec.spki())),
		bigInt(a.Cert.Serial()))
}

func (a OCSPAnswer) status() []byte {
	switch {
	case a.Unknown:
		return implicit(2, nil)
	case a.Since.IsZero():
		return implicit(0, nil)
	case a.Reason == 0:
		return Explicit(1, GeneralizedTime(a.Since))
	}
	return Explicit(1, GeneralizedTime(a.Since), Explicit(0, enumerated(a.Reason)))
}

// keyBits is the key inside a SubjectPublicKeyInfo.
func keyBits(spki []byte) []byte {
	input, key := cryptobyte.String(spki), []byte(nil)
	var contents cryptobyte.String
	if !input.ReadASN1(&contents, asn1.SEQUENCE) || !contents.SkipASN1(asn1.SEQUENCE) ||
		!contents.ReadASN1BitStringAsBytes(&key) {
		return spki // a broken SPKI needs a hash too
	}
	return key
}

func enumerated(n int) []byte { return TLV(asn1.ENUM, []byte{byte(n)}) }

var oidOCSPBasic = stdasn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 48, 1, 1}
