package key

import (
	"fmt"
	"math/big"
	"strings"

	"qwac/pkg/ber"
)

const (
	// maxTLSBits is the largest RSA key that crypto/tls verifies with (8192, since Go 1.20.7, for CVE-2023-29409).
	maxTLSBits = 8192
	// MinTLSBits is the smallest RSA key of BR 6.1.5; below it key-rsa-too-small speaks.
	MinTLSBits = 2048
	// MaxExponentBits is that of the largest public exponent that crypto/rsa takes (2^31-1).
	MaxExponentBits = 31
	// GoExponentBits is that of the largest that crypto/x509 reads at all.
	GoExponentBits = 63
)

// TLSFault says why a key cannot authenticate a TLS client; empty: it can. What can is a list of its own, whatever is
// not on it cannot: RSA of 2048 to 8192 bits with an odd exponent of 3 to 2^31-1, the curves of BR 6.1.5 with a point
// that RFC 5480 allows, Ed25519 (RFC 8446, section 4.2.3). Keys for RSASSA-PSS alone are in TLS 1.3 too.
func (k *Info) TLSFault() string {
	switch k.Algorithm {
	case OIDRSA, OIDPSS:
		return k.rsaFault()
	case OIDEC:
		return k.pointFault()
	case OIDEd25519:
		return k.ed25519Fault()
	}
	if row := keysOfOtherUse.Get(k.Algorithm); row.why != "" {
		return fmt.Sprintf("the key is %s, %s", k.Describe(), row.why)
	}
	return fmt.Sprintf("the key is %s: TLS knows no way to authenticate a client with it", k.Describe())
}

func (k *Info) ed25519Fault() string {
	switch {
	case len(k.Parameters) > 0:
		return "the key is said to be Ed25519, but its algorithm has parameters, want none (RFC 8410, 3)"
	case len(k.Key) != 32:
		return fmt.Sprintf("the key is said to be Ed25519, but has %s, want 32", ber.Count(len(k.Key), "octet"))
	}
	return ""
}

func (k *Info) rsaFault() string {
	if bits := k.ModulusBits(); bits > maxTLSBits {
		return fmt.Sprintf("the RSA modulus has %d bits, TLS libraries verify with at most %d", bits, maxTLSBits)
	}
	if fault := k.pairFault(); fault != "" {
		return fault
	}
	switch n, e := k.Modulus(), k.Exponent(); {
	case n.Bit(0) == 0:
		return "the RSA modulus is even, which the product of two large primes never is"
	case e.BitLen() > GoExponentBits && e.Bit(0) == 1:
		return fmt.Sprintf("the public exponent of the RSA key has %d bits; that is lawful (RFC 8017 3.1), but larger "+
			"than TLS libraries take (%d bits) and than Go reads (%d)",
			e.BitLen(), MaxExponentBits, GoExponentBits)
	case e.BitLen() > MaxExponentBits && e.Bit(0) == 1:
		return fmt.Sprintf("the public exponent of the RSA key has %d bits; that is lawful (RFC 8017 3.1), but larger "+
			"than TLS libraries take (%d bits)",
			e.BitLen(), MaxExponentBits)
	}
	return ""
}

// Exponent is that of an RSA key; nil: there is none.
func (k *Info) Exponent() *big.Int {
	pair, rest, ok := ber.ReadElement(k.Key)
	parts := new(ber.Elements).Of(pair.Content)
	if !ok || len(rest) > 0 || len(parts) != 2 || parts[1].Tag != ber.TagInteger || len(parts[1].Content) == 0 ||
		parts[1].Content[0] >= 0x80 {
		return nil
	}
	return new(big.Int).SetBytes(parts[1].Content)
}

// UsualExponent tells whether crypto/rsa verifies with an exponent.
func UsualExponent(e *big.Int) bool {
	return e.Cmp(big.NewInt(3)) >= 0 && e.Bit(0) == 1 && e.BitLen() <= MaxExponentBits
}

// pointFault says what is wrong with the point of a key on a curve of BR 6.1.5; other curves have rules of their own.
func (k *Info) pointFault() string {
	if k.CurveFault() != CurveGood {
		return ""
	}
	if PointForm(k.Key) == PointHybrid {
		return "the public key is a point in hybrid form (06 or 07), which RFC 5480 2.2 forbids"
	}
	return k.Fault()
}

// Describe names the kind of a key, with its identifier.
func (k *Info) Describe() string {
	id := k.Algorithm
	switch {
	case id == "":
		return "of an algorithm whose identifier cannot be read"
	case id == OIDRSA, id == OIDPSS:
		return "an RSA key"
	case id == OIDEC:
		return k.describeCurve()
	case id == OIDEd25519:
		return "an Ed25519 key"
	case PQCName(id) != "":
		return fmt.Sprintf("%s (%s)", PQCName(id), id)
	case keysOfOtherUse.Has(id):
		return fmt.Sprintf("%s (%s)", keysOfOtherUse.Get(id).name, id)
	}
	return "of the unknown algorithm " + id
}

func (k *Info) describeCurve() string {
	id := OIDText(k.Parameters)
	name := goodCurves.Get(id) + OtherCurves.Get(id) + EuropeanCurves.Get(id)
	switch {
	case id == "":
		return "an elliptic-curve key whose curve has no name"
	case name == "":
		name = id
	}
	return "an elliptic-curve key on " + name
}

// otherUse is the name of a key algorithm and why TLS has no use for it.
type otherUse struct{ name, why string }

const (
	agreesOnly = "for key agreement only: it cannot sign, and a TLS client proves itself by a signature (RFC 8446 " +
		"4.4.3)"
	national  = "a national algorithm that TLS stacks of banks do not have"
	unoffered = "which no TLS stack of a bank is known to offer for client certificates"
)

// keysOfOtherUse are keys that people have certificates for, and that TLS client authentication cannot use (RFC 3279,
// RFC 8410, RFC 9481, RFC 4491, RFC 9215, GM/T 0006).
var keysOfOtherUse = ber.Table[otherUse]{
	{"1.3.101.110", otherUse{"X25519", agreesOnly}},
	{"1.3.101.111", otherUse{"X448", agreesOnly}},
	{oidEd448, otherUse{"Ed448", unoffered}},
	{"1.2.840.10046.2.1", otherUse{"Diffie-Hellman", agreesOnly}},
	{"1.2.840.113549.1.3.1", otherUse{"Diffie-Hellman", agreesOnly}},
	{"2.16.840.1.101.2.1.1.22", otherUse{"KEA", agreesOnly}},
	{"1.3.132.1.12", otherUse{"ECDH", agreesOnly}},
	{"1.3.132.1.13", otherUse{"ECMQV", agreesOnly}},
	{"1.2.840.113549.1.1.7", otherUse{"RSAES-OAEP", "for encryption only: it cannot sign"}},
	{"1.2.643.2.2.19", otherUse{"GOST R 34.10-2001", national}},
	{"1.2.643.2.2.20", otherUse{"GOST R 34.10-94", national}},
	{"1.2.643.7.1.1.1.1", otherUse{"GOST R 34.10-2012 with 256 bits", national}},
	{"1.2.643.7.1.1.1.2", otherUse{"GOST R 34.10-2012 with 512 bits", national}},
	{"1.2.156.10197.1.301", otherUse{"SM2", national}},
	{"1.2.804.2.1.1.1.1.3.1.1", otherUse{"DSTU 4145", national}},
	{OIDDSA, otherUse{"DSA", "which TLS has no use for any more"}},
	{OIDOldDSA, otherUse{"DSA", "which TLS has no use for any more"}},
}

// PQCName names post-quantum keys by their arcs in the NIST registry (CSOR: sigAlgs 17 to 46, kems 1 to 3), and
// composites, HSS, XMSS and the trial arcs of Falcon and Dilithium; empty: it is none.
func PQCName(id string) string {
	if name := pqcNames.Get(id); name != "" {
		return name
	}
	for _, arc := range pqcArcs {
		if strings.HasPrefix(id, arc.prefix) {
			return arc.name
		}
	}
	return ""
}

var pqcNames = ber.Table[string]{
	{"2.16.840.1.101.3.4.3.17", "ML-DSA-44"}, {"2.16.840.1.101.3.4.3.18", "ML-DSA-65"},
	{"2.16.840.1.101.3.4.3.19", "ML-DSA-87"},
	{"2.16.840.1.101.3.4.3.20", "SLH-DSA-SHA2-128s"}, {"2.16.840.1.101.3.4.3.21", "SLH-DSA-SHA2-128f"},
	{"2.16.840.1.101.3.4.3.22", "SLH-DSA-SHA2-192s"}, {"2.16.840.1.101.3.4.3.23", "SLH-DSA-SHA2-192f"},
	{"2.16.840.1.101.3.4.3.24", "SLH-DSA-SHA2-256s"}, {"2.16.840.1.101.3.4.3.25", "SLH-DSA-SHA2-256f"},
	{"2.16.840.1.101.3.4.3.26", "SLH-DSA-SHAKE-128s"}, {"2.16.840.1.101.3.4.3.27", "SLH-DSA-SHAKE-128f"},
	{"2.16.840.1.101.3.4.3.28", "SLH-DSA-SHAKE-192s"}, {"2.16.840.1.101.3.4.3.29", "SLH-DSA-SHAKE-192f"},
	{"2.16.840.1.101.3.4.3.30", "SLH-DSA-SHAKE-256s"}, {"2.16.840.1.101.3.4.3.31", "SLH-DSA-SHAKE-256f"},
	{"2.16.840.1.101.3.4.3.32", "HashML-DSA-44"}, {"2.16.840.1.101.3.4.3.33", "HashML-DSA-65"},
	{"2.16.840.1.101.3.4.3.34", "HashML-DSA-87"},
	{"2.16.840.1.101.3.4.4.1", "ML-KEM-512"}, {"2.16.840.1.101.3.4.4.2", "ML-KEM-768"},
	{"2.16.840.1.101.3.4.4.3", "ML-KEM-1024"},
	{"1.2.840.113549.1.9.16.3.17", "HSS/LMS"}, {"1.3.6.1.5.5.7.6.34", "XMSS"}, {"1.3.6.1.5.5.7.6.35", "XMSS^MT"},
}

var pqcArcs = []struct{ prefix, name string }{
	{"2.16.840.1.101.3.4.3.3", "HashSLH-DSA"}, {"2.16.840.1.101.3.4.3.4", "HashSLH-DSA"},
	{"2.16.840.1.114027.80.8.1.", "a composite with ML-DSA"}, {"1.3.9999.", "a trial form of a post-quantum signature"},
	{"1.3.6.1.4.1.2.267.", "a trial form of Dilithium"},
}
