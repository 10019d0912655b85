package topic

import (
	"crypto/x509"

	"qwac/internal/cases/kit"
	"qwac/internal/testpki"
)

// leafCases are about usage, policies and subject of the leaf (group L).
func leafCases() []kit.Case {
	usage := func(u x509.KeyUsage) kit.Edit { return func(s *testpki.Spec) { s.Set(testpki.KeyUsage(u)) } }
	return []kit.Case{
		kit.Fires("leaf-eku-clientauth-missing/serverAuth only", purposes(testpki.OIDServerAuth),
			"leaf-eku-clientauth-missing"),
		kit.Fires("leaf-eku-clientauth-missing/tls-binding and serverAuth", purposes(testpki.OIDTLSBinding,
			testpki.OIDServerAuth), "leaf-eku-clientauth-missing", "leaf-eku-tls-binding-mixed"),
		kit.Quiet("leaf-eku-clientauth-missing/any purpose", purposes(testpki.OIDAnyExtKeyUsage), "leaf-eku-forbidden"),
		kit.Quiet("leaf-eku-clientauth-missing/no extended key usage", func(s *testpki.Spec) {
			s.Drop(testpki.OIDExtKeyUsage)
		}, "leaf-eku-missing"),
		kit.Quiet("leaf-eku-clientauth-missing/clientAuth only", purposes(testpki.OIDClientAuth),
			"leaf-eku-serverauth-missing"),

		// With QcType web the same usage makes a 2-QWAC, which has a rule of its own.
		kit.Fires("leaf-eku-tls-binding-only/two types",
			kit.As(testpki.TwoQWAC, qcType(testpki.OIDQcTypeWeb, testpki.OIDQcTypeESeal)),
			"qc-type-multiple", "leaf-eku-tls-binding-only"),
		kit.Quiet("leaf-eku-tls-binding-only/QcType web", kit.As(testpki.TwoQWAC), "type-2-qwac"),
		kit.Quiet("leaf-eku-tls-binding-only/beside clientAuth", purposes(testpki.OIDTLSBinding, testpki.OIDClientAuth),
			"leaf-eku-serverauth-missing", "leaf-eku-tls-binding-mixed"),

		kit.Fires("leaf-ku-digitalsignature-missing/keyEncipherment", usage(x509.KeyUsageKeyEncipherment),
			"leaf-ku-digitalsignature-missing", "leaf-ku-wrong-for-key"),
		kit.Quiet("leaf-ku-digitalsignature-missing/beside keyEncipherment",
			usage(x509.KeyUsageDigitalSignature|x509.KeyUsageKeyEncipherment), "leaf-ku-wrong-for-key"),
		kit.Quiet("leaf-ku-digitalsignature-missing/no key usage", func(s *testpki.Spec) {
			s.Drop(testpki.OIDKeyUsage)
		}, "leaf-ku-missing"),

		kit.Fires("leaf-ku-nonrepudiation/beside digitalSignature",
			usage(x509.KeyUsageDigitalSignature|x509.KeyUsageContentCommitment),
			"leaf-ku-nonrepudiation"),
		kit.Fires("leaf-ku-nonrepudiation/alone", usage(x509.KeyUsageContentCommitment),
			"leaf-ku-digitalsignature-missing", "leaf-ku-nonrepudiation"),
		kit.Quiet("leaf-ku-nonrepudiation/seal", kit.As(testpki.QSealC), "type-qsealc"),

		// As a request tool of 2020 builds it, where DER drops octets of zeros from a named bit list.
		kit.Fires("x509-der-not-canonical/key usage with a zero octet", func(s *testpki.Spec) {
			s.Ext(testpki.OIDKeyUsage).Value = []byte{3, 3, 0, 0x80, 0}
		}, "x509-der-not-canonical"),

		kit.Fires("leaf-eku-critical/critical", func(s *testpki.Spec) {
			s.SetCritical(testpki.OIDExtKeyUsage, true)
		}, "leaf-eku-critical"),
		kit.Quiet("leaf-eku-critical/key usage", func(s *testpki.Spec) { s.SetCritical(testpki.OIDKeyUsage, true) }),
		kit.Fires("policy-critical/critical", func(s *testpki.Spec) {
			s.SetCritical(testpki.OIDCertificatePolicies, true)
		}, "policy-critical"),
		kit.Fires("policy-qualifier-unknown/in a critical extension", func(s *testpki.Spec) {
			kit.Qualifier(kit.OIDUnheard)(s)
			s.SetCritical(testpki.OIDCertificatePolicies, true)
		}, "policy-qualifier-unknown", "policy-critical"),
		{Name: "policy-critical/of a CA", Near: true, Edit: kit.CaOnly(func(s *testpki.Spec) {
			s.SetCritical(testpki.OIDCertificatePolicies, true)
		})},
		kit.Fires("san-critical/critical", func(s *testpki.Spec) {
			s.SetCritical(testpki.OIDSubjectAltName, true)
		}, "san-critical"),
		kit.Quiet("san-critical/not critical", kit.Dns(testpki.Host)),
		kit.Quiet("san-critical/the only name", func(s *testpki.Spec) { // RFC 5280, 4.2.1.6 wants it critical
			s.Subject = nil
			s.SetCritical(testpki.OIDSubjectAltName, true)
		}, "psd2-orgid-missing", "subject-attribute-missing"),
		kit.Fires("san-type-not-dns/mail address and directory name",
			kit.AltNames(testpki.Email("a@b.example"), testpki.DirectoryName(kit.InDenmark())), "san-type-not-dns"),
		kit.Fires("san-type-not-dns/address of a host beside QEVCP-w",
			kit.As(testpki.QEVCPw, kit.AltNames(testpki.IP(192, 0, 2,
				1))), "san-type-not-dns", "chain-public-webpki-root"),
		kit.Quiet("san-type-not-dns/address of a host", kit.AltNames(testpki.IP(192, 0, 2, 1))),

		kit.Fires("policy-etsi-inconsistent-with-qctype/seal", kit.Policies(testpki.OIDQCPl),
			"policy-etsi-inconsistent-with-qctype"),
		kit.Fires("policy-etsi-inconsistent-with-qctype/signature beside website", kit.Policies(testpki.OIDQNCPwGen,
			testpki.OIDQCPn), "policy-etsi-inconsistent-with-qctype", "policy-etsi-multiple"),
		kit.Quiet("policy-etsi-inconsistent-with-qctype/two for websites",
			kit.Policies(testpki.OIDQNCPwGen, testpki.OIDQEVCPw),
			"subject-ev-attributes", "policy-etsi-multiple", "policy-qevcp-without-cabf-ev"),

		kit.Fires("policy-etsi-missing/own policy", kit.Policies(testpki.OIDOwnPolicyID), "policy-etsi-missing"),
		kit.Quiet("policy-etsi-missing/policy of PSD2 too", kit.Policies(testpki.OIDOwnPolicyID, testpki.OIDPSD2Policy),
			"policy-psd2-without-base:warning"),
		kit.Quiet("policy-etsi-missing/no policies", func(s *testpki.Spec) {
			s.Drop(testpki.OIDCertificatePolicies)
		}, "policy-missing"),
		kit.Quiet("policy-etsi-missing/last of many", kit.Policies(testpki.OIDOwnPolicyID, testpki.OIDPSD2Policy,
			testpki.OIDCABFEV, testpki.OIDQEVCPw), "psd2-cabf-orgid-missing", "subject-ev-attributes",
			"validity-exceeds-cabf", "leaf-sct-missing"),

		kit.Fires("policy-qncp-w-gen/clean", nil, "policy-qncp-w-gen"),
		kit.Quiet("policy-qncp-w-gen/QNCP-w", kit.As(testpki.QNCPw), "chain-public-webpki-root"),
		kit.Quiet("policy-qncp-w-gen/QEVCP-w", kit.As(testpki.QEVCPw), "chain-public-webpki-root"),

		kit.Fires("subject-natural-person/surname", attribute(testpki.OIDSurname, "Fixture"), "subject-natural-person"),
		kit.Quiet("subject-natural-person/person in commonName", attribute(testpki.OIDCommonName, "Signe Fixture"),
			"subject-cn-not-in-san"),
		kit.Quiet("subject-natural-person/signature certificate", kit.As(testpki.QSig), "type-qsig"),
	}
}
