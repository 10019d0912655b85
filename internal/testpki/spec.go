// Package testpki builds reproducible certificates, chains and containers out of code: the same bytes in every run and
// on every machine. Keys are derived from names, times are fixed, signatures are deterministic. It can also build what
// crypto/x509 refuses to: every part of a certificate is plain data that may be wrong. Most people want [NewChain],
// which changes one thing in a clean PSD2 chain.
//
// The functions panic when a spec cannot be built at all: specs are code, and such a spec is a mistake in it.
package testpki

import (
	"encoding/asn1"
	"math/big"
	"slices"
	"time"
)

// Spec is everything a certificate is made of. Profiles such as [PSD2QWAC] return one that is ready; change what should
// be wrong and hand it to [Issue]. Zero values are described for each field alone.
type Spec struct {
	Version int      // as people count: 3 is v3. Zero: 3. With 1 the field is left out, as DER demands
	Serial  *big.Int // may be zero, negative or too long. Nil: 127 bits derived from subject and key

	Subject Name
	Issuer  Name // nil: the subject of the issuer; an empty non-nil Name is an empty name

	NotBefore, NotAfter time.Time
	// stands in place of the time: see UTCTime and GeneralizedTime. Nil: the right form
	NotBeforeDER, NotAfterDER []byte

	Key  Key    // the certified key; also the signing key when self-signed
	SPKI []byte // DER that stands in place of the SubjectPublicKeyInfo of Key. Nil: not used

	IssuerUniqueID, SubjectUniqueID []byte // contents of the bit strings. Nil: absent

	// Extensions in order; nil leaves the whole field out. Subject and authority key identifier with a nil Value are
	// derived from the keys when the certificate is issued.
	Extensions []Extension

	Sign SigAlg // how the issuer signs. Zero: SHA-256, PKCS #1 v1.5 with RSA keys
	// DER of an AlgorithmIdentifier in place of the right one inside tbsCertificate, or after it
	InnerAlg, OuterAlg []byte

	CorruptSignature bool   // the last bit of the signature is flipped; its encoding stays valid
	Trailing         []byte // bytes behind the certificate

	TBS   func([]byte) []byte // last change to tbsCertificate, before it is signed. Nil: none
	Final func([]byte) []byte // last change to the whole certificate, after it is signed. Nil: none
}

// Extension is one entry of the extensions field.
type Extension struct {
	OID         asn1.ObjectIdentifier
	Critical    bool
	CriticalDER []byte // stands in place of the element "critical", to write it wrongly. Nil: the right form
	Value       []byte // contents of extnValue
}

// Ext returns the first extension with this object identifier, to be changed in place. It is nil if there is none.
func (s *Spec) Ext(oid asn1.ObjectIdentifier) *Extension {
	i := slices.IndexFunc(s.Extensions, func(e Extension) bool { return e.OID.Equal(oid) })
	if i < 0 {
		return nil
	}
	return &s.Extensions[i]
}

// Set puts e in place of the first extension with its object identifier, or at the end if there is none.
func (s *Spec) Set(e Extension) {
	if old := s.Ext(e.OID); old != nil {
		*old = e
		return
	}
	s.Add(e)
}

// Add appends e, even if there is already one with its object identifier.
func (s *Spec) Add(e Extension) { s.Extensions = append(s.Extensions, e) }

// Drop removes all extensions with any of these object identifiers.
func (s *Spec) Drop(oids ...asn1.ObjectIdentifier) {
	s.Extensions = slices.DeleteFunc(s.Extensions, func(e Extension) bool {
		return slices.ContainsFunc(oids, e.OID.Equal)
	})
}

// SetCritical changes the criticality of the extension with this object identifier. It panics if there is none.
func (s *Spec) SetCritical(oid asn1.ObjectIdentifier, critical bool) {
	e := s.Ext(oid)
	if e == nil {
		panic("testpki: no extension " + oid.String())
	}
	e.Critical = critical
}
