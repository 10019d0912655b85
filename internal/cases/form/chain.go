package form

import (
	"bytes"
	"slices"

	"qwac/internal/cases/kit"
	"qwac/internal/testpki"
	"qwac/pkg/check"
)

// chainInputCases give no leaf, several, copies, or too many certificates.
func chainInputCases() []kit.Case {
	return []kit.Case{
		{Name: "chain-no-leaf/old root and its CA", Edit: kit.RootOnly(func(s *testpki.Spec) {
			s.Version, s.Extensions = 1, nil
		}), Files: files(ofIntermediate, ofRoot), Want: []string{"chain-no-leaf", "x509-version-not-3"}},
		{Name: "chain-no-leaf/only CAs", Near: true, Files: files(ofIntermediate, ofRoot), Want: []string{"type-ca"}},
		{Name: "chain-no-leaf/leaf marked as CA", Near: true, Edit: kit.LeafOnly(func(s *testpki.Spec) {
			s.Set(testpki.BasicConstraints(true, -1))
		}), Want: []string{"leaf-is-ca"}},

		{Name: "chain-multiple-leaves/with the seal", Files: files(ofLeaf, ofSeal, ofIntermediate, ofRoot),
			Want: []string{"chain-multiple-leaves"}},
		{Name: "chain-multiple-leaves/QWAC of another generation",
			Files: files(ofRenewed, ofLeaf, ofIntermediate, ofRoot), Want: []string{"chain-multiple-leaves"}},
		{Name: "chain-multiple-leaves/expired one of last year",
			Files: files(ofExpired, ofLeaf, ofIntermediate, ofRoot), Want: []string{"chain-multiple-leaves"}},
		{Name: "chain-multiple-leaves/expired one, with its key",
			Files:   files(ofLeaf, ofExpired, ofIntermediate, ofRoot),
			Options: check.Options{Key: ofExpired(testpki.Clean()).Key.Public()},
			Want:    []string{"chain-multiple-leaves", "validity-expired"}},
		{Name: "chain-multiple-leaves/one that is not valid yet",
			Files: files(ofLeaf, ofFuture, ofIntermediate, ofRoot), Want: []string{"chain-multiple-leaves"}},
		{Name: "chain-multiple-leaves/with its precertificate",
			Files: files(ofPrecertificate, ofLeaf, ofIntermediate, ofRoot), Want: []string{"chain-multiple-leaves"}},
		{Name: "chain-multiple-leaves/the same leaf twice", Near: true,
			Files: files(ofLeaf, ofIntermediate, ofRoot, ofLeaf), Want: []string{"chain-duplicate-certificate"}},

		{Name: "chain-duplicate-certificate/intermediate twice", Files: files(ofLeaf, ofIntermediate, ofIntermediate,
			ofRoot), Want: []string{"chain-duplicate-certificate"}},
		{Name: "chain-duplicate-certificate/in two files", Files: func(c testpki.Chain) []kit.Input {
			return append(kit.ThreeFiles(c), kit.Input{Name: "chain.pem", Data: c.PEM()})
		}, Want: slices.Repeat([]string{"chain-duplicate-certificate:notice"}, 3)},
		{Name: "chain-duplicate-certificate/issued again", Near: true,
			Files: files(ofLeaf, ofIntermediate, ofReissued, ofRoot), Want: []string{"chain-extra-certificate"}},

		{Name: "chain-cross-certificate/of the root", Files: files(ofLeaf, ofIntermediate, ofRoot, ofCross),
			Want: []string{"chain-extra-certificate", "chain-cross-certificate"}},
		{Name: "chain-cross-certificate/by the same issuer", Near: true,
			Files: files(ofLeaf, ofIntermediate, ofReissued, ofRoot), Want: []string{"chain-extra-certificate"}},
		{Name: "chain-cross-certificate/with another key", Near: true,
			Files: files(ofLeaf, ofIntermediate, kit.OfRekeyed, ofRoot), Want: []string{"chain-extra-certificate"}},

		{Name: "chain-extra-certificate/another root", Files: files(ofLeaf, ofIntermediate, ofRoot, ofOtherRoot),
			Want: []string{"chain-extra-certificate"}},
		{Name: "chain-extra-certificate/another CA of the root",
			Files: files(ofLeaf, ofIntermediate, kit.OfOtherCA, ofRoot), Want: []string{"chain-extra-certificate"}},
		{Name: "chain-extra-certificate/while the root is missing", Near: true,
			Files: files(ofLeaf, ofIntermediate, kit.OfOtherCA), Want: []string{"chain-root-missing"}},
		{Name: "chain-extra-certificate/issuer of the seal", Near: true, Files: files(ofLeaf, ofIntermediate, ofRoot,
			ofOtherSeal, kit.OfOtherCA), Want: []string{"chain-multiple-leaves"}},
	}
}

// chainOrderCases put the certificates of one file into another order.
func chainOrderCases() []kit.Case {
	return []kit.Case{
		{Name: "chain-leaf-not-first/behind the intermediate", Files: files(ofIntermediate, ofLeaf, ofRoot),
			Want: []string{"chain-leaf-not-first"}},
		{Name: "chain-leaf-not-first/root between", Files: files(ofIntermediate, ofRoot, ofLeaf),
			Want: []string{"chain-leaf-not-first"}},
		{Name: "chain-leaf-not-first/root second", Near: true, Files: files(ofLeaf, ofRoot, ofIntermediate),
			Want: []string{"chain-wrong-order"}},
		{Name: "chain-leaf-not-first/files in any order", Near: true, Files: func(c testpki.Chain) []kit.Input {
			f := kit.ThreeFiles(c)
			return []kit.Input{f[1], f[2], f[0]}
		}},

		{Name: "chain-wrong-order/root second", Files: files(ofLeaf, ofRoot, ofIntermediate),
			Want: []string{"chain-wrong-order"}},
		{Name: "chain-wrong-order/longer chain", Files: longer(0, 2, 1, 3), Want: []string{"chain-wrong-order"}},
		{Name: "chain-wrong-order/longer chain in order", Near: true, Files: longer(0, 1, 2, 3)},
		{Name: "chain-wrong-order/one file in order", Near: true, Files: files(ofLeaf, ofIntermediate, ofRoot)},

		{Name: "chain-reversed/root first", Files: files(ofRoot, ofIntermediate, ofLeaf),
			Want: []string{"chain-reversed"}},
		{Name: "chain-reversed/file of the CAs", Files: func(c testpki.Chain) []kit.Input {
			return []kit.Input{{Name: "leaf.pem", Data: c.Leaf.PEM()},
				{Name: "ca.pem", Data: testpki.PEM(c.Root, c.Intermediate)}}
		}, Want: []string{"chain-reversed"}},
		{Name: "chain-reversed/leaf in the middle", Near: true, Files: files(ofRoot, ofLeaf, ofIntermediate),
			Want: []string{"chain-leaf-not-first"}},
		{Name: "chain-reversed/one file for each", Near: true, Files: func(c testpki.Chain) []kit.Input {
			f := kit.ThreeFiles(c)
			slices.Reverse(f)
			return f
		}},
	}
}

// chainGapCases leave certificates out.
func chainGapCases() []kit.Case {
	return []kit.Case{
		{Name: "chain-intermediate-missing/leaf and root", Files: files(ofLeaf, ofRoot),
			Want: []string{"chain-intermediate-missing"}},
		{Name: "chain-intermediate-missing/another CA instead", Files: files(ofLeaf, kit.OfOtherCA, ofRoot),
			Want: []string{"chain-intermediate-missing"}},
		{Name: "chain-intermediate-missing/CA of a stranger instead", Files: func(c testpki.Chain) []kit.Input {
			c.Root = ofOtherRoot(c)
			return []kit.Input{{Name: "leaf.pem", Data: c.Leaf.PEM()},
				{Name: "OTHER-CA.pem", Data: kit.OfOtherCA(c).PEM()},
				{Name: "root.pem", Data: testpki.Clean().Root.PEM()}}
		}, Want: []string{"chain-intermediate-missing"}},
		{Name: "chain-intermediate-missing/leaf of the root", Near: true, Files: func(c testpki.Chain) []kit.Input {
			return []kit.Input{{Name: "chain.pem",
				Data: testpki.PEM(testpki.Issue(testpki.PSD2QWAC(), &c.Root), c.Root)}}
		}},

		{Name: "chain-root-missing/leaf and intermediate", Files: files(ofLeaf, ofIntermediate),
			Want: []string{"chain-root-missing"}},
		{Name: "chain-root-missing/trusted by the bank", Files: files(ofLeaf, ofIntermediate),
			Options: trusting(ofRoot), Want: []string{"chain-root-missing"}},
		{Name: "chain-root-missing/two files", Near: true, Files: func(c testpki.Chain) []kit.Input {
			return []kit.Input{{Name: "chain.pem", Data: testpki.PEM(c.Leaf, c.Intermediate)},
				{Name: "root.pem", Data: c.Root.PEM()}}
		}},

		{Name: "chain-root-missing/cross-certificate at the end", Files: files(ofLeaf, ofIntermediate, ofCross),
			Want: []string{"chain-root-missing", "validity-expired", "chain-validity-not-nested"}},
		{Name: "chain-root-missing/cross-certificate, its twin trusted", Files: files(ofLeaf, ofIntermediate, ofCross),
			Options: trusting(ofRoot),
			Want:    []string{"chain-root-missing", "validity-expired", "chain-validity-not-nested"}},
		{Name: "chain-root-missing/cross-certificate and its twin", Near: true,
			Files: files(ofLeaf, ofIntermediate, ofCross, ofRoot),
			Want:  []string{"chain-extra-certificate", "chain-cross-certificate"}},

		{Name: "validity-expired/older root above a cross-certificate",
			Files: files(ofLeaf, ofIntermediate, ofYoungCross, ofEndedRoot),
			Want:  []string{"validity-expired", "chain-validity-not-nested", "chain-validity-not-nested"}},
		{Name: "validity-expired/older root above a cross-certificate, the root beside it", Near: true,
			Files: files(ofLeaf, ofIntermediate, ofYoungCross, ofEndedRoot, ofRoot),
			Want:  []string{"chain-extra-certificate", "chain-extra-certificate", "chain-cross-certificate"}},

		{Name: "chain-incomplete-single/leaf", Files: files(ofLeaf), Want: []string{"chain-incomplete-single"}},
		{Name: "chain-incomplete-single/leaf twice", Files: files(ofLeaf, ofLeaf),
			Want: []string{"chain-incomplete-single", "chain-duplicate-certificate"}},
		{Name: "chain-incomplete-single/leaf and root", Near: true, Files: files(ofLeaf, ofRoot),
			Want: []string{"chain-intermediate-missing"}},
		{Name: "chain-incomplete-single/self-signed", Near: true, Files: files(ofSelfSigned),
			Want: []string{"leaf-self-signed"}},
	}
}

// chainLinkCases break the link between a certificate and its issuer.
func chainLinkCases() []kit.Case {
	return []kit.Case{
		{Name: "chain-issuer-name-mismatch/a letter", Edit: issuerName("Fixture Trust Qualified Web CA l"),
			Want: []string{"chain-issuer-name-mismatch"}},
		{Name: "chain-issuer-name-mismatch/root renamed", Edit: func(_, intermediate, root *testpki.Spec) {
			intermediate.Issuer = root.Subject.Clone()
			root.Subject.Set(testpki.OIDCommonName, "Fixture Trust Root CA 1 (2020)")
		}, Want: []string{"chain-issuer-name-mismatch"}},
		{Name: "chain-issuer-name-mismatch/case of letters", Near: true,
			Edit: issuerName("fixture trust qualified web ca 1"), Want: []string{"chain-name-encoding-differs"}},

		{Name: "chain-name-encoding-differs/string type", Edit: printableIssuer,
			Want: []string{"chain-name-encoding-differs"}},
		{Name: "chain-name-encoding-differs/blanks", Edit: issuerName("Fixture Trust  Qualified Web CA 1 "),
			Want: []string{"chain-name-encoding-differs"}},
		{Name: "chain-name-encoding-differs/decomposed letters", Edit: twoNames("Zu\u0308rich Web CA 1",
			testpki.UTF8("Z\u00fcrich Web CA 1")), Want: []string{"chain-name-encoding-differs"}},
		{Name: "chain-name-encoding-differs/full-width letters",
			Edit: twoNames("\uff26\uff49\uff58\uff54\uff55\uff52\uff45\u3000CA", testpki.UTF8("Fixture CA")),
			Want: []string{"chain-name-encoding-differs"}},
		{Name: "chain-name-encoding-differs/sharp s and soft hyphen", Edit: twoNames("Gro\u00dfb\u00adank CA",
			testpki.BMP("GROSSBANK CA")), Want: []string{"chain-name-encoding-differs", "x509-dn-string-type:notice"}},
		{Name: "chain-name-encoding-differs/BMPString", Edit: twoNames("Min\u0151s\u00edtett CA",
			testpki.BMP("Min\u0151s\u00edtett CA")),
			Want: []string{"chain-name-encoding-differs", "x509-dn-string-type:notice"}},
		{Name: "chain-name-encoding-differs/a letter that looks alike", Near: true,
			Edit: twoNames("Fixture B\u0430nk CA", testpki.UTF8("Fixture Bank CA")),
			Want: []string{"chain-issuer-name-mismatch"}},
		{Name: "chain-name-encoding-differs/a letter newer than the standard", Near: true,
			Edit: twoNames("FIXTURE GRO\u1e9e CA", testpki.UTF8("Fixture Gross CA")),
			Want: []string{"chain-issuer-name-mismatch"}},
		{Name: "chain-name-encoding-differs/two attributes in one RDN", Near: true,
			Edit: kit.CaOnly(func(s *testpki.Spec) {
				s.Subject.Join(testpki.OIDSerialNumber, "1")
			}), Want: []string{"x509-dn-multivalued-rdn"}},
		{Name: "chain-name-encoding-differs/same bytes", Near: true,
			Edit: issuerText(testpki.UTF8("Fixture Trust Qualified Web CA 1"))},

		{Name: "chain-signature-invalid/one bit of the leaf's", Edit: kit.LeafOnly(func(s *testpki.Spec) {
			s.CorruptSignature = true
		}), Want: []string{"chain-signature-invalid"}},
		{Name: "chain-signature-invalid/one bit of the intermediate's", Edit: kit.CaOnly(func(s *testpki.Spec) {
			s.CorruptSignature = true
		}), Want: []string{"chain-signature-invalid"}},
		{Name: "chain-signature-invalid/CA of another generation", Files: files(ofLeaf, kit.OfRekeyed, ofRoot),
			Want: []string{"chain-signature-invalid"}},
		{Name: "chain-signature-invalid/both generations", Near: true,
			Files: files(ofLeaf, ofIntermediate, kit.OfRekeyed, ofRoot), Want: []string{"chain-extra-certificate"}},
		{Name: "chain-aki-ski-mismatch/leaf", Edit: kit.LeafOnly(func(s *testpki.Spec) {
			s.Set(testpki.AuthorityKeyID(bytes.Repeat([]byte{7}, 20)))
		}), Want: []string{"chain-aki-ski-mismatch"}},
		{Name: "chain-aki-ski-mismatch/no key identifier", Near: true, Edit: kit.LeafOnly(func(s *testpki.Spec) {
			s.Drop(testpki.OIDAuthorityKeyID)
		}), Want: []string{"chain-aki-missing"}},
		{Name: "chain-aki-ski-mismatch/identifier made in another way", Near: true,
			Edit: kit.CaOnly(func(s *testpki.Spec) {
				s.Set(testpki.SubjectKeyID(testpki.OctetString([]byte("key 1"))))
			})},

		{Name: "chain-root-not-self-signed/one bit", Edit: kit.RootOnly(func(s *testpki.Spec) {
			s.CorruptSignature = true
		}), Want: []string{"chain-root-not-self-signed"}},
		{Name: "chain-root-not-self-signed/root left out", Near: true, Edit: kit.RootOnly(func(s *testpki.Spec) {
			s.CorruptSignature = true
		}), Files: files(ofLeaf, ofIntermediate), Want: []string{"chain-root-missing"}},

		{Name: "chain-anchor-not-trusted/another root", Options: trusting(ofOtherRoot),
			Want: []string{"chain-anchor-not-trusted"}},
		{Name: "chain-anchor-not-trusted/same name, other key", Options: trusting(kit.OfRekeyed),
			Want: []string{"chain-anchor-not-trusted"}},
		{Name: "chain-anchor-not-trusted/the issuing CA", Near: true, Options: trusting(ofIntermediate)},
		{Name: "chain-anchor-not-trusted/the root", Near: true, Options: trusting(ofOtherRoot, ofRoot)},
	}
}

// ofSeal is the QSealC of the same CA.
func ofSeal(c testpki.Chain) testpki.Cert { return testpki.Issue(testpki.QSealC(), &c.Intermediate) }

// ofRenewed is a second QWAC of the same company.
func ofRenewed(c testpki.Chain) testpki.Cert {
	s := testpki.PSD2QWAC()
	s.Key.Name = "leaf, renewed"
	s.NotBefore = s.NotBefore.AddDate(0, 1, 0)
	return testpki.Issue(s, &c.Intermediate)
}

// ofExpired is the QWAC of the same company from a year ago.
func ofExpired(c testpki.Chain) testpki.Cert {
	s := testpki.PSD2QWAC()
	s.Key.Name = "leaf, older"
	s.NotBefore, s.NotAfter = s.NotBefore.AddDate(-1, 0, 0), kit.At().AddDate(0, -1, 0)
	return testpki.Issue(s, &c.Intermediate)
}

// ofPrecertificate is the leaf as it went to the logs.
func ofPrecertificate(c testpki.Chain) testpki.Cert {
	s := testpki.PSD2QWAC()
	s.Add(testpki.CTPoison())
	return testpki.Issue(s, &c.Intermediate)
}

// ofReissued is the issuing CA with the same name and key and a shorter life.
func ofReissued(c testpki.Chain) testpki.Cert {
	s := testpki.IssuingCA()
	s.NotAfter = s.NotAfter.AddDate(-1, 0, 0)
	return testpki.Issue(s, &c.Root)
}

// withOtherCA is one file of the clean chain and another CA of its root, changed.
func withOtherCA(change kit.Edit) func(testpki.Chain) []kit.Input {
	return files(ofLeaf, ofIntermediate, ofRoot, func(c testpki.Chain) testpki.Cert { return kit.OtherCA(c, change) })
}

// selfSigned is a changed leaf that signs itself.
func selfSigned(change kit.Edit) func(testpki.Chain) []kit.Input {
	return files(func(testpki.Chain) testpki.Cert {
		s := testpki.PSD2QWAC()
		change(&s)
		return testpki.Issue(s, nil)
	})
}

// ofOtherSeal is the QSealC of that CA.
func ofOtherSeal(c testpki.Chain) testpki.Cert {
	issuer := kit.OfOtherCA(c)
	return testpki.Issue(testpki.QSealC(), &issuer)
}

func ofOtherRoot(testpki.Chain) testpki.Cert {
	s := testpki.Root()
	s.Key.Name = "another root"
	s.Subject.Set(testpki.OIDCommonName, "Fixture Trust Root CA 2")
	return testpki.Issue(s, nil)
}

// ofCross is a certificate that another root, of the past, issued for the root; it has expired.
func ofCross(c testpki.Chain) testpki.Cert {
	other := ofOtherRoot(c)
	s := testpki.Root()
	s.NotAfter = kit.At().AddDate(0, -6, 0)
	s.Add(testpki.AuthorityKeyID(nil))
	return testpki.Issue(s, &other)
}

// ofYoungCross is a certificate that an older root issued for the root; it is valid.
func ofYoungCross(c testpki.Chain) testpki.Cert {
	other := ofEndedRoot(c)
	s := testpki.Root()
	s.NotAfter = kit.At().AddDate(3, 0, 0)
	s.Add(testpki.AuthorityKeyID(nil))
	return testpki.Issue(s, &other)
}

// ofEndedRoot is a root of the past that has expired.
func ofEndedRoot(c testpki.Chain) testpki.Cert {
	s := ofOtherRoot(c).Spec
	s.NotAfter = kit.At().AddDate(0, -1, 0)
	return testpki.Issue(s, nil)
}

// ofFuture is a leaf of the same holder that begins next month.
func ofFuture(c testpki.Chain) testpki.Cert {
	s := testpki.PSD2QWAC()
	s.NotBefore, s.NotAfter, s.Key.Name = kit.At().AddDate(0, 1, 0), kit.At().AddDate(1, 1, 0), "leaf of next month"
	return testpki.Issue(s, &c.Intermediate)
}

// trusting are the options of a bank that trusts these certificates of the clean chain and beside it.
func trusting(anchors ...from) check.Options {
	var o check.Options
	for _, a := range anchors {
		o.Anchors = append(o.Anchors, a(testpki.Clean()).X509())
	}
	return o
}

// issuerName changes how the leaf names its issuer.
func issuerName(common string) func(leaf, intermediate, root *testpki.Spec) {
	return issuerText(testpki.UTF8(common))
}

func issuerText(common testpki.Text) func(leaf, intermediate, root *testpki.Spec) {
	return func(leaf, intermediate, _ *testpki.Spec) {
		leaf.Issuer = intermediate.Subject.Clone()
		leaf.Issuer.SetText(testpki.OIDCommonName, common)
	}
}

// twoNames has the leaf name its issuer in one way and the intermediate itself in another.
func twoNames(issuer string, subject testpki.Text) func(leaf, intermediate, root *testpki.Spec) {
	return func(leaf, intermediate, root *testpki.Spec) {
		issuerName(issuer)(leaf, intermediate, root)
		intermediate.Subject.SetText(testpki.OIDCommonName, subject)
	}
}

// printableSelf has a root name itself as issuer in another string type.
func printableSelf(s *testpki.Spec) {
	s.Issuer = s.Subject.Clone()
	s.Issuer.SetText(testpki.OIDCommonName, testpki.Printable(s.Subject.Get(testpki.OIDCommonName)))
}
