package chain

import (
	"bytes"
	"crypto/x509"
	"encoding/asn1"
	"math/big"
	"math/bits"

	"golang.org/x/crypto/cryptobyte"
)

// subjectKey is a SubjectPublicKeyInfo, also of a kind that crypto/x509 cannot use.
type subjectKey struct {
	algorithm  string // object identifier
	parameters []byte // DER; nil: absent
	key        []byte // content of the BIT STRING
}

// Object identifiers of key algorithms (RFC 3279, 4055, 5480, 8410).
const (
	oidRSA     = "1.2.840.113549.1.1.1"
	oidPSS     = "1.2.840.113549.1.1.10"
	oidEC      = "1.2.840.10045.2.1"
	oidDSA     = "1.2.840.10040.4.1"
	oidOldDSA  = "1.3.14.3.2.12"
	oidEd25519 = "1.3.101.112"
	oidEd448   = "1.3.101.113"
)

// keyOf reads the public key of a certificate as far as it can be read.
func keyOf(c *x509.Certificate) (k subjectKey) {
	info, _, _ := readElement(c.RawSubjectPublicKeyInfo)
	parts := new(elements).of(info.content)
	if len(parts) < 2 {
		return k
	}
	algorithm := new(elements).of(parts[0].content)
	if len(algorithm) > 0 {
		k.algorithm = oidText(algorithm[0].full)
	}
	if len(algorithm) > 1 {
		k.parameters = algorithm[1].full
	}
	if len(parts[1].content) > 0 {
		k.key = parts[1].content[1:] // behind the number of unused bits
	}
	return k
}

// oidText gives an object identifier in dots; empty: it is none, or too long.
func oidText(der []byte) string {
	var id asn1.ObjectIdentifier
	if len(der) > maxOID {
		return ""
	}
	if s := cryptobyte.String(der); !s.ReadASN1ObjectIdentifier(&id) || !s.Empty() {
		return ""
	}
	return id.String()
}

// hasNull tells whether the parameters are NULL.
func (k *subjectKey) hasNull() bool {
	return len(k.parameters) == 2 && k.parameters[0] == tagNull && k.parameters[1] == 0
}

// modulus is that of an RSA key; nil: there is none, or one of more than 16,384 bits, which nothing is done with.
func (k *subjectKey) modulus() *big.Int {
	der := k.modulusBytes()
	if len(der) == 0 || len(der) > maxModulus/8 {
		return nil
	}
	return new(big.Int).SetBytes(der)
}

// modulusBits is the size of the modulus; zero: there is none.
func (k *subjectKey) modulusBits() int {
	der := k.modulusBytes()
	if len(der) == 0 {
		return 0
	}
	return 8*(len(der)-1) + bits.Len8(der[0])
}

// modulusBytes is the modulus without leading zeros; empty: there is none, or it is not positive.
func (k *subjectKey) modulusBytes() []byte {
	if k.algorithm != oidRSA && k.algorithm != oidPSS {
		return nil
	}
	pair, _, _ := readElement(k.key)
	n, _, ok := readElement(pair.content)
	if !ok || n.tag != tagInteger || len(n.content) == 0 || n.content[0] >= 0x80 {
		return nil
	}
	return bytes.TrimLeft(n.content, "\x00")
}

// curveFault is the id of the rule that names what is wrong with the curve of an elliptic-curve key; empty: nothing.
func (k *subjectKey) curveFault() string {
	if len(k.parameters) > 0 && k.parameters[0] == tagSequence {
		return "key-ec-explicit"
	}
	id := oidText(k.parameters)
	switch {
	case goodCurves.has(id):
		return ""
	case europeanCurves.has(id):
		return "key-ec-brainpool"
	}
	return "key-ec-curve"
}

// goodCurves are the curves of BR 6.1.5.
var goodCurves = table[string]{{"1.2.840.10045.3.1.7", "P-256"}, {"1.3.132.0.34", "P-384"}, {"1.3.132.0.35", "P-521"}}

// otherCurves are those that people know by name (RFC 5480 and SEC 2).
var otherCurves = table[string]{{"1.2.840.10045.3.1.1", "P-192"}, {"1.3.132.0.33", "P-224"}, {"1.3.132.0.10", "secp256k1"}}

// europeanCurves are those of RFC 5639 and the French one, which TS 119 312 allows and hardly anybody supports.
var europeanCurves = table[string]{
	{"1.3.36.3.3.2.8.1.1.1", "brainpoolP160r1"}, {"1.3.36.3.3.2.8.1.1.2", "brainpoolP160t1"},
	{"1.3.36.3.3.2.8.1.1.3", "brainpoolP192r1"}, {"1.3.36.3.3.2.8.1.1.4", "brainpoolP192t1"},
	{"1.3.36.3.3.2.8.1.1.5", "brainpoolP224r1"}, {"1.3.36.3.3.2.8.1.1.6", "brainpoolP224t1"},
	{"1.3.36.3.3.2.8.1.1.7", "brainpoolP256r1"}, {"1.3.36.3.3.2.8.1.1.8", "brainpoolP256t1"},
	{"1.3.36.3.3.2.8.1.1.9", "brainpoolP320r1"}, {"1.3.36.3.3.2.8.1.1.10", "brainpoolP320t1"},
	{"1.3.36.3.3.2.8.1.1.11", "brainpoolP384r1"}, {"1.3.36.3.3.2.8.1.1.12", "brainpoolP384t1"},
	{"1.3.36.3.3.2.8.1.1.13", "brainpoolP512r1"}, {"1.3.36.3.3.2.8.1.1.14", "brainpoolP512t1"},
	{"1.2.250.1.223.101.256.1", "FRP256v1"},
}
