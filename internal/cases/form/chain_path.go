package form

import (
	"crypto/x509"
	"encoding/asn1"
	"time"

	"qwac/internal/cases/kit"
	"qwac/internal/testpki"
	"qwac/pkg/check"
)

// pathCACases change what makes a CA.
func pathCACases() []kit.Case {
	const certSign, crlSign = x509.KeyUsageCertSign, x509.KeyUsageCRLSign
	return []kit.Case{
		{Name: "chain-ca-basic-constraints-missing/cA FALSE", Edit: kit.CaOnly(func(s *testpki.Spec) {
			s.Set(testpki.BasicConstraints(false, -1))
		}), Want: []string{"chain-ca-basic-constraints-missing"}},
		{Name: "chain-ca-basic-constraints-missing/none", Edit: kit.CaOnly(func(s *testpki.Spec) {
			s.Drop(testpki.OIDBasicConstraints)
		}), Want: []string{"chain-ca-basic-constraints-missing"}},
		{Name: "chain-ca-basic-constraints-missing/root", Edit: kit.RootOnly(func(s *testpki.Spec) {
			s.Drop(testpki.OIDBasicConstraints)
		}), Want: []string{"chain-ca-basic-constraints-missing"}},
		{Name: "chain-ca-basic-constraints-missing/not critical", Near: true, Edit: kit.CaOnly(func(s *testpki.Spec) {
			s.SetCritical(testpki.OIDBasicConstraints, false)
		}), Want: []string{"chain-ca-basic-constraints-not-critical"}},

		{Name: "chain-ca-pathlen-exceeded/root of 0", Edit: kit.RootOnly(func(s *testpki.Spec) {
			s.Set(testpki.BasicConstraints(true, 0))
		}), Want: []string{"chain-ca-pathlen-exceeded"}},
		{Name: "chain-ca-pathlen-exceeded/root of 1", Near: true, Edit: kit.RootOnly(func(s *testpki.Spec) {
			s.Set(testpki.BasicConstraints(true, 1))
		})},

		{Name: "chain-pathlen-on-non-ca/leaf", Edit: kit.LeafOnly(func(s *testpki.Spec) {
			s.Set(testpki.BasicConstraints(false, 0))
		}), Want: []string{"chain-pathlen-on-non-ca"}},
		{Name: "chain-pathlen-on-non-ca/issuer that is no CA", Edit: kit.CaOnly(func(s *testpki.Spec) {
			s.Set(testpki.BasicConstraints(false, 3))
		}), Want: []string{"chain-ca-basic-constraints-missing", "chain-pathlen-on-non-ca"}},
		{Name: "chain-pathlen-on-non-ca/CA", Near: true, Edit: kit.CaOnly(func(s *testpki.Spec) {
			s.Set(testpki.BasicConstraints(true, 0))
		})},

		{Name: "chain-ca-keyusage-missing-keycertsign/cRLSign only", Edit: kit.CaOnly(keyUsage(crlSign)),
			Want: []string{"chain-ca-keyusage-missing-keycertsign"}},
		{Name: "chain-ca-keyusage-missing-keycertsign/root", Edit: kit.RootOnly(keyUsage(crlSign)),
			Want: []string{"chain-ca-keyusage-missing-keycertsign"}},
		{Name: "chain-ca-keyusage-missing-keycertsign/keyCertSign only", Near: true,
			Edit: kit.CaOnly(keyUsage(certSign))},
		{Name: "chain-ca-keyusage-missing-keycertsign/no keyUsage", Near: true, Edit: kit.CaOnly(func(s *testpki.Spec) {
			s.Drop(testpki.OIDKeyUsage)
		}), Want: []string{"chain-ca-keyusage-absent"}},

		{Name: "chain-eku-nesting-clientauth/serverAuth only", Edit: kit.CaOnly(extKeyUsage(testpki.OIDServerAuth)),
			Want: []string{"chain-eku-nesting-clientauth"}},
		{Name: "chain-eku-nesting-clientauth/root", Edit: kit.RootOnly(extKeyUsage(testpki.OIDServerAuth,
			testpki.OIDEmailProtection)), Want: []string{"chain-eku-nesting-clientauth", "chain-root-has-eku"}},
		{Name: "chain-eku-nesting-clientauth/empty list", Edit: kit.CaOnly(extKeyUsage()),
			Want: []string{"x509-extension-malformed", "chain-eku-nesting-clientauth", "chain-eku-nesting-serverauth"}},
		{Name: "chain-eku-nesting-clientauth/leaf without clientAuth too",
			Edit: both(kit.LeafOnly(extKeyUsage(testpki.OIDServerAuth)),
				kit.CaOnly(extKeyUsage(testpki.OIDServerAuth))),
			Want: []string{"chain-eku-nesting-clientauth", "leaf-eku-clientauth-missing"}},
		{Name: "chain-eku-nesting-clientauth/clientAuth only", Near: true,
			Edit: kit.CaOnly(extKeyUsage(testpki.OIDClientAuth)), Want: []string{"chain-eku-nesting-serverauth"}},
		{Name: "chain-eku-nesting-clientauth/any", Near: true,
			Edit: kit.CaOnly(extKeyUsage(testpki.OIDAnyExtKeyUsage))},

		{Name: "chain-verify-refused/directory names of a kind Go does not know",
			Edit: kit.CaOnly(func(s *testpki.Spec) {
				s.Add(testpki.NameConstraints([]testpki.GeneralName{testpki.DirectoryName(kit.InDenmark())}, nil))
			}), Want: []string{"chain-verify-refused:warning"}},
		{Name: "chain-policy-tree/policies that the CA may not issue under", Edit: kit.CaOnly(otherPolicies),
			Want: []string{"chain-policy-tree"}},
		{Name: "chain-policy-tree/the same, issuer's name folded",
			Edit: both(printableIssuer, kit.CaOnly(otherPolicies)),
			Want: []string{"chain-policy-tree", "chain-name-encoding-differs"}},
		{Name: "chain-policy-tree/other policies, none is required", Near: true,
			Edit: kit.CaOnly(func(s *testpki.Spec) {
				s.Set(testpki.Policies(testpki.OIDQEVCPw))
			})},
		{Name: "chain-verify-refused/directory names, not critical", Near: true,
			Edit: kit.CaOnly(func(s *testpki.Spec) {
				s.Add(testpki.NameConstraints([]testpki.GeneralName{testpki.DirectoryName(kit.InDenmark())}, nil))
				s.SetCritical(testpki.OIDNameConstraints, false)
			}), Want: []string{"chain-ca-constraints-not-critical:warning"}},
	}
}

// pathLeafCases change what makes a leaf, and its key.
func pathLeafCases() []kit.Case {
	const signature = x509.KeyUsageDigitalSignature
	return []kit.Case{
		{Name: "leaf-is-ca/cA TRUE", Edit: kit.LeafOnly(func(s *testpki.Spec) {
			s.Set(testpki.BasicConstraints(true, -1))
		}), Want: []string{"leaf-is-ca"}},
		{Name: "leaf-is-ca/no basicConstraints", Near: true, Edit: kit.LeafOnly(func(s *testpki.Spec) {
			s.Drop(testpki.OIDBasicConstraints)
		})},

		{Name: "leaf-keycertsign/keyCertSign", Edit: kit.LeafOnly(keyUsage(signature | x509.KeyUsageCertSign)),
			Want: []string{"leaf-keycertsign"}},
		{Name: "leaf-keycertsign/cRLSign", Edit: kit.LeafOnly(keyUsage(signature | x509.KeyUsageCRLSign)),
			Want: []string{"leaf-keycertsign"}},
		{Name: "leaf-keycertsign/keyAgreement", Near: true,
			Edit: kit.LeafOnly(keyUsage(signature | x509.KeyUsageKeyAgreement))},

		{Name: "leaf-self-signed/made for trials", Files: files(ofSelfSigned), Want: []string{"leaf-self-signed"}},
		{Name: "leaf-self-signed/beside a root", Files: files(ofSelfSigned, ofRoot),
			Want: []string{"leaf-self-signed"}},
		{Name: "leaf-self-signed/CA of the same name", Edit: func(leaf, intermediate, _ *testpki.Spec) {
			intermediate.Subject = leaf.Subject.Clone()
		}, Want: []string{"leaf-self-signed"}},
		{Name: "leaf-self-signed/CA of the same organisation", Near: true,
			Edit: func(leaf, intermediate, _ *testpki.Spec) {
				intermediate.Subject = leaf.Subject.Clone()
				intermediate.Subject.Set(testpki.OIDCommonName, "Fixture Payments CA")
			}},

		{Name: "chain-same-key-twice/as the root", Edit: kit.LeafOnly(func(s *testpki.Spec) {
			s.Key = testpki.Root().Key
		}), Want: []string{"chain-same-key-twice"}},
		{Name: "chain-same-key-twice/as the intermediate", Edit: kit.LeafOnly(func(s *testpki.Spec) {
			s.Key = testpki.IssuingCA().Key
		}), Want: []string{"chain-same-key-twice"}},
		{Name: "chain-same-key-twice/two CAs", Near: true, Edit: kit.CaOnly(func(s *testpki.Spec) {
			s.Key = testpki.Root().Key
		})},

		{Name: "key-certificate-mismatch/another of the same kind",
			Options: check.Options{Key: testpki.Key{Name: "another"}.Signer().Public()},
			Want:    []string{"key-certificate-mismatch"}},
		{Name: "key-certificate-mismatch/another kind", Options: check.Options{Key: testpki.Key{Name: "leaf",
			Alg: testpki.RSA2048}.Signer().Public()}, Want: []string{"key-certificate-mismatch"}},
		{Name: "key-certificate-mismatch/its own", Near: true,
			Options: check.Options{Key: testpki.Key{Name: "leaf"}.Signer().Public()}},
	}
}

// pathTimeCases move validities around At.
func pathTimeCases() []kit.Case {
	from, to := testpki.PSD2QWAC().NotBefore, testpki.PSD2QWAC().NotAfter
	return []kit.Case{
		{Name: "validity-expired/one second ago", Edit: validity(from, kit.At().Add(-time.Second)),
			Want: []string{"validity-expired"}},
		{Name: "validity-expired/root", Edit: kit.RootOnly(func(s *testpki.Spec) {
			s.NotAfter = kit.At().Add(-kit.Day)
		}), Want: []string{"validity-expired", "chain-validity-not-nested"}},
		{Name: "validity-expired/this second", Near: true, Edit: validity(from, kit.At()),
			Want: []string{"validity-expiring-soon"}},
		{Name: "validity-expired/a second later", Near: true, Edit: validity(from, kit.At().Add(time.Second)),
			Want: []string{"validity-expiring-soon"}},

		{Name: "validity-not-yet-valid/tomorrow", Edit: validity(kit.At().Add(kit.Day), to),
			Want: []string{"validity-not-yet-valid"}},
		{Name: "validity-not-yet-valid/intermediate", Edit: kit.CaOnly(func(s *testpki.Spec) {
			s.NotBefore = kit.At().Add(kit.Day)
		}), Want: []string{"validity-not-yet-valid"}},
		{Name: "validity-not-yet-valid/within the skew of clocks", Edit: validity(kit.At().Add(5*time.Minute), to),
			Want: []string{"validity-not-yet-valid:warning"}},
		{Name: "validity-not-yet-valid/this second", Near: true, Edit: validity(kit.At(), to)},

		{Name: "validity-expiring-soon/14 days", Edit: validity(from, kit.At().Add(14*kit.Day)),
			Want: []string{"validity-expiring-soon"}},
		{Name: "validity-expiring-soon/30 days", Edit: validity(from, kit.At().Add(30*kit.Day)),
			Want: []string{"validity-expiring-soon:notice"}},
		{Name: "validity-expiring-soon/intermediate", Edit: kit.CaOnly(func(s *testpki.Spec) {
			s.NotAfter = kit.At().Add(20 * kit.Day)
		}), Want: []string{"chain-validity-not-nested", "validity-expiring-soon:notice"}},
		{Name: "validity-expiring-soon/60 days asked for", Edit: validity(from, kit.At().Add(60*kit.Day)),
			Options: check.Options{ExpiresWithin: 60 * kit.Day}, Want: []string{"validity-expiring-soon:notice"}},
		{Name: "validity-expiring-soon/30 days and a second", Near: true,
			Edit: validity(from, kit.At().Add(30*kit.Day+time.Second))},
		{Name: "validity-expiring-soon/not asked for", Near: true, Edit: validity(from, kit.At().Add(kit.Day)),
			Options: check.Options{ExpiresWithin: -1}},
	}
}

// pathNameCases constrain names, and put words into them.
func pathNameCases() []kit.Case {
	return []kit.Case{
		{Name: "chain-name-constraints/another domain", Edit: permitted(testpki.DNS("fixture-bank.example")),
			Want: []string{"chain-name-constraints"}},
		{Name: "chain-name-constraints/tail of a label", Edit: permitted(testpki.DNS("payments.example")),
			Want: []string{"chain-name-constraints"}},
		{Name: "chain-name-constraints/excluded", Edit: kit.CaOnly(func(s *testpki.Spec) {
			s.Add(testpki.NameConstraints(nil, []testpki.GeneralName{testpki.DNS("fixture-payments.example")}))
		}), Want: []string{"chain-name-constraints"}},
		{Name: "chain-name-constraints/address, issuer's name folded",
			Edit: both(printableIssuer, func(leaf, intermediate, _ *testpki.Spec) {
				leaf.Set(testpki.SubjectAltName(testpki.DNS(testpki.Host), testpki.IP(192, 0, 2, 1)))
				intermediate.Add(testpki.NameConstraints(
					[]testpki.GeneralName{testpki.IP(198, 51, 100, 0, 255, 255, 255, 0)}, nil))
			}), Want: []string{"chain-name-constraints", "chain-name-encoding-differs"}},
		{Name: "chain-name-constraints/domain itself, one more label required",
			Edit: both(kit.LeafOnly(kit.Dns("fixture-payments.example")),
				permitted(testpki.DNS(".fixture-payments.example"))),
			Want: []string{"chain-name-constraints", "subject-cn-not-in-san"}},
		{Name: "chain-name-constraints/wildcard, one more label required", Near: true,
			Edit: both(kit.LeafOnly(kit.Dns("*.fixture-payments.example")),
				permitted(testpki.DNS(".fixture-payments.example"))),
			Want: []string{"subject-cn-not-in-san", "san-wildcard:notice"}},
		{Name: "chain-name-constraints/domain above", Near: true,
			Edit: permitted(testpki.DNS("fixture-payments.example"))},
		{Name: "chain-name-constraints/the name itself", Near: true, Edit: permitted(testpki.DNS(testpki.Host))},

		{Name: "chain-test-ca/TEST in the intermediate", Edit: kit.CommonName("Fixture Trust TEST CA 1"),
			Want: []string{"chain-test-ca"}},
		{Name: "chain-test-ca/sandbox between hyphens", Edit: kit.CommonName("Fixture-Sandbox-CA"),
			Want: []string{"chain-test-ca"}},
		{Name: "chain-test-ca/organisation of the root", Edit: kit.RootOnly(func(s *testpki.Spec) {
			s.Subject.Set(testpki.OIDOrganization, "Fixture Trust (UAT)")
		}), Want: []string{"chain-test-ca"}},
		{Name: "chain-test-ca/TESTCA", Edit: kit.CommonName("Fixture TESTCA 1"), Want: []string{"chain-test-ca"}},
		{Name: "chain-test-ca/TEST2", Edit: kit.CommonName("Fixture TEST2 CA"), Want: []string{"chain-test-ca"}},
		{Name: "chain-test-ca/PRE-PROD", Edit: kit.CommonName("Fixture PRE-PROD CA"), Want: []string{"chain-test-ca"}},
		{Name: "chain-test-ca/first of two common names", Edit: kit.CaOnly(func(s *testpki.Spec) {
			s.Subject.Set(testpki.OIDCommonName, "Fixture TEST CA")
			s.Subject.Add(testpki.OIDCommonName, "Fixture CA")
		}), Want: []string{"chain-test-ca", "x509-dn-attribute-duplicate"}},
		{Name: "chain-test-ca/locality", Edit: kit.CaOnly(func(s *testpki.Spec) {
			s.Subject.Add(testpki.OIDLocality, "TEST")
		}), Want: []string{"chain-test-ca"}},
		{Name: "chain-test-ca/Test Valley", Near: true, Edit: kit.CaOnly(func(s *testpki.Spec) {
			s.Subject.Add(testpki.OIDLocality, "Test Valley")
		})},
		{Name: "chain-test-ca/Pre-Paid Productions", Near: true,
			Edit: organization(testpki.UTF8("Pre-Paid Productions A/S"))},
		{Name: "chain-test-ca/Attest, Latest, Testing, initials with more", Near: true,
			Edit: organization(testpki.UTF8("Attest Latest Testing ART2 POCCA A/S"))},
		{Name: "chain-test-ca/notice to users", Edit: kit.LeafOnly(func(s *testpki.Spec) {
			s.Set(testpki.PolicyInfos(testpki.Policy{ID: testpki.OIDQNCPwGen,
				Notice: testpki.UTF8("Issued only for testing purposes")}))
		}), Want: []string{"chain-test-ca"}},
		{Name: "chain-test-ca/for the sandbox", Edit: kit.CommonName("Fixture Trust TEST CA 1"),
			Options: check.Options{Sandbox: true}, Want: []string{"chain-test-ca:notice"}},
		{Name: "chain-test-ca/all three names", Edit: func(leaf, ca, root *testpki.Spec) {
			leaf.Subject.Set(testpki.OIDOrganization, "Test Payments A/S")
			ca.Subject.Set(testpki.OIDCommonName, "Fixture TEST CA 1")
			root.Subject.Set(testpki.OIDCommonName, "Fixture TEST Root 1")
		}, Want: []string{"chain-test-ca"}},
		{Name: "chain-test-ca/CA for developers", Edit: kit.CaOnly(func(s *testpki.Spec) {
			s.Subject.Set(testpki.OIDOrganization, "Trust Service Provider AG")
		}), Want: []string{"chain-test-ca"}},
		{Name: "chain-test-ca/issuer of which there is no certificate", Edit: kit.CommonName("Fixture DEMO CA"),
			Files: kit.OnlyLeaf, Want: []string{"chain-incomplete-single", "chain-test-ca"}},
		{Name: "chain-test-ca/test policy of NIST", Edit: kit.LeafOnly(kit.Policies(testpki.OIDQNCPwGen,
			asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 2, 1, 48, 1})), Want: []string{"chain-test-ca"}},
		{Name: "chain-test-ca/policy beside that of NIST", Near: true,
			Edit: kit.LeafOnly(kit.Policies(testpki.OIDQNCPwGen,
				asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 2, 1, 49, 1}))},
		{Name: "chain-test-ca/Protest, Attestation, Partners", Near: true,
			Edit: kit.CommonName("Protest Attestation Partners CA 1")},
		{Name: "chain-test-ca/organisation of the holder", Near: true,
			Edit: organization(testpki.UTF8("TEST DEMO SANDBOX UAT POC ART PREPROD A/S"))},
		{Name: "chain-test-ca/Contest", Near: true, Edit: kit.CommonName("Fixture Contest CA 1")},
		{Name: "chain-test-ca/Art", Near: true, Edit: organization(testpki.UTF8("Art Payments A/S"))},
		{Name: "chain-test-ca/Testa, Democratic, Smart", Near: true,
			Edit: organization(testpki.UTF8("Testa Democratic SMART A/S"))},
	}
}

// permitted constrains the names under the intermediate.
func permitted(names ...testpki.GeneralName) func(leaf, intermediate, root *testpki.Spec) {
	return kit.CaOnly(func(s *testpki.Spec) { s.Add(testpki.NameConstraints(names, nil)) })
}

// otherPolicies makes a CA require a policy that the leaf does not have.
func otherPolicies(s *testpki.Spec) {
	s.Set(testpki.Policies(testpki.OIDOwnPolicyID))
	s.Add(testpki.PolicyConstraints(0, -1))
}
