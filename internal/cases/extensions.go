package cases

import (
	"crypto/x509"

	"qwac/internal/testpki"
)

// extensionCases are about presence and criticality of extensions, by kinds of certificates (groups C, L and A).
func extensionCases() []Case {
	drop := func(oids ...[]int) edit {
		return func(s *testpki.Spec) {
			for _, oid := range oids {
				s.Drop(oid)
			}
		}
	}
	mark := func(oid []int, critical bool) edit { return func(s *testpki.Spec) { s.SetCritical(oid, critical) } }
	with := func(e testpki.Extension) edit { return func(s *testpki.Spec) { s.Add(e) } }
	usage := func(u x509.KeyUsage) edit { return func(s *testpki.Spec) { s.Set(testpki.KeyUsage(u)) } }
	ca := func(name string, near bool, change edit, want ...string) Case {
		return Case{Name: name, Near: near, Edit: caOnly(change), Want: want}
	}
	root := func(name string, near bool, change edit, want ...string) Case {
		return Case{Name: name, Near: near, Edit: rootOnly(change), Want: want}
	}
	return []Case{
		fires("leaf-eku-missing/left out", drop(testpki.OIDExtKeyUsage), "leaf-eku-missing"),
		fires("leaf-eku-missing/ordinary certificate",
			as(testpki.PlainTLS, drop(testpki.OIDExtKeyUsage)), "type-plain-tls", "leaf-eku-missing"),
		quiet("leaf-eku-missing/seal", as(testpki.QSealC, drop(testpki.OIDExtKeyUsage)), "type-qsealc"),

		fires("leaf-ku-missing/left out", drop(testpki.OIDKeyUsage), "leaf-ku-missing"),
		fires("leaf-ku-missing/dataEncipherment",
			usage(x509.KeyUsageDigitalSignature|x509.KeyUsageDataEncipherment), "leaf-ku-wrong-for-key", "leaf-ku-missing"),
		fires("leaf-ku-missing/seal that enciphers",
			as(testpki.QSealC, usage(x509.KeyUsageContentCommitment|x509.KeyUsageKeyAgreement)), "type-qsealc", "leaf-ku-missing"),
		quiet("leaf-ku-missing/type D", usage(x509.KeyUsageDigitalSignature|x509.KeyUsageKeyAgreement)),
		quiet("leaf-ku-missing/QNCP-w", as(testpki.QNCPw, drop(testpki.OIDKeyUsage)), "chain-public-webpki-root"),

		fires("leaf-ku-not-critical/website", mark(testpki.OIDKeyUsage, false), "leaf-ku-not-critical"),
		quiet("leaf-ku-not-critical/seal", as(testpki.QSealC, mark(testpki.OIDKeyUsage, false)), "type-qsealc"),

		fires("policy-missing/left out", drop(testpki.OIDCertificatePolicies), "policy-missing"),
		fires("policy-missing/seal",
			as(testpki.QSealC, drop(testpki.OIDCertificatePolicies)), "type-qsealc", "policy-missing"),
		quiet("policy-missing/ordinary certificate",
			as(testpki.PlainTLS, drop(testpki.OIDCertificatePolicies)), "type-plain-tls"),

		fires("policy-critical/seal",
			as(testpki.QSealC, mark(testpki.OIDCertificatePolicies, true)), "type-qsealc", "policy-critical"),
		fires("leaf-eku-critical/ordinary certificate",
			as(testpki.PlainTLS, mark(testpki.OIDExtKeyUsage, true)), "type-plain-tls", "leaf-eku-critical"),
		fires("san-critical/ordinary certificate",
			as(testpki.PlainTLS, mark(testpki.OIDSubjectAltName, true)), "type-plain-tls", "san-critical"),

		fires("leaf-forbidden-extension/policyConstraints",
			with(testpki.PolicyConstraints(0, -1)), "leaf-forbidden-extension"),
		fires("leaf-forbidden-extension/inhibitAnyPolicy in a seal",
			as(testpki.QSealC, with(testpki.InhibitAnyPolicy(0))), "type-qsealc", "leaf-forbidden-extension"),
		ca("leaf-forbidden-extension/CA", true, with(testpki.InhibitAnyPolicy(0))),

		fires("leaf-name-constraints/leaf",
			with(testpki.NameConstraints([]testpki.GeneralName{testpki.DNS(testpki.Host)}, nil)), "leaf-name-constraints"),
		ca("leaf-name-constraints/CA",
			true, with(testpki.NameConstraints(nil, []testpki.GeneralName{testpki.DNS("elsewhere.example")}))),

		fires("san-missing/left out", drop(testpki.OIDSubjectAltName), "subject-cn-not-in-san", "san-missing"),
		fires("san-missing/mail address only",
			func(s *testpki.Spec) { s.Set(testpki.SubjectAltName(testpki.Email("a@b.example"))) }, "subject-cn-not-in-san", "san-type-not-dns", "san-missing"),
		quiet("san-missing/seal", as(testpki.QSealC), "type-qsealc"),

		fires("aia-missing/left out", drop(testpki.OIDAuthorityInfoAccess), "aia-missing"),
		fires("aia-missing/seal",
			as(testpki.QSealC, drop(testpki.OIDAuthorityInfoAccess)), "type-qsealc", "aia-missing"),
		ca("aia-missing/CA", true, drop(testpki.OIDAuthorityInfoAccess)),

		fires("aia-critical/leaf", mark(testpki.OIDAuthorityInfoAccess, true), "x509-go-unparseable", "aia-critical"),
		ca("aia-critical/CA", false, mark(testpki.OIDAuthorityInfoAccess, true), "x509-go-unparseable", "aia-critical"),
		quiet("aia-critical/false spelled out", func(s *testpki.Spec) {
			s.Ext(testpki.OIDAuthorityInfoAccess).CriticalDER = []byte{1, 1, 0}
		}, "x509-der-not-canonical"),

		fires("revocation-crldp-critical/leaf",
			mark(testpki.OIDCRLDistributionPoints, true), "revocation-crldp-critical"),
		quiet("revocation-crldp-critical/false spelled out", func(s *testpki.Spec) {
			s.Ext(testpki.OIDCRLDistributionPoints).CriticalDER = []byte{1, 1, 0}
		}, "x509-der-not-canonical"),

		root("chain-ca-ski-missing/root", false, drop(testpki.OIDSubjectKeyID), "chain-ca-ski-missing"),
		quiet("chain-ca-ski-missing/leaf", drop(testpki.OIDSubjectKeyID)),

		fires("chain-aki-ski-critical/leaf",
			mark(testpki.OIDSubjectKeyID, true), "x509-go-unparseable", "chain-aki-ski-critical"),
		ca("chain-aki-ski-critical/CA",
			false, mark(testpki.OIDAuthorityKeyID, true), "x509-go-unparseable", "chain-aki-ski-critical"),
		quiet("chain-aki-ski-critical/key usage", mark(testpki.OIDKeyUsage, true)),

		ca("chain-ca-basic-constraints-not-critical/intermediate",
			false, mark(testpki.OIDBasicConstraints, false), "chain-ca-basic-constraints-not-critical"),
		quiet("chain-ca-basic-constraints-not-critical/leaf", mark(testpki.OIDBasicConstraints, false)),

		root("chain-ca-keyusage-absent/root", false, drop(testpki.OIDKeyUsage), "chain-ca-keyusage-absent"),
		ca("chain-ca-keyusage-absent/not critical",
			false, mark(testpki.OIDKeyUsage, false), "chain-ca-keyusage-absent"),
		quiet("chain-ca-keyusage-absent/leaf",
			as(testpki.QNCPw, drop(testpki.OIDKeyUsage)), "chain-public-webpki-root"),

		root("chain-root-has-eku/both",
			false, func(s *testpki.Spec) { s.Set(testpki.ExtKeyUsage(testpki.OIDServerAuth, testpki.OIDClientAuth)) }, "chain-root-has-eku"),
		ca("chain-root-has-eku/intermediate",
			true, func(s *testpki.Spec) { s.Set(testpki.ExtKeyUsage(testpki.OIDServerAuth, testpki.OIDClientAuth)) }),
	}
}
