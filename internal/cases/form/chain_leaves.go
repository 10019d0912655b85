package form

import (
	"qwac/internal/cases/kit"
	"qwac/internal/testpki"
	"qwac/pkg/check"
)

// chainLeavesCases put several end-entity certificates beside each other, and others that do not belong to them.
func chainLeavesCases() []kit.Case {
	const several, extra, order = "chain-multiple-leaves", "chain-extra-certificate", "chain-leaf-not-first"
	without := func(s *testpki.Spec) { s.Subject.Drop(testpki.OIDOrganizationIdentifier) }
	return []kit.Case{
		{Name: several + "/of two companies", Files: files(ofLeaf, secondLeaf(func(s *testpki.Spec) {
			s.Subject.Set(testpki.OIDOrganization, "Fixture Bank A/S")
			s.Subject.Set(testpki.OIDOrganizationIdentifier, "PSDDK-DFSA-97351843")
		}), ofIntermediate, ofRoot), Want: []string{several}},
		{Name: several + "/of two companies without an identifier", Edit: kit.LeafOnly(without),
			Files: files(ofLeaf, secondLeaf(func(s *testpki.Spec) {
				without(s)
				s.Subject.Set(testpki.OIDOrganization, "Fixture Bank A/S")
			}), ofIntermediate, ofRoot), Want: []string{several, "psd2-orgid-missing"}},
		{Name: several + "/of one company with two hosts", Files: files(ofLeaf, secondLeaf(func(s *testpki.Spec) {
			s.Subject.Set(testpki.OIDCommonName, "api.fixture-payments.example")
		}), ofIntermediate, ofRoot), Want: []string{several}},
		{Name: several + "/of one name without an identifier", Edit: kit.LeafOnly(without),
			Files: files(ofLeaf, secondLeaf(without), ofIntermediate, ofRoot),
			Want:  []string{several, "psd2-orgid-missing"}},
		{Name: several + "/the newer not valid yet", Files: files(ofLeaf, secondLeaf(func(s *testpki.Spec) {
			s.NotBefore = kit.At().Add(kit.Day)
		}), ofIntermediate, ofRoot), Want: []string{several}},
		{Name: several + "/both, with the key of the newer", Files: files(ofLeaf, ofExpired, ofIntermediate, ofRoot),
			Options: check.Options{Key: testpki.PSD2QWAC().Key.Signer().Public()}, Want: []string{several}},
		{Name: several + "/two precertificates", Edit: kit.LeafOnly(func(s *testpki.Spec) {
			s.Add(testpki.CTPoison())
		}), Files: files(ofLeaf, secondLeaf(func(s *testpki.Spec) { s.Add(testpki.CTPoison()) }), ofIntermediate,
			ofRoot), Want: []string{several, "x509-precertificate"}},
		{Name: several + "/precertificate and older one", Files: files(ofLeaf, secondLeaf(func(s *testpki.Spec) {
			s.Add(testpki.CTPoison())
		}), ofExpired, ofIntermediate, ofRoot), Want: []string{several}},
		{Name: several + "/two, and another root", Files: files(ofLeaf, ofRenewed, ofIntermediate, ofRoot, ofOtherRoot),
			Want: []string{several, extra}},

		{Name: "chain-cross-certificate/CA of the same name and another key under another root", Near: true,
			Files: files(ofLeaf, ofIntermediate, ofRoot, underOtherRoot(func(s *testpki.Spec) {
				s.Key.Name = "issuing, newer"
			})), Want: []string{extra}},
		{Name: "chain-cross-certificate/CA of the same key and another name under another root", Near: true,
			Files: files(ofLeaf, ofIntermediate, ofRoot, underOtherRoot(func(s *testpki.Spec) {
				s.Subject.Set(testpki.OIDCommonName, "Fixture Trust Qualified Web CA 2")
			})), Want: []string{extra}},
		{Name: extra + "/beside a CA that the bank trusts", Files: files(ofLeaf, ofIntermediate, kit.OfOtherCA),
			Options: trusting(ofIntermediate), Want: []string{"chain-root-missing", extra}},

		{Name: order + "/with the intermediate, the root in a file of its own",
			Files: func(c testpki.Chain) []kit.Input {
				return []kit.Input{{Name: "chain.pem", Data: testpki.PEM(c.Intermediate, c.Leaf)},
					{Name: "root.pem", Data: c.Root.PEM()}}
			}, Want: []string{order}},
		{Name: order + "/with the intermediate, no root", Files: files(ofIntermediate, ofLeaf),
			Want: []string{order, "chain-root-missing"}},
		{Name: order + "/another root at the end", Files: files(ofIntermediate, ofLeaf, ofRoot, ofOtherRoot),
			Want: []string{order, extra}},
		{Name: order + "/intermediate twice", Files: files(ofIntermediate, ofLeaf, ofIntermediate, ofRoot),
			Want: []string{order, "chain-duplicate-certificate"}},
		{Name: "chain-wrong-order/leaf again at the end", Near: true,
			Files: files(ofLeaf, ofIntermediate, ofRoot, ofLeaf),
			Want:  []string{"chain-duplicate-certificate"}},

		{Name: "chain-no-leaf/something that cannot be read", Near: true, Edit: kit.RootOnly(func(s *testpki.Spec) {
			s.Version, s.Extensions = 1, nil
		}), Files: func(c testpki.Chain) []kit.Input {
			return []kit.Input{{Name: "leaf.pem", Data: labelled("CERTIFICATE")},
				{Name: "ca.pem", Data: testpki.PEM(c.Intermediate, c.Root)}}
		}, Want: []string{"x509-parse-failed", "x509-version-not-3"}},
		{Name: "x509-version-not-3/intermediate of version 1", Edit: kit.CaOnly(func(s *testpki.Spec) {
			s.Version, s.Extensions = 1, nil
		}), Want: []string{"x509-version-not-3"}},
	}
}

// secondLeaf is another QWAC of the same CA, from a month before the clean one.
func secondLeaf(change kit.Edit) from {
	return func(c testpki.Chain) testpki.Cert {
		s := testpki.PSD2QWAC()
		s.Key.Name = "leaf, second"
		s.NotBefore = s.NotBefore.AddDate(0, -1, 0)
		change(&s)
		return testpki.Issue(s, &c.Intermediate)
	}
}

// underOtherRoot is the issuing CA, changed, under another root.
func underOtherRoot(change kit.Edit) from {
	return func(c testpki.Chain) testpki.Cert {
		other := ofOtherRoot(c)
		s := testpki.IssuingCA()
		change(&s)
		return testpki.Issue(s, &other)
	}
}
