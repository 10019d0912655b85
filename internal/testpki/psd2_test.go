package testpki

import (
	"encoding/hex"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const (
	pi   = "0607040081982701" + "02" + "0c06" + "5053505f5049"
	ai   = "0607040081982701" + "03" + "0c06" + "5053505f4149"
	name = "0c04" + "42616e6b" // "Bank"
	id   = "0c06" + "47422d464341"
)

func TestPSD2(t *testing.T) {
	good := PSD2{Roles: Roles("PSP_PI", "PSP_AI"), NCAName: UTF8("Bank"), NCAID: UTF8("GB-FCA")}
	for _, c := range []struct {
		name string
		edit func(*PSD2)
		want string
	}{
		{"good", func(*PSD2) {}, "3036 3026 3011" + pi + "3011" + ai + name + id},
		{"flattened", func(p *PSD2) { p.Flattened = true }, "3034 3024 3022" + pi + ai + name + id},
		{"roles tagged", func(p *PSD2) {
			p.ExplicitRoles = true
		}, "3038 a028 3026 3011" + pi + "3011" + ai + name + id},
		{"each role tagged", func(p *PSD2) {
			p.ExplicitRole = true
		}, "303a 302a a0133011" + pi + "a0133011" + ai + name + id},
		{"names tagged", func(p *PSD2) {
			p.ExplicitNames = true
		}, "303a 3026 3011" + pi + "3011" + ai + "a006" + name + "a108" + id},
		{"swapped", func(p *PSD2) { p.Swapped = true }, "3036 3026 3011" + pi + "3011" + ai + id + name},
		{"extra", func(p *PSD2) { p.Extra = Null() }, "3038 3026 3011" + pi + "3011" + ai + name + id + "0500"},
		{"no roles", func(p *PSD2) { p.WithoutRoles = true }, "300e" + name + id},
		{"no name", func(p *PSD2) { p.WithoutName = true }, "3030 3026 3011" + pi + "3011" + ai + id},
		{"no id", func(p *PSD2) { p.WithoutID = true }, "302e 3026 3011" + pi + "3011" + ai + name},
		{"empty roles", func(p *PSD2) { p.Roles = nil }, "3010 3000" + name + id},
		{"printable", func(p *PSD2) {
			p.NCAID = Printable("GB-FCA")
		}, "3036 3026 3011" + pi + "3011" + ai + name + "1306" + id[4:]},
		{"wrong name", func(p *PSD2) {
			p.Roles = []Role{RoleNamed("PSP_AI", "AISP")}
		}, "3021 3011 300f" + ai[:18] + "0c0441495350" + name + id},
		{"role extra", func(p *PSD2) {
			p.Roles = p.Roles[:1]
			p.Roles[0].Extra = Null()
		}, "3025 3015 3013" + pi + "0500" + name + id},
		{"no oid", func(p *PSD2) {
			p.Roles = p.Roles[:1]
			p.Roles[0].OID = nil
		}, "301a 300a 3008" + pi[18:] + name + id},
		{"no role name", func(p *PSD2) {
			p.Roles = p.Roles[:1]
			p.Roles[0].Name = Text{}
		}, "301b 300b 3009" + pi[:18] + name + id},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := good
			p.Roles = Roles("PSP_PI", "PSP_AI")
			c.edit(&p)
			if diff := cmp.Diff(strings.ReplaceAll(c.want, " ", ""), hex.EncodeToString(p.DER())); diff != "" {
				t.Errorf("PSD2QcType (-want +got):\n%s", diff)
			}
		})
	}
}

func TestStatementEdits(t *testing.T) {
	clean := "1.3.6.1.5.5.7.11.2 0.4.0.1862.1.1 0.4.0.1862.1.6 0.4.0.1862.1.5 0.4.0.19495.2"
	for _, c := range []struct {
		name string
		edit func(*Spec)
		want string
	}{
		{"none", func(*Spec) {}, clean},
		{"replace", func(s *Spec) { s.SetRoles("PSP_IC"); s.SetNCA("SE-FINA", "Finansinspektionen") }, clean},
		{"append", func(s *Spec) { s.SetStatement(QcSSCD()) }, clean + " 0.4.0.1862.1.4"},
		{"twice", func(s *Spec) { s.AddStatement(QcCompliance()) }, clean + " 0.4.0.1862.1.1"},
		{"drop", func(s *Spec) {
			s.DropStatement(OIDQcCompliance, OIDQcPDS)
		}, "1.3.6.1.5.5.7.11.2 0.4.0.1862.1.6 0.4.0.19495.2"},
		{"no extension", func(s *Spec) { s.Drop(OIDQcStatements) }, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := PSD2QWAC()
			c.edit(&s)
			var ids []string
			for _, st := range s.Statements() {
				ids = append(ids, st.ID.String())
			}
			if diff := cmp.Diff(c.want, strings.Join(ids, " ")); diff != "" {
				t.Errorf("statements (-want +got):\n%s", diff)
			}
		})
	}
}

func TestStatements(t *testing.T) {
	for _, c := range []struct {
		name string
		st   Statement
		want string
	}{
		{"compliance", QcCompliance(), ""},
		{"compliance with value", Statement{OIDQcCompliance, Null()}, "0500"},
		{"type", QcType(OIDQcTypeWeb), "300906070400" + "8e46010603"},
		{"no type", QcType(), "3000"},
		{"pds", QcPDS(PDSIn("en", "https://a")), "30113" + "00f" + "160968747470733a2f2f61" + "1302656e"},
		{"pds of other strings", QcPDS(PDS{UTF8("https://a"), UTF8("en")}),
			"3011300f" + "0c0968747470733a2f2f61" + "0c02656e"},
		{"limit", QcLimit("DKK", 5, -2), "300b" + "1303444b4b" + "020105" + "0201fe"},
		{"limit by number", QcLimitNumeric(208, 5, 0), "300a" + "020200d0" + "020105" + "020100"},
		{"retention", QcRetention(7), "020107"},
		{"legislation", QcCClegislation("CH"), "3004" + "13024348"},
		{"device legislation", QcQSCDlegislation("CH", "GB"), "3008" + "13024348" + "13024742"},
		{"identification", QcIdentMethod(OIDSemanticsLegal), "3009" + "060704008bec490102"},
		{"semantics", Semantics(OIDSemanticsLegal), "3009" + "060704008bec490102"},
		{"semantics with authority", Semantics(nil, URI("a")), "3005" + "3003" + "860161"},
		{"semantics without", Semantics(nil), ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, hex.EncodeToString(c.st.Info)); diff != "" {
				t.Errorf("statementInfo (-want +got):\n%s", diff)
			}
		})
	}
}
