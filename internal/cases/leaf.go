package cases

import (
	"crypto/x509"
	"encoding/asn1"

	"qwac/internal/testpki"
)

// leafCases are about usage, policies and subject of the leaf (group L).
func leafCases() []Case {
	usage := func(u x509.KeyUsage) edit { return func(s *testpki.Spec) { s.Set(testpki.KeyUsage(u)) } }
	return []Case{
		fires("leaf-eku-clientauth-missing/serverAuth only", purposes(testpki.OIDServerAuth),
			"leaf-eku-clientauth-missing"),
		fires("leaf-eku-clientauth-missing/tls-binding and serverAuth", purposes(testpki.OIDTLSBinding,
			testpki.OIDServerAuth), "leaf-eku-clientauth-missing", "leaf-eku-tls-binding-mixed"),
		quiet("leaf-eku-clientauth-missing/any purpose", purposes(testpki.OIDAnyExtKeyUsage), "leaf-eku-forbidden"),
		quiet("leaf-eku-clientauth-missing/no extended key usage", func(s *testpki.Spec) {
			s.Drop(testpki.OIDExtKeyUsage)
		}, "leaf-eku-missing"),
		quiet("leaf-eku-clientauth-missing/clientAuth only", purposes(testpki.OIDClientAuth),
			"leaf-eku-serverauth-missing"),

		// With QcType web the same usage makes a 2-QWAC, which has a rule of its own.
		fires("leaf-eku-tls-binding-only/two types",
			as(testpki.TwoQWAC, qcType(testpki.OIDQcTypeWeb, testpki.OIDQcTypeESeal)),
			"qc-type-multiple", "leaf-eku-tls-binding-only"),
		quiet("leaf-eku-tls-binding-only/QcType web", as(testpki.TwoQWAC), "type-2-qwac"),
		quiet("leaf-eku-tls-binding-only/beside clientAuth", purposes(testpki.OIDTLSBinding, testpki.OIDClientAuth),
			"leaf-eku-serverauth-missing", "leaf-eku-tls-binding-mixed"),

		fires("leaf-ku-digitalsignature-missing/keyEncipherment", usage(x509.KeyUsageKeyEncipherment),
			"leaf-ku-digitalsignature-missing", "leaf-ku-wrong-for-key"),
		quiet("leaf-ku-digitalsignature-missing/beside keyEncipherment",
			usage(x509.KeyUsageDigitalSignature|x509.KeyUsageKeyEncipherment), "leaf-ku-wrong-for-key"),
		quiet("leaf-ku-digitalsignature-missing/no key usage", func(s *testpki.Spec) {
			s.Drop(testpki.OIDKeyUsage)
		}, "leaf-ku-missing"),

		fires("leaf-ku-nonrepudiation/beside digitalSignature",
			usage(x509.KeyUsageDigitalSignature|x509.KeyUsageContentCommitment),
			"leaf-ku-nonrepudiation"),
		fires("leaf-ku-nonrepudiation/alone", usage(x509.KeyUsageContentCommitment),
			"leaf-ku-digitalsignature-missing", "leaf-ku-nonrepudiation"),
		quiet("leaf-ku-nonrepudiation/seal", as(testpki.QSealC), "type-qsealc"),

		// As a request tool of 2020 builds it, where DER drops octets of zeros from a named bit list.
		fires("x509-der-not-canonical/key usage with a zero octet", func(s *testpki.Spec) {
			s.Ext(testpki.OIDKeyUsage).Value = []byte{3, 3, 0, 0x80, 0}
		}, "x509-der-not-canonical"),

		fires("leaf-eku-critical/critical", func(s *testpki.Spec) {
			s.SetCritical(testpki.OIDExtKeyUsage, true)
		}, "leaf-eku-critical"),
		quiet("leaf-eku-critical/key usage", func(s *testpki.Spec) { s.SetCritical(testpki.OIDKeyUsage, true) }),
		fires("policy-critical/critical", func(s *testpki.Spec) {
			s.SetCritical(testpki.OIDCertificatePolicies, true)
		}, "policy-critical"),
		fires("policy-qualifier-unknown/in a critical extension", func(s *testpki.Spec) {
			qualifier(oidUnheard)(s)
			s.SetCritical(testpki.OIDCertificatePolicies, true)
		}, "policy-qualifier-unknown", "policy-critical"),
		{Name: "policy-critical/of a CA", Near: true, Edit: caOnly(func(s *testpki.Spec) {
			s.SetCritical(testpki.OIDCertificatePolicies, true)
		})},
		fires("san-critical/critical", func(s *testpki.Spec) {
			s.SetCritical(testpki.OIDSubjectAltName, true)
		}, "san-critical"),
		quiet("san-critical/not critical", dns(testpki.Host)),
		quiet("san-critical/the only name", func(s *testpki.Spec) { // RFC 5280, 4.2.1.6 wants it critical
			s.Subject = nil
			s.SetCritical(testpki.OIDSubjectAltName, true)
		}, "psd2-orgid-missing", "subject-attribute-missing"),
		fires("san-type-not-dns/mail address and directory name",
			altNames(testpki.Email("a@b.example"), testpki.DirectoryName(inDenmark())), "san-type-not-dns"),
		fires("san-type-not-dns/address of a host beside QEVCP-w",
			as(testpki.QEVCPw, altNames(testpki.IP(192, 0, 2, 1))), "san-type-not-dns", "chain-public-webpki-root"),
		quiet("san-type-not-dns/address of a host", altNames(testpki.IP(192, 0, 2, 1))),

		fires("policy-etsi-inconsistent-with-qctype/seal", policies(testpki.OIDQCPl),
			"policy-etsi-inconsistent-with-qctype"),
		fires("policy-etsi-inconsistent-with-qctype/signature beside website", policies(testpki.OIDQNCPwGen,
			testpki.OIDQCPn), "policy-etsi-inconsistent-with-qctype", "policy-etsi-multiple"),
		quiet("policy-etsi-inconsistent-with-qctype/two for websites", policies(testpki.OIDQNCPwGen, testpki.OIDQEVCPw),
			"subject-ev-attributes", "policy-etsi-multiple", "policy-qevcp-without-cabf-ev"),

		fires("policy-etsi-missing/own policy", policies(testpki.OIDOwnPolicyID, testpki.OIDPSD2Policy),
			"policy-etsi-missing", "policy-psd2-without-base:warning"),
		quiet("policy-etsi-missing/no policies", func(s *testpki.Spec) {
			s.Drop(testpki.OIDCertificatePolicies)
		}, "policy-missing"),
		quiet("policy-etsi-missing/last of many", policies(testpki.OIDOwnPolicyID, testpki.OIDPSD2Policy,
			testpki.OIDCABFEV, testpki.OIDQEVCPw), "psd2-cabf-orgid-missing", "subject-ev-attributes",
			"validity-exceeds-cabf", "leaf-sct-missing"),

		fires("policy-qncp-w-gen/clean", nil, "policy-qncp-w-gen"),
		quiet("policy-qncp-w-gen/QNCP-w", as(testpki.QNCPw), "chain-public-webpki-root"),
		quiet("policy-qncp-w-gen/QEVCP-w", as(testpki.QEVCPw), "chain-public-webpki-root"),

		fires("subject-natural-person/surname", attribute(testpki.OIDSurname, "Fixture"), "subject-natural-person"),
		quiet("subject-natural-person/person in commonName", attribute(testpki.OIDCommonName, "Signe Fixture"),
			"subject-cn-not-in-san"),
		quiet("subject-natural-person/signature certificate", as(testpki.QSig), "type-qsig"),
	}
}

func purposes(ids ...asn1.ObjectIdentifier) edit {
	return func(s *testpki.Spec) { s.Set(testpki.ExtKeyUsage(ids...)) }
}

// text sets an attribute of the subject with its string type.
func text(id asn1.ObjectIdentifier, value testpki.Text) edit {
	return func(s *testpki.Spec) { s.Subject.SetText(id, value) }
}

// attribute sets an attribute of the subject.
func attribute(id asn1.ObjectIdentifier, value string) edit {
	return func(s *testpki.Spec) { s.Subject.Set(id, value) }
}
