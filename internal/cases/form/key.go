package form

import (
	"crypto"
	"encoding/asn1"

	"qwac/internal/cases/kit"
	"qwac/internal/testpki"
)

// exponent is the public exponent of RSA keys in use.
const exponent = 65537

var (
	oidSecp256k1 = asn1.ObjectIdentifier{1, 3, 132, 0, 10}
)

// keyCases give the leaf or an issuer another key, or a certificate another signature algorithm (group K, and C35).
func keyCases() []kit.Case {
	modulus := testpki.Modulus("honest", 2048)
	return append(tlsKeyCases(modulus), []kit.Case{
		{Name: "key-rsa-too-small/1024 bits", Edit: leafKey(testpki.RSA1024), Want: []string{"key-rsa-too-small"}},
		{Name: "key-rsa-too-small/CA of 1024 bits", Edit: kit.CaKey(testpki.RSA1024),
			Want: []string{"key-rsa-too-small"}},
		{Name: "key-rsa-too-small/CA of 512 bits", Edit: kit.CaOnly(func(s *testpki.Spec) {
			s.SPKI = testpki.RSASPKI(testpki.Modulus("tiny", 512), exponent)
		}), Want: []string{"chain-signature-unverifiable", "key-rsa-too-small"}},
		{Name: "key-rsa-too-small/2046 bits", Edit: leafSPKI(testpki.RSASPKI(testpki.Modulus("short", 2046), exponent)),
			Want: []string{"key-rsa-too-small"}},
		{Name: "key-rsa-too-small/2048 bits", Near: true, Edit: leafKey(testpki.RSA2048)},

		{Name: "key-rsa-weak/primes close together",
			Edit: leafSPKI(testpki.RSASPKI(testpki.FermatModulus("leaf"), exponent)), Want: []string{"key-rsa-weak"}},
		{Name: "key-rsa-weak/small factor", Edit: leafSPKI(
			testpki.RSASPKI(testpki.SmallFactorModulus("leaf"), exponent)), Want: []string{"key-rsa-weak"}},
		{Name: "key-rsa-weak/ROCA", Edit: leafSPKI(testpki.RSASPKI(testpki.ROCAModulus("leaf"), exponent)),
			Want: []string{"key-rsa-weak"}},
		{Name: "key-rsa-weak/honest modulus", Near: true, Edit: leafSPKI(testpki.RSASPKI(modulus, exponent))},

		{Name: "key-rsa-params/no parameters", Edit: leafSPKI(testpki.RSASPKIWithoutNull(modulus, exponent)),
			Want: []string{"key-rsa-params"}},
		{Name: "key-rsa-params/NULL", Near: true, Edit: leafKey(testpki.RSA3072)},

		{Name: "key-pss-spki/leaf", Edit: leafSPKI(testpki.PSSSPKI(modulus, exponent)), Want: []string{"key-pss-spki"}},
		{Name: "key-pss-spki/signature with PSS", Near: true,
			Edit: kit.SignedBy(testpki.RSA2048, testpki.SigAlg{PSS: true})},

		{Name: "key-ec-curve/P-224", Edit: leafKey(testpki.P224), Want: []string{"key-ec-curve"}},
		{Name: "key-ec-curve/secp256k1", Edit: leafSPKI(testpki.ECSPKI(oidSecp256k1, make([]byte, 65))),
			Want: []string{"key-ec-curve"}},
		{Name: "key-ec-curve/P-384", Near: true, Edit: leafKey(testpki.P384)},
		{Name: "key-ec-curve/P-521", Near: true, Edit: leafKey(testpki.P521)},
		{Name: "key-ec-curve/no point of the curve", Near: true,
			Edit: leafSPKI(testpki.ECSPKI(oidPrime256, make([]byte, 65))), Want: []string{"key-not-usable-in-tls"}},

		{Name: "key-ec-brainpool/leaf", Edit: leafSPKI(testpki.BrainpoolSPKI("leaf")),
			Want: []string{"key-ec-brainpool"}},
		{Name: "key-ec-brainpool/P-384", Near: true, Edit: leafKey(testpki.P384)},

		{Name: "key-ec-explicit/P-256", Edit: leafSPKI(testpki.ExplicitECSPKI("leaf")),
			Want: []string{"key-ec-explicit"}},
		{Name: "key-ec-explicit/P-256 by name", Near: true, Edit: leafSPKI(testpki.Key{Name: "another"}.SPKI())},

		{Name: "key-ed25519/leaf", Edit: leafKey(testpki.Ed25519), Want: []string{"key-ed25519"}},
		{Name: "key-ed25519/Ed448", Near: true, Edit: leafSPKI(testpki.SPKI(oidEd448, nil, make([]byte, 57))),
			Want: []string{"key-not-usable-in-tls"}},
		{Name: "key-ed25519/P-521", Near: true, Edit: leafKey(testpki.P521)},

		{Name: "key-dsa/leaf", Edit: leafSPKI(testpki.DSASPKI("leaf")), Want: []string{"key-dsa"}},
		{Name: "key-dsa/RSA of the same size", Near: true, Edit: leafKey(testpki.RSA2048)},

		{Name: "chain-weak-signature-hash/SHA-1 and ECDSA", Edit: kit.LeafOnly(func(s *testpki.Spec) {
			s.Sign.Hash = crypto.SHA1
		}), Want: []string{"chain-weak-signature-hash"}},
		{Name: "chain-weak-signature-hash/MD5 and RSA", Edit: kit.SignedBy(testpki.RSA2048,
			testpki.SigAlg{Hash: crypto.MD5}),
			Want: []string{"chain-weak-signature-hash", "chain-signature-unverifiable"}},
		{Name: "chain-weak-signature-hash/SHA-1 and PSS", Edit: kit.SignedBy(testpki.RSA2048,
			testpki.SigAlg{Hash: crypto.SHA1, PSS: true}),
			Want: []string{"chain-weak-signature-hash", "sig-pss-parameters"}},
		{Name: "chain-weak-signature-hash/intermediate", Edit: kit.CaOnly(func(s *testpki.Spec) {
			s.Sign.Hash = crypto.SHA1
		}), Want: []string{"chain-weak-signature-hash"}},
		{Name: "chain-weak-signature-hash/new key of the CA, signed with the old one",
			Files: rollover(testpki.IssuingCA().Subject),
			Want:  []string{"chain-weak-signature-hash"}},
		{Name: "chain-weak-signature-hash/new key of the CA, name folded", Files: rollover(nil),
			Want: []string{"chain-weak-signature-hash", "chain-name-encoding-differs"}},
		{Name: "chain-weak-signature-hash/root that has its name in two string types", Near: true,
			Edit: kit.RootOnly(func(s *testpki.Spec) {
				s.Sign.Hash = crypto.SHA1
				printableSelf(s)
			})},
		{Name: "chain-weak-signature-hash/root on itself", Near: true, Edit: kit.RootOnly(func(s *testpki.Spec) {
			s.Sign.Hash = crypto.SHA1
		}), Want: []string{"chain-root-weak-self-signature"}},
		{Name: "chain-weak-signature-hash/root on itself, MD5", Near: true, Edit: kit.RootOnly(func(s *testpki.Spec) {
			s.Key.Alg, s.Sign.Hash = testpki.RSA2048, crypto.MD5
		}), Want: []string{"chain-root-weak-self-signature"}},
		{Name: "chain-weak-signature-hash/SHA-384", Near: true, Edit: kit.LeafOnly(func(s *testpki.Spec) {
			s.Sign.Hash = crypto.SHA384
		})},
	}...)
}

// rollover is one file of a chain whose CA certified its new key with its old one and SHA-1. The leaf has that name for
// its issuer; nil: the name of the CA in another string type.
func rollover(issuer testpki.Name) func(testpki.Chain) []kit.Input {
	return func(c testpki.Chain) []kit.Input {
		s := testpki.IssuingCA()
		s.Key.Name, s.Sign.Hash = "issuing, newer", crypto.SHA1
		newer := testpki.Issue(s, &c.Intermediate)
		leaf := testpki.PSD2QWAC()
		leaf.Issuer = issuer
		if issuer == nil {
			printableIssuer(&leaf, &s, nil)
		}
		return []kit.Input{{Name: "chain.pem",
			Data: testpki.PEM(testpki.Issue(leaf, &newer), newer, c.Intermediate, c.Root)}}
	}
}
