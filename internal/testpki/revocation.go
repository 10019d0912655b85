package testpki

import (
	"encoding/asn1"
	"encoding/pem"
	"math/big"
	"time"
)

// Updated is when revocation lists and OCSP responses are made unless they say otherwise: an hour before At. They are
// good for a day.
func Updated() time.Time { return At().Add(-time.Hour) }

// CRL is a revocation list (RFC 5280 5). Zero values are described for each field alone.
type CRL struct {
	Issuer     Cert      // names the list and signs it
	Signer     *Cert     // signs in place of Issuer. Nil: Issuer does
	ThisUpdate time.Time // zero: Updated
	NextUpdate time.Time // zero: a day after ThisUpdate
	Endless    bool      // NextUpdate is left out
	Revoked    []Revoked
	Extensions []Extension // beside the authority key identifier and the number; one of the same identifier replaces it
	Sign       SigAlg
	Corrupt    bool // the last bit of the signature is flipped
}

// Revoked is one entry of a revocation list.
type Revoked struct {
	Cert       Cert
	Since      time.Time
	Reason     int         // RFC 5280 5.3.1; zero: left out
	Extensions []Extension // beside the reason
}

// Serial is the serial number of the certificate.
func (c Cert) Serial() *big.Int { return c.Spec.serial() }

// DER is the list.
func (l CRL) DER() []byte {
	signer := &l.Issuer
	if l.Signer != nil {
		signer = l.Signer
	}
	alg := l.Sign.Identifier(signer.Key.Public())
	this := orElse(l.ThisUpdate, Updated())
	parts := [][]byte{Int(1), alg, l.Issuer.Spec.Subject.DER(), validityTime(this, nil)}
	if !l.Endless {
		parts = append(parts, validityTime(orElse(l.NextUpdate, this.AddDate(0, 0, 1)), nil))
	}
	if len(l.Revoked) > 0 {
		parts = append(parts, l.entries())
	}
	spec := Spec{Extensions: []Extension{AuthorityKeyID(nil), {OID: OIDCRLNumber, Value: Int(7)}}}
	spec.fillKeyIDs(signer)
	for _, e := range l.Extensions {
		spec.Set(e)
	}
	tbs := Seq(append(parts, Explicit(0, spec.extensions()))...)
	return Seq(tbs, alg, bitString(l.Sign.signature(signer, tbs, l.Corrupt)))
}

// PEM is the list in one block.
func (l CRL) PEM() []byte { return pem.EncodeToMemory(&pem.Block{Type: "X509 CRL", Bytes: l.DER()}) }

func (l CRL) entries() []byte {
	var list [][]byte
	for _, r := range l.Revoked {
		var spec Spec
		if r.Reason != 0 {
			spec.Add(Extension{OID: OIDCRLReason, Value: enumerated(r.Reason)})
		}
		spec.Extensions = append(spec.Extensions, r.Extensions...)
		entry := [][]byte{bigInt(r.Cert.Serial()), validityTime(r.Since, nil)}
		if len(spec.Extensions) > 0 {
			entry = append(entry, spec.extensions())
		}
		list = append(list, Seq(entry...))
	}
	return Seq(list...)
}

// signature signs what stands in a list or a response.
func (a SigAlg) signature(signer *Cert, message []byte, corrupt bool) []byte {
	sig := a.sign(signer.Key, message)
	if corrupt {
		sig[len(sig)-1] ^= 1
	}
	return sig
}

// Scope is what an issuingDistributionPoint says (RFC 5280 5.2.5).
type Scope struct {
	URLs                               []string // distributionPoint; empty: left out
	UserCerts, CACerts, AttributeCerts bool
	SomeReasons, Indirect              bool
}

// IssuingDistributionPoint is critical.
func IssuingDistributionPoint(s Scope) Extension {
	var parts [][]byte
	if len(s.URLs) > 0 {
		var names [][]byte
		for _, u := range s.URLs {
			names = append(names, URI(u))
		}
		parts = append(parts, Explicit(0, Explicit(0, names...)))
	}
	yes := []byte{0xff}
	for _, flag := range []struct {
		set   bool
		tag   uint8
		value []byte
	}{
		{s.UserCerts, 1, yes}, {s.CACerts, 2, yes}, {s.SomeReasons, 3, []byte{6, 0x40}}, {s.Indirect, 4, yes},
		{s.AttributeCerts, 5, yes},
	} {
		if flag.set {
			parts = append(parts, implicit(flag.tag, flag.value))
		}
	}
	return Extension{OID: OIDIssuingDistributionPoint, Critical: true, Value: Seq(parts...)}
}

// DeltaCRL marks a list as the changes since the list with this number.
func DeltaCRL(base int64) Extension {
	return Extension{OID: OIDDeltaCRLIndicator, Critical: true, Value: Int(base)}
}

// Extensions of revocation lists and OCSP responses.
var (
	OIDCRLNumber                = asn1.ObjectIdentifier{2, 5, 29, 20}
	OIDCRLReason                = asn1.ObjectIdentifier{2, 5, 29, 21}
	OIDDeltaCRLIndicator        = asn1.ObjectIdentifier{2, 5, 29, 27}
	OIDIssuingDistributionPoint = asn1.ObjectIdentifier{2, 5, 29, 28}
	OIDExpiredCertsOnCRL        = asn1.ObjectIdentifier{2, 5, 29, 60}
	OIDOCSPExtendedRevoke       = asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 48, 1, 9}
	OIDOCSPNoCheck              = asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 48, 1, 5}
)
