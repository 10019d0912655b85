package eidas

import (
	"bytes"
	"encoding/asn1"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"qwac/internal/testpki"
	"qwac/pkg/ident"
	"qwac/pkg/lint"
)

// decode reads a leaf that edit changed.
func decode(edit func(*testpki.Spec)) *Info { return Decode(testpki.NewLeaf(edit).Leaf.X509()) }

func utf8Role(r ident.Role) RolePair { return RolePair{OID: ident.OIDOfRole(r), Name: string(r)} }

func TestDecodeClean(t *testing.T) {
	got := decode(func(*testpki.Spec) {})
	semantics, _ := asn1.Marshal([]asn1.ObjectIdentifier{{0, 4, 0, 194121, 1, 2}})
	id, _ := ident.ParseOrgID(testpki.OrgID)
	want := &Info{
		Present: true,
		Statements: []Statement{
			{ID: testpki.OIDQcSyntaxV2, Info: semantics},
			{ID: OIDQcCompliance},
			{ID: OIDQcType, Info: testpki.QcType(OIDQctWeb).Info},
			{ID: OIDQcPDS,
				Info: testpki.QcPDS(testpki.PDSIn("en", "https://pki.fixture-trust.example/pds/en.pdf")).Info},
			{ID: OIDPSD2Statement, Info: testpki.CleanPSD2().DER()},
		},
		Compliance: true,
		Types:      []asn1.ObjectIdentifier{OIDQctWeb},
		PDS:        []PDS{{"https://pki.fixture-trust.example/pds/en.pdf", "en"}},
		PSD2: &PSD2{
			Roles:   []RolePair{utf8Role(ident.RoleAI), utf8Role(ident.RolePI)},
			NCAName: "Danish Financial Supervisory Authority",
			NCAID:   "DK-DFSA",
		},
		Subject: []Attribute{
			{OIDCountryName, "DK"},
			{OIDOrganization, "Fixture Payments A/S"},
			{OIDOrgID, testpki.OrgID},
			{asn1.ObjectIdentifier{2, 5, 4, 3}, testpki.Host},
		},
		OrgIDs:   []string{testpki.OrgID},
		OrgID:    OrgID{Value: testpki.OrgID, OrgID: id},
		Policies: []asn1.ObjectIdentifier{OIDPolicyQNCPwGen, OIDPolicyPSD2},
	}
	if diff := cmp.Diff(want, got, cmpopts.EquateComparable(OrgID{})); diff != "" {
		t.Errorf("Decode (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]ident.Role{ident.RoleAI, ident.RolePI}, got.Roles()); diff != "" {
		t.Errorf("Roles (-want +got):\n%s", diff)
	}
}

func TestDecodeWithoutStatements(t *testing.T) {
	got := decode(func(s *testpki.Spec) { *s = testpki.PlainTLS() })
	if got.Present || got.Statements != nil || got.PSD2 != nil || got.Faults != nil || got.Roles() != nil {
		t.Errorf("Decode of an ordinary certificate: %+v", got)
	}
}

// raw replaces the value of qcStatements.
func raw(value []byte) func(*testpki.Spec) {
	return func(s *testpki.Spec) { s.Ext(OIDQcStatements).Value = value }
}

// statement replaces a statement.
func statement(st testpki.Statement) func(*testpki.Spec) {
	return func(s *testpki.Spec) { s.SetStatement(st) }
}

// info replaces the value of a statement by elements.
func info(id asn1.ObjectIdentifier, der ...[]byte) func(*testpki.Spec) {
	return statement(testpki.Statement{ID: id, Info: bytes.Join(der, nil)})
}

// foundFault is a lint.Fault of a statement, which has nothing else.
type foundFault struct {
	Rule         *lint.Meta
	Path, Detail string
}

func foundFaults(i *Info) (all []foundFault) {
	for _, f := range i.Faults {
		all = append(all, foundFault{f.Rule, f.Path, f.Detail})
	}
	return all
}

type faultTest struct {
	name string
	edit func(*testpki.Spec)
	want []foundFault
}

func runFaultTests(t *testing.T, tests []faultTest) {
	t.Helper()
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, foundFaults(decode(tt.edit))); diff != "" {
				t.Errorf("faults (-want +got):\n%s", diff)
			}
		})
	}
}

// TestDecodeListFaults changes one thing in the list of statements or in an entry.
func TestDecodeListFaults(t *testing.T) {
	clean := testpki.PSD2QWAC()
	value := clean.Ext(OIDQcStatements).Value
	runFaultTests(t, []faultTest{
		{"octet string", raw(testpki.OctetString(value)), []foundFault{
			{&RuleDoubleOctetString, "qcStatements",
				"the value is an OCTET STRING that holds the list of statements, want the list itself"},
		}},
		{"octet string of something else", raw(testpki.OctetString([]byte{5, 0})), []foundFault{
			{&RuleStatementsMalformed, "qcStatements", "the value is an OCTET STRING, want a SEQUENCE of statements"},
		}},
		{"empty value", raw(nil), []foundFault{
			{&RuleStatementsMalformed, "qcStatements", "the value is nothing, want a SEQUENCE of statements"},
		}},
		{"cut", raw(value[:len(value)-1]), []foundFault{
			{&RuleStatementsMalformed, "qcStatements", "the value is a broken encoding, want a SEQUENCE of statements"},
		}},
		{"bytes behind the list", raw(bytes.Join([][]byte{value, {5, 0}}, nil)), []foundFault{
			{&RuleStatementsMalformed, "qcStatements", "2 bytes follow the list of statements, want nothing"},
		}},
		{"no list", raw(testpki.Seq(testpki.ObjectID(OIDQcCompliance))), []foundFault{
			{&RuleStatementsMalformed, "qcStatements",
				"a single statement stands in the place of the list, want a SEQUENCE around it"},
		}},
		{"entry is no SEQUENCE", raw(testpki.Seq(testpki.Null())), []foundFault{
			{&RuleStatementsMalformed, "qcStatements[0]", "a NULL, want a SEQUENCE"},
		}},
		{"entry without id", raw(testpki.Seq(testpki.Seq(testpki.Null()))), []foundFault{
			{&RuleStatementsMalformed, "qcStatements[0]", "begins with a NULL, want an OBJECT IDENTIFIER"},
		}},
		{"entry cut", raw(testpki.Seq([]byte{0x30, 0x05, 0x06})), []foundFault{
			{&RuleStatementsMalformed, "qcStatements[0]",
				"broken encoding, want a SEQUENCE of an OBJECT IDENTIFIER and at most one value"},
		}},
		{"third element", info(OIDQcType, testpki.QcType(OIDQctWeb).Info, testpki.Null()), []foundFault{
			{&RuleStatementsMalformed, "qcStatements[2]",
				"2 bytes follow the value of 0.4.0.1862.1.6 (QcType), want nothing"},
		}},
		{"value cut", info(OIDQcType, []byte{0x30, 0x05}), []foundFault{
			{&RuleStatementsMalformed, "qcStatements[2]", "the value of 0.4.0.1862.1.6 (QcType) is broken"},
			{&RuleStatementsMalformed, "qcStatements.QcType", "nothing, want a SEQUENCE"},
		}},
	})
}

// TestDecodeStatementFaults changes one thing in the value of a statement.
func TestDecodeStatementFaults(t *testing.T) {
	runFaultTests(t, []faultTest{
		{"QcCompliance with NULL", info(OIDQcCompliance, testpki.Null()), []foundFault{
			{&RuleComplianceInfo, "qcStatements.QcCompliance", "carries a value (a NULL), want none"},
		}},
		{"QcSSCD", statement(testpki.QcSSCD()), nil},
		{"QcSSCD with NULL", info(oidQcSSCD, testpki.Null()), []foundFault{
			{&RuleStatementsMalformed, "qcStatements.QcSSCD", "carries a value (a NULL), want none"},
		}},
		{"bare type", info(OIDQcType, testpki.ObjectID(OIDQctWeb)), []foundFault{
			{&RuleStatementsMalformed, "qcStatements.QcType",
				"a bare OBJECT IDENTIFIER, want a SEQUENCE that holds it"},
		}},
		{"type of another kind", info(OIDQcType, testpki.Seq(testpki.Int(3))), []foundFault{
			{&RuleStatementsMalformed, "qcStatements.QcType", "holds an INTEGER, want an OBJECT IDENTIFIER"},
		}},
		{"PDS empty", statement(testpki.QcPDS()), []foundFault{
			{&RulePDS, "qcStatements.QcPDS", "an empty list, want one place or more"},
		}},
		{"PDS as UTF8String", statement(testpki.QcPDS(
			testpki.PDS{URL: testpki.UTF8("https://a.example"), Language: testpki.UTF8("en")})), []foundFault{
			{&RulePDS, "qcStatements.QcPDS[0].url", "a UTF8String, want an IA5String"},
			{&RulePDS, "qcStatements.QcPDS[0].language", "a UTF8String, want a PrintableString"},
		}},
		{"PDS without language", info(OIDQcPDS, testpki.Seq(testpki.Seq(testpki.IA5("https://a.example").DER()))),
			[]foundFault{
				{&RulePDS, "qcStatements.QcPDS[0].language", "nothing, want a PrintableString"},
			}},
		{"limit", statement(testpki.QcLimit("EUR", 5, -2)), nil},
		{"limit by number", statement(testpki.QcLimitNumeric(978, 5, 2)), nil},
		{"limit number too large", statement(testpki.QcLimitNumeric(1000, 5, 2)), []foundFault{
			{&RuleLimit, "qcStatements.QcLimitValue.currency",
				"a number outside 1 to 999, want a currency of ISO 4217"},
		}},
		{"limit without exponent", info(oidQcLimitValue, testpki.Seq(testpki.Printable("EUR").DER(), testpki.Int(1))),
			[]foundFault{
				{&RuleLimit, "qcStatements.QcLimitValue",
					"an INTEGER follows the currency, want amount and exponent as INTEGER"},
			}},
		{"retention", statement(testpki.QcRetention(15)), nil},
		{"retention in a SEQUENCE", info(oidQcRetention, testpki.Seq(testpki.Int(15))), []foundFault{
			{&RuleRetention, "qcStatements.QcRetentionPeriod", "a SEQUENCE, want an INTEGER of years"},
		}},
		{"legislation", statement(testpki.QcCClegislation("CH")), nil},
		{"legislation as UTF8String", info(OIDQcCClegislation, testpki.Seq(testpki.UTF8("CH").DER())), []foundFault{
			{&RuleLegislation, "qcStatements.QcCClegislation[0]", "a UTF8String, want a PrintableString"},
		}},
		{"PSD2 as extension", func(s *testpki.Spec) {
			s.DropStatement(OIDPSD2Statement)
			s.Add(testpki.Extension{OID: OIDPSD2Statement, Value: testpki.CleanPSD2().DER()})
		}, []foundFault{
			{&RulePSD2AsExtension, "extensions[0.4.0.19495.2]",
				"PSD2QcType stands as an extension of its own, want an entry of qcStatements"},
		}},
	})
}

// TestDecodeGoesOn checks that a fault in one place does not hide what stands in another.
func TestDecodeGoesOn(t *testing.T) {
	edits := map[string]func(*testpki.Spec){
		"octet string": func(s *testpki.Spec) {
			e := s.Ext(OIDQcStatements)
			e.Value = testpki.OctetString(e.Value)
		},
		"bytes behind the list": func(s *testpki.Spec) { e := s.Ext(OIDQcStatements); e.Value = append(e.Value, 0) },
		"third element": func(s *testpki.Spec) {
			s.SetStatement(testpki.Statement{ID: OIDQcCompliance,
				Info: bytes.Join([][]byte{testpki.Null(), testpki.Null()}, nil)})
		},
		"entry without id": func(s *testpki.Spec) {
			s.Ext(OIDQcStatements).Value = testpki.Seq(testpki.Seq(), entries(s))
		},
	}
	for name, edit := range edits {
		t.Run(name, func(t *testing.T) {
			got := decode(edit)
			if !got.Compliance || len(got.Types) != 1 || len(got.Roles()) != 2 || len(got.Faults) == 0 {
				t.Errorf("Decode lost something: %+v", got)
			}
		})
	}
}

// entries are the statements without the SEQUENCE around them.
func entries(s *testpki.Spec) []byte {
	var out []byte
	for _, st := range s.Statements() {
		out = append(out, testpki.Seq(testpki.ObjectID(st.ID), st.Info)...)
	}
	return out
}

func TestDecodeTooMany(t *testing.T) {
	var list []testpki.Statement
	for range MaxEntries + 1 {
		list = append(list, testpki.QcCompliance())
	}
	got := decode(func(s *testpki.Spec) { s.SetStatements(list...) })
	want := []foundFault{{&RuleStatementsMalformed, "qcStatements[64]", "more than 64 statements"}}
	if diff := cmp.Diff(want, foundFaults(got)); diff != "" {
		t.Errorf("faults (-want +got):\n%s", diff)
	}
	roles := decode(func(s *testpki.Spec) { s.SetRoles(strings.Fields(strings.Repeat("PSP_AI ", MaxEntries+1))...) })
	want = []foundFault{{&RulePSD2Malformed, "qcStatements.PSD2QcType.rolesOfPSP[64]", "more than 64 roles"}}
	if diff := cmp.Diff(want, foundFaults(roles)); diff != "" {
		t.Errorf("faults (-want +got):\n%s", diff)
	}
}
