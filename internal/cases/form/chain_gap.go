package form

import (
	"slices"

	"qwac/internal/cases/kit"
	"qwac/internal/testpki"
	"qwac/pkg/cert"
	"qwac/pkg/check"
	"qwac/pkg/lint"
)

// chainStepCases leave certificates out and say in different ways where to get them.
func chainStepCases() []kit.Case {
	const root, between, alone, untrusted = "chain-root-missing", "chain-intermediate-missing",
		"chain-incomplete-single", "chain-anchor-not-trusted"
	return []kit.Case{
		{Name: root + "/no key identifier", Edit: kit.CaOnly(func(s *testpki.Spec) {
			s.Drop(testpki.OIDAuthorityKeyID)
		}), Files: files(ofLeaf, ofIntermediate), Want: []string{root, "chain-aki-missing"}},
		{Name: root + "/in another folder", Files: files(ofLeaf, ofIntermediate), Options: elsewhere(ofRoot),
			Want: []string{root}},
		{Name: root + "/of a cross-certified root", Edit: kit.RootOnly(func(s *testpki.Spec) {
			s.Add(testpki.AuthorityInfoAccess(testpki.CAIssuers("http://pki.fixture-trust.example/2.cer")))
		}), Files: files(ofLeaf, ofIntermediate, ofValidCross), Want: []string{root}},
		{Name: root + "/all expired", Files: files(ofLeaf, ofIntermediate, ofCross),
			Options: check.Options{At: testpki.IssuingCA().NotAfter.Add(kit.Day)}, Want: []string{root,
				"validity-expired", "validity-expired", "validity-expired", "chain-validity-not-nested"}},
		{Name: root + "/beside a certificate that signed itself and is no CA", Edit: nothing,
			Files: files(ofLeaf, ofIntermediate, ofPlainRoot), Want: []string{root}},
		{Name: root + "/another root is trusted", Files: files(ofLeaf, ofIntermediate), Options: trusting(ofOtherRoot),
			Want: []string{root, untrusted}},
		{Name: root + "/of the same name and another key is trusted", Files: files(ofLeaf, ofIntermediate),
			Options: trusting(ofRekeyedRoot), Want: []string{root, untrusted}},
		{Name: root + "/of the same key and another name is trusted", Files: files(ofLeaf, ofIntermediate),
			Options: trusting(ofRenamedRoot), Want: []string{root, untrusted}},
		{Name: root + "/cross-certificate of it and itself trusted", Files: files(ofLeaf, ofIntermediate),
			Options: trusting(ofValidCross, ofRoot), Want: []string{root}},
		{Name: root + "/itself and cross-certificate of it trusted", Files: files(ofLeaf, ofIntermediate),
			Options: trusting(ofRoot, ofValidCross), Want: []string{root}},
		{Name: root + "/above a cross-certificate, another key is trusted",
			Files:   files(ofLeaf, ofIntermediate, ofValidCross),
			Options: trusting(ofRekeyedRoot), Want: []string{root, untrusted}},
		{Name: root + "/above a cross-certificate, another name is trusted",
			Files:   files(ofLeaf, ofIntermediate, ofValidCross),
			Options: trusting(ofRenamedRoot), Want: []string{root, untrusted}},
		{Name: root + "/above a cross-certificate that is trusted",
			Files: files(ofLeaf, ofIntermediate, ofValidCross), Options: trusting(ofValidCross), Want: []string{root}},

		{Name: between + "/another CA and no root", Files: files(ofLeaf, kit.OfOtherCA), Want: []string{between}},
		{Name: between + "/under another root", Files: files(ofLeaf, ofIntermediate, ofOtherRoot),
			Want: []string{between}},
		{Name: between + "/five other CAs", Files: files(ofLeaf, otherCA("2"), otherCA("3"), otherCA("4"), otherCA("5"),
			otherCA("6")), Want: []string{between}},
		{Name: between + "/other CAs, one of them of the seal", Files: files(ofLeaf, ofOtherSeal, kit.OfOtherCA,
			otherCA("2")), Want: []string{"chain-multiple-leaves", between}},
		{Name: between + "/old certificate of a CA with a new key", Files: func(c testpki.Chain) []kit.Input {
			newer := testpki.Issue(rolledOver(), &c.Intermediate)
			return []kit.Input{{Name: "chain.pem",
				Data: testpki.PEM(testpki.Issue(testpki.PSD2QWAC(), &newer), newer, c.Root)}}
		}, Want: []string{between}},

		{Name: alone + "/no address", Edit: kit.LeafOnly(func(s *testpki.Spec) {
			s.Drop(testpki.OIDAuthorityInfoAccess)
		}), Files: files(ofLeaf), Want: []string{alone, "aia-missing"}},
		{Name: alone + "/issuer trusted by the bank", Files: files(ofLeaf), Options: trusting(ofIntermediate),
			Want: []string{alone}},

		{Name: "leaf-self-signed/with a wrong signature", Files: selfSigned(forge), Want: []string{"leaf-self-signed"}},
		{Name: "leaf-self-signed/CA of the same name, no root", Edit: func(leaf, intermediate, _ *testpki.Spec) {
			intermediate.Subject = leaf.Subject.Clone()
		}, Files: files(ofLeaf, ofIntermediate), Want: []string{root, "leaf-self-signed"}},

		{Name: "chain-issuer-name-mismatch/no key identifier", Edit: both(issuerName("Fixture Trust Web CA l"),
			kit.LeafOnly(func(s *testpki.Spec) { s.Drop(testpki.OIDAuthorityKeyID) })),
			Want: []string{"chain-issuer-name-mismatch", "chain-aki-missing"}},
		{Name: "chain-signature-invalid/other generation, beside a CA of another name",
			Edit: kit.LeafOnly(func(s *testpki.Spec) { s.Drop(testpki.OIDAuthorityKeyID) }),
			Files: files(ofLeaf, kit.OfRekeyed, ofRoot, func(c testpki.Chain) testpki.Cert {
				return kit.OtherCA(c, func(s *testpki.Spec) { s.Key = testpki.IssuingCA().Key })
			}), Want: []string{"chain-signature-invalid", "chain-aki-missing"}},
		{Name: "chain-signature-invalid/one bit, both generations", Edit: kit.LeafOnly(forge),
			Files: files(ofLeaf, ofIntermediate, kit.OfRekeyed, ofRoot), Want: []string{"chain-signature-invalid"}},

		{Name: untrusted + "/issuer that is no CA", Files: files(ofLeaf),
			Options: trusting(ofPlainIntermediate), Want: []string{alone, untrusted}},
		{Name: untrusted + "/leaf alone, a root is trusted", Files: files(ofLeaf), Options: trusting(ofOtherRoot),
			Want: []string{alone, untrusted}},
		{Name: untrusted + "/a wrong signature, another root is trusted", Near: true, Edit: kit.LeafOnly(forge),
			Options: trusting(ofOtherRoot), Want: []string{"chain-signature-invalid"}},
		{Name: untrusted + "/something that cannot be read, another root is trusted", Near: true,
			Files: instead(2, labelled("CERTIFICATE")), Options: trusting(ofOtherRoot),
			Want: []string{"x509-parse-failed"}},
		{Name: untrusted + "/only CAs", Near: true, Files: files(ofIntermediate, ofRoot),
			Options: trusting(ofOtherRoot), Want: []string{"type-ca"}},
		{Name: "chain-name-constraints/of a root that the bank trusts", Files: files(ofLeaf, ofIntermediate),
			Options: trusting(func(testpki.Chain) testpki.Cert {
				s := testpki.Root()
				s.Add(testpki.NameConstraints([]testpki.GeneralName{testpki.DNS("fixture-bank.example")}, nil))
				return testpki.Issue(s, nil)
			}), Want: []string{root, "chain-name-constraints"}},
		{Name: "key-certificate-mismatch/only CAs", Near: true, Files: files(ofIntermediate, ofRoot),
			Options: check.Options{Key: testpki.Key{Name: "another"}.Signer().Public()}, Want: []string{"type-ca"}},
		{Name: "key-certificate-mismatch/key that nothing reads", Near: true,
			Edit:    leafSPKI(testpki.SPKI(kit.OIDUnheard, nil, make([]byte, 32))),
			Options: check.Options{Key: testpki.Key{Name: "another"}.Signer().Public()},
			Want:    []string{"key-not-usable-in-tls"}},
	}
}

// elsewhere are the options of a folder that another has these certificates of the clean chain for.
func elsewhere(certs ...from) check.Options {
	o := check.Options{Whole: true}
	for _, c := range certs {
		o.Pool = append(o.Pool, &cert.Cert{Certificate: c(testpki.Clean()).X509(),
			At: lint.Location{File: "ca/root.pem", Line: 1}})
	}
	return o
}

// otherCA is one more CA of the same root.
func otherCA(number string) from {
	return func(c testpki.Chain) testpki.Cert {
		return kit.OtherCA(c, func(s *testpki.Spec) {
			s.Key.Name += number
			s.Subject.Set(testpki.OIDCommonName, "Fixture Trust Qualified Seal CA "+number)
		})
	}
}

// ofValidCross is ofCross that has not expired.
func ofValidCross(c testpki.Chain) testpki.Cert {
	other := ofOtherRoot(c)
	s := c.Root.Spec
	s.Issuer, s.Extensions = nil, slices.Clone(s.Extensions)
	s.Add(testpki.AuthorityKeyID(nil))
	return testpki.Issue(s, &other)
}

// ofPlainRoot is another root that does not say that it is a CA.
func ofPlainRoot(c testpki.Chain) testpki.Cert {
	s := ofOtherRoot(c).Spec
	s.Drop(testpki.OIDBasicConstraints)
	return testpki.Issue(s, nil)
}

// ofPlainIntermediate is the issuing CA without a word that it is a CA.
func ofPlainIntermediate(c testpki.Chain) testpki.Cert {
	s := testpki.IssuingCA()
	s.Drop(testpki.OIDBasicConstraints)
	return testpki.Issue(s, &c.Root)
}

// ofRekeyedRoot is a root of the same name and another key.
func ofRekeyedRoot(testpki.Chain) testpki.Cert {
	s := testpki.Root()
	s.Key.Name = "another root"
	return testpki.Issue(s, nil)
}

// ofRenamedRoot is a root of another name and the same key.
func ofRenamedRoot(testpki.Chain) testpki.Cert {
	s := testpki.Root()
	s.Subject.Set(testpki.OIDCommonName, "Fixture Trust Root CA 3")
	return testpki.Issue(s, nil)
}

// rolledOver is the issuing CA with a new key, to be certified by its old one.
func rolledOver() testpki.Spec {
	s := testpki.IssuingCA()
	s.Key.Name = "issuing, newer"
	return s
}
