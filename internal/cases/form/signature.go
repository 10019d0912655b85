package form

import (
	"crypto"
	"encoding/asn1"

	"qwac/internal/cases/kit"
	"qwac/internal/testpki"
)

// signatureCases are about signatures that crypto/x509 does not verify by itself: for the key of the issuer, or for the
// algorithm. Genuine ones pass, forged ones do not (RFC 5280, 6.1.3 (a)(1)).
func signatureCases() []kit.Case {
	const invalid, unverified, refused, goRefuses = "chain-signature-invalid", "chain-signature-unverifiable",
		"chain-verify-refused:warning", "x509-go-unparseable"
	sha, salted := testpki.PSSIdentifier, testpki.SigAlg{PSS: true, Salt: 20}
	twoHashes := sha(crypto.SHA256, crypto.SHA384, 32)
	mlDSA := testpki.SPKI(asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 3, 18}, nil, make([]byte, 1952))
	honest := testpki.Modulus("honest", 2048)
	return []kit.Case{
		{Name: invalid + "/under a CA with a compressed point",
			Edit: both(caPoint(testpki.P256, testpki.Compressed), forged), Want: []string{invalid, goRefuses}},
		{Name: invalid + "/under a CA with a compressed point of P-384",
			Edit: both(caPoint(testpki.P384, testpki.Compressed), forged), Want: []string{invalid, goRefuses}},
		{Name: invalid + "/under a CA with a hybrid point", Edit: both(caPoint(testpki.P256, testpki.Hybrid), forged),
			Want: []string{invalid, goRefuses}},
		{Name: invalid + "/CA under a root with a compressed point of P-521",
			Edit: both(rootPoint(testpki.P521, testpki.Compressed), kit.CaOnly(forge)), Want: []string{invalid,
				goRefuses}},
		{Name: invalid + "/under a key for RSASSA-PSS", Edit: both(pssCA(nil), kit.LeafOnly(func(s *testpki.Spec) {
			s.Sign, s.CorruptSignature = testpki.SigAlg{PSS: true}, true
		})),
			Want: []string{invalid}},
		{Name: invalid + "/PKCS #1 by a key for RSASSA-PSS", Edit: pssCA(nil), Want: []string{invalid}},
		{Name: invalid + "/hash that the key for RSASSA-PSS does not allow",
			Edit: both(pssCA(sha(crypto.SHA384, crypto.SHA384, 48)), kit.LeafOnly(pssSigned)), Want: []string{invalid}},
		{Name: invalid + "/salt shorter than the key for RSASSA-PSS allows",
			Edit: both(pssCA(sha(crypto.SHA256, crypto.SHA256, 48)), kit.LeafOnly(pssSigned)), Want: []string{invalid}},
		{Name: invalid + "/salt of another length than is said",
			Edit: both(kit.SignedBy(testpki.RSA2048, testpki.SigAlg{PSS: true}), kit.LeafOnly(func(s *testpki.Spec) {
				s.InnerAlg, s.OuterAlg = sha(crypto.SHA256, crypto.SHA256, 0), sha(crypto.SHA256, crypto.SHA256, 0)
			})), Want: []string{invalid, "sig-pss-parameters"}},

		{Name: invalid + "/genuine under a compressed point", Near: true,
			Edit: caPoint(testpki.P256, testpki.Compressed), Want: []string{goRefuses}},
		{Name: invalid + "/genuine under a hybrid point of P-384", Near: true,
			Edit: caPoint(testpki.P384, testpki.Hybrid), Want: []string{goRefuses}},
		{Name: invalid + "/genuine under a root with a compressed point of P-521", Near: true,
			Edit: rootPoint(testpki.P521, testpki.Compressed), Want: []string{goRefuses}},
		{Name: invalid + "/genuine by a key for RSASSA-PSS", Near: true,
			Edit: both(pssCA(nil), kit.LeafOnly(pssSigned)),
			Want: []string{"key-pss-spki"}},
		{Name: invalid + "/genuine by a key for RSASSA-PSS with parameters", Near: true,
			Edit: both(pssCA(sha(crypto.SHA256, crypto.SHA256, 20)), kit.LeafOnly(pssSigned)),
			Want: []string{"key-pss-spki"}},

		{Name: unverified + "/CA with a post-quantum key", Edit: kit.CaOnly(spki(mlDSA)), Want: []string{unverified}},
		{Name: unverified + "/root with an Ed448 key",
			Edit: kit.RootOnly(spki(testpki.SPKI(oidEd448, nil, make([]byte, 57)))), Want: []string{unverified}},
		{Name: unverified + "/CA with an exponent of 66 bits",
			Edit: kit.CaOnly(spki(testpki.GreatRSASPKI(honest, odd(65)))), Want: []string{unverified, goRefuses}},
		{Name: unverified + "/RSASSA-PSS with two hashes",
			Edit: both(kit.SignedBy(testpki.RSA2048, testpki.SigAlg{PSS: true}), kit.LeafOnly(func(s *testpki.Spec) {
				s.InnerAlg, s.OuterAlg = twoHashes, twoHashes
			})), Want: []string{unverified, "sig-pss-parameters"}},
		{Name: unverified + "/algorithm that nobody knows", Edit: kit.LeafOnly(func(s *testpki.Spec) {
			s.InnerAlg, s.OuterAlg = testpki.Seq(testpki.ObjectID(kit.OIDUnheard)),
				testpki.Seq(testpki.ObjectID(kit.OIDUnheard))
		}), Want: []string{unverified, "sig-algorithm-unlisted"}},
		{Name: unverified + "/CA on another curve", Edit: kit.CaOnly(spki(testpki.BrainpoolSPKI("ca"))),
			Want: []string{unverified, "key-ec-brainpool"}},
		{Name: unverified + "/RSASSA-PSS with a salt of 20 octets", Near: true,
			Edit: kit.SignedBy(testpki.RSA2048, salted),
			Want: []string{refused, "sig-pss-parameters"}},
		{Name: unverified + "/RSASSA-PSS with a salt of 32 octets", Near: true,
			Edit: kit.SignedBy(testpki.RSA2048, testpki.SigAlg{PSS: true, Salt: 32})},
		{Name: unverified + "/ECDSA with SHA-224", Near: true, Edit: kit.LeafOnly(func(s *testpki.Spec) {
			s.Sign.Hash = crypto.SHA224
		}), Want: []string{refused}},
	}
}

func forge(s *testpki.Spec) { s.CorruptSignature = true }

func forged(leaf, _, _ *testpki.Spec) { forge(leaf) }

func spki(der []byte) kit.Edit { return func(s *testpki.Spec) { s.SPKI = der } }

func caPoint(alg testpki.KeyAlg, form testpki.PointForm) func(leaf, intermediate, root *testpki.Spec) {
	return kit.CaOnly(func(s *testpki.Spec) { pointOf(s, alg, form) })
}

func rootPoint(alg testpki.KeyAlg, form testpki.PointForm) func(leaf, intermediate, root *testpki.Spec) {
	return kit.RootOnly(func(s *testpki.Spec) { pointOf(s, alg, form) })
}

// pssCA gives the CA an RSA key for RSASSA-PSS alone, with these parameters.
func pssCA(identifier []byte) func(leaf, intermediate, root *testpki.Spec) {
	return kit.CaOnly(func(s *testpki.Spec) {
		s.Key.Alg = testpki.RSA2048
		s.SPKI = s.Key.PSSOnlySPKI(identifier)
	})
}

func pssSigned(s *testpki.Spec) { s.Sign = testpki.SigAlg{PSS: true} }

// hiddenCases hide names and policies behind a certificate that it does not read, or behind a signature that it does
// not accept (RFC 5280, 4.2.1.10 and 6.1).
func hiddenCases() []kit.Case {
	const names, policies, goRefuses = "chain-name-constraints", "chain-policy-tree", "x509-go-unparseable"
	address := func(change func(leaf, intermediate, root *testpki.Spec)) func(leaf, intermediate, root *testpki.Spec) {
		return both(change, func(leaf, intermediate, _ *testpki.Spec) {
			leaf.Set(testpki.SubjectAltName(testpki.DNS(testpki.Host), testpki.IP(192, 0, 2, 1)))
			intermediate.Add(testpki.NameConstraints(
				[]testpki.GeneralName{testpki.IP(198, 51, 100, 0, 255, 255, 255, 0)}, nil))
		})
	}
	unique := func(s *testpki.Spec) { s.Subject.SetText(testpki.OIDOrganizationalUnit, testpki.Printable("a@b")) }
	demand := kit.CaOnly(func(s *testpki.Spec) { s.Add(testpki.PolicyConstraints(0, -1)) })
	return []kit.Case{
		{Name: names + "/address behind a leaf that Go refuses", Edit: address(kit.LeafOnly(unique)),
			Want: []string{names, goRefuses}},
		{Name: names + "/address behind a root that Go refuses", Edit: address(kit.RootOnly(unique)),
			Want: []string{names, goRefuses, goRefuses, goRefuses}},
		{Name: names + "/address behind a compressed point", Edit: address(caPoint(testpki.P256, testpki.Compressed)),
			Want: []string{names, goRefuses}},
		{Name: names + "/address behind a salt of 20 octets",
			Edit: address(kit.SignedBy(testpki.RSA2048, testpki.SigAlg{PSS: true, Salt: 20})),
			Want: []string{names, "chain-verify-refused:warning", "sig-pss-parameters"}},
		{Name: names + "/address behind a directory name",
			Edit: both(address(nothing), kit.CaOnly(func(s *testpki.Spec) {
				s.Set(testpki.NameConstraints([]testpki.GeneralName{testpki.IP(198, 51, 100, 0, 255, 255, 255, 0),
					testpki.DirectoryName(kit.InDenmark())}, nil))
			})), Want: []string{names}},
		{Name: names + "/address behind a clock that is ahead",
			Edit: both(address(nothing), validity(kit.At().Add(3*60e9), kit.At().AddDate(1, 0, 0))),
			Want: []string{names, "validity-not-yet-valid:warning"}},
		{Name: names + "/kind that nobody can compare", Edit: func(leaf, intermediate, _ *testpki.Spec) {
			registered := testpki.TLV(0x88, []byte{0x2a, 3})
			leaf.Set(testpki.Extension{OID: testpki.OIDSubjectAltName,
				Value: testpki.Seq(testpki.TLV(0x82, []byte(testpki.Host)), registered)})
			intermediate.Add(testpki.Extension{OID: testpki.OIDNameConstraints, Critical: true,
				Value: testpki.Seq(testpki.TLV(0xa1, testpki.Seq(registered)))})
		}, Want: []string{names, "san-type-not-dns"}},
		{Name: names + "/no such name behind a leaf that Go refuses", Near: true,
			Edit: both(kit.LeafOnly(unique), kit.CaOnly(func(s *testpki.Spec) {
				s.Add(testpki.NameConstraints([]testpki.GeneralName{testpki.IP(198, 51, 100, 0, 255, 255, 255, 0)},
					nil))
			})), Want: []string{goRefuses}},
		{Name: names + "/DNS name behind a leaf that Go refuses", Near: true,
			Edit: both(kit.LeafOnly(unique), permitted(testpki.DNS(testpki.Host))), Want: []string{goRefuses}},

		{Name: policies + "/policies behind a leaf that Go refuses",
			Edit: both(kit.LeafOnly(unique), kit.CaOnly(otherPolicies)), Want: []string{policies, goRefuses}},
		{Name: policies + "/a demand that is met behind a leaf that Go refuses", Near: true,
			Edit: both(kit.LeafOnly(unique), demand), Want: []string{goRefuses}},
		{Name: policies + "/the root's demand behind a leaf that Go refuses", Near: true,
			Edit: both(kit.LeafOnly(unique), kit.RootOnly(func(s *testpki.Spec) {
				s.Add(testpki.PolicyConstraints(0, -1))
			})), Want: []string{goRefuses}},
	}
}

func nothing(_, _, _ *testpki.Spec) {}
