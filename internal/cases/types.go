package cases

import (
	"encoding/asn1"

	"qwac/internal/testpki"
	"qwac/pkg/check"
)

// typeCases are about certificates that are no PSD2 QWAC at all (group J).
func typeCases() []Case {
	beside := func(seal func() testpki.Spec, c Case) Case {
		c.Options.Seal = certificate(as(seal))
		return c
	}
	return []Case{
		{Name: "type-ca/CA bundle", Files: withoutLeaf, Want: []string{"type-ca"}},
		quiet("type-ca/leaf marked as a CA", func(s *testpki.Spec) { s.Set(testpki.BasicConstraints(true, -1)) }, "leaf-is-ca"),
		{Name: "type-ca/one CA", Files: func(c testpki.Chain) []Input { return threeFiles(c)[1:2] }, Want: []string{"type-ca"}},
		{Name: "type-ca/leaf alone", Near: true, Files: onlyLeaf, Want: []string{"chain-incomplete-single"}},

		beside(testpki.PSD2QWAC, fires("type-pair-swapped/seal given as QWAC", as(testpki.QSealC), "type-pair-swapped")),
		beside(testpki.QSealC, quiet("type-pair-swapped/right way round", nil)),
		beside(testpki.QSealC, quiet("type-pair-swapped/seal twice", as(testpki.QSealC), "type-qsealc")),
		beside(testpki.PSD2QWAC, quiet("type-pair-swapped/QWAC twice", nil)),

		fires("type-2-qwac/profile", as(testpki.TwoQWAC), "type-2-qwac"),
		fires("type-2-qwac/PSD2 QWAC", purposes(testpki.OIDTLSBinding), "type-2-qwac"),
		fires("type-2-qwac/tls-binding twice", purposes(testpki.OIDTLSBinding, testpki.OIDTLSBinding), "type-2-qwac"),
		quiet("type-2-qwac/tls-binding beside clientAuth", purposes(testpki.OIDTLSBinding, testpki.OIDClientAuth), "leaf-eku-serverauth-missing", "leaf-eku-tls-binding-mixed"),

		{Name: "type-obwac/directory of Open Banking", Edit: issuedBy("OpenBanking"), Want: []string{"type-obwac"}},
		fires("type-obwac/neither QcCompliance nor policy", as(openBanking, provider("GB", "FCA")), "type-obwac"),
		fires("type-obwac/British organizationIdentifier", as(openBanking, orgID("PSDGB-FCA-791622")), "type-obwac"),
		quiet("type-obwac/authority elsewhere", as(openBanking), "qc-compliance-missing"),
		quiet("type-obwac/policy of QWACs", as(openBanking, provider("GB", "FCA"), policies(testpki.OIDQNCPwGen)), "qc-compliance-missing", "psd2-ncaid-non-eea", "psd2-ncaname-unexpected"),
		{Name: "type-obwac/provider with open banking in its name", Near: true, Edit: issuedBy("Open Banking Trust Services ApS")},

		fires("type-wallet-access/policy of a wallet access certificate", as(testpki.PlainTLS, policies(asn1.ObjectIdentifier{0, 4, 0, 194118, 1, 2})), "type-wallet-access"),
		fires("type-wallet-access/statement with one other digit", func(s *testpki.Spec) {
			s.DropStatement(testpki.OIDPSD2)
			s.AddStatement(testpki.Statement{ID: asn1.ObjectIdentifier{0, 4, 0, 19475, 2}, Info: testpki.CleanPSD2().DER()})
		}, "type-wallet-access"),
		quiet("type-wallet-access/policy beside a PSD2 statement", policies(testpki.OIDQNCPwGen, asn1.ObjectIdentifier{0, 4, 0, 194118, 1, 2})),

		fires("type-qsealc/profile", as(testpki.QSealC), "type-qsealc"),
		fires("type-qsealc/with clientAuth", as(testpki.QSealC, purposes(testpki.OIDClientAuth)), "type-qsealc"),
		fires("type-qsealc/by its policy", as(testpki.QSealC, dropStatement(testpki.OIDQcType)), "type-qsealc", "qc-type-missing"),
		quiet("type-qsealc/website with QcType eseal", qcType(testpki.OIDQcTypeESeal), "qc-type-not-web"),

		fires("type-qsig/profile", as(testpki.QSig), "type-qsig"),
		fires("type-qsig/by its policy", as(testpki.QSig, dropStatement(testpki.OIDQcType)), "type-qsig", "qc-type-missing"),
		quiet("type-qsig/website with QcType esign", qcType(testpki.OIDQcTypeESign), "qc-type-not-web"),

		fires("type-plain-tls/profile", as(testpki.PlainTLS), "type-plain-tls"),
		quiet("type-plain-tls/with a PSD identifier", as(testpki.PlainTLS, attribute(testpki.OIDOrganizationIdentifier, testpki.OrgID)), "qc-statements-missing", "chain-public-webpki-root"),
		quiet("type-plain-tls/version 2", as(testpki.PlainTLS, func(s *testpki.Spec) { s.Version = 2 }), "x509-version-not-3"),
		quiet("type-plain-tls/with an eIDAS policy", as(testpki.PlainTLS, policies(testpki.OIDCABFOV, testpki.OIDQNCPw)), "qc-statements-missing", "chain-public-webpki-root"),

		fires("type-plain-qwac/profile", as(testpki.PlainQWAC), "type-plain-qwac"),
		quiet("type-plain-qwac/with the PSD2 policy",
			as(testpki.PlainQWAC, policies(testpki.OIDQNCPw, testpki.OIDPSD2Policy, testpki.OIDCABFOV)), "psd2-statement-missing", "psd2-orgid-not-psd", "chain-public-webpki-root"),
		quiet("type-plain-qwac/PSD2 statement beside a VAT number", as(testpki.PlainQWAC, psd2(nil)), "psd2-orgid-not-psd", "chain-public-webpki-root"),

		fires("type-test-certificate/country XX", provider("XX", "DFSA"), "type-test-certificate"),
		fires("type-test-certificate/authority of a sample", provider("DK", "SFO"), "type-test-certificate"),
		inSandbox(fires("type-test-certificate/in the sandbox", provider("XX", "DFSA"), "type-test-certificate:notice")),
		fires("type-test-certificate/example of the standard", provider("ES", "BDE", "3DFD21"), "type-test-certificate", "psd2-ncaid-not-on-eba-list", "psd2-ncaname-unexpected"),
		fires("type-test-certificate/second of two identifiers", addAttribute(testpki.OIDOrganizationIdentifier, "PSDXX-DFSA-97351842"),
			"psd2-orgid-multiple", "type-test-certificate"),
		fires("type-test-certificate/name of the host", host("sandbox.fixture-payments.example"), "type-test-certificate:notice"),
		fires("type-test-certificate/number behind the word", host("psd2-test2.fixture-payments.example"), "type-test-certificate:notice"),
		quiet("type-test-certificate/host of contests and art", host("contest-art.attestation.example")),
		inSandbox(quiet("type-test-certificate/host in the sandbox", host("sandbox.fixture-payments.example"))),
		{Name: "type-test-certificate/CA for tests", Near: true, Edit: commonName("Fixture Trust TEST CA 1"), Want: []string{"chain-test-ca"}},
		{Name: "type-test-certificate/CA for contests", Near: true, Edit: commonName("Fixture Trust Contest CA 1")},
		quiet("type-test-certificate/names of the holder", func(s *testpki.Spec) {
			s.Subject.Set(testpki.OIDOrganization, "Test Achats Demo SC")
			s.Subject.Add(testpki.OIDOrganizationalUnit, "Sandbox")
			s.Subject.Add(testpki.OIDEmailAddress, "test@fixture-payments.example")
		}),
		quiet("type-test-certificate/organisation called SFO", attribute(testpki.OIDOrganization, "SFO Payments A/S")),

		fires("type-vop-certificate/requesting", roles("VOP_RS"), "role-none-offered", "type-vop-certificate"),
		fires("type-vop-certificate/both", roles("VOP_RS", "VOP_VS"), "role-none-offered", "type-vop-certificate"),
		quiet("type-vop-certificate/beside PSP_AI", roles("VOP_RS", "PSP_AI"), "role-not-offered-in-certificate"),
	}
}

func withoutLeaf(c testpki.Chain) []Input { return threeFiles(c)[1:] }

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
func inSandbox(c Case) Case {
	c.Options.Sandbox = true
	return c
}

// with runs a case with other options.
func with(o check.Options, c Case) Case {
	c.Options = o
	return c
}
