// Package key reads the public key of a certificate, also of a kind that crypto/x509 cannot use, says whether it works
// in TLS and whether it is weak, and checks signatures with it by the standard library.
package key

import (
	"bytes"
	"cmp"
	"crypto/rsa"
	_ "crypto/sha3"
	"crypto/x509"
	"math/big"
	"math/bits"

	"golang.org/x/crypto/cryptobyte"

	"qwac/pkg/ber"
)

// Info is a SubjectPublicKeyInfo, also of a kind that crypto/x509 cannot use.
type Info struct {
	Algorithm  string // object identifier
	Parameters []byte // DER; nil: absent
	Key        []byte // content of the BIT STRING
}

// Object identifiers of key algorithms (RFC 3279, 4055, 5480, 8410).
const (
	OIDRSA     = "1.2.840.113549.1.1.1"
	OIDPSS     = "1.2.840.113549.1.1.10"
	OIDEC      = "1.2.840.10045.2.1"
	OIDDSA     = "1.2.840.10040.4.1"
	OIDOldDSA  = "1.3.14.3.2.12"
	OIDEd25519 = "1.3.101.112"
	oidEd448   = "1.3.101.113"
)

// Of reads the public key of a certificate as far as it can be read.
func Of(c *x509.Certificate) (k Info) {
	info, _, _ := ber.ReadElement(c.RawSubjectPublicKeyInfo)
	parts := new(ber.Elements).Of(info.Content)
	if len(parts) < 2 {
		return k
	}
	algorithm := new(ber.Elements).Of(parts[0].Content)
	if len(algorithm) > 0 {
		k.Algorithm = algorithmText(algorithm[0].Full)
	}
	if len(algorithm) > 1 {
		k.Parameters = algorithm[1].Full
	}
	if len(parts[1].Content) > 0 {
		k.Key = parts[1].Content[1:] // behind the number of unused bits
	}
	return k
}

// The identifiers of nearly all keys, in DER.
var (
	derRSA = []byte{ber.TagOID, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 1}
	derEC  = []byte{ber.TagOID, 7, 0x2a, 0x86, 0x48, 0xce, 0x3d, 2, 1}
)

// algorithmText is OIDText for the algorithm of a key.
func algorithmText(der []byte) string {
	switch {
	case bytes.Equal(der, derRSA):
		return OIDRSA
	case bytes.Equal(der, derEC):
		return OIDEC
	}
	return OIDText(der)
}

// OIDText gives an object identifier in dots; empty: it is none, or too long.
func OIDText(der []byte) string {
	s := cryptobyte.String(der)
	if text, ok := ber.ReadOIDText(&s); ok && s.Empty() {
		return text
	}
	return ""
}

// HasNull tells whether the parameters are NULL.
func (k *Info) HasNull() bool {
	return len(k.Parameters) == 2 && k.Parameters[0] == ber.TagNull && k.Parameters[1] == 0
}

// Modulus is that of an RSA key; nil: there is none, or one of more than 16,384 bits, which nothing is done with.
func (k *Info) Modulus() *big.Int {
	der := k.modulusBytes()
	if len(der) == 0 || len(der) > MaxModulus/8 {
		return nil
	}
	return new(big.Int).SetBytes(der)
}

// ModulusBits is the size of the modulus; zero: there is none.
func (k *Info) ModulusBits() int {
	der := k.modulusBytes()
	if len(der) == 0 {
		return 0
	}
	return 8*(len(der)-1) + bits.Len8(der[0])
}

// modulusBytes is the modulus without leading zeros; empty: there is none, or it is not positive.
func (k *Info) modulusBytes() []byte {
	if k.Algorithm != OIDRSA && k.Algorithm != OIDPSS {
		return nil
	}
	pair, _, _ := ber.ReadElement(k.Key)
	n, _, ok := ber.ReadElement(pair.Content)
	if !ok || n.Tag != ber.TagInteger || len(n.Content) == 0 || n.Content[0] >= 0x80 {
		return nil
	}
	return bytes.TrimLeft(n.Content, "\x00")
}

// CurveFault is what is wrong with the curve of a key.
type CurveFault int

// The faults of curves.
const (
	CurveGood      CurveFault = iota // one of BR 6.1.5
	CurveUnknown                     // one that TLS libraries do not know for certificates, or none
	CurveBrainpool                   // one of TS 119 312 that few libraries know
	CurveExplicit                    // spelled out instead of named
)

// CurveFault says what is wrong with the curve of an elliptic-curve key.
func (k *Info) CurveFault() CurveFault {
	if len(k.Parameters) > 0 && k.Parameters[0] == ber.TagSequence {
		return CurveExplicit
	}
	id := OIDText(k.Parameters)
	switch {
	case goodCurves.Has(id):
		return CurveGood
	case EuropeanCurves.Has(id):
		return CurveBrainpool
	}
	return CurveUnknown
}

// goodCurves are the curves of BR 6.1.5.
var goodCurves = ber.Table[string]{{"1.2.840.10045.3.1.7", "P-256"}, {"1.3.132.0.34", "P-384"},
	{"1.3.132.0.35", "P-521"}}

// OtherCurves are those that people know by name (RFC 5480 and SEC 2).
var OtherCurves = ber.Table[string]{{"1.2.840.10045.3.1.1", "P-192"}, {"1.3.132.0.33", "P-224"},
	{"1.3.132.0.10", "secp256k1"}}

// EuropeanCurves are those of RFC 5639 and the French one, which TS 119 312 allows and hardly anybody supports.
var EuropeanCurves = ber.Table[string]{
	{"1.3.36.3.3.2.8.1.1.1", "brainpoolP160r1"}, {"1.3.36.3.3.2.8.1.1.2", "brainpoolP160t1"},
	{"1.3.36.3.3.2.8.1.1.3", "brainpoolP192r1"}, {"1.3.36.3.3.2.8.1.1.4", "brainpoolP192t1"},
	{"1.3.36.3.3.2.8.1.1.5", "brainpoolP224r1"}, {"1.3.36.3.3.2.8.1.1.6", "brainpoolP224t1"},
	{"1.3.36.3.3.2.8.1.1.7", "brainpoolP256r1"}, {"1.3.36.3.3.2.8.1.1.8", "brainpoolP256t1"},
	{"1.3.36.3.3.2.8.1.1.9", "brainpoolP320r1"}, {"1.3.36.3.3.2.8.1.1.10", "brainpoolP320t1"},
	{"1.3.36.3.3.2.8.1.1.11", "brainpoolP384r1"}, {"1.3.36.3.3.2.8.1.1.12", "brainpoolP384t1"},
	{"1.3.36.3.3.2.8.1.1.13", "brainpoolP512r1"}, {"1.3.36.3.3.2.8.1.1.14", "brainpoolP512t1"},
	{"1.2.250.1.223.101.256.1", "FRP256v1"},
}

// MaxModulus bounds RSA moduli: OpenSSL verifies with none beyond (OPENSSL_RSA_MAX_MODULUS_BITS), crypto/tls takes half
// of it.
const MaxModulus = 16384

func ModulusBits(c *x509.Certificate) int {
	if c.PublicKey != nil {
		pub, ok := c.PublicKey.(*rsa.PublicKey)
		if !ok {
			return 0
		}
		return pub.N.BitLen()
	}
	k := Of(c)
	return k.ModulusBits()
}

// SignatureFields gives the two AlgorithmIdentifiers of a certificate, in DER.
func SignatureFields(der []byte) (inner, outer []byte) {
	cert, _, _ := ber.ReadElement(der)
	parts := new(ber.Elements).Of(cert.Content)
	if len(parts) < 2 {
		return nil, nil
	}
	for _, e := range new(ber.Elements).Of(parts[0].Content) {
		if e.Tag == ber.TagSequence {
			return e.Full, parts[1].Full
		}
	}
	return nil, parts[1].Full
}

// AlgorithmName gives the object identifier of an AlgorithmIdentifier.
func AlgorithmName(der []byte) string {
	seq, _, _ := ber.ReadElement(der)
	id, _, _ := ber.ReadElement(seq.Content)
	return cmp.Or(OIDText(id.Full), unreadable)
}

// unreadable stands for an object identifier that is none.
const unreadable = "not readable"

// MinRSABits is the smallest RSA key with which crypto/rsa verifies (rsa1024min, since Go 1.24).
const MinRSABits = 1024
