package form

import (
	"bytes"
	"encoding/asn1"
	"math/big"

	"qwac/internal/cases/kit"
	"qwac/internal/testpki"
)

// x509KeyFormCases are about keys that Go does not read, in a CA or behind something else that it does not read.
func x509KeyFormCases() []kit.Case {
	const goRefuses, unverified, unusable = "x509-go-unparseable", "chain-signature-unverifiable",
		"key-not-usable-in-tls"
	honest := testpki.Modulus("honest", 2048)
	unique := kit.LeafOnly(func(s *testpki.Spec) {
		s.Subject.SetText(testpki.OIDOrganizationalUnit, testpki.Printable("a@b"))
	})
	uniqueCA := kit.CaOnly(func(s *testpki.Spec) {
		s.Subject.SetText(testpki.OIDOrganizationalUnit, testpki.Printable("a@b"))
	})
	ofCA := func(name string, der []byte, want ...string) kit.Case {
		return kit.Case{Name: goRefuses + "/" + name, Edit: kit.CaOnly(spki(der)), Want: want}
	}
	return []kit.Case{
		ofCA("CA whose compressed point is of no curve",
			testpki.ECSPKI(oidPrime256, append([]byte{2}, noAbscissa()...)), unverified, goRefuses),
		ofCA("CA whose point is too short", testpki.ECSPKI(oidPrime256, make([]byte, 33)), unverified, goRefuses),
		ofCA("CA whose RSA key is no pair",
			testpki.SPKI(oidRSAEncryption, testpki.Null(), testpki.Seq(testpki.Int(5))),
			unverified, "key-rsa-too-small", goRefuses),
		ofCA("CA with a negative modulus", testpki.GreatRSASPKI(new(big.Int).Neg(honest), big.NewInt(exponent)),
			unverified, goRefuses),
		ofCA("CA whose modulus begins with needless zeros", paddedRSA(honest), unverified, goRefuses),
		ofCA("CA whose hybrid point lies", lyingPoint(), unverified, goRefuses),
		ofCA("CA with an Ed25519 key of 33 octets",
			testpki.SPKI(asn1.ObjectIdentifier{1, 3, 101, 112}, nil, make([]byte, 33)), unverified, goRefuses,
			"key-ed25519"),
		{Name: goRefuses + "/compressed point behind an at sign",
			Edit: both(leafPoint(testpki.P256, testpki.Compressed), unique), Want: []string{goRefuses, goRefuses}},
		{Name: goRefuses + "/at sign before a key of no known algorithm", Edit: both(
			kit.CaOnly(spki(testpki.SPKI(oidEd448, nil, make([]byte, 57)))), uniqueCA),
			Want: []string{unverified, goRefuses, goRefuses}},

		{Name: "key-not-usable-in-tls/modulus that begins with needless zeros", Edit: leafSPKI(paddedRSA(honest)),
			Want: []string{unusable}},
		{Name: "x509-parse-failed/modulus of 16,385 bits", Edit: leafSPKI(testpki.GreatRSASPKI(odd(16384),
			big.NewInt(exponent))), Want: []string{"x509-parse-failed", unusable}},
		{Name: "key-ec-curve/no curve", Edit: leafSPKI(testpki.SPKI(oidECKey, nil, make([]byte, 65))),
			Want: []string{"key-ec-curve"}},
		{Name: "key-ec-curve/unheard", Edit: leafSPKI(testpki.ECSPKI(kit.OIDUnheard, make([]byte, 65))),
			Want: []string{"key-ec-curve"}},
		{Name: "key-dsa/by its old number", Edit: leafSPKI(testpki.SPKI(asn1.ObjectIdentifier{1, 3, 14, 3, 2, 12}, nil,
			testpki.Int(5))), Want: []string{"key-dsa"}},
		{Name: "key-rsa-params/something else", Edit: leafSPKI(testpki.SPKI(oidRSAEncryption,
			testpki.OctetString([]byte("x")), testpki.Seq(testpki.Int(5), testpki.Int(3)))),
			Want: []string{"key-rsa-params", "key-rsa-too-small", "key-rsa-exponent:warning"}},
		{Name: "key-rsa-exponent/1, of a key for RSASSA-PSS", Edit: leafSPKI(testpki.PSSSPKI(honest, 1)),
			Want: []string{"key-rsa-exponent", "key-pss-spki"}},
		{Name: "key-rsa-exponent/even and of 71 bits",
			Edit: leafSPKI(testpki.GreatRSASPKI(honest, new(big.Int).Lsh(big.NewInt(1), 70))),
			Want: []string{"key-rsa-exponent"}},
		{Name: "key-rsa-exponent/none", Near: true, Edit: leafSPKI(testpki.SPKI(oidRSAEncryption, testpki.Null(),
			testpki.Seq(testpki.Int(5)))), Want: []string{"key-rsa-too-small", unusable}},
		{Name: "key-rsa-exponent/1, of a key of another algorithm", Near: true,
			Edit: leafSPKI(testpki.SPKI(kit.OIDUnheard, nil, testpki.Seq(testpki.Int(5), testpki.Int(1)))),
			Want: []string{unusable}},
	}
}

// x509MoreCases are about policies, numbers, times and signature algorithms that are written in rare ways.
func x509MoreCases() []kit.Case {
	const malformed = "x509-extension-malformed"
	seq, set := testpki.Seq, func(der []byte) []byte { return testpki.TLV(0x31, der) }
	policies := func(list ...[]byte) func(leaf, intermediate, root *testpki.Spec) {
		return kit.LeafOnly(kit.Content(testpki.OIDCertificatePolicies, seq(list...)))
	}
	qualified := testpki.ObjectID(testpki.OIDQNCPwGen)
	unheard := seq(testpki.ObjectID(kit.OIDUnheard), testpki.Null())
	pss := func(parameters ...[]byte) func(leaf, intermediate, root *testpki.Spec) {
		id := seq(append([][]byte{testpki.ObjectID(oidRSAPSS)}, parameters...)...)
		return both(kit.SignedBy(testpki.RSA2048, testpki.SigAlg{PSS: true}), kit.LeafOnly(func(s *testpki.Spec) {
			s.InnerAlg, s.OuterAlg = id, id
		}))
	}
	sha256RSA := seq(testpki.ObjectID(asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 11}), testpki.OctetString(nil))
	return []kit.Case{
		{Name: "policy-qualifier-unknown/in a SET", Near: true, Edit: policies(seq(qualified, set(unheard))),
			Want: []string{malformed}},
		{Name: "policy-qualifier-unknown/without a number", Near: true,
			Edit: policies(seq(qualified, seq(seq(testpki.Null())))), Want: []string{malformed}},
		{Name: "policy-duplicate/two without a number", Near: true,
			Edit: policies(seq(qualified), seq(testpki.Null()), seq(testpki.Null())),
			Want: []string{malformed, malformed}},

		{Name: "x509-version-not-3/-1", Edit: kit.LeafOnly(func(s *testpki.Spec) { s.Version = -1 }),
			Want: []string{"x509-version-not-3"}},
		{Name: "x509-serial-not-positive/root of -1", Edit: kit.RootOnly(func(s *testpki.Spec) {
			s.Serial = big.NewInt(-1)
		}), Want: []string{"x509-serial-not-positive"}},
		{Name: "x509-serial-not-positive/26 octets", Edit: serial(new(big.Int).Neg(power(2, 200))),
			Want: []string{"x509-serial-not-positive"}},

		{Name: "x509-time-encoding/GeneralizedTime of 1949", Near: true, Edit: kit.RootOnly(func(s *testpki.Spec) {
			s.NotBeforeDER = testpki.TLV(24, []byte("19490101000000Z"))
		})},
		{Name: "x509-time-encoding/UTCTime without seconds, in BER", Edit: kit.LeafOnly(func(s *testpki.Spec) {
			s.NotAfterDER = testpki.TLV(23, []byte("2707010000Z"))
			s.TBS = longLength
		}), Want: []string{"x509-time-encoding", "x509-der-not-canonical"}},

		{Name: "chain-weak-signature-hash/PSS without parameters", Edit: pss(),
			Want: []string{"chain-weak-signature-hash", "chain-signature-unverifiable", "sig-pss-parameters"}},
		{Name: "chain-weak-signature-hash/PSS with parameters that are all left out", Edit: pss(seq()),
			Want: []string{"chain-weak-signature-hash", "chain-signature-invalid", "sig-pss-parameters"}},
		{Name: "sig-rsa-params/OCTET STRING", Edit: both(kit.SignedBy(testpki.RSA2048, testpki.SigAlg{}),
			kit.LeafOnly(func(s *testpki.Spec) { s.InnerAlg, s.OuterAlg = sha256RSA, sha256RSA })),
			Want: []string{"sig-rsa-params"}},
	}
}

// longLength writes the length of a certificate's body, two bytes, in three.
func longLength(tbs []byte) []byte { return append([]byte{0x30, 0x83, 0}, tbs[2:]...) }

// paddedRSA is an RSA key whose modulus is written with an octet more than DER has.
func paddedRSA(n *big.Int) []byte {
	long := append([]byte{2, 0x82, 1, 2, 0, 0}, n.Bytes()...)
	return testpki.SPKI(oidRSAEncryption, testpki.Null(), testpki.Seq(long, testpki.Int(exponent)))
}

// lyingPoint is a hybrid point whose first octet says the other sign of y.
func lyingPoint() []byte {
	der := bytes.Clone(testpki.Key{Name: "lying"}.PointSPKI(testpki.Hybrid))
	der[len(der)-65] ^= 1
	return der
}
