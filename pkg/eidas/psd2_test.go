package eidas

import (
	"bytes"
	"testing"

	"github.com/google/go-cmp/cmp"

	"qwac/internal/testpki"
	"qwac/pkg/ident"
)

// What the clean statement holds, and roles in it that a strict reader does not take.
var (
	ai, pi       = utf8Role(ident.RoleAI), utf8Role(ident.RolePI)
	badAI, badPI = bad(ai), bad(pi)
	typedAI      = RolePair{OID: ai.OID, Name: ai.Name, Malformed: true, OtherType: true}
)

const (
	dfsaName = "Danish Financial Supervisory Authority"
	dfsaID   = "DK-DFSA"
)

func bad(p RolePair) RolePair {
	p.Malformed = true
	return p
}

type psd2Test struct {
	name   string
	edit   func(*testpki.PSD2)
	want   PSD2
	faults []foundFault
}

func runPSD2Tests(t *testing.T, tests []psd2Test) {
	t.Helper()
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := decode(func(s *testpki.Spec) { s.SetPSD2(tt.edit) })
			if diff := cmp.Diff(&tt.want, got.PSD2); diff != "" {
				t.Errorf("PSD2 (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(tt.faults, foundFaults(got)); diff != "" {
				t.Errorf("faults (-want +got):\n%s", diff)
			}
		})
	}
}

// TestDecodePSD2Roles changes one thing in the roles and compares everything that is read.
func TestDecodePSD2Roles(t *testing.T) {
	runPSD2Tests(t, []psd2Test{
		{"clean", nil, PSD2{Roles: []RolePair{ai, pi}, NCAName: dfsaName, NCAID: dfsaID}, nil},
		{"flattened", func(p *testpki.PSD2) { p.Flattened = true },
			PSD2{
				Roles: []RolePair{badAI, badPI}, NCAName: dfsaName, NCAID: dfsaID,
				Lenient: []Lenient{{ReaderFirstTwo, []ident.Role{ident.RoleAI}},
					{ReaderName, []ident.Role{ident.RoleAI}}, {ReaderOID, []ident.Role{ident.RoleAI}}},
			},
			[]foundFault{{&RuleFlattened, PathRoles + "[0]",
				"one entry holds 2 roles (PSP_AI, PSP_PI), want an entry for each"}}},
		{"one role, flattened", func(p *testpki.PSD2) { p.Flattened, p.Roles = true, testpki.Roles("PSP_AI") },
			PSD2{Roles: []RolePair{ai}, NCAName: dfsaName, NCAID: dfsaID}, nil},
		{"tag around the roles", func(p *testpki.PSD2) { p.ExplicitRoles = true },
			PSD2{Roles: []RolePair{badAI, badPI}, NCAName: dfsaName, NCAID: dfsaID},
			[]foundFault{{&RuleExplicitTag, PathRoles, "an element tagged [0], want no tag"}}},
		{"tag around each role", func(p *testpki.PSD2) { p.ExplicitRole = true },
			PSD2{Roles: []RolePair{badAI, badPI}, NCAName: dfsaName, NCAID: dfsaID},
			[]foundFault{
				{&RuleExplicitTag, PathRoles + "[0]", "an element tagged [0], want no tag"},
				{&RuleExplicitTag, PathRoles + "[1]", "an element tagged [0], want no tag"},
			}},
		{"role name as IA5String", func(p *testpki.PSD2) { p.Roles[0].Name = testpki.IA5("PSP_AI") },
			PSD2{
				Roles: []RolePair{typedAI, pi}, NCAName: dfsaName, NCAID: dfsaID,
				Lenient: []Lenient{{ReaderFirstTwo, []ident.Role{ident.RoleAI, ident.RolePI}}, {ReaderName,
					[]ident.Role{ident.RoleAI, ident.RolePI}}, {ReaderOID, []ident.Role{ident.RoleAI, ident.RolePI}}},
			},
			[]foundFault{{&RuleStringType, PathRoles + "[0].roleOfPspName",
				`an IA5String ("PSP_AI"), want a UTF8String`}}},
		{"name of another role", func(p *testpki.PSD2) {
			p.Roles = []testpki.Role{testpki.RoleNamed("PSP_AS", "PSP_PI")}
		},
			PSD2{
				Roles: []RolePair{{OID: ident.OIDOfRole(ident.RoleAS), Name: "PSP_PI"}}, NCAName: dfsaName,
				NCAID:   dfsaID,
				Lenient: []Lenient{{ReaderName, []ident.Role{ident.RolePI}}, {ReaderOID, []ident.Role{ident.RoleAS}}},
			}, nil},
		{"name in words", func(p *testpki.PSD2) {
			p.Roles = []testpki.Role{testpki.RoleNamed("PSP_AI", "Account Information")}
		},
			PSD2{
				Roles: []RolePair{{OID: ident.OIDOfRole(ident.RoleAI), Name: "Account Information"}}, NCAName: dfsaName,
				NCAID:   dfsaID,
				Lenient: []Lenient{{ReaderOID, []ident.Role{ident.RoleAI}}},
			}, nil},
		{"no roles", func(p *testpki.PSD2) { p.Roles = nil }, PSD2{NCAName: dfsaName, NCAID: dfsaID}, nil},
		{"third element of a role", func(p *testpki.PSD2) { p.Roles[0].Extra = testpki.Null() },
			PSD2{
				Roles: []RolePair{badAI, pi}, NCAName: dfsaName, NCAID: dfsaID,
				Lenient: []Lenient{{ReaderFirstTwo, []ident.Role{ident.RoleAI, ident.RolePI}}, {ReaderName,
					[]ident.Role{ident.RoleAI, ident.RolePI}}, {ReaderOID, []ident.Role{ident.RoleAI, ident.RolePI}}},
			},
			[]foundFault{{&RulePSD2Malformed, PathRoles + "[0]",
				"3 elements, want two, an OBJECT IDENTIFIER and a UTF8String"}}},
		{"role without name", func(p *testpki.PSD2) { p.Roles[0].Name = testpki.Text{} },
			PSD2{Roles: []RolePair{pi}, NCAName: dfsaName, NCAID: dfsaID},
			[]foundFault{{&RulePSD2Malformed, PathRoles + "[0]",
				"1 element, want two, an OBJECT IDENTIFIER and a UTF8String"}}},
	})
}

// TestDecodePSD2Authority changes one thing beside the roles.
func TestDecodePSD2Authority(t *testing.T) {
	runPSD2Tests(t, []psd2Test{
		{"tags around the names", func(p *testpki.PSD2) { p.ExplicitNames = true },
			PSD2{Roles: []RolePair{ai, pi}, NCAName: dfsaName, NCAID: dfsaID},
			[]foundFault{
				{&RuleExplicitTag, PathNCAName, "an element tagged [0], want no tag"},
				{&RuleExplicitTag, PathNCAID, "an element tagged [1], want no tag"},
			}},
		{"PrintableString", func(p *testpki.PSD2) { p.NCAID = testpki.Printable(dfsaID) },
			PSD2{Roles: []RolePair{ai, pi}, NCAName: dfsaName, NCAID: dfsaID},
			[]foundFault{{&RuleStringType, PathNCAID, `a PrintableString ("DK-DFSA"), want a UTF8String`}}},
		{"BMPString", func(p *testpki.PSD2) { p.NCAName = testpki.BMP(dfsaName) },
			PSD2{Roles: []RolePair{ai, pi}, NCAName: dfsaName, NCAID: dfsaID},
			[]foundFault{{&RuleStringType, PathNCAName, `a BMPString ("` + dfsaName + `"), want a UTF8String`}}},
		{"T61String", func(p *testpki.PSD2) { p.NCAName = testpki.T61("Finansf\xf8rsel") },
			PSD2{Roles: []RolePair{ai, pi}, NCAName: "Finansførsel", NCAID: dfsaID},
			[]foundFault{{&RuleStringType, PathNCAName, `a T61String ("Finansførsel"), want a UTF8String`}}},
		{"not UTF-8", func(p *testpki.PSD2) { p.NCAName = testpki.UTF8("\xff") },
			PSD2{Roles: []RolePair{ai, pi}, NCAName: "\xff", NCAID: dfsaID},
			[]foundFault{{&RuleStringType, PathNCAName, `the bytes of "\xff" are not UTF-8, want a UTF8String`}}},
		{"exchanged", func(p *testpki.PSD2) { p.Swapped = true },
			PSD2{Roles: []RolePair{ai, pi}, NCAName: dfsaID, NCAID: dfsaName}, nil},
		{"fourth element", func(p *testpki.PSD2) { p.Extra = testpki.UTF8("DK").DER() },
			PSD2{Roles: []RolePair{ai, pi}, NCAName: dfsaName, NCAID: dfsaID},
			[]foundFault{{&RulePSD2Malformed, PathPSD2, "a UTF8String follows nCAId, want nothing"}}},
		{"without id", func(p *testpki.PSD2) { p.WithoutID = true },
			PSD2{Roles: []RolePair{ai, pi}, NCAName: dfsaName},
			[]foundFault{{&RulePSD2Malformed, PathNCAID, "missing"}}},
		{"without name", func(p *testpki.PSD2) { p.WithoutName = true },
			PSD2{Roles: []RolePair{ai, pi}, NCAID: dfsaID},
			[]foundFault{{&RulePSD2Malformed, PathNCAName, "missing"}}},
		{"without roles", func(p *testpki.PSD2) { p.WithoutRoles = true },
			PSD2{NCAName: dfsaName, NCAID: dfsaID},
			[]foundFault{{&RulePSD2Malformed, PathRoles, "missing"}}},
	})
}

// TestDecodePSD2Raw covers what testpki does not build: missing SEQUENCEs and implicit tags.
func TestDecodePSD2Raw(t *testing.T) {
	oid, text := testpki.ObjectID(ident.OIDOfRole(ident.RoleAI)), testpki.UTF8("PSP_AI").DER()
	tail := bytes.Join([][]byte{testpki.UTF8("DFSA").DER(), testpki.UTF8("DK-DFSA").DER()}, nil)
	tests := []struct {
		name   string
		info   []byte
		roles  []RolePair
		faults []foundFault
	}{
		{"absent", nil, nil, []foundFault{{&RulePSD2Malformed, PathPSD2, "nothing, want a SEQUENCE"}}},
		{"no SEQUENCE around the pair", testpki.Seq(testpki.Seq(oid, text), tail), []RolePair{badAI},
			[]foundFault{{&RulePSD2Malformed, PathRoles,
				"an object identifier, want a SEQUENCE of object identifier and name for each role"}}},
		{"no SEQUENCE around two pairs", testpki.Seq(testpki.Seq(oid, text, oid, text), tail), []RolePair{badAI, badAI},
			[]foundFault{{&RuleFlattened, PathRoles,
				"2 roles (PSP_AI, PSP_AI) stand without a SEQUENCE around each, want an entry for each"}}},
		{"implicit tag on the roles", testpki.Seq(testpki.Explicit(0, testpki.Seq(oid, text), testpki.Seq(oid, text)),
			tail), []RolePair{badAI, badAI},
			[]foundFault{{&RuleExplicitTag, PathRoles, "an element tagged [0], want no tag"}}},
		{"implicit tag on one role", testpki.Seq(testpki.Explicit(0, testpki.Seq(oid, text)), tail), []RolePair{badAI},
			[]foundFault{{&RuleExplicitTag, PathRoles, "an element tagged [0], want no tag"}}},
		{"name before object identifier", testpki.Seq(testpki.Seq(testpki.Seq(text, oid)), tail), nil,
			[]foundFault{{&RulePSD2Malformed, PathRoles + "[0]",
				"a UTF8String and an OBJECT IDENTIFIER, want an OBJECT IDENTIFIER and a UTF8String"}}},
		{"behind the SEQUENCE", append(testpki.Seq(testpki.Seq(testpki.Seq(oid, text)), tail), 5, 0),
			[]RolePair{utf8Role(ident.RoleAI)},
			[]foundFault{{&RuleStatementsMalformed, "qcStatements[4]",
				"2 bytes follow the value of 0.4.0.19495.2 (PSD2QcType), want nothing"}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := decode(func(s *testpki.Spec) {
				s.SetStatement(testpki.Statement{ID: OIDPSD2Statement, Info: tt.info})
			})
			if diff := cmp.Diff(tt.roles, got.PSD2.Roles); diff != "" {
				t.Errorf("roles (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(tt.faults, foundFaults(got)); diff != "" {
				t.Errorf("faults (-want +got):\n%s", diff)
			}
		})
	}
}
