package testpki

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rsa"
	stdasn1 "encoding/asn1"
	"math/big"
)

// SPKI is a SubjectPublicKeyInfo of any kind. The parameters are DER, nil when absent; key is what the bit string
// holds.
func SPKI(algorithm stdasn1.ObjectIdentifier, parameters, key []byte) []byte {
	return Seq(Seq(ObjectID(algorithm), parameters), bitString(key))
}

// RSASPKI is the SubjectPublicKeyInfo of any modulus and exponent.
func RSASPKI(n *big.Int, e int64) []byte { return SPKI(oidRSA, Null(), rsaPublic(n, e)) }

// RSASPKIWithoutNull leaves out the NULL parameters that RFC 3279 2.3.1 demands.
func RSASPKIWithoutNull(n *big.Int, e int64) []byte { return SPKI(oidRSA, nil, rsaPublic(n, e)) }

// PSSSPKI has the algorithm id-RSASSA-PSS, without parameters (RFC 4055 3.1).
func PSSSPKI(n *big.Int, e int64) []byte { return SPKI(oidRSAPSS, nil, rsaPublic(n, e)) }

// Modulus is an honest RSA modulus.
func Modulus(name string, bits int) *big.Int {
	s := newStream("modulus " + name)
	return new(big.Int).Mul(s.prime(bits/2), s.prime(bits/2))
}

func rsaPublic(n *big.Int, e int64) []byte { return Seq(bigInt(n), Int(e)) }

// GreatRSASPKI is RSASPKI of an exponent of any size.
func GreatRSASPKI(n, e *big.Int) []byte { return SPKI(oidRSA, Null(), Seq(bigInt(n), bigInt(e))) }

// ECSPKI is a key on a named curve; the point is taken as it is.
func ECSPKI(curve stdasn1.ObjectIdentifier, point []byte) []byte {
	return SPKI(oidEC, ObjectID(curve), point)
}

// PointForm is how a point of a curve is written (SEC 1, 2.3.3).
type PointForm int

// The forms. RFC 5480 2.2 allows the first two.
const (
	Uncompressed PointForm = iota
	Compressed
	Hybrid
)

// PointSPKI is the SubjectPublicKeyInfo of an elliptic-curve key with its point in that form.
func (k Key) PointSPKI(form PointForm) []byte {
	public := k.Signer().Public().(*ecdsa.PublicKey)
	raw := ecPoint(public)
	size := len(raw) / 2
	odd := raw[2*size] & 1
	switch form {
	case Compressed:
		raw = append([]byte{2 | odd}, raw[1:1+size]...)
	case Hybrid:
		raw[0] = 6 | odd
	}
	curves := map[int]stdasn1.ObjectIdentifier{256: {1, 2, 840, 10045, 3, 1, 7}, 384: {1, 3, 132, 0, 34},
		521: {1, 3, 132, 0, 35}, 224: {1, 3, 132, 0, 33}}
	return ECSPKI(curves[public.Curve.Params().BitSize], raw)
}

// PSSOnlySPKI is the SubjectPublicKeyInfo of an RSA key that is for RSASSA-PSS alone. The parameters are those of
// PSSIdentifier, nil when absent.
func (k Key) PSSOnlySPKI(identifier []byte) []byte {
	public := k.Signer().Public().(*rsa.PublicKey)
	if identifier == nil {
		identifier = Seq(ObjectID(oidRSAPSS))
	}
	return Seq(identifier, bitString(rsaPublic(public.N, int64(public.E))))
}

// BrainpoolSPKI is a key on brainpoolP256r1 (RFC 5639 3.4). Nobody knows its private half.
func BrainpoolSPKI(name string) []byte {
	p := hexInt("A9FB57DBA1EEA9BC3E660A909D838D726E3BF623D52620282013481D1F6E5377")
	a := hexInt("7D5A0975FC2C3057EEF67530417AFFE7FB8055C126DC5C6CE94A4B44F330B5D9")
	b := hexInt("26DC5C6CE94A4B44F330B5D9BBD77CBF958416295CF7E1CE6BCCDC18FF8C07B6")
	s := newStream("brainpool " + name)
	for {
		x := new(big.Int).SetBytes(s.next(32))
		y := new(big.Int).Exp(x, big.NewInt(2), p) // y^2 = (x^2+a)x + b
		y.Add(y, a).Mul(y, x).Add(y, b).Mod(y, p)
		if x.Cmp(p) < 0 && y.ModSqrt(y, p) != nil {
			return ECSPKI(oidBrainpool, point(x, y))
		}
	}
}

// ExplicitECSPKI is the P-256 key of this name with the curve spelled out instead of named, which RFC 5480 2.1.1
// forbids.
func ExplicitECSPKI(name string) []byte {
	c := elliptic.P256().Params()
	a := new(big.Int).Sub(c.P, big.NewInt(3))
	parameters := Seq(
		Int(1),
		Seq(ObjectID(oidPrime), bigInt(c.P)),
		Seq(OctetString(a.FillBytes(make([]byte, 32))), OctetString(c.B.FillBytes(make([]byte, 32)))),
		OctetString(point(c.Gx, c.Gy)),
		bigInt(c.N),
		Int(1),
	)
	return SPKI(oidEC, parameters, ecPoint(Key{Name: name}.Signer().Public()))
}

// DSASPKI has random numbers of the sizes of a DSA key of 2048 bits; it is enough to be recognised.
func DSASPKI(name string) []byte {
	s := newStream("dsa " + name)
	number := func(bits int) *big.Int {
		n := new(big.Int).SetBytes(s.next(bits / 8))
		return n.SetBit(n, bits-1, 1).SetBit(n, 0, 1)
	}
	p, q, g, y := number(2048), number(256), number(2040), number(2040)
	return SPKI(oidDSA, Seq(bigInt(p), bigInt(q), bigInt(g)), bigInt(y))
}

func ecPoint(key crypto.PublicKey) []byte {
	raw, err := key.(*ecdsa.PublicKey).Bytes()
	if err != nil {
		panic("testpki: " + err.Error())
	}
	return raw
}

// point is the uncompressed form for curves of 256 bits.
func point(x, y *big.Int) []byte {
	raw := make([]byte, 65)
	raw[0] = 4
	x.FillBytes(raw[1:33])
	y.FillBytes(raw[33:])
	return raw
}

func hexInt(s string) *big.Int {
	n, ok := new(big.Int).SetString(s, 16)
	if !ok {
		panic("testpki: no hexadecimal number: " + s)
	}
	return n
}
