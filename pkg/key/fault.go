package key

import (
	"fmt"

	"qwac/pkg/ber"
)

// Fault says why the standard library makes no key of one whose kind it knows; empty: it makes one, or does not know
// the kind.
func (k *Info) Fault() string {
	switch k.Algorithm {
	case OIDRSA, OIDPSS:
		if fault := k.pairFault(); fault != "" {
			return fault
		}
		if e := k.Exponent(); e.BitLen() > GoExponentBits {
			return fmt.Sprintf("the public exponent of the RSA key has %d bits: that is lawful (RFC 8017 3.1), but "+
				"larger than Go reads (%d bits)", e.BitLen(), GoExponentBits)
		}
	case OIDEd25519:
		return k.ed25519Fault()
	case OIDEC:
		if k.curve() != nil && k.Point() == nil {
			return k.noPoint()
		}
	}
	return ""
}

// pairFault says why an RSAPublicKey (RFC 8017, A.1.1) is no pair of a modulus and an exponent.
func (k *Info) pairFault() string {
	pair, rest, ok := ber.ReadElement(k.Key)
	parts := new(ber.Elements).Of(pair.Content)
	if !ok || len(rest) > 0 || pair.Tag != ber.TagSequence || len(parts) != 2 {
		return "the RSA key is no SEQUENCE of a modulus and an exponent"
	}
	for i, what := range []string{"modulus", "public exponent"} {
		if fault := integerFault(parts[i]); fault != "" {
			return fmt.Sprintf("the %s of the RSA key %s", what, fault)
		}
	}
	switch bits := k.ModulusBits(); {
	case bits == 0:
		return "the modulus of the RSA key is 0"
	case bits > MaxModulus:
		return fmt.Sprintf("the modulus of the RSA key has %d bits, which is more than any library takes (%d)", bits,
			MaxModulus)
	}
	return ""
}

// integerFault says why an element is no INTEGER of DER that is zero or positive.
func integerFault(e ber.Element) string {
	switch b := e.Content; {
	case e.Tag != ber.TagInteger:
		return "is no INTEGER"
	case len(b) == 0:
		return "is an INTEGER without a value"
	case b[0] >= 0x80:
		return "is negative: the octet 00 before its first one, which is " + fmt.Sprintf("%02x", b[0]) +
			", was left out (X.690, 8.3.3)"
	case len(b) > 1 && b[0] == 0 && b[1] < 0x80:
		return "begins with a needless octet 00, which DER forbids (X.690, 8.3.2)"
	}
	return ""
}

// noPoint says why a key is no point of a curve that the library has.
func (k *Info) noPoint() string {
	curve := k.curve().Params()
	size := (curve.BitSize + 7) / 8
	form := PointForm(k.Key)
	compressed := form == PointCompressed && len(k.Key) == 1+size
	switch whole := len(k.Key) == 1+2*size; {
	case whole && form == PointHybrid && k.wholePoint() != nil:
		return "the public key is a point in hybrid form whose first octet contradicts the rest"
	case compressed, whole && (form == pointUncompressed || form == PointHybrid):
		return "the public key is not a point on the curve " + curve.Name
	}
	return fmt.Sprintf("the public key of %s is not a point on the curve %s: want 04 and %d octets",
		ber.Count(len(k.Key), "octet"), curve.Name, 2*size)
}
