package cases

import (
	"crypto/x509"
	"encoding/asn1"
	"slices"
	"time"

	"qwac/internal/testpki"
	"qwac/pkg/check"
)

const day = 24 * time.Hour

// pathCases change what the certificates of a whole path say (group C).
func pathCases() []Case {
	return slices.Concat(pathCACases(), pathLeafCases(), pathTimeCases(), pathNameCases(), hiddenCases())
}

// pathCACases change what makes a CA.
func pathCACases() []Case {
	const certSign, crlSign = x509.KeyUsageCertSign, x509.KeyUsageCRLSign
	return []Case{
		{Name: "chain-ca-basic-constraints-missing/cA FALSE", Edit: caOnly(func(s *testpki.Spec) { s.Set(testpki.BasicConstraints(false, -1)) }), Want: []string{"chain-ca-basic-constraints-missing"}},
		{Name: "chain-ca-basic-constraints-missing/none", Edit: caOnly(func(s *testpki.Spec) { s.Drop(testpki.OIDBasicConstraints) }), Want: []string{"chain-ca-basic-constraints-missing"}},
		{Name: "chain-ca-basic-constraints-missing/root", Edit: rootOnly(func(s *testpki.Spec) { s.Drop(testpki.OIDBasicConstraints) }), Want: []string{"chain-ca-basic-constraints-missing"}},
		{Name: "chain-ca-basic-constraints-missing/not critical", Near: true, Edit: caOnly(func(s *testpki.Spec) { s.SetCritical(testpki.OIDBasicConstraints, false) }), Want: []string{"chain-ca-basic-constraints-not-critical"}},

		{Name: "chain-ca-pathlen-exceeded/root of 0", Edit: rootOnly(func(s *testpki.Spec) { s.Set(testpki.BasicConstraints(true, 0)) }), Want: []string{"chain-ca-pathlen-exceeded"}},
		{Name: "chain-ca-pathlen-exceeded/root of 1", Near: true, Edit: rootOnly(func(s *testpki.Spec) { s.Set(testpki.BasicConstraints(true, 1)) })},

		{Name: "chain-pathlen-on-non-ca/leaf", Edit: leafOnly(func(s *testpki.Spec) { s.Set(testpki.BasicConstraints(false, 0)) }), Want: []string{"chain-pathlen-on-non-ca"}},
		{Name: "chain-pathlen-on-non-ca/issuer that is no CA", Edit: caOnly(func(s *testpki.Spec) { s.Set(testpki.BasicConstraints(false, 3)) }), Want: []string{"chain-ca-basic-constraints-missing", "chain-pathlen-on-non-ca"}},
		{Name: "chain-pathlen-on-non-ca/CA", Near: true, Edit: caOnly(func(s *testpki.Spec) { s.Set(testpki.BasicConstraints(true, 0)) })},

		{Name: "chain-ca-keyusage-missing-keycertsign/cRLSign only", Edit: caOnly(keyUsage(crlSign)), Want: []string{"chain-ca-keyusage-missing-keycertsign"}},
		{Name: "chain-ca-keyusage-missing-keycertsign/root", Edit: rootOnly(keyUsage(crlSign)), Want: []string{"chain-ca-keyusage-missing-keycertsign"}},
		{Name: "chain-ca-keyusage-missing-keycertsign/keyCertSign only", Near: true, Edit: caOnly(keyUsage(certSign))},
		{Name: "chain-ca-keyusage-missing-keycertsign/no keyUsage", Near: true, Edit: caOnly(func(s *testpki.Spec) { s.Drop(testpki.OIDKeyUsage) }), Want: []string{"chain-ca-keyusage-absent"}},

		{Name: "chain-eku-nesting-clientauth/serverAuth only", Edit: caOnly(extKeyUsage(testpki.OIDServerAuth)), Want: []string{"chain-eku-nesting-clientauth"}},
		{Name: "chain-eku-nesting-clientauth/root", Edit: rootOnly(extKeyUsage(testpki.OIDServerAuth, testpki.OIDEmailProtection)), Want: []string{"chain-eku-nesting-clientauth", "chain-root-has-eku"}},
		{Name: "chain-eku-nesting-clientauth/empty list", Edit: caOnly(extKeyUsage()), Want: []string{"chain-eku-nesting-clientauth", "chain-eku-nesting-serverauth"}},
		{Name: "chain-eku-nesting-clientauth/leaf without clientAuth too", Edit: both(leafOnly(extKeyUsage(testpki.OIDServerAuth)), caOnly(extKeyUsage(testpki.OIDServerAuth))),
			Want: []string{"chain-eku-nesting-clientauth", "leaf-eku-clientauth-missing"}},
		{Name: "chain-eku-nesting-clientauth/clientAuth only", Near: true, Edit: caOnly(extKeyUsage(testpki.OIDClientAuth)), Want: []string{"chain-eku-nesting-serverauth"}},
		{Name: "chain-eku-nesting-clientauth/any", Near: true, Edit: caOnly(extKeyUsage(testpki.OIDAnyExtKeyUsage))},

		{Name: "chain-verify-refused/directory names of a kind Go does not know", Edit: caOnly(func(s *testpki.Spec) {
			s.Add(testpki.NameConstraints([]testpki.GeneralName{testpki.DirectoryName(inDenmark())}, nil))
		}), Want: []string{"chain-verify-refused:warning"}},
		{Name: "chain-policy-tree/policies that the CA may not issue under", Edit: caOnly(otherPolicies), Want: []string{"chain-policy-tree"}},
		{Name: "chain-policy-tree/the same, issuer's name folded", Edit: both(printableIssuer, caOnly(otherPolicies)), Want: []string{"chain-policy-tree", "chain-name-encoding-differs"}},
		{Name: "chain-policy-tree/other policies, none is required", Near: true, Edit: caOnly(func(s *testpki.Spec) { s.Set(testpki.Policies(testpki.OIDQEVCPw)) })},
		{Name: "chain-verify-refused/directory names, not critical", Near: true, Edit: caOnly(func(s *testpki.Spec) {
			s.Add(testpki.NameConstraints([]testpki.GeneralName{testpki.DirectoryName(inDenmark())}, nil))
			s.SetCritical(testpki.OIDNameConstraints, false)
		})},
	}
}

// pathLeafCases change what makes a leaf, and its key.
func pathLeafCases() []Case {
	const signature = x509.KeyUsageDigitalSignature
	return []Case{
		{Name: "leaf-is-ca/cA TRUE", Edit: leafOnly(func(s *testpki.Spec) { s.Set(testpki.BasicConstraints(true, -1)) }), Want: []string{"leaf-is-ca"}},
		{Name: "leaf-is-ca/no basicConstraints", Near: true, Edit: leafOnly(func(s *testpki.Spec) { s.Drop(testpki.OIDBasicConstraints) })},

		{Name: "leaf-keycertsign/keyCertSign", Edit: leafOnly(keyUsage(signature | x509.KeyUsageCertSign)), Want: []string{"leaf-keycertsign"}},
		{Name: "leaf-keycertsign/cRLSign", Edit: leafOnly(keyUsage(signature | x509.KeyUsageCRLSign)), Want: []string{"leaf-keycertsign"}},
		{Name: "leaf-keycertsign/keyAgreement", Near: true, Edit: leafOnly(keyUsage(signature | x509.KeyUsageKeyAgreement))},

		{Name: "leaf-self-signed/made for trials", Files: files(ofSelfSigned), Want: []string{"leaf-self-signed"}},
		{Name: "leaf-self-signed/beside a root", Files: files(ofSelfSigned, ofRoot), Want: []string{"leaf-self-signed"}},
		{Name: "leaf-self-signed/CA of the same name", Edit: func(leaf, intermediate, _ *testpki.Spec) { intermediate.Subject = leaf.Subject.Clone() }, Want: []string{"leaf-self-signed"}},
		{Name: "leaf-self-signed/CA of the same organisation", Near: true, Edit: func(leaf, intermediate, _ *testpki.Spec) {
			intermediate.Subject = leaf.Subject.Clone()
			intermediate.Subject.Set(testpki.OIDCommonName, "Fixture Payments CA")
		}},

		{Name: "chain-same-key-twice/as the root", Edit: leafOnly(func(s *testpki.Spec) { s.Key = testpki.Root().Key }), Want: []string{"chain-same-key-twice"}},
		{Name: "chain-same-key-twice/as the intermediate", Edit: leafOnly(func(s *testpki.Spec) { s.Key = testpki.IssuingCA().Key }), Want: []string{"chain-same-key-twice"}},
		{Name: "chain-same-key-twice/two CAs", Near: true, Edit: caOnly(func(s *testpki.Spec) { s.Key = testpki.Root().Key })},

		{Name: "key-certificate-mismatch/another of the same kind", Options: check.Options{Key: testpki.Key{Name: "another"}.Signer().Public()}, Want: []string{"key-certificate-mismatch"}},
		{Name: "key-certificate-mismatch/another kind", Options: check.Options{Key: testpki.Key{Name: "leaf", Alg: testpki.RSA2048}.Signer().Public()}, Want: []string{"key-certificate-mismatch"}},
		{Name: "key-certificate-mismatch/its own", Near: true, Options: check.Options{Key: testpki.Key{Name: "leaf"}.Signer().Public()}},
	}
}

// pathTimeCases move validities around At.
func pathTimeCases() []Case {
	from, to := testpki.PSD2QWAC().NotBefore, testpki.PSD2QWAC().NotAfter
	return []Case{
		{Name: "validity-expired/one second ago", Edit: validity(from, At().Add(-time.Second)), Want: []string{"validity-expired"}},
		{Name: "validity-expired/root", Edit: rootOnly(func(s *testpki.Spec) { s.NotAfter = At().Add(-day) }), Want: []string{"validity-expired", "chain-validity-not-nested"}},
		{Name: "validity-expired/this second", Near: true, Edit: validity(from, At()), Want: []string{"validity-expiring-soon"}},
		{Name: "validity-expired/a second later", Near: true, Edit: validity(from, At().Add(time.Second)), Want: []string{"validity-expiring-soon"}},

		{Name: "validity-not-yet-valid/tomorrow", Edit: validity(At().Add(day), to), Want: []string{"validity-not-yet-valid"}},
		{Name: "validity-not-yet-valid/intermediate", Edit: caOnly(func(s *testpki.Spec) { s.NotBefore = At().Add(day) }), Want: []string{"validity-not-yet-valid"}},
		{Name: "validity-not-yet-valid/within the skew of clocks", Edit: validity(At().Add(5*time.Minute), to), Want: []string{"validity-not-yet-valid:warning"}},
		{Name: "validity-not-yet-valid/this second", Near: true, Edit: validity(At(), to)},

		{Name: "validity-expiring-soon/14 days", Edit: validity(from, At().Add(14*day)), Want: []string{"validity-expiring-soon"}},
		{Name: "validity-expiring-soon/30 days", Edit: validity(from, At().Add(30*day)), Want: []string{"validity-expiring-soon:notice"}},
		{Name: "validity-expiring-soon/intermediate", Edit: caOnly(func(s *testpki.Spec) { s.NotAfter = At().Add(20 * day) }), Want: []string{"chain-validity-not-nested", "validity-expiring-soon:notice"}},
		{Name: "validity-expiring-soon/60 days asked for", Edit: validity(from, At().Add(60*day)), Options: check.Options{ExpiresWithin: 60 * day}, Want: []string{"validity-expiring-soon:notice"}},
		{Name: "validity-expiring-soon/30 days and a second", Near: true, Edit: validity(from, At().Add(30*day+time.Second))},
		{Name: "validity-expiring-soon/not asked for", Near: true, Edit: validity(from, At().Add(day)), Options: check.Options{ExpiresWithin: -1}},
	}
}

// pathNameCases constrain names, and put words into them.
func pathNameCases() []Case {
	return []Case{
		{Name: "chain-name-constraints/another domain", Edit: permitted(testpki.DNS("fixture-bank.example")), Want: []string{"chain-name-constraints"}},
		{Name: "chain-name-constraints/tail of a label", Edit: permitted(testpki.DNS("payments.example")), Want: []string{"chain-name-constraints"}},
		{Name: "chain-name-constraints/excluded", Edit: caOnly(func(s *testpki.Spec) {
			s.Add(testpki.NameConstraints(nil, []testpki.GeneralName{testpki.DNS("fixture-payments.example")}))
		}), Want: []string{"chain-name-constraints"}},
		{Name: "chain-name-constraints/address, issuer's name folded", Edit: both(printableIssuer, func(leaf, intermediate, _ *testpki.Spec) {
			leaf.Set(testpki.SubjectAltName(testpki.DNS(testpki.Host), testpki.IP(192, 0, 2, 1)))
			intermediate.Add(testpki.NameConstraints([]testpki.GeneralName{testpki.IP(198, 51, 100, 0, 255, 255, 255, 0)}, nil))
		}), Want: []string{"chain-name-constraints", "chain-name-encoding-differs"}},
		{Name: "chain-name-constraints/domain itself, a label more wanted", Edit: both(leafOnly(dns("fixture-payments.example")), permitted(testpki.DNS(".fixture-payments.example"))), Want: []string{"chain-name-constraints", "subject-cn-not-in-san"}},
		{Name: "chain-name-constraints/wildcard, a label more wanted", Near: true, Edit: both(leafOnly(dns("*.fixture-payments.example")), permitted(testpki.DNS(".fixture-payments.example"))), Want: []string{"subject-cn-not-in-san", "san-wildcard:notice"}},
		{Name: "chain-name-constraints/domain above", Near: true, Edit: permitted(testpki.DNS("fixture-payments.example"))},
		{Name: "chain-name-constraints/the name itself", Near: true, Edit: permitted(testpki.DNS(testpki.Host))},

		{Name: "chain-test-ca/TEST in the intermediate", Edit: commonName("Fixture Trust TEST CA 1"), Want: []string{"chain-test-ca"}},
		{Name: "chain-test-ca/sandbox between hyphens", Edit: commonName("Fixture-Sandbox-CA"), Want: []string{"chain-test-ca"}},
		{Name: "chain-test-ca/organisation of the root", Edit: rootOnly(func(s *testpki.Spec) { s.Subject.Set(testpki.OIDOrganization, "Fixture Trust (UAT)") }), Want: []string{"chain-test-ca"}},
		{Name: "chain-test-ca/TESTCA", Edit: commonName("Fixture TESTCA 1"), Want: []string{"chain-test-ca"}},
		{Name: "chain-test-ca/TEST2", Edit: commonName("Fixture TEST2 CA"), Want: []string{"chain-test-ca"}},
		{Name: "chain-test-ca/PRE-PROD", Edit: commonName("Fixture PRE-PROD CA"), Want: []string{"chain-test-ca"}},
		{Name: "chain-test-ca/first of two common names", Edit: caOnly(func(s *testpki.Spec) {
			s.Subject.Set(testpki.OIDCommonName, "Fixture TEST CA")
			s.Subject.Add(testpki.OIDCommonName, "Fixture CA")
		}), Want: []string{"chain-test-ca", "x509-dn-attribute-duplicate"}},
		{Name: "chain-test-ca/locality", Edit: caOnly(func(s *testpki.Spec) { s.Subject.Add(testpki.OIDLocality, "TEST") }), Want: []string{"chain-test-ca"}},
		{Name: "chain-test-ca/Test Valley", Near: true, Edit: caOnly(func(s *testpki.Spec) { s.Subject.Add(testpki.OIDLocality, "Test Valley") })},
		{Name: "chain-test-ca/Pre-Paid Productions", Near: true, Edit: organization(testpki.UTF8("Pre-Paid Productions A/S"))},
		{Name: "chain-test-ca/Attest, Latest, Testing, initials with more", Near: true, Edit: organization(testpki.UTF8("Attest Latest Testing ART2 POCCA A/S"))},
		{Name: "chain-test-ca/notice to users", Edit: leafOnly(func(s *testpki.Spec) {
			s.Set(testpki.PolicyInfos(testpki.Policy{ID: testpki.OIDQNCPwGen, Notice: testpki.UTF8("Issued only for testing purposes")}))
		}), Want: []string{"chain-test-ca"}},
		{Name: "chain-test-ca/for the sandbox", Edit: commonName("Fixture Trust TEST CA 1"), Options: check.Options{Sandbox: true}, Want: []string{"chain-test-ca:notice"}},
		{Name: "chain-test-ca/all three names", Edit: func(leaf, ca, root *testpki.Spec) {
			leaf.Subject.Set(testpki.OIDOrganization, "Test Payments A/S")
			ca.Subject.Set(testpki.OIDCommonName, "Fixture TEST CA 1")
			root.Subject.Set(testpki.OIDCommonName, "Fixture TEST Root 1")
		}, Want: []string{"chain-test-ca"}},
		{Name: "chain-test-ca/CA for developers", Edit: caOnly(func(s *testpki.Spec) { s.Subject.Set(testpki.OIDOrganization, "Trust Service Provider AG") }), Want: []string{"chain-test-ca"}},
		{Name: "chain-test-ca/issuer of which there is no certificate", Edit: commonName("Fixture DEMO CA"), Files: onlyLeaf, Want: []string{"chain-incomplete-single", "chain-test-ca"}},
		{Name: "chain-test-ca/test policy of NIST", Edit: leafOnly(policies(testpki.OIDQNCPwGen, asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 2, 1, 48, 1})), Want: []string{"chain-test-ca"}},
		{Name: "chain-test-ca/policy beside that of NIST", Near: true, Edit: leafOnly(policies(testpki.OIDQNCPwGen, asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 2, 1, 49, 1}))},
		{Name: "chain-test-ca/Protest, Attestation, Partners", Near: true, Edit: commonName("Protest Attestation Partners CA 1")},
		{Name: "chain-test-ca/organisation of the holder", Near: true, Edit: organization(testpki.UTF8("TEST DEMO SANDBOX UAT POC ART PREPROD A/S"))},
		{Name: "chain-test-ca/Contest", Near: true, Edit: commonName("Fixture Contest CA 1")},
		{Name: "chain-test-ca/Art", Near: true, Edit: organization(testpki.UTF8("Art Payments A/S"))},
		{Name: "chain-test-ca/Testa, Democratic, Smart", Near: true, Edit: organization(testpki.UTF8("Testa Democratic SMART A/S"))},
	}
}

func commonName(of string) func(leaf, intermediate, root *testpki.Spec) {
	return caOnly(func(s *testpki.Spec) { s.Subject.Set(testpki.OIDCommonName, of) })
}

// permitted constrains the names under the intermediate.
func permitted(names ...testpki.GeneralName) func(leaf, intermediate, root *testpki.Spec) {
	return caOnly(func(s *testpki.Spec) { s.Add(testpki.NameConstraints(names, nil)) })
}

// otherPolicies has a CA demand a policy, and issue under none of the leaf's.
func otherPolicies(s *testpki.Spec) {
	s.Set(testpki.Policies(testpki.OIDOwnPolicyID))
	s.Add(testpki.PolicyConstraints(0, -1))
}
