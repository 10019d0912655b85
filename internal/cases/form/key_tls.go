package form

import (
	"encoding/asn1"
	"math/big"

	"qwac/internal/cases/kit"
	"qwac/internal/testpki"
)

var (
	oidPrime256 = asn1.ObjectIdentifier{1, 2, 840, 10045, 3, 1, 7}
	oidEd448    = asn1.ObjectIdentifier{1, 3, 101, 113}

	oidRSAEncryption = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 1}
	oidRSAPSS        = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 10}
	oidECKey         = asn1.ObjectIdentifier{1, 2, 840, 10045, 2, 1}
)

func leafKey(alg testpki.KeyAlg) func(leaf, intermediate, root *testpki.Spec) {
	return kit.LeafOnly(func(s *testpki.Spec) { s.Key.Alg = alg })
}

func leafSPKI(der []byte) func(leaf, intermediate, root *testpki.Spec) {
	return kit.LeafOnly(func(s *testpki.Spec) { s.SPKI = der })
}

// tlsKeyCases give the leaf keys that TLS cannot use, or nearly so.
func tlsKeyCases(modulus *big.Int) []kit.Case {
	other := func(name string, id asn1.ObjectIdentifier, octets int) kit.Case {
		return kit.Case{
			Name: "key-not-usable-in-tls/" + name, Edit: leafSPKI(testpki.SPKI(id, nil, make([]byte, octets))),
			Want: []string{"key-not-usable-in-tls"},
		}
	}
	exponent := func(name string, e int64, want ...string) kit.Case {
		return kit.Case{Name: "key-rsa-exponent/" + name, Near: want == nil,
			Edit: leafSPKI(testpki.RSASPKI(modulus, e)),
			Want: want}
	}
	pqc := func(name string, last, octets int) kit.Case {
		id := asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 3, last}
		return kit.Case{Name: "key-pqc/" + name, Edit: leafSPKI(testpki.SPKI(id, nil, make([]byte, octets))),
			Want: []string{"key-pqc"}}
	}
	return []kit.Case{
		exponent("1", 1, "key-rsa-exponent"),
		exponent("2", 2, "key-rsa-exponent"),
		exponent("even", 65536, "key-rsa-exponent"),
		exponent("even and great", 1<<33, "key-rsa-exponent"),
		exponent("3", 3, "key-rsa-exponent:warning"),
		exponent("below 2^16", 65535, "key-rsa-exponent:warning"),
		exponent("65537", 65537),
		exponent("2^31-1", 1<<31-1),

		pqc("ML-DSA-65", 18, 1952),
		pqc("SLH-DSA-SHA2-128s", 20, 32),
		pqc("SLH-DSA-SHAKE-256f", 31, 64),
		{Name: "key-pqc/P-384", Near: true, Edit: leafKey(testpki.P384)},

		other("X25519", asn1.ObjectIdentifier{1, 3, 101, 110}, 32),
		other("X448", asn1.ObjectIdentifier{1, 3, 101, 111}, 56),
		other("Ed448", oidEd448, 57),
		other("Diffie-Hellman", asn1.ObjectIdentifier{1, 2, 840, 10046, 2, 1}, 256),
		other("GOST", asn1.ObjectIdentifier{1, 2, 643, 7, 1, 1, 1, 1}, 66),
		other("SM2", asn1.ObjectIdentifier{1, 2, 156, 10197, 1, 301}, 65),
		other("unheard", kit.OIDUnheard, 32),
		{Name: "key-not-usable-in-tls/Ed25519 of 33 octets",
			Edit: leafSPKI(testpki.SPKI(asn1.ObjectIdentifier{1, 3, 101, 112}, nil, make([]byte, 33))),
			Want: []string{"key-not-usable-in-tls", "key-ed25519"}},
		{Name: "key-not-usable-in-tls/exponent of 66 bits", Edit: leafSPKI(testpki.GreatRSASPKI(modulus, odd(65))),
			Want: []string{"key-not-usable-in-tls"}},
		{Name: "key-not-usable-in-tls/exponent of 32 bits", Edit: leafSPKI(testpki.GreatRSASPKI(modulus, odd(31))),
			Want: []string{"key-not-usable-in-tls"}},
		{Name: "key-not-usable-in-tls/hybrid point", Edit: leafPoint(testpki.P256, testpki.Hybrid),
			Want: []string{"key-not-usable-in-tls"}},
		{Name: "key-not-usable-in-tls/hybrid point of P-521", Edit: leafPoint(testpki.P521, testpki.Hybrid),
			Want: []string{"key-not-usable-in-tls"}},
		{Name: "key-not-usable-in-tls/compressed point of no curve",
			Edit: leafSPKI(testpki.ECSPKI(oidPrime256, append([]byte{2}, noAbscissa()...))),
			Want: []string{"key-not-usable-in-tls"}},
		{Name: "key-not-usable-in-tls/compressed point", Near: true, Edit: leafPoint(testpki.P256, testpki.Compressed),
			Want: []string{"x509-go-unparseable"}},
		{Name: "key-not-usable-in-tls/compressed point of P-384", Near: true,
			Edit: leafPoint(testpki.P384, testpki.Compressed), Want: []string{"x509-go-unparseable"}},
		{Name: "key-not-usable-in-tls/Ed25519", Near: true, Edit: leafKey(testpki.Ed25519),
			Want: []string{"key-ed25519"}},
		{Name: "key-not-usable-in-tls/RSA", Near: true, Edit: leafKey(testpki.RSA3072)},
	}
}

// odd is 2 to that power, and 1.
func odd(power uint) *big.Int { return new(big.Int).SetBit(big.NewInt(1), int(power), 1) }

// noAbscissa is an x without a point on P-256.
func noAbscissa() []byte {
	x := make([]byte, 32)
	x[31] = 1
	return x
}

// leafPoint gives the leaf a key on that curve, written in that form.
func leafPoint(alg testpki.KeyAlg, form testpki.PointForm) func(leaf, intermediate, root *testpki.Spec) {
	return kit.LeafOnly(func(s *testpki.Spec) { pointOf(s, alg, form) })
}

func pointOf(s *testpki.Spec, alg testpki.KeyAlg, form testpki.PointForm) {
	s.Key.Alg = alg
	s.SPKI = s.Key.PointSPKI(form)
}
