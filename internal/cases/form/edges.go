package form

import (
	"crypto"
	"crypto/x509"
	"encoding/asn1"
	"slices"
	"strings"

	"qwac/internal/cases/kit"
	"qwac/internal/testpki"
)

// edgeCases are about a certificate of another kind than the one that a rule is for, or one whose value has another
// form: what one condition of a rule alone decides. `make mutate` finds what has none.
func edgeCases() []kit.Case {
	return slices.Concat(otherKindCases(), otherFormCases(), otherIdentifierCases())
}

func otherKindCases() []kit.Case {
	ku := func(u x509.KeyUsage) kit.Edit { return func(s *testpki.Spec) { s.Set(testpki.KeyUsage(u)) } }
	both := ku(x509.KeyUsageDigitalSignature | x509.KeyUsageContentCommitment)
	odd := ku(x509.KeyUsageDigitalSignature | x509.KeyUsageDataEncipherment)
	rsa := func(s *testpki.Spec) { s.Key.Alg = testpki.RSA2048 }
	ncp := asn1.ObjectIdentifier{0, 4, 0, 2042, 1, 1}
	ca := func(s *testpki.Spec) { s.Set(testpki.BasicConstraints(true, -1)) }
	bare := kit.As(testpki.QSealC, func(s *testpki.Spec) {
		s.Drop(testpki.OIDQcStatements)
		s.Drop(testpki.OIDCertificatePolicies)
		s.Subject.Set(testpki.OIDOrganizationIdentifier, "VATDK-97351842")
	})
	named := func(oid, name string) kit.Edit {
		return psd2(func(p *testpki.PSD2) { p.Roles = []testpki.Role{testpki.RoleNamed(oid, name)} })
	}
	return []kit.Case{
		kit.Fires("leaf-ku-nonrepudiation/QcType but no serverAuth", then(both, purposes(testpki.OIDClientAuth)),
			"leaf-ku-nonrepudiation", "leaf-eku-serverauth-missing"),
		kit.Quiet("leaf-ku-missing/NCP by the browsers' rules", kit.As(testpki.QNCPw, rsa, odd,
			kit.Policies(testpki.OIDQNCPw, testpki.OIDCABFOV, ncp)), "leaf-ku-wrong-for-key:notice",
			"chain-public-webpki-root"),
		kit.Quiet("policy-etsi-inconsistent-with-qctype/seal", kit.As(testpki.QSealC), "type-qsealc"),
		kit.Quiet("policy-etsi-inconsistent-with-qctype/two types", then(qcType(testpki.OIDQcTypeWeb,
			testpki.OIDQcTypeESeal), kit.Policies(testpki.OIDQCPl)), "qc-type-multiple"),
		kit.Quiet("policy-etsi-inconsistent-with-qctype/QcType of seals", then(qcType(testpki.OIDQcTypeESeal),
			kit.Policies(testpki.OIDQNCPwGen, testpki.OIDQCPl)), "type-qsealc", "policy-etsi-multiple"),
		kit.Fires("policy-etsi-missing/claim of PSD2 without a type", then(dropStatement(testpki.OIDQcType),
			kit.Policies(testpki.OIDOwnPolicyID)), "qc-type-missing", "policy-etsi-missing"),
		kit.Fires("policy-etsi-missing/plain QWAC", kit.As(testpki.PlainQWAC, kit.Policies(testpki.OIDOwnPolicyID)),
			"type-plain-qwac", "policy-etsi-missing"),
		kit.Quiet("sig-ecdsa-hash-mismatch/SHA-1", kit.As(testpki.QNCPw, func(s *testpki.Spec) {
			s.Sign = testpki.SigAlg{Hash: crypto.SHA1}
		}), "chain-weak-signature-hash", "chain-public-webpki-root"),
		kit.Quiet("subject-mojibake/CA", then(ca, attribute(testpki.OIDOrganization, "Fixture LÃ¥n A/S")),
			"leaf-is-ca"),
		kit.Quiet("x509-dn-no-value/CA", then(ca, addAttribute(testpki.OIDLocality, "-")), "leaf-is-ca"),
		kit.Quiet("x509-dn-too-long/CA", then(ca, addAttribute(testpki.OIDSerialNumber, strings.Repeat("9", 65))),
			"leaf-is-ca"),
		kit.Fires("type-qsealc/by its key usage alone", bare, "type-qsealc"),
		kit.Quiet("psd2-role-unspecified-only/with the name of another", named("Unspecified", "PSP_AI"),
			"psd2-role-name-oid-mismatch"),
		kit.Quiet("type-vop-certificate/with the name of another", named("VOP_RS", "PSP_AI"),
			"psd2-role-name-oid-mismatch"),
		{Name: "chain-root-weak-self-signature/CA in the place of a leaf", Near: true,
			Files: func(testpki.Chain) []kit.Input {
				s := testpki.Root()
				s.Sign = testpki.SigAlg{Hash: crypto.SHA1}
				return []kit.Input{{Name: "leaf.pem", Data: testpki.Issue(s, nil).PEM()}}
			}, Want: []string{"type-ca"}},
	}
}

func otherFormCases() []kit.Case {
	cps := func(url string) kit.Edit {
		return func(s *testpki.Spec) {
			s.Set(testpki.PolicyInfos(testpki.Policy{ID: testpki.OIDQNCPwGen, CPS: url},
				testpki.Policy{ID: testpki.OIDPSD2Policy}))
		}
	}
	town := asn1.ObjectIdentifier{1, 3, 6, 1, 4, 1, 311, 60, 2, 1, 1}
	state := asn1.ObjectIdentifier{1, 3, 6, 1, 4, 1, 311, 60, 2, 1, 2}
	set := func(id asn1.ObjectIdentifier, der []byte) kit.Edit { return addStatement(id, der) }
	var many, lands []byte
	for range 65 {
		many = append(many, testpki.ObjectID(append(slices.Clone(testpki.OIDQcIdentMethod), 1))...)
		lands = append(lands, testpki.Printable("US").DER()...)
	}
	return []kit.Case{
		kit.Fires("url-malformed/no scheme", cps("//pki.fixture-trust.example/cps"), "url-malformed"),
		kit.Fires("url-malformed/letter of the disclosure statement that is not ASCII", func(s *testpki.Spec) {
			s.SetStatement(testpki.QcPDS(testpki.PDSIn("en", "https://pki.fixture-trust.example/pds/ø.pdf")))
		}, "url-malformed"),
		kit.Quiet("url-internal-host/no host", cps("ldap:///cn=cps")),
		kit.Quiet("subject-ev-attributes/place and state of the register", kit.As(testpki.QEVCPw,
			addAttribute(town, "Aarhus"), addAttribute(state, "Midtjylland")), "chain-public-webpki-root"),
		kit.Quiet("x509-dn-no-value/NA, which may be the province of Naples",
			addAttribute(asn1.ObjectIdentifier{2, 5, 4, 8}, "NA")),
		kit.Quiet("x509-dn-no-value/country that is empty", text(testpki.OIDCountry, testpki.UTF8("")),
			"x509-dn-country-encoding"),
		kit.Fires("x509-dn-no-value/identifier without PSD2", kit.As(testpki.PlainQWAC, orgID("-")),
			"type-plain-qwac", "x509-dn-no-value"),
		kit.Fires("x509-dn-no-value/empty", then(addAttribute(testpki.OIDLocality, "")),
			"x509-dn-no-value"),
		kit.Fires("x509-dn-no-value/empty PrintableString", text(testpki.OIDLocality, testpki.Printable("")),
			"x509-dn-no-value"),
		kit.Quiet("x509-dn-no-value/empty BMPString", text(testpki.OIDLocality, testpki.BMP("")),
			"x509-dn-string-type"),
		kit.Fires("qc-ident-method/65 methods", set(testpki.OIDQcIdentMethod, testpki.Seq(many)),
			"qc-ident-method"),
		kit.Quiet("qc-qscd-legislation/66 countries", set(testpki.OIDQcQSCDlegislation, testpki.Seq(lands,
			testpki.Printable("DK").DER())), "qc-qscd-legislation-alone"),
	}
}

func otherIdentifierCases() []kit.Case {
	repeated := func(scheme, country, state, reference string) kit.Edit {
		return func(s *testpki.Spec) {
			s.Set(testpki.CABFOrganizationIdentifier(scheme, country, state, reference))
		}
	}
	raw := func(der []byte) kit.Edit { return kit.Content(testpki.OIDCABFOrganizationIdentifier, der) }
	const differs = "psd2-cabf-orgid-inconsistent"
	return []kit.Case{
		kit.Quiet(differs+"/number in the place of the country", kit.As(testpki.QEVCPw, raw(testpki.Seq(
			testpki.Printable("PSD").DER(), testpki.Int(1), testpki.UTF8("DFSA-97351842").DER()))),
			"x509-extension-malformed", "chain-public-webpki-root"),
		kit.Fires(differs+"/malformed identifier without PSD2", kit.As(testpki.PlainQWAC, orgID("VATDK 97351842"),
			repeated("VAT", "DK", "", "97351842")), "type-plain-qwac", "qc-semantics-orgid", differs),
		kit.Fires(differs+"/VAT number with a state", kit.As(testpki.QEVCPw, orgID("VATDK-97351842"),
			repeated("VAT", "DK", "XX", "97351842")), differs, "psd2-orgid-not-psd", "chain-public-webpki-root"),
		kit.Quiet("psd2-orgid-not-psd/country XG", orgID("NTRXG-97351842"), "qc-semantics-orgid"),
		kit.Quiet("psd2-orgid-not-psd/EV certificate of no country", kit.As(testpki.QEVCPw, orgID("VATXX-97351842"),
			repeated("VAT", "XX", "", "97351842")), "qc-semantics-orgid", "chain-public-webpki-root"),
		kit.Fires("psd2-orgid-state-part/blank at the end too", orgID("PSDDK+82-DFSA-97351842 "),
			"psd2-orgid-state-part", "psd2-orgid-whitespace"),
		kit.Quiet("qc-semantics-nra-missing/no statement that it is of a legal person",
			then(orgID("EI:SE-5567971433"), dropStatement(testpki.OIDQcSyntaxV2)), "psd2-orgid-not-psd"),
	}
}
