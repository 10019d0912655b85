package topic

import (
	"crypto/x509"

	"qwac/internal/cases/kit"
	"qwac/internal/testpki"
)

// extensionCases are about presence and criticality of extensions, by kinds of certificates (groups C, L and A).
func extensionCases() []kit.Case {
	drop := func(oids ...[]int) kit.Edit {
		return func(s *testpki.Spec) {
			for _, oid := range oids {
				s.Drop(oid)
			}
		}
	}
	mark := func(oid []int, critical bool) kit.Edit { return func(s *testpki.Spec) { s.SetCritical(oid, critical) } }
	with := func(e testpki.Extension) kit.Edit { return func(s *testpki.Spec) { s.Add(e) } }
	softly := func(e testpki.Extension) kit.Edit {
		return func(s *testpki.Spec) {
			e.Critical = false
			s.Add(e)
		}
	}
	usage := func(u x509.KeyUsage) kit.Edit { return func(s *testpki.Spec) { s.Set(testpki.KeyUsage(u)) } }
	ca := func(name string, near bool, change kit.Edit, want ...string) kit.Case {
		return kit.Case{Name: name, Near: near, Edit: kit.CaOnly(change), Want: want}
	}
	root := func(name string, near bool, change kit.Edit, want ...string) kit.Case {
		return kit.Case{Name: name, Near: near, Edit: kit.RootOnly(change), Want: want}
	}
	return []kit.Case{
		kit.Fires("leaf-eku-missing/left out", drop(testpki.OIDExtKeyUsage), "leaf-eku-missing"),
		kit.Fires("leaf-eku-missing/ordinary certificate",
			kit.As(testpki.PlainTLS, drop(testpki.OIDExtKeyUsage)), "type-plain-tls", "leaf-eku-missing"),
		kit.Quiet("leaf-eku-missing/seal", kit.As(testpki.QSealC, drop(testpki.OIDExtKeyUsage)), "type-qsealc"),

		kit.Fires("leaf-ku-missing/left out", drop(testpki.OIDKeyUsage), "leaf-ku-missing"),
		kit.Fires("leaf-ku-missing/dataEncipherment",
			usage(x509.KeyUsageDigitalSignature|x509.KeyUsageDataEncipherment), "leaf-ku-wrong-for-key",
			"leaf-ku-missing"),
		kit.Fires("leaf-ku-missing/seal that enciphers",
			kit.As(testpki.QSealC, usage(x509.KeyUsageContentCommitment|x509.KeyUsageKeyAgreement)), "type-qsealc",
			"leaf-ku-missing"),
		kit.Quiet("leaf-ku-missing/type D", usage(x509.KeyUsageDigitalSignature|x509.KeyUsageKeyAgreement)),
		kit.Quiet("leaf-ku-missing/QNCP-w", kit.As(testpki.QNCPw, drop(testpki.OIDKeyUsage)),
			"chain-public-webpki-root"),

		kit.Fires("leaf-ku-not-critical/website", mark(testpki.OIDKeyUsage, false), "leaf-ku-not-critical"),
		kit.Quiet("leaf-ku-not-critical/seal", kit.As(testpki.QSealC, mark(testpki.OIDKeyUsage, false)), "type-qsealc"),

		kit.Fires("policy-missing/left out", drop(testpki.OIDCertificatePolicies), "policy-missing"),
		kit.Fires("policy-missing/seal",
			kit.As(testpki.QSealC, drop(testpki.OIDCertificatePolicies)), "type-qsealc", "policy-missing"),
		kit.Quiet("policy-missing/ordinary certificate",
			kit.As(testpki.PlainTLS, drop(testpki.OIDCertificatePolicies)), "type-plain-tls"),

		kit.Fires("policy-critical/seal",
			kit.As(testpki.QSealC, mark(testpki.OIDCertificatePolicies, true)), "type-qsealc", "policy-critical"),
		kit.Fires("leaf-eku-critical/ordinary certificate",
			kit.As(testpki.PlainTLS, mark(testpki.OIDExtKeyUsage, true)), "type-plain-tls", "leaf-eku-critical"),
		kit.Fires("san-critical/ordinary certificate",
			kit.As(testpki.PlainTLS, mark(testpki.OIDSubjectAltName, true)), "type-plain-tls", "san-critical"),

		kit.Fires("leaf-forbidden-extension/policyConstraints",
			with(testpki.PolicyConstraints(0, -1)), "leaf-forbidden-extension"),
		kit.Fires("leaf-forbidden-extension/inhibitAnyPolicy in a seal",
			kit.As(testpki.QSealC, with(testpki.InhibitAnyPolicy(0))), "type-qsealc", "leaf-forbidden-extension"),
		ca("leaf-forbidden-extension/CA", true, with(testpki.InhibitAnyPolicy(0))),

		kit.Fires("leaf-name-constraints/leaf",
			with(testpki.NameConstraints([]testpki.GeneralName{testpki.DNS(testpki.Host)}, nil)),
			"leaf-name-constraints"),
		ca("leaf-name-constraints/CA",
			true, with(testpki.NameConstraints(nil, []testpki.GeneralName{testpki.DNS("elsewhere.example")}))),

		kit.Fires("san-missing/left out", drop(testpki.OIDSubjectAltName), "subject-cn-not-in-san", "san-missing"),
		kit.Fires("san-missing/mail address only",
			func(s *testpki.Spec) {
				s.Set(testpki.SubjectAltName(testpki.Email("a@b.example")))
			}, "subject-cn-not-in-san", "san-type-not-dns", "san-missing"),
		kit.Quiet("san-missing/seal", kit.As(testpki.QSealC), "type-qsealc"),

		kit.Fires("aia-missing/left out", drop(testpki.OIDAuthorityInfoAccess), "aia-missing"),
		kit.Fires("aia-missing/seal",
			kit.As(testpki.QSealC, drop(testpki.OIDAuthorityInfoAccess)), "type-qsealc", "aia-missing"),
		ca("aia-missing/CA", true, drop(testpki.OIDAuthorityInfoAccess)),

		kit.Fires("aia-critical/leaf", mark(testpki.OIDAuthorityInfoAccess, true), "x509-go-unparseable",
			"aia-critical"),
		ca("aia-critical/CA", false, mark(testpki.OIDAuthorityInfoAccess, true), "x509-go-unparseable", "aia-critical"),
		kit.Quiet("aia-critical/false spelled out", func(s *testpki.Spec) {
			s.Ext(testpki.OIDAuthorityInfoAccess).CriticalDER = []byte{1, 1, 0}
		}, "x509-der-not-canonical"),

		kit.Fires("revocation-crldp-critical/leaf",
			mark(testpki.OIDCRLDistributionPoints, true), "revocation-crldp-critical"),
		kit.Quiet("revocation-crldp-critical/false spelled out", func(s *testpki.Spec) {
			s.Ext(testpki.OIDCRLDistributionPoints).CriticalDER = []byte{1, 1, 0}
		}, "x509-der-not-canonical"),

		root("chain-ca-ski-missing/root", false, drop(testpki.OIDSubjectKeyID), "chain-ca-ski-missing"),
		kit.Quiet("chain-ca-ski-missing/leaf", drop(testpki.OIDSubjectKeyID)),

		kit.Fires("chain-aki-ski-critical/leaf",
			mark(testpki.OIDSubjectKeyID, true), "x509-go-unparseable", "chain-aki-ski-critical"),
		ca("chain-aki-ski-critical/CA",
			false, mark(testpki.OIDAuthorityKeyID, true), "x509-go-unparseable", "chain-aki-ski-critical"),
		kit.Quiet("chain-aki-ski-critical/key usage", mark(testpki.OIDKeyUsage, true)),

		ca("chain-ca-basic-constraints-not-critical/intermediate",
			false, mark(testpki.OIDBasicConstraints, false), "chain-ca-basic-constraints-not-critical"),
		kit.Quiet("chain-ca-basic-constraints-not-critical/leaf", mark(testpki.OIDBasicConstraints, false)),

		ca("chain-ca-constraints-not-critical/policyConstraints",
			false, softly(testpki.PolicyConstraints(5, -1)), "chain-ca-constraints-not-critical"),
		ca("chain-ca-constraints-not-critical/inhibitAnyPolicy",
			false, softly(testpki.InhibitAnyPolicy(5)), "chain-ca-constraints-not-critical"),
		ca("chain-ca-constraints-not-critical/nameConstraints",
			false, softly(testpki.NameConstraints(nil, []testpki.GeneralName{testpki.DNS("elsewhere.example")})),
			"chain-ca-constraints-not-critical:warning"),
		ca("chain-ca-constraints-not-critical/critical", true, with(testpki.InhibitAnyPolicy(5))),

		root("chain-ca-keyusage-absent/root", false, drop(testpki.OIDKeyUsage), "chain-ca-keyusage-absent"),
		ca("chain-ca-keyusage-absent/not critical",
			false, mark(testpki.OIDKeyUsage, false), "chain-ca-keyusage-absent"),
		kit.Quiet("chain-ca-keyusage-absent/leaf",
			kit.As(testpki.QNCPw, drop(testpki.OIDKeyUsage)), "chain-public-webpki-root"),

		root("chain-root-has-eku/both",
			false, func(s *testpki.Spec) {
				s.Set(testpki.ExtKeyUsage(testpki.OIDServerAuth, testpki.OIDClientAuth))
			}, "chain-root-has-eku"),
		ca("chain-root-has-eku/intermediate",
			true, func(s *testpki.Spec) { s.Set(testpki.ExtKeyUsage(testpki.OIDServerAuth, testpki.OIDClientAuth)) }),
	}
}
