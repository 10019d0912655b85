package topic

import (
	"encoding/asn1"

	"qwac/internal/cases/kit"
	"qwac/internal/testpki"
)

// typeCases are about certificates that are not PSD2 QWACs (group J).
func typeCases() []kit.Case {
	beside := func(seal func() testpki.Spec, c kit.Case) kit.Case {
		c.Options.Seal = certificate(kit.As(seal))
		return c
	}
	return []kit.Case{
		{Name: "type-ca/CA bundle", Files: withoutLeaf, Want: []string{"type-ca"}},
		kit.Quiet("type-ca/leaf marked as a CA", func(s *testpki.Spec) {
			s.Set(testpki.BasicConstraints(true, -1))
		}, "leaf-is-ca"),
		{Name: "type-ca/one CA", Files: func(c testpki.Chain) []kit.Input {
			return kit.ThreeFiles(c)[1:2]
		}, Want: []string{"type-ca"}},
		{Name: "type-ca/leaf alone", Near: true, Files: kit.OnlyLeaf, Want: []string{"chain-incomplete-single"}},

		beside(testpki.PSD2QWAC,
			kit.Fires("type-pair-swapped/seal given as QWAC", kit.As(testpki.QSealC), "type-pair-swapped")),
		beside(testpki.QSealC, kit.Quiet("type-pair-swapped/right way round", nil)),
		beside(testpki.QSealC, kit.Quiet("type-pair-swapped/seal twice", kit.As(testpki.QSealC), "type-qsealc")),
		beside(testpki.PSD2QWAC, kit.Quiet("type-pair-swapped/QWAC twice", nil)),

		kit.Fires("type-2-qwac/profile", kit.As(testpki.TwoQWAC), "type-2-qwac"),
		kit.Fires("type-2-qwac/PSD2 QWAC", purposes(testpki.OIDTLSBinding), "type-2-qwac"),
		kit.Fires("type-2-qwac/tls-binding twice", purposes(testpki.OIDTLSBinding, testpki.OIDTLSBinding),
			"type-2-qwac"),
		kit.Quiet("type-2-qwac/tls-binding beside clientAuth", purposes(testpki.OIDTLSBinding, testpki.OIDClientAuth),
			"leaf-eku-serverauth-missing", "leaf-eku-tls-binding-mixed"),

		{Name: "type-obwac/directory of Open Banking", Edit: issuedBy("OpenBanking"), Want: []string{"type-obwac"}},
		kit.Fires("type-obwac/neither QcCompliance nor policy", kit.As(openBanking, provider("GB", "FCA")),
			"type-obwac"),
		kit.Fires("type-obwac/British organizationIdentifier", kit.As(openBanking, orgID("PSDGB-FCA-791622")),
			"type-obwac"),
		kit.Quiet("type-obwac/authority elsewhere", kit.As(openBanking), "qc-compliance-missing"),
		kit.Quiet("type-obwac/policy of QWACs",
			kit.As(openBanking, provider("GB", "FCA"), kit.Policies(testpki.OIDQNCPwGen)),
			"qc-compliance-missing", "psd2-ncaid-non-eea", "psd2-ncaname-unexpected"),
		{Name: "type-obwac/provider with open banking in its name", Near: true,
			Edit: issuedBy("Open Banking Trust Services ApS")},

		kit.Fires("type-wallet-access/policy of a wallet access certificate",
			kit.As(testpki.PlainTLS, kit.Policies(asn1.ObjectIdentifier{0, 4, 0, 194118, 1, 2})), "type-wallet-access"),
		kit.Fires("type-wallet-access/statement with one other digit", func(s *testpki.Spec) {
			s.DropStatement(testpki.OIDPSD2)
			s.AddStatement(testpki.Statement{ID: asn1.ObjectIdentifier{0, 4, 0, 19475, 2},
				Info: testpki.CleanPSD2().DER()})
		}, "type-wallet-access"),
		kit.Quiet("type-wallet-access/policy beside a PSD2 statement",
			kit.Policies(testpki.OIDQNCPwGen, asn1.ObjectIdentifier{0, 4, 0, 194118, 1, 2})),

		kit.Fires("type-qsealc/profile", kit.As(testpki.QSealC), "type-qsealc"),
		kit.Fires("type-qsealc/with clientAuth", kit.As(testpki.QSealC, purposes(testpki.OIDClientAuth)),
			"type-qsealc"),
		kit.Fires("type-qsealc/by its policy", kit.As(testpki.QSealC, dropStatement(testpki.OIDQcType)), "type-qsealc",
			"qc-type-missing"),
		kit.Quiet("type-qsealc/website with QcType eseal", qcType(testpki.OIDQcTypeESeal), "qc-type-not-web"),

		kit.Fires("type-qsig/profile", kit.As(testpki.QSig), "type-qsig"),
		kit.Fires("type-qsig/by its policy", kit.As(testpki.QSig, dropStatement(testpki.OIDQcType)), "type-qsig",
			"qc-type-missing"),
		kit.Quiet("type-qsig/website with QcType esign", qcType(testpki.OIDQcTypeESign), "qc-type-not-web"),

		kit.Fires("type-plain-tls/profile", kit.As(testpki.PlainTLS), "type-plain-tls"),
		kit.Quiet("type-plain-tls/with a PSD identifier", kit.As(testpki.PlainTLS,
			attribute(testpki.OIDOrganizationIdentifier, testpki.OrgID)), "qc-statements-missing",
			"chain-public-webpki-root"),
		kit.Quiet("type-plain-tls/version 2", kit.As(testpki.PlainTLS, func(s *testpki.Spec) {
			s.Version = 2
		}), "x509-version-not-3"),
		kit.Quiet("type-plain-tls/with an eIDAS policy", kit.As(testpki.PlainTLS,
			kit.Policies(testpki.OIDCABFOV, testpki.OIDQNCPw)), "qc-statements-missing", "chain-public-webpki-root"),

		kit.Fires("type-plain-qwac/profile", kit.As(testpki.PlainQWAC), "type-plain-qwac"),
		kit.Quiet("type-plain-qwac/with the PSD2 policy",
			kit.As(testpki.PlainQWAC, kit.Policies(testpki.OIDQNCPw, testpki.OIDPSD2Policy, testpki.OIDCABFOV)),
			"psd2-statement-missing", "psd2-orgid-not-psd", "chain-public-webpki-root"),
		kit.Quiet("type-plain-qwac/PSD2 statement beside a VAT number", kit.As(testpki.PlainQWAC, psd2(nil)),
			"psd2-orgid-not-psd", "chain-public-webpki-root"),

		kit.Fires("type-test-certificate/country XX", provider("XX", "DFSA"), "type-test-certificate"),
		kit.Fires("type-test-certificate/authority of a sample", provider("DK", "SFO"), "type-test-certificate"),
		inSandbox(kit.Fires("type-test-certificate/in the sandbox", provider("XX", "DFSA"),
			"type-test-certificate:notice")),
		kit.Fires("type-test-certificate/example of the standard", provider("ES", "BDE", "3DFD21"),
			"type-test-certificate",
			"psd2-ncaid-not-on-eba-list"),
		kit.Fires("type-test-certificate/second of two identifiers",
			addAttribute(testpki.OIDOrganizationIdentifier, "PSDXX-DFSA-97351842"),
			"psd2-orgid-multiple", "type-test-certificate"),
		kit.Fires("type-test-certificate/name of the host", kit.Host("sandbox.fixture-payments.example"),
			"type-test-certificate:notice"),
		kit.Fires("type-test-certificate/number behind the word", kit.Host("psd2-test2.fixture-payments.example"),
			"type-test-certificate:notice"),
		kit.Quiet("type-test-certificate/host of contests and art", kit.Host("contest-art.attestation.example")),
		inSandbox(kit.Quiet("type-test-certificate/host in the sandbox", kit.Host("sandbox.fixture-payments.example"))),
		{Name: "type-test-certificate/CA for tests", Near: true, Edit: kit.CommonName("Fixture Trust TEST CA 1"),
			Want: []string{"chain-test-ca"}},
		{Name: "type-test-certificate/CA for contests", Near: true, Edit: kit.CommonName("Fixture Trust Contest CA 1")},
		kit.Quiet("type-test-certificate/names of the holder", func(s *testpki.Spec) {
			s.Subject.Set(testpki.OIDOrganization, "Test Achats Demo SC")
			s.Subject.Add(testpki.OIDOrganizationalUnit, "Sandbox")
			s.Subject.Add(testpki.OIDEmailAddress, "test@fixture-payments.example")
		}, "subject-email"),
		kit.Quiet("type-test-certificate/organisation called SFO",
			attribute(testpki.OIDOrganization, "SFO Payments A/S")),

		kit.Fires("type-vop-certificate/requesting", roles("VOP_RS"), "role-none-offered", "type-vop-certificate"),
		kit.Fires("type-vop-certificate/both", roles("VOP_RS", "VOP_VS"), "role-none-offered", "type-vop-certificate"),
		kit.Quiet("type-vop-certificate/beside PSP_AI", roles("VOP_RS", "PSP_AI"), "role-not-offered-in-certificate"),
	}
}

// issuedBy gives the issuing CA another organisation.
func issuedBy(organization string) func(leaf, intermediate, root *testpki.Spec) {
	return func(_, intermediate, _ *testpki.Spec) {
		intermediate.Subject.Set(testpki.OIDOrganization, organization)
	}
}

// openBanking is a certificate with PSD2 roles as the UK's directory made them: not a qualified one.
func openBanking() testpki.Spec {
	s := testpki.PSD2QWAC()
	s.DropStatement(testpki.OIDQcCompliance)
	s.Set(testpki.Policies(testpki.OIDOwnPolicyID))
	return s
}

// inSandbox runs a case for the bank's sandbox.
func inSandbox(c kit.Case) kit.Case {
	c.Options.Sandbox = true
	return c
}
