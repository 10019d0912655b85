package topic

import (
	"encoding/asn1"
	"slices"
	"time"

	"qwac/internal/cases/kit"
	"qwac/internal/testpki"
)

// edgePSD2Cases are edgeCases about the authority, the roles and the identifier.
func edgePSD2Cases() []kit.Case {
	return slices.Concat(edgeAuthorityCases(), edgeRoleCases(), edgeRepeatedCases(), edgeStatementCases(),
		edgeTypeCases())
}

func edgeAuthorityCases() []kit.Case {
	without := func(s *testpki.Spec) { s.Subject.Drop(testpki.OIDOrganizationIdentifier) }
	central := func(id, name string) kit.Edit {
		return psd2(func(p *testpki.PSD2) {
			p.Roles = testpki.Roles("PSP_CB")
			p.NCAID, p.NCAName = testpki.UTF8(id), testpki.UTF8(name)
		})
	}
	return []kit.Case{
		kit.Fires("psd2-ncaname-empty/unlisted authority", nca("DK-XYZ", ""), "psd2-orgid-ncaid-nca-mismatch",
			"psd2-ncaname-empty", "psd2-ncaid-not-on-eba-list"),
		kit.Fires("psd2-ncaname-not-latin/unlisted authority", nca("DK-XYZ", "Τράπεζα"),
			"psd2-orgid-ncaid-nca-mismatch", "psd2-ncaname-not-latin", "psd2-ncaid-not-on-eba-list"),
		kit.Quiet("psd2-ncaname-unexpected/without articles",
			then(provider("IE", "CBI"), nca("IE-CBI", "Central Bank Ireland"))),
		kit.Fires("psd2-nca-na/central bank, NA as the id only", central("NA", "Central bank"), "psd2-nca-na",
			"role-none-offered", "type-vop-certificate"),
		kit.Fires("psd2-nca-na/central bank, NA as the name only", central("DK-DFSA", "NA"), "psd2-nca-na",
			"role-none-offered", "type-vop-certificate"),
		kit.Fires("psd2-nca-na/NA as the id only", nca("NA", "Finanstilsynet"), "psd2-nca-na"),
		kit.Quiet("psd2-nca-na/roles that cannot be read", psd2(func(p *testpki.PSD2) {
			p.Flattened = true
			p.NCAID, p.NCAName = testpki.UTF8("NA"), testpki.UTF8("NA")
		}), "psd2-roles-flattened"),
		kit.Fires("psd2-orgid-missing/authority that is none either", then(without, ncaID("DK")),
			"psd2-ncaid-malformed", "psd2-orgid-missing"),
		kit.Fires("qc-semantics-orgid/nothing says how to read it", then(orgID("ABCDE-97351842"),
			dropStatement(testpki.OIDQcSyntaxV2)), "qc-semantics-orgid"),
		kit.Fires("qc-semantics-orgid/without PSD2", kit.As(testpki.PlainQWAC, orgID("ABCDE-97351842")),
			"type-plain-qwac", "qc-semantics-orgid"),
		kit.Quiet("psd2-orgid-reference-placeholder/test authority",
			then(orgID("PSDDK-TEST-123456"), ncaID("DK-TEST")), "type-test-certificate"),

		kit.Quiet("psd2-orgid-reference-placeholder/VAT number", orgID("VATDK-123456"), "psd2-orgid-not-psd"),
		kit.Quiet("psd2-subject-country-mismatch/test authority", ncaID("DE-FAKENCA"),
			"psd2-orgid-ncaid-country-mismatch", "type-test-certificate"),
		kit.Quiet("psd2-ncaid-non-eea/test authority", ncaID("CH-TEST"),
			"psd2-orgid-ncaid-country-mismatch", "type-test-certificate"),
		kit.Quiet("psd2-orgid-ncaid-nca-mismatch/country that does not exist",
			then(orgID("PSDQQ-DFSA-97351842"), ncaID("QQ-FSA")), "psd2-ncaid-country"),
		kit.Quiet("psd2-orgid-ncaid-nca-mismatch/authority that cannot be read",
			then(orgID("PSDDK-DFSA-97351842"), ncaID("DK-D")), "psd2-ncaid-malformed"),
		kit.Quiet("type-test-certificate/no authority behind XX", ncaID("XX"), "psd2-ncaid-malformed"),
		kit.Fires("type-test-certificate/authority alone", ncaID("DK-TEST"),
			"psd2-orgid-ncaid-nca-mismatch", "type-test-certificate"),
		kit.Fires("type-test-certificate/FAKENCA", orgID("PSDDK-FAKENCA-97351842"), "psd2-orgid-ncaid-nca-mismatch",
			"type-test-certificate"),
		kit.Fires("type-test-certificate/scheme that says so", orgID("FAKECA-111111"), "type-test-certificate",
			"qc-semantics-orgid"),
		kit.Quiet("type-test-certificate/VAT number of no country", orgID("VATXX-97351842"), "qc-semantics-orgid"),
		{Name: "type-test-certificate/host and CA", Near: true, Edit: func(leaf, ca, _ *testpki.Spec) {
			kit.Host("sandbox.fixture-payments.example")(leaf)
			ca.Subject.Set(testpki.OIDCommonName, "Fixture TEST CA 1")
		}, Want: []string{"chain-test-ca"}},
	}
}

func edgeRoleCases() []kit.Case {
	unknown := testpki.Role{OID: asn1.ObjectIdentifier{0, 4, 0, 19495, 1, 99}, Name: testpki.UTF8("PSP_XY")}
	list := func(roles ...testpki.Role) kit.Edit { return psd2(func(p *testpki.PSD2) { p.Roles = roles }) }
	lost := func(policy bool, org string) kit.Edit {
		return func(s *testpki.Spec) {
			s.DropStatement(testpki.OIDPSD2)
			s.Subject.Set(testpki.OIDOrganizationIdentifier, org)
			if !policy {
				s.Set(testpki.Policies(testpki.OIDQNCPwGen))
			}
		}
	}
	return []kit.Case{
		kit.Quiet("psd2-role-unspecified-only/beside one outside the table",
			list(testpki.RoleNamed("Unspecified", "Unspecified"), unknown), "role-none-offered",
			"psd2-role-oid-unknown"),
		kit.Quiet("psd2-role-unspecified-only/in a list that cannot be read", psd2(func(p *testpki.PSD2) {
			p.Roles, p.ExplicitRoles = testpki.Roles("Unspecified"), true
		}), "psd2-roles-explicit-tag"),
		kit.Fires("psd2-statement-missing/for its second identifier", then(lost(false, "VATDK-97351842"),
			addAttribute(testpki.OIDOrganizationIdentifier, testpki.OrgID)), "psd2-statement-missing",
			"psd2-orgid-multiple"),
		kit.Fires("psd2-statement-missing/for its identifier", lost(false, testpki.OrgID), "psd2-statement-missing"),
		kit.Quiet("psd2-statement-missing/for an extension", then(lost(false, "VATDK-97351842"),
			func(s *testpki.Spec) {
				s.Add(testpki.Extension{OID: testpki.OIDPSD2, Value: testpki.Null()})
			}), "psd2-statement-as-extension", "psd2-orgid-not-psd"),
		kit.Fires("psd2-role-oid-arc/name of no role",
			role(func(r *testpki.Role) {
				r.OID, r.Name = asn1.ObjectIdentifier{0, 4, 0, 19495, 1, 3, 1}, testpki.UTF8("XYZ")
			}), "psd2-role-oid-arc"),
		kit.Fires("psd2-role-name-unknown/nearly the name of another",
			role(func(r *testpki.Role) { r.Name = testpki.UTF8("PSP-PI") }), "psd2-role-name-unknown"),
		kit.Quiet("psd2-role-duplicate/one name with two identifiers",
			list(testpki.RoleNamed("PSP_AI", "PSP_AI"), testpki.RoleNamed("PSP_PI", "PSP_AI")),
			"psd2-role-name-oid-mismatch"),
		kit.Fires("psd2-roles-flattened/and in a PrintableString", psd2(func(p *testpki.PSD2) {
			p.Flattened, p.NCAID = true, testpki.Printable("DK-DFSA")
		}), "psd2-roles-flattened", "psd2-string-type"),
		kit.Fires("psd2-roles-flattened/one of them outside the table", psd2(func(p *testpki.PSD2) {
			p.Flattened, p.Roles = true, append(p.Roles, unknown)
		}), "psd2-roles-flattened", "psd2-role-oid-unknown"),
	}
}

// edgeRepeatedCases are about the extension of EV certificates that repeats the identifier.
func edgeRepeatedCases() []kit.Case {
	const differs, state = "psd2-cabf-orgid-inconsistent", "psd2-cabf-orgid-state-is-nca"
	const malformed = "x509-extension-malformed"
	ev := func(name string, change kit.Edit, want ...string) kit.Case {
		edit := kit.As(testpki.QEVCPw, change)
		want = append(want, "chain-public-webpki-root")
		if !slices.Contains(want, kit.Case{Name: name}.Rule()) {
			return kit.Quiet(name, edit, want...)
		}
		return kit.Fires(name, edit, want...)
	}
	repeated := func(scheme, country, state, reference string) kit.Edit {
		return func(s *testpki.Spec) {
			s.Set(testpki.CABFOrganizationIdentifier(scheme, country, state, reference))
		}
	}
	raw := func(der []byte) kit.Edit { return kit.Content(testpki.OIDCABFOrganizationIdentifier, der) }
	text := func(s string) []byte { return testpki.Printable(s).DER() }
	number := testpki.UTF8("DFSA-97351842").DER()
	return []kit.Case{
		ev("psd2-cabf-orgid-missing/of 2019", func(s *testpki.Spec) {
			s.Drop(testpki.OIDCABFOrganizationIdentifier)
			s.NotBefore = time.Date(2019, 12, 1, 0, 0, 0, 0, time.UTC)
			s.Set(testpki.SCTList(s.NotBefore))
		}, "validity-exceeds-cabf", "validity-exceeds-two-years", "validity-non-browser-exemption"),
		ev("psd2-cabf-orgid-missing/nothing to repeat", func(s *testpki.Spec) {
			s.Drop(testpki.OIDCABFOrganizationIdentifier)
			s.Subject.Drop(testpki.OIDOrganizationIdentifier)
		}, "psd2-orgid-missing"),
		ev(differs+"/nothing in the subject", func(s *testpki.Spec) {
			s.Subject.Drop(testpki.OIDOrganizationIdentifier)
		}, "psd2-orgid-missing"),
		ev(differs+"/two strings", raw(testpki.Seq(text("PSD"), text("DK"))), malformed),
		ev(differs+"/in an OCTET STRING", raw(testpki.OctetString(slices.Concat(text("PSD"), text("DK"), number))),
			malformed),
		ev(differs+"/number among the strings", raw(testpki.Seq(text("PSD"), testpki.Int(1), text("DK"), number)),
			malformed),
		ev(differs+"/malformed identifier", then(orgID("PSDDK DFSA 97351842"),
			repeated("PSD", "DK", "", "DFSA-97351842")), "psd2-orgid-malformed"),
		ev(differs+"/malformed identifier, another country", then(orgID("PSDDK DFSA 97351842"),
			repeated("PSD", "SE", "", "DFSA-97351842")), "psd2-orgid-malformed", differs),
		ev(differs+"/VAT number", then(orgID("VATDK-97351842"), repeated("VAT", "DK", "", "97351842")),
			"psd2-orgid-not-psd"),
		ev(differs+"/another VAT number", then(orgID("VATDK-97351842"), repeated("VAT", "DK", "", "97351843")),
			differs, "psd2-orgid-not-psd"),
		ev(state+"/in an explicit tag",
			raw(testpki.Seq(text("PSD"), text("DK"), testpki.Explicit(0, text("DFSA")),
				testpki.UTF8("97351842").DER())), malformed, state),
		ev(state+"/empty tag", raw(testpki.Seq(text("PSD"), text("DK"), testpki.Explicit(0), number)), malformed),
		ev(state+"/unlisted authority", then(then(orgID("PSDDK-XYZ-97351842"), ncaID("DK-XYZ")),
			repeated("PSD", "DK", "XYZ", "97351842")), state, "psd2-ncaid-not-on-eba-list"),
		ev(state+"/authority of the statement alone", then(then(orgID("VATDK-97351842"), ncaID("DK-XYZ")),
			repeated("PSD", "DK", "XYZ", "97351842")), differs, state, "psd2-ncaid-not-on-eba-list",
			"psd2-orgid-not-psd"),
		ev(state+"/listed authority that is not the holder's", repeated("PSD", "DE", "BAFIN", "97351842"), differs,
			state),
		ev(state+"/authority of the identifier alone", then(orgID("PSDDK-XYZ-97351842"),
			repeated("PSD", "DK", "XYZ", "97351842")), "psd2-orgid-ncaid-nca-mismatch", state),
		ev(state+"/listed authority in the place of the state of a company number",
			then(orgID("NTRDE+BAFIN-97351842"), repeated("NTR", "DE", "BAFIN", "97351842")),
			"qc-semantics-orgid"),
		ev(differs+"/VAT number of the same country with another state", then(orgID("VATDK-97351842"),
			repeated("VAT", "DK", "XX", "97351843")), differs, "psd2-orgid-not-psd"),
		ev(state+"/real state", repeated("PSD", "DK", "Midtjylland", "DFSA-97351842"), differs),
		ev(state+"/company number", then(orgID("NTRDE+BW-97351842"), repeated("NTR", "DE", "BW", "97351842")),
			"psd2-orgid-not-psd", "qc-semantics-orgid:notice"),
		kit.Quiet(state+"/plain QWAC with a real state", kit.As(testpki.PlainQWAC,
			orgID("NTRUS+DE-97351842"), repeated("PSD", "US", "DE", "97351842")), "type-plain-qwac",
			"qc-semantics-orgid", differs),
	}
}

func edgeStatementCases() []kit.Case {
	ofSeal := func(changes ...kit.Edit) kit.Edit { return kit.As(testpki.QSealC, changes...) }
	set := func(id asn1.ObjectIdentifier, der []byte) kit.Edit { return addStatement(id, der) }
	seq, method, device := testpki.Seq, testpki.OIDQcIdentMethod, testpki.OIDQcQSCDlegislation
	url := "https://pki.fixture-trust.example/pds/"
	in := func(url string, languages ...string) kit.Edit {
		return func(s *testpki.Spec) {
			var list []testpki.PDS
			for _, l := range languages {
				list = append(list, testpki.PDSIn(l, url))
			}
			s.SetStatement(testpki.QcPDS(list...))
		}
	}
	return []kit.Case{
		kit.Quiet("qc-pds-duplicate-language/two without a language", in(url, "en", "", ""), "qc-pds-language",
			"qc-pds-language"),
		kit.Quiet("qc-pds-not-https/no address", in("://", "en"), "url-malformed"),
		kit.Fires("qc-pds-language/one letter", in(url, "en", "e"), "qc-pds-language"),
		kit.Fires("qc-pds-language/letter and blank", in(url, "en", "a "), "qc-pds-language"),
		kit.Quiet("qc-pkixqcsyntax-v1/of a seal", ofSeal(set(testpki.OIDQcSyntaxV1, nil)), "type-qsealc"),
		kit.Fires("qc-limit-value/number of a currency, and no amount",
			set(testpki.OIDQcLimitValue, seq(testpki.Int(978))), "qc-limit-value"),
		kit.Fires("qc-ident-method/NULL", set(method, testpki.Null()), "qc-ident-method"),
		kit.Fires("qc-ident-method/text in it", set(method, seq(testpki.UTF8("x").DER())), "qc-ident-method"),
		kit.Fires("qc-ident-method/of another arc", set(method, seq(testpki.ObjectID(testpki.OIDQcTypeWeb))),
			"qc-ident-method"),
		kit.Fires("qc-qscd-legislation/NULL", set(device, testpki.Null()), "qc-qscd-legislation"),
		kit.Fires("qc-qscd-legislation/no country", set(device, seq()), "qc-qscd-legislation"),
		kit.Fires("qc-qscd-legislation/country in an OCTET STRING",
			set(device, testpki.OctetString(testpki.Printable("US").DER())), "qc-qscd-legislation"),
		kit.Fires("qc-qscd-legislation/UTF8String", set(device, seq(testpki.UTF8("US").DER())),
			"qc-qscd-legislation"),
	}
}

func edgeTypeCases() []kit.Case {
	bare := func(profile func() testpki.Spec, changes ...kit.Edit) kit.Edit {
		return kit.As(profile, append(changes, func(s *testpki.Spec) {
			s.DropStatement(testpki.OIDQcType)
			s.Drop(testpki.OIDCertificatePolicies)
		})...)
	}
	unknown := testpki.Role{OID: asn1.ObjectIdentifier{0, 4, 0, 19495, 1, 99}, Name: testpki.UTF8("PSP_XY")}
	return []kit.Case{
		kit.Fires("type-qsig/the name of a person says so", bare(testpki.QSig), "type-qsig", "qc-type-missing",
			"policy-missing"),
		kit.Fires("type-plain-tls/policy of no browser", kit.As(testpki.PlainTLS,
			kit.Policies(asn1.ObjectIdentifier{0, 4, 0, 2042, 1, 1})), "type-plain-tls", "subject-attribute-missing"),
		kit.Fires("type-plain-tls/policy of browsers without a name", kit.As(testpki.PlainTLS,
			kit.Policies(asn1.ObjectIdentifier{2, 23, 140, 1, 99})), "type-plain-tls"),
		{Name: "type-obwac/issuer without an organisation", Edit: func(leaf, ca, _ *testpki.Spec) {
			kit.As(openBanking, provider("GB", "FCA"))(leaf)
			ca.Subject.Drop(testpki.OIDOrganization)
		}, Want: []string{"type-obwac"}},
		kit.Fires("type-vop-certificate/instant payments alone", roles("PSP_PA"), "psd2-nca-na",
			"role-none-offered", "type-vop-certificate"),
		kit.Quiet("type-vop-certificate/beside a role outside the table", psd2(func(p *testpki.PSD2) {
			p.Roles = append(testpki.Roles("VOP_RS"), unknown)
		}), "role-none-offered", "psd2-role-oid-unknown"),
		kit.Quiet("type-vop-certificate/roles that cannot be read", psd2(func(p *testpki.PSD2) {
			p.Roles, p.ExplicitRoles = testpki.Roles("VOP_RS"), true
		}), "psd2-roles-explicit-tag"),
	}
}
