package psd2

import (
	"encoding/asn1"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"qwac/internal/testpki"
	"qwac/pkg/browsers"
	"qwac/pkg/bundle"
	"qwac/pkg/cert"
	"qwac/pkg/chain"
	"qwac/pkg/eidas"
	"qwac/pkg/ident"
	"qwac/pkg/leaf"
	"qwac/pkg/lint"
	"qwac/pkg/upload"
)

// always are the notices of every leaf for PSD2; the tests of single rules leave them out.
var always = []string{"C57", "A12", "A14", "L21"}

// subject makes a subject of a leaf; edit may be nil.
func subject(leaf testpki.Cert, edit func(*eidas.Subject)) *eidas.Subject {
	c := &cert.Cert{Certificate: leaf.X509(), At: lint.Location{File: "leaf.pem", Line: 1}}
	s := &eidas.Subject{
		Chain: &chain.Chain{Bundle: &bundle.Bundle{Certs: []*cert.Cert{c}}, Path: []*cert.Cert{c}},
		Leaf:  c, Info: eidas.Decode(c.Certificate), At: testpki.At(),
	}
	s.Type = eidas.TypeOf(c.Certificate, s.Info)
	if edit != nil {
		edit(s)
	}
	return s
}

// codes are the findings of the lists of rules, without those that every subject has. No list: of all.
func codes(s *eidas.Subject, lists ...[]*lint.Rule[*eidas.Subject]) []string {
	if lists == nil {
		lists = allRules()
	}
	var out []string
	for _, f := range lint.Silence(lint.Run(s, lists...)) {
		if !slices.Contains(always, f.Rule.Code) {
			out = append(out, f.Rule.Code+" "+f.Severity.String())
		}
	}
	return out
}

func TestRulesAreDocumented(t *testing.T) {
	if err := lint.Validate(append(lint.Metas(chain.Rules()),
		append(lint.Metas(cert.Rules()...), lint.Metas(allRules()...)...)...)); err != nil {
		t.Error(err)
	}
}

func TestCleanProfiles(t *testing.T) {
	logged := []string{"C53 notice"} // with clientAuth, in a hierarchy for browsers
	for _, tt := range []struct {
		name string
		spec testpki.Spec
		want []string
	}{
		{"QNCP-w-gen", testpki.PSD2QWAC(), nil}, {"QNCP-w", testpki.QNCPw(), logged},
		{"QEVCP-w", testpki.QEVCPw(), logged},
	} {
		leaf := testpki.NewLeaf(func(s *testpki.Spec) { *s = tt.spec }).Leaf
		old := subject(testpki.NewLeaf(func(s *testpki.Spec) { *s, s.Key.Name = tt.spec, "old" }).Leaf, nil)
		got := codes(subject(leaf, func(s *eidas.Subject) {
			s.Offered, s.Registered = []ident.Role{ident.RoleAI, ident.RolePI}, []ident.Role{ident.RolePI, ident.RoleAI}
			s.Previous, s.Seal = old.Leaf, s.Leaf
		}))
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s: %v, want %v", tt.name, got, tt.want)
		}
	}
}

// TestAlways checks the text of the notices that every leaf has.
func TestAlways(t *testing.T) {
	var got []string
	for _, f := range lint.Run(subject(testpki.Clean().Leaf, nil), allRules()...) {
		got = append(got, f.Severity.String()+" "+f.Rule.Code+" "+f.Path+": "+f.Message+"; "+f.Hint)
	}
	want := []string{
		"notice L21 certificatePolicies: the policy is 0.4.0.194112.1.6 (QNCP-w-gen): it is not known whether the " +
			"bank accepts it, ask; Nothing to do; " +
			"if the bank refuses the certificate, ask whether it accepts QNCP-w-gen.",
		"notice C57 issuer: not checked: no trusted list was given; the issuing CA is \"Fixture Trust Qualified Web " +
			"CA 1, Fixture Trust Services ApS, DK\"; Provide the lists: download them, or take those that " +
			"you have.",
		"notice A12 : revocation was not checked; the responder is http://ocsp.fixture-trust.example/web; To check: " +
			"`curl -fL -o ca.crl 'http://crl.fixture-trust.example/web.crl'`, and provide the list beside the chain.",
		`notice A14 subject.organizationIdentifier: the register was not asked; to look up: authority DK-DFSA, ` +
			`number ` +
			`"97351842"; Look it up in the register of the authority or of the EBA ` +
			`(https://euclid.eba.europa.eu/register/); the spelling may differ there, and banks are not in it.`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
}

// allRules are all about the leaf, in run order.
func allRules() [][]*lint.Rule[*eidas.Subject] {
	return slices.Concat(Rules(), leaf.Rules(), browsers.Rules(), upload.Rules())
}

// judging are the lists that the tests here are about: what a certificate is and what a bank looks at. The edits break
// rules of others too, which package cases has.
var judging = [][]*lint.Rule[*eidas.Subject]{
	testRules, typeRules, statementRules, valueRules, psd2Rules, ncaRules, orgIDRules, listOf("X15"), listOf("L01"),
	listOf("R13"), listOf("R01"), listOf("C57"), listOf("A12"),
}

// listOf is the list of another package that has the rule with a code.
func listOf(code string) []*lint.Rule[*eidas.Subject] {
	for _, list := range slices.Concat(leaf.Rules(), browsers.Rules(), upload.Rules()) {
		if slices.ContainsFunc(list, func(r *lint.Rule[*eidas.Subject]) bool { return r.Code == code }) {
			return list
		}
	}
	return nil
}

type ruleTest struct {
	name string
	edit func(*testpki.Spec)
	subj func(*eidas.Subject)
	want []string
}

func runRuleTests(t *testing.T, tests []ruleTest) {
	t.Helper()
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			leaf := testpki.Clean().Leaf
			if tt.edit != nil {
				leaf = testpki.NewLeaf(tt.edit).Leaf
			}
			if diff := cmp.Diff(tt.want, codes(subject(leaf, tt.subj), judging...)); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
		})
	}
}

func TestTypeRules(t *testing.T) {
	is := func(spec func() testpki.Spec, edits ...func(*testpki.Spec)) func(*testpki.Spec) {
		return func(s *testpki.Spec) {
			*s = spec()
			for _, edit := range edits {
				edit(s)
			}
		}
	}
	sealBeside := func(spec func() testpki.Spec) func(*eidas.Subject) {
		return func(s *eidas.Subject) {
			s.Seal = &cert.Cert{Certificate: testpki.NewLeaf(func(l *testpki.Spec) { *l = spec() }).Leaf.X509()}
		}
	}
	noQualified := func(s *testpki.Spec) { s.Set(testpki.Policies(testpki.OIDOwnPolicyID)) }
	runRuleTests(t, []ruleTest{
		{"seal", is(testpki.QSealC), nil, []string{"J01 error"}},
		{"seal with clientAuth", is(testpki.QSealC, func(s *testpki.Spec) {
			s.Set(testpki.ExtKeyUsage(eidas.OIDEKUClientAuth))
		}), nil, []string{"J01 error"}},
		{"seal by policy", is(testpki.QSealC, func(s *testpki.Spec) {
			s.DropStatement(eidas.OIDQcType)
		}), nil, []string{"J01 error", "Q07 error"}},
		{"seal and QWAC exchanged", is(testpki.QSealC), sealBeside(testpki.PSD2QWAC), []string{"J08 error"}},
		{"seal twice", is(testpki.QSealC), sealBeside(testpki.QSealC), []string{"J01 error"}},
		{"pair", nil, sealBeside(testpki.QSealC), nil},
		{"signature", is(testpki.QSig), nil, []string{"J02 error"}},
		{"signature without QcType", is(testpki.QSig, func(s *testpki.Spec) {
			s.DropStatement(eidas.OIDQcType)
			s.Drop(eidas.OIDPolicies)
		}), nil,
			[]string{"J02 error", "Q07 error"}},
		{"2-QWAC", is(testpki.TwoQWAC), nil, []string{"J03 error"}},
		{"tls-binding in a PSD2 QWAC", func(s *testpki.Spec) {
			s.Set(testpki.ExtKeyUsage(eidas.OIDEKUTLSBinding))
		}, nil, []string{"J03 error"}},
		{"tls-binding and two types", func(s *testpki.Spec) {
			s.Set(testpki.ExtKeyUsage(eidas.OIDEKUTLSBinding))
			s.SetStatement(testpki.QcType(eidas.OIDQctWeb, eidas.OIDQctESeal))
		}, nil, []string{"Q09 error", "L05 error"}},
		{"plain QWAC", is(testpki.PlainQWAC), nil, []string{"J04 error"}},
		{"plain QWAC without clientAuth", is(testpki.PlainQWAC, func(s *testpki.Spec) {
			s.Set(testpki.ExtKeyUsage(eidas.OIDEKUServerAuth))
		}), nil, []string{"J04 error"}},
		{"TLS", is(testpki.PlainTLS), nil, []string{"J05 error"}},
		{"OpenBanking", func(s *testpki.Spec) { s.Issuer = obie() }, nil, []string{"J06 error"}},
		{"roles without QcCompliance and policy", func(s *testpki.Spec) {
			s.DropStatement(eidas.OIDQcCompliance)
			noQualified(s)
		}, nil, []string{"Q05 error"}},
		{"roles of the United Kingdom without QcCompliance and policy", func(s *testpki.Spec) {
			s.DropStatement(eidas.OIDQcCompliance)
			noQualified(s)
			s.SetNCA("GB-FCA", "Financial Conduct Authority")
		}, nil, []string{"J06 error"}},
		{"roles without QcCompliance", func(s *testpki.Spec) {
			s.DropStatement(eidas.OIDQcCompliance)
		}, nil, []string{"Q05 error"}},
		{"CA", func(s *testpki.Spec) { s.Set(testpki.BasicConstraints(true, -1)) }, nil, nil},
		{"only CAs", nil, func(s *eidas.Subject) {
			ca := &cert.Cert{Certificate: testpki.Clean().Intermediate.X509()}
			*s = eidas.Subject{Chain: &chain.Chain{Bundle: &bundle.Bundle{Certs: []*cert.Cert{ca, ca}}}}
		}, []string{"J07 error"}},
		{"no certificate", nil,
			func(s *eidas.Subject) { *s = eidas.Subject{Chain: &chain.Chain{Bundle: &bundle.Bundle{}}} }, nil},
		{"country XX", func(s *testpki.Spec) {
			s.Subject.Set(eidas.OIDOrgID, "PSDXX-DFSA-97351842")
			s.SetNCA("XX-DFSA", "DFSA")
		}, nil, []string{"J10 error"}},
		{"country XX in the sandbox", func(s *testpki.Spec) {
			s.Subject.Set(eidas.OIDOrgID, "PSDXX-DFSA-97351842")
			s.SetNCA("XX-DFSA", "DFSA")
		}, func(s *eidas.Subject) { s.Sandbox = true }, []string{"J10 notice"}},
		{"authority of a sample", func(s *testpki.Spec) {
			s.SetNCA("DK-SFO", "SFO")
		}, nil, []string{"J10 error", "S36 error"}},
		{"Verification of Payee", func(s *testpki.Spec) {
			s.SetRoles("VOP_RS")
		}, func(s *eidas.Subject) { s.Offered = []ident.Role{ident.RoleAI} }, []string{"J11 warning", "R15 error"}},
		{"Verification of Payee and more", func(s *testpki.Spec) { s.SetRoles("VOP_RS", "PSP_AI") }, nil, nil},
	})
}

func obie() testpki.Name {
	var n testpki.Name
	n.Add(eidas.OIDCountryName, "GB")
	n.Add(eidas.OIDOrganization, "OpenBanking")
	return n
}

func TestStatementRules(t *testing.T) {
	value := func(edit func([]byte) []byte) func(*testpki.Spec) {
		return func(s *testpki.Spec) {
			e := s.Ext(eidas.OIDQcStatements)
			e.Value = edit(e.Value)
		}
	}
	types := func(oids ...asn1.ObjectIdentifier) func(*testpki.Spec) {
		return func(s *testpki.Spec) {
			s.DropStatement(eidas.OIDQcType)
			for _, oid := range oids {
				s.AddStatement(testpki.Statement{ID: oid})
			}
		}
	}
	before := time.Date(2026, 4, 30, 0, 0, 0, 0, time.UTC)
	runRuleTests(t, []ruleTest{
		{"double octet string", value(func(b []byte) []byte {
			return testpki.OctetString(b)
		}), nil, []string{"Q31 error"}},
		{"trailing byte", value(func(b []byte) []byte { return append(b, 0) }), nil, []string{"Q02 error"}},
		{"unreadable", value(func(b []byte) []byte { return b[:9] }), nil, []string{"Q02 error"}},
		{"critical", func(s *testpki.Spec) { s.SetCritical(eidas.OIDQcStatements, true) }, nil, []string{"Q03 error"}},
		{"no statements", func(s *testpki.Spec) { s.Drop(eidas.OIDQcStatements) }, nil, []string{"Q01 error"}},
		{"no statements, identifier only", func(s *testpki.Spec) {
			s.Drop(eidas.OIDQcStatements)
			s.Set(testpki.Policies(testpki.OIDOwnPolicyID))
		}, nil, []string{"Q01 error"}},
		{"empty list", func(s *testpki.Spec) {
			s.SetStatements()
		}, nil, []string{"Q05 error", "Q07 error", "S01 error"}},
		{"compliance with NULL", func(s *testpki.Spec) {
			s.SetStatement(testpki.Statement{ID: eidas.OIDQcCompliance, Info: testpki.Null()})
		}, nil, []string{"Q06 error"}},
		{"no type", types(), nil, []string{"Q07 error"}},
		{"empty type", func(s *testpki.Spec) { s.SetStatement(testpki.QcType()) }, nil, []string{"Q07 error"}},
		{"type as statement", types(eidas.OIDQctWeb), nil, []string{"Q11 error"}},
		{"seal type", func(s *testpki.Spec) {
			s.SetStatement(testpki.QcType(eidas.OIDQctESeal))
		}, nil, []string{"Q08 error"}},
		{"signature type", func(s *testpki.Spec) {
			s.SetStatement(testpki.QcType(eidas.OIDQctESign))
		}, nil, []string{"Q08 error"}},
		{"two types", func(s *testpki.Spec) {
			s.SetStatement(testpki.QcType(eidas.OIDQctWeb, eidas.OIDQctESeal))
		}, nil, []string{"Q09 error"}},
		{"unknown type", func(s *testpki.Spec) {
			s.SetStatement(testpki.QcType([]int{0, 4, 0, 1862, 1, 6, 4}))
		}, nil, []string{"Q10 error"}},
		{"Swiss law", func(s *testpki.Spec) {
			s.AddStatement(testpki.QcCClegislation("CH"))
		}, nil, []string{"Q14 error"}},
		{"law of a member state", func(s *testpki.Spec) {
			s.AddStatement(testpki.QcCClegislation("DK"))
		}, nil, []string{"Q12 error"}},
		{"law of the EU and another", func(s *testpki.Spec) {
			s.AddStatement(testpki.QcCClegislation("EU", "CH"))
		}, nil, []string{"Q12 error"}},
		{"QcSSCD", func(s *testpki.Spec) { s.AddStatement(testpki.QcSSCD()) }, nil, []string{"Q15 error"}},
		{"QcSSCD in a seal", func(s *testpki.Spec) {
			*s = testpki.QSealC()
			s.AddStatement(testpki.QcSSCD())
		}, nil, []string{"J01 error"}},
		{"twice", func(s *testpki.Spec) { s.AddStatement(testpki.QcCompliance()) }, nil, []string{"Q04 error"}},
		{"twice before V2.6.1", func(s *testpki.Spec) {
			s.NotBefore = before
			s.AddStatement(testpki.QcCompliance())
		}, nil, []string{"Q04 warning"}},
		{"semantics twice", func(s *testpki.Spec) { s.AddStatement(testpki.Semantics(nil)) }, nil, nil},
		{"faults of a seal are named", func(s *testpki.Spec) {
			*s = testpki.QSealC()
			s.SetPSD2(func(p *testpki.PSD2) { p.Flattened = true })
			s.SetCritical(eidas.OIDQcStatements, true)
		}, nil, []string{"J01 error", "Q03 error", "S04 error"}},
	})
}

func TestRoleRules(t *testing.T) {
	all := func(s *testpki.Spec) { s.SetRoles("PSP_AS", "PSP_PI", "PSP_AI", "PSP_IC") }
	bank := func(registered ...ident.Role) func(*eidas.Subject) {
		return func(s *eidas.Subject) { s.Offered, s.Registered = []ident.Role{ident.RoleAI, ident.RolePI}, registered }
	}
	previous := func(id string) func(*eidas.Subject) {
		return func(s *eidas.Subject) {
			old := testpki.NewLeaf(func(l *testpki.Spec) { l.Subject.Set(eidas.OIDOrgID, id) }).Leaf
			s.Previous = &cert.Cert{Certificate: old.X509()}
		}
	}
	runRuleTests(t, []ruleTest{
		{"R13", nil, bank(ident.RoleAI), []string{"R13 error"}},
		{"R13 nothing registered", nil, func(s *eidas.Subject) { s.Registered = []ident.Role{} },
			[]string{"R13 error"}},
		{"R13 near", func(s *testpki.Spec) { s.SetRoles("PSP_AI") }, bank(ident.RoleAI), nil},
		{"R14", all, bank(ident.RoleAI, ident.RolePI), []string{"R14 notice"}},
		{"R14 near: offered not known", all, nil, nil},
		{"R06 near: registered for all", nil, bank(ident.RoleAI, ident.RolePI), nil},
		{"R07", func(s *testpki.Spec) {
			s.SetRoles("PSP_AI")
		}, bank(ident.RoleAI, ident.RolePI), []string{"R07 warning"}},
		{"R07 near: roles not clear", func(s *testpki.Spec) {
			s.SetPSD2(func(p *testpki.PSD2) { p.Flattened = true })
		}, bank(ident.RoleAI, ident.RolePI), []string{"S04 error"}},
		{"R08", nil, previous("PSDDK-DFSA-97351843"), []string{"R08 error"}},
		{"R08 near", nil, previous(testpki.OrgID), nil},
	})
}

// TestTexts compares the whole finding where the hint is made from the certificate.
func TestTexts(t *testing.T) {
	tests := []struct {
		name string
		edit func(*testpki.Spec)
		want string
	}{
		{"S09", func(s *testpki.Spec) {
			s.SetPSD2(func(p *testpki.PSD2) { p.Roles[0] = testpki.RoleNamed("PSP_AI", "AISP") })
		}, `qcStatements.PSD2QcType.rolesOfPSP[0].roleOfPspName: "AISP" is not a role name, want "PSP_AI" for ` +
			`0.4.0.19495.1.3; A certificate cannot be edited; ask the issuer (QTSP) for a re-issue and send this: ` +
			`please set the role name of 0.4.0.19495.1.3 to PSP_AI instead of "AISP" (TS 119 495, Annex A).`},
		{"S04", func(s *testpki.Spec) {
			s.SetPSD2(func(p *testpki.PSD2) { p.Flattened = true })
		}, `qcStatements.PSD2QcType.rolesOfPSP[0]: one entry holds 2 roles (PSP_AI, PSP_PI), want an entry for each; ` +
			`strict readers refuse it, lenient ones see PSP_AI and lose PSP_PI; Ask the issuer (QTSP) to re-issue ` +
			`the ` +
			`certificate with a pair of its own for each role.`},
		{"S22a", func(s *testpki.Spec) { s.SetNCA("DK_DFSA", "DFSA") },
			`qcStatements.PSD2QcType.nCAId: the NCAId "DK_DFSA" has an underscore at character 3, want "DK-DFSA"; A ` +
				`certificate cannot be edited; ask the issuer (QTSP) for a re-issue and send this: please set the ` +
				`NCAId in PSD2QcType to DK-DFSA instead of "DK_DFSA" (TS 119 495, GEN-5.2.3-2).`},
		{"S21", func(s *testpki.Spec) { s.SetNCA("DK", "DFSA") },
			`qcStatements.PSD2QcType.nCAId: the NCAId is "DK": no hyphen, want country, hyphen, authority; probably ` +
				`"DK-DFSA" was meant; A certificate cannot be edited; ask the issuer (QTSP) for a re-issue and send ` +
				`this: please set the NCAId in PSD2QcType to DK-DFSA instead of "DK" (TS 119 495, GEN-5.2.3-2).`},
		{"S32", func(s *testpki.Spec) { s.Subject.Set(eidas.OIDOrgID, "PSDDK-97351842") },
			`subject.organizationIdentifier: the identifier is "PSDDK-97351842": the authority is "97351842", want ` +
				`two to eight capital letters; probably "PSDDK-DFSA-97351842" was meant; A certificate cannot be ` +
				`edited; ask the issuer (QTSP) for a re-issue and send this: please set organizationIdentifier to ` +
				`PSDDK-DFSA-97351842 instead of "PSDDK-97351842" (TS 119 495, GEN-5.2.1-3).`},
		{"S10", unknownRole("PSP_AI"), `qcStatements.PSD2QcType.rolesOfPSP[0]: 0.4.0.19495.1.99 with the name ` +
			`"PSP_AI" is not a role of TS 119 495 V1.8.1; PSP_AI has 0.4.0.19495.1.3; a strict reader sees no role ` +
			`at all; A certificate cannot be edited; ask the issuer (QTSP) for a re-issue and send this: please ` +
			`set roleOfPspOid of PSP_AI to 0.4.0.19495.1.3 (TS 119 495, Annex A).`},
		{"S09", func(s *testpki.Spec) {
			s.SetPSD2(func(p *testpki.PSD2) {
				p.Roles = []testpki.Role{testpki.RoleNamed("PSP_AI", "PSP_AI, PISP")}
			})
		}, `qcStatements.PSD2QcType.rolesOfPSP[0].roleOfPspName: "PSP_AI, PISP" are 2 roles in one name, want an ` +
			`entry for each; A certificate cannot be edited; ask the issuer (QTSP) for a re-issue and send this: ` +
			`please set rolesOfPSP to an entry for each role (0.4.0.19495.1.3 with PSP_AI, 0.4.0.19495.1.2 with ` +
			`PSP_PI) instead of one with the name "PSP_AI, PISP" (TS 119 495, Annex A).`},
		{"S10", unknownRole("PSP_XY", "PSP_AI"), `qcStatements.PSD2QcType.rolesOfPSP[0]: 0.4.0.19495.1.99 with the ` +
			`name "PSP_XY" is not a role of TS 119 495 V1.8.1; Ask the bank whether it knows the role; if the role ` +
			`was not meant, ask the issuer (QTSP) for a re-issue without it.`},
		{"J01", func(s *testpki.Spec) { *s = testpki.QSealC() },
			`qcStatements.QcType: this is a QSealC (QcType eseal), want a QWAC; Provide the QWAC instead, which has ` +
				`the same organisation and QcType web; if there is none, order one from your QTSP.`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := subject(testpki.NewLeaf(tt.edit).Leaf, nil)
			var got []string
			for _, f := range lint.Run(s, allRules()...) {
				if f.Rule.Code == tt.name {
					got = append(got, f.Path+": "+f.Message+"; "+f.Hint)
				}
			}
			if diff := cmp.Diff(tt.want, strings.Join(got, "\n")); diff != "" {
				t.Errorf("%s (-want +got):\n%s", tt.name, diff)
			}
		})
	}
}

// unknownRole has an entry with an unknown object identifier and that name, and the roles beside it.
func unknownRole(name string, others ...string) func(*testpki.Spec) {
	return func(s *testpki.Spec) {
		s.SetPSD2(func(p *testpki.PSD2) {
			r := testpki.RoleNamed("PSP_AI", name)
			r.OID = asn1.ObjectIdentifier{0, 4, 0, 19495, 1, 99}
			p.Roles = append([]testpki.Role{r}, testpki.Roles(others...)...)
		})
	}
}
