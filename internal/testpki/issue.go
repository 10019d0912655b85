package testpki

import (
	"cmp"
	"crypto"
	"crypto/sha1"
	"crypto/x509"
	"encoding/pem"
	"math/big"
	"slices"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"
)

// Cert is an issued certificate.
type Cert struct {
	DER  []byte
	Key  crypto.Signer // the pair of Spec.Key, even if Spec.SPKI differs
	Spec Spec          // as issued: subject and authority key identifiers are filled in
}

// Issue builds the certificate and signs it with the key of issuer, or with its own if issuer is nil.
func Issue(spec Spec, issuer *Cert) Cert {
	spec.Extensions = slices.Clone(spec.Extensions)
	spec.Subject = spec.Subject.Clone()
	cert := Cert{Key: spec.Key.Signer(), Spec: spec}
	signer := &cert
	if issuer != nil {
		signer = issuer
	}
	cert.Spec.fillKeyIDs(signer)
	if cert.Spec.Issuer == nil {
		cert.Spec.Issuer = signer.Spec.Subject.Clone()
	}
	cert.DER = cert.Spec.build(signer.Key)
	return cert
}

// PEM is the certificate in one block, with lines of 64 columns that end in LF.
func (c Cert) PEM() []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: c.DER})
}

// X509 is the certificate as parsed by crypto/x509, or nil if that fails.
func (c Cert) X509() *x509.Certificate {
	cert, err := x509.ParseCertificate(c.DER)
	if err != nil {
		return nil
	}
	return cert
}

// fillKeyIDs derives identifiers whose Value is nil: the own after method (1) of RFC 5280 4.2.1.2, that of the
// authority as its certificate states it.
func (s *Spec) fillKeyIDs(signer *Cert) {
	if e := s.Ext(OIDSubjectKeyID); e != nil && e.Value == nil {
		e.Value = OctetString(KeyID(s.spki()))
	}
	e := s.Ext(OIDAuthorityKeyID)
	if e == nil || e.Value != nil {
		return
	}
	id := KeyID(signer.Spec.spki())
	if stated := signer.Spec.Ext(OIDSubjectKeyID); stated != nil {
		var contents cryptobyte.String
		value := cryptobyte.String(stated.Value)
		if value.ReadASN1(&contents, asn1.OCTET_STRING) {
			id = contents
		}
	}
	e.Value = AuthorityKeyID(id).Value
}

// KeyID is the SHA-1 of the key inside a SubjectPublicKeyInfo, as RFC 5280 4.2.1.2 (1) makes key identifiers.
func KeyID(spki []byte) []byte {
	sum := sha1.Sum(keyBits(spki))
	return sum[:]
}

func (s *Spec) spki() []byte {
	if s.SPKI != nil {
		return s.SPKI
	}
	return s.Key.SPKI()
}

func (s *Spec) build(signer crypto.Signer) []byte {
	alg := s.Sign.Identifier(signer.Public())
	tbs := s.tbs(orDER(s.InnerAlg, alg))
	if s.TBS != nil {
		tbs = s.TBS(tbs)
	}
	sig := s.Sign.sign(signer, tbs)
	if s.CorruptSignature {
		sig[len(sig)-1] ^= 1
	}
	der := append(Seq(tbs, orDER(s.OuterAlg, alg), bitString(sig)), s.Trailing...)
	if s.Final != nil {
		der = s.Final(der)
	}
	return der
}

func (s *Spec) tbs(alg []byte) []byte {
	parts := [][]byte{s.version(), bigInt(s.serial()), alg, s.Issuer.DER(),
		Seq(validityTime(s.NotBefore, s.NotBeforeDER), validityTime(s.NotAfter, s.NotAfterDER)),
		s.Subject.DER(), s.spki()}
	for i, id := range [][]byte{s.IssuerUniqueID, s.SubjectUniqueID} {
		if id != nil {
			parts = append(parts, implicit(uint8(i+1), append([]byte{0}, id...)))
		}
	}
	if s.Extensions != nil {
		parts = append(parts, Explicit(3, s.extensions()))
	}
	return Seq(parts...)
}

func (s *Spec) version() []byte {
	v := cmp.Or(s.Version, 3)
	if v == 1 {
		return nil
	}
	return Explicit(0, Int(int64(v-1)))
}

// serial is positive, has 127 bits and fits into 16 octets, unless the spec says otherwise.
func (s *Spec) serial() *big.Int {
	if s.Serial != nil {
		return s.Serial
	}
	octets := newStream("serial " + s.Key.Name + string(s.Subject.DER())).next(16)
	octets[0] = octets[0]&0x7f | 0x40
	return new(big.Int).SetBytes(octets)
}

func (s *Spec) extensions() []byte {
	var list [][]byte
	for _, e := range s.Extensions {
		critical := e.CriticalDER
		if critical == nil && e.Critical {
			critical = boolean(true)
		}
		list = append(list, Seq(ObjectID(e.OID), critical, OctetString(e.Value)))
	}
	return Seq(list...)
}

func orDER(override, der []byte) []byte {
	if override != nil {
		return override
	}
	return der
}
