package topic

import (
	"encoding/asn1"
	"strings"

	"qwac/internal/cases/kit"
	"qwac/internal/testpki"
)

// psd2Cases are about the PSD2 statement: its encoding and the roles in it (group S).
func psd2Cases() []kit.Case {
	return append(psd2EncodingCases(), psd2RoleCases()...)
}

func psd2EncodingCases() []kit.Case {
	return []kit.Case{
		kit.Fires("psd2-statement-as-extension/instead", func(s *testpki.Spec) {
			s.DropStatement(testpki.OIDPSD2)
			s.Add(testpki.Extension{OID: testpki.OIDPSD2, Value: testpki.CleanPSD2().DER()})
		}, "psd2-statement-as-extension"),
		kit.Quiet("psd2-statement-as-extension/other extension of the arc", func(s *testpki.Spec) {
			s.Add(testpki.Extension{OID: asn1.ObjectIdentifier{0, 4, 0, 19495, 20}, Value: testpki.Null()})
		}),

		kit.Fires("psd2-statement-missing/left out", dropStatement(testpki.OIDPSD2), "psd2-statement-missing"),
		kit.Quiet("psd2-statement-missing/nothing else says PSD2", kit.As(testpki.PlainQWAC), "type-plain-qwac"),
		kit.Quiet("psd2-statement-missing/first of the list", func(s *testpki.Spec) {
			s.DropStatement(testpki.OIDPSD2)
			s.SetStatements(append([]testpki.Statement{testpki.CleanPSD2().Statement()}, s.Statements()...)...)
		}),

		kit.Fires("psd2-statement-malformed/no value", setStatement(testpki.OIDPSD2, nil), "psd2-statement-malformed"),
		kit.Fires("psd2-statement-malformed/empty", setStatement(testpki.OIDPSD2, testpki.Seq()),
			"psd2-statement-malformed"),
		kit.Fires("psd2-statement-malformed/fourth element", psd2(func(p *testpki.PSD2) {
			p.Extra = testpki.UTF8("DK").DER()
		}),
			"psd2-statement-malformed"),
		kit.Fires("psd2-statement-malformed/without roles", psd2(func(p *testpki.PSD2) {
			p.WithoutRoles = true
		}), "psd2-statement-malformed"),
		kit.Fires("psd2-statement-malformed/without nCAName", psd2(func(p *testpki.PSD2) {
			p.WithoutName = true
		}), "psd2-statement-malformed"),
		kit.Fires("psd2-statement-malformed/without nCAId", psd2(func(p *testpki.PSD2) {
			p.WithoutID = true
		}), "psd2-statement-malformed"),
		kit.Fires("psd2-statement-malformed/role without a name",
			role(func(r *testpki.Role) { r.Name = testpki.Text{} }),
			"psd2-statement-malformed"),
		kit.Fires("psd2-statement-malformed/role without an identifier", role(func(r *testpki.Role) { r.OID = nil }),
			"psd2-statement-malformed"),
		kit.Fires("psd2-statement-malformed/third element in a role", role(func(r *testpki.Role) {
			r.Extra = testpki.Null()
		}),
			"psd2-statement-malformed"),
		kit.Fires("psd2-statement-malformed/identifier of a role with a needless zero",
			setStatement(testpki.OIDPSD2, paddedRole()),
			"psd2-statement-malformed"),
		kit.Fires("psd2-statement-malformed/twice, the second of another authority", func(s *testpki.Spec) {
			p := testpki.CleanPSD2()
			p.NCAID = testpki.UTF8("SE-FINA")
			s.AddStatement(p.Statement())
		}, "psd2-statement-malformed", "qc-statement-duplicate"),
		kit.Fires("psd2-statement-malformed/twice, the second empty", kit.Add(testpki.Statement{ID: testpki.OIDPSD2}),
			"psd2-statement-malformed", "qc-statement-duplicate"),
		kit.Quiet("psd2-statement-malformed/twice the same", kit.Add(testpki.CleanPSD2().Statement()),
			"qc-statement-duplicate"),
		kit.Quiet("psd2-statement-malformed/one role", roles("PSP_AI")),
		kit.Quiet("psd2-statement-malformed/256 characters of a name", psd2(func(p *testpki.PSD2) {
			p.NCAName = testpki.UTF8(strings.Repeat("ø", 256))
		}), "psd2-ncaname-unexpected"),

		kit.Fires("psd2-roles-flattened/two roles in one pair", psd2(func(p *testpki.PSD2) {
			p.Flattened = true
		}), "psd2-roles-flattened"),
		kit.Fires("psd2-roles-flattened/no pairs at all", setStatement(testpki.OIDPSD2, bareRoles()),
			"psd2-roles-flattened"),
		kit.Quiet("psd2-roles-flattened/one role in one pair", psd2(func(p *testpki.PSD2) {
			p.Roles, p.Flattened = testpki.Roles("PSP_AI"), true
		})),

		kit.Fires("psd2-roles-explicit-tag/around the list", psd2(func(p *testpki.PSD2) {
			p.ExplicitRoles = true
		}), "psd2-roles-explicit-tag"),
		kit.Fires("psd2-roles-explicit-tag/around a role", psd2(func(p *testpki.PSD2) {
			p.Roles, p.ExplicitRole = testpki.Roles("PSP_AI"), true
		}), "psd2-roles-explicit-tag"),
		kit.Fires("psd2-roles-explicit-tag/around name and id", psd2(func(p *testpki.PSD2) { p.ExplicitNames = true }),
			"psd2-roles-explicit-tag", "psd2-roles-explicit-tag"),
		kit.Quiet("psd2-roles-explicit-tag/tag where one belongs", func(s *testpki.Spec) {
			s.SetStatement(testpki.Semantics(testpki.OIDSemanticsLegal, testpki.URI("https://register.example")))
		}),

		kit.Fires("psd2-string-type/nCAId is a PrintableString", psd2(func(p *testpki.PSD2) {
			p.NCAID = testpki.Printable("DK-DFSA")
		}),
			"psd2-string-type"),
		kit.Fires("psd2-string-type/nCAName is an IA5String", psd2(func(p *testpki.PSD2) {
			p.NCAName = testpki.IA5("Finanstilsynet")
		}),
			"psd2-string-type"),
		kit.Fires("psd2-string-type/nCAName is a T61String", psd2(func(p *testpki.PSD2) {
			p.NCAName = testpki.T61("Finanstilsynet")
		}),
			"psd2-string-type"),
		kit.Fires("psd2-string-type/nCAName is a BMPString", psd2(func(p *testpki.PSD2) {
			p.NCAName = testpki.BMP("Finanstilsynet")
		}),
			"psd2-string-type"),
		kit.Fires("psd2-string-type/role name is a PrintableString", role(func(r *testpki.Role) {
			r.Name = testpki.Printable("PSP_AI")
		}),
			"psd2-string-type"),
		kit.Fires("psd2-string-type/not UTF-8", psd2(func(p *testpki.PSD2) {
			p.NCAName = testpki.UTF8("Tilsynet p\xe5 \xd8en")
		}),
			"psd2-string-type"),
		kit.Quiet("psd2-string-type/Czech", psd2(func(p *testpki.PSD2) {
			p.NCAName = testpki.UTF8("Česká národní banka")
		}), "psd2-ncaname-unexpected"),
	}
}

func psd2RoleCases() []kit.Case {
	arc := func(id ...int) kit.Edit {
		return role(func(r *testpki.Role) { r.OID = append(asn1.ObjectIdentifier{0, 4, 0, 19495}, id...) })
	}
	name := func(name string) kit.Edit { return role(func(r *testpki.Role) { r.Name = testpki.UTF8(name) }) }
	return []kit.Case{
		kit.Fires("psd2-roles-empty/no role", roles(), "psd2-roles-empty"),
		kit.Quiet("psd2-roles-empty/one role", roles("PSP_PI")),

		kit.Fires("psd2-role-oid-arc/of the statement", arc(2, 3), "psd2-role-oid-arc"),
		kit.Fires("psd2-role-oid-arc/below a role", arc(1, 3, 1), "psd2-role-oid-arc"),
		kit.Quiet("psd2-role-oid-arc/unknown number", arc(1, 99), "psd2-role-oid-unknown"),

		kit.Fires("psd2-role-name-unknown/AISP", name("AISP"), "psd2-role-name-unknown"),
		kit.Fires("psd2-role-name-unknown/two roles in one name", name("PSP_AI,PSP_PI"), "psd2-role-name-unknown"),
		kit.Fires("psd2-role-name-unknown/in words", name("Account Information"), "psd2-role-name-unknown"),
		kit.Fires("psd2-role-name-unknown/small letters", name("PSP_ai"), "psd2-role-name-unknown"),
		kit.Fires("psd2-role-name-unknown/hyphen", name("PSP-AI"), "psd2-role-name-unknown"),
		kit.Fires("psd2-role-name-unknown/trailing blank", name("PSP_AI "), "psd2-role-name-unknown"),
		kit.Fires("psd2-role-name-unknown/Cyrillic", name("PSP_АI"), "psd2-role-name-unknown"),
		kit.Fires("psd2-role-name-unknown/empty", name(""), "psd2-role-name-unknown"),
		kit.Quiet("psd2-role-name-unknown/name of an unknown identifier", role(func(r *testpki.Role) {
			r.OID, r.Name = asn1.ObjectIdentifier{0, 4, 0, 19495, 1, 99}, testpki.UTF8("PSP_XY")
		}), "psd2-role-oid-unknown"),

		kit.Fires("psd2-role-name-oid-mismatch/one role", arc(1, 1), "psd2-role-name-oid-mismatch"),
		kit.Fires("psd2-role-name-oid-mismatch/off by one", psd2(func(p *testpki.PSD2) {
			p.Roles = []testpki.Role{testpki.RoleNamed("PSP_AS", "PSP_PI"), testpki.RoleNamed("PSP_PI", "PSP_AI")}
		}), "psd2-role-name-oid-mismatch", "psd2-role-name-oid-mismatch"),
		kit.Quiet("psd2-role-name-oid-mismatch/other order", roles("PSP_PI", "PSP_AI")),

		kit.Fires("psd2-role-oid-unknown/next number", arc(1, 7), "psd2-role-oid-unknown"),
		kit.Fires("psd2-role-oid-unknown/elsewhere", role(func(r *testpki.Role) {
			r.OID = testpki.OIDOwnPolicyID
		}), "psd2-role-oid-unknown"),
		kit.Fires("psd2-role-oid-unknown/made of a UUID", setStatement(testpki.OIDPSD2, uuidRole()),
			"psd2-role-oid-unknown"),
		kit.Quiet("psd2-role-oid-unknown/newest role", roles("PSP_AI", "VOP_VS"), "role-not-offered-in-certificate"),

		kit.Fires("psd2-role-duplicate/at the end", roles("PSP_AI", "PSP_PI", "PSP_AI"), "psd2-role-duplicate"),
		kit.Quiet("psd2-role-duplicate/same identifier, other name", psd2(func(p *testpki.PSD2) {
			p.Roles = append(p.Roles, testpki.RoleNamed("PSP_AI", "AISP"))
		}), "psd2-role-name-unknown"),

		kit.Fires("psd2-role-unspecified-mixed/beside two", roles("PSP_AI", "PSP_PI", "Unspecified"),
			"psd2-role-unspecified-mixed"),
		kit.Quiet("psd2-role-unspecified-mixed/alone", roles("Unspecified"), "psd2-role-unspecified-only"),

		kit.Fires("psd2-role-unspecified-only/alone", roles("Unspecified"), "psd2-role-unspecified-only"),
		kit.Quiet("psd2-role-unspecified-only/beside PSP_AI", roles("Unspecified", "PSP_AI"),
			"psd2-role-unspecified-mixed"),
	}
}

// role changes the first of the two roles, PSP_AI.
func role(change func(*testpki.Role)) kit.Edit {
	return psd2(func(p *testpki.PSD2) { change(&p.Roles[0]) })
}

// bareRoles is a PSD2QcType whose roles stand in one list without a pair around each.
func bareRoles() []byte {
	p := testpki.CleanPSD2()
	var list [][]byte
	for _, r := range p.Roles {
		list = append(list, testpki.ObjectID(r.OID), r.Name.DER())
	}
	return testpki.Seq(testpki.Seq(list...), p.NCAName.DER(), p.NCAID.DER())
}

// uuidRole is a PSD2QcType with a role beside PSP_AI whose identifier is of 2.25.
func uuidRole() []byte {
	p := testpki.CleanPSD2()
	ai := testpki.Seq(testpki.ObjectID(p.Roles[0].OID), p.Roles[0].Name.DER())
	return testpki.Seq(testpki.Seq(ai, testpki.Seq(uuidOID, testpki.UTF8("XYZ").DER())), p.NCAName.DER(), p.NCAID.DER())
}

// paddedRole is a PSD2QcType with one role whose identifier is not minimal: a number in it begins with 0x80.
func paddedRole() []byte {
	p := testpki.CleanPSD2()
	der := testpki.ObjectID(p.Roles[0].OID)
	body := append(append([]byte{}, der[2:len(der)-1]...), 0x80, der[len(der)-1])
	oid := append([]byte{der[0], byte(len(body))}, body...)
	return testpki.Seq(testpki.Seq(testpki.Seq(oid, p.Roles[0].Name.DER())), p.NCAName.DER(), p.NCAID.DER())
}
