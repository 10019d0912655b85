package psd2

import (
	"testing"
	"time"

	"qwac/internal/testpki"
	"qwac/pkg/eidas"
	"qwac/pkg/ident"
)

func TestPSD2Rules(t *testing.T) {
	psd2 := func(edit func(*testpki.PSD2)) func(*testpki.Spec) {
		return func(s *testpki.Spec) { s.SetPSD2(edit) }
	}
	role := func(oid []int, name string) func(*testpki.Spec) {
		return psd2(func(p *testpki.PSD2) { p.Roles[0] = testpki.Role{OID: oid, Name: testpki.UTF8(name)} })
	}
	roles := func(names ...string) func(*testpki.Spec) {
		return func(s *testpki.Spec) { s.SetRoles(names...) }
	}
	runRuleTests(t, []ruleTest{
		{"S01 by policy", func(s *testpki.Spec) {
			s.DropStatement(eidas.OIDPSD2Statement)
			s.Subject.Set(eidas.OIDOrgID, "VATDK-97351842")
		}, nil, []string{"S01 error", "S33 warning"}},
		{"S01 by identifier", func(s *testpki.Spec) {
			s.DropStatement(eidas.OIDPSD2Statement)
			s.Set(testpki.Policies(eidas.OIDPolicyQNCPwGen))
		}, nil, []string{"S01 error"}},
		{"S01 near: nothing says PSD2", func(s *testpki.Spec) {
			s.DropStatement(eidas.OIDPSD2Statement)
			s.Set(testpki.Policies(eidas.OIDPolicyQNCPwGen))
			s.Subject.Set(eidas.OIDOrgID, "VATDK-97351842")
		}, nil, []string{"J04 error"}},
		{"S02", func(s *testpki.Spec) {
			s.DropStatement(eidas.OIDPSD2Statement)
			s.Add(testpki.Extension{OID: eidas.OIDPSD2Statement, Value: testpki.CleanPSD2().DER()})
		}, nil, []string{"S02 error"}},
		{"S03", psd2(func(p *testpki.PSD2) { p.Extra = testpki.Null() }), nil, []string{"S03 error"}},
		{"S03 without id", psd2(func(p *testpki.PSD2) { p.WithoutID = true }), nil, []string{"S03 error"}},
		{"S03 without name", psd2(func(p *testpki.PSD2) { p.WithoutName = true }), nil, []string{"S03 error"}},
		{"S04", psd2(func(p *testpki.PSD2) { p.Flattened = true }), nil, []string{"S04 error"}},
		{"S04 near", roles("PSP_AI"), nil, nil},
		{"S05", psd2(func(p *testpki.PSD2) { p.ExplicitRoles = true }), nil, []string{"S05 error"}},
		{"S06", psd2(func(p *testpki.PSD2) { p.NCAID = testpki.Printable("DK-DFSA") }), nil, []string{"S06 error"}},
		{"S07", roles(), nil, []string{"S07 error"}},
		{"S08", role(ident.OIDOfRole(ident.RoleAS), "PSP_AI"), nil, []string{"S08 error"}},
		{"S09", role(ident.OIDOfRole(ident.RoleAI), "AISP"), nil, []string{"S09 error"}},
		{"S09 blank", role(ident.OIDOfRole(ident.RoleAI), "PSP_AI "), nil, []string{"S09 error"}},
		{"S10", role([]int{0, 4, 0, 19495, 1, 99}, "PSP_XY"), nil, []string{"S10 warning"}},
		{"S10 elsewhere", role([]int{1, 3, 6, 1, 4, 1, 32473, 7}, "other"), nil, []string{"S10 warning"}},
		{"S11", role([]int{0, 4, 0, 19495, 2, 3}, "PSP_AI"), nil, []string{"S11 error"}},
		{"S12", roles("PSP_AI", "PSP_PI", "PSP_AI"), nil, []string{"S12 warning"}},
		{"S13", roles("PSP_AI", "Unspecified"), nil, []string{"S13 error"}},
		{"S14", roles("Unspecified"), nil, []string{"S14 error"}},
		{"S27 NA", func(s *testpki.Spec) { s.SetNCA("NA", "NA") }, nil, []string{"S27 error"}},
		{"S27 central bank", roles("PSP_CB"), nil, []string{"J11 warning", "S27 error"}},
		{"S27 near", psd2(func(p *testpki.PSD2) {
			p.Roles, p.NCAID, p.NCAName = testpki.Roles("PSP_CB"), testpki.UTF8("NA"), testpki.UTF8("NA")
		}), nil, []string{"J11 warning"}},
		{"S28", psd2(func(p *testpki.PSD2) { p.Swapped = true }), nil, []string{"S28 error"}},
	})
}

func TestAuthorityRules(t *testing.T) {
	ids := func(orgID, ncaID string) func(*testpki.Spec) {
		return func(s *testpki.Spec) {
			s.Subject.Set(eidas.OIDOrgID, orgID)
			s.SetNCA(ncaID, "The Authority")
			if n, err := ident.ParseNCAID(ncaID); err == nil {
				s.Subject.Set(eidas.OIDCountryName, n.Country)
			}
		}
	}
	nca := func(id string) func(*testpki.Spec) { return ids(testpki.OrgID, id) }
	org := func(id string) func(*testpki.Spec) {
		return func(s *testpki.Spec) { s.Subject.Set(eidas.OIDOrgID, id) }
	}
	issued := func(year int, month time.Month, edit func(*testpki.Spec)) func(*testpki.Spec) {
		return func(s *testpki.Spec) {
			s.NotBefore = time.Date(year, month, 1, 0, 0, 0, 0, time.UTC)
			edit(s)
		}
	}
	sandbox := func(s *eidas.Subject) { s.Sandbox = true }
	runRuleTests(t, []ruleTest{
		{"S21 country only", nca("DK"), nil, []string{"S21 error"}},
		{"S21 authority only", nca("DFSA"), nil, []string{"S21 error"}},
		{"S21 empty", nca(""), nil, []string{"S21 error"}},
		{"S21 hyphen in the authority", nca("FI-FIN-FSA"), nil, []string{"S21 error"}},
		{"S22a", nca("DK_DFSA"), nil, []string{"S22a error"}},
		{"S22b", nca("DK-Dfsa"), nil, []string{"S22b error"}},
		{"S22c", nca("DK-DFSA "), nil, []string{"S22c error"}},
		{"S22c no hyphen", nca("DK DFSA"), nil, []string{"S22c error"}},
		{"S22a and S22b", nca("dk_dfsa"), nil, []string{"S22a error", "S22b error"}},
		{"S23 UK", ids("PSDUK-FCA-791622", "UK-FCA"), nil, []string{"S23 error", "X15 error"}},
		{"S23 EL", ids("PSDEL-BOG-791622", "EL-BOG"), nil, []string{"S23 error", "X15 error"}},
		{"S23 EU", ids("PSDEU-ECB-791622", "EU-ECB"), nil, []string{"S23 error"}},
		{"S24", ids("PSDDK-FSA-791622", "DK-FSA"), nil, []string{"S24 warning"}},
		{"S24 doubtful", ids("PSDES-BDE-3DFD22", "ES-BDE"), nil, []string{"S24 warning"}},
		{"S25", ids("PSDLV-FCMC-791622", "LV-FCMC"), nil, []string{"S25 warning"}},
		{"S25 near", ids("PSDLV-BL-791622", "LV-BL"), nil, nil},
		{"S26", ids("PSDGB-FCA-791622", "GB-FCA"), nil, []string{"S26 error"}},
		{"S26 before the end of 2020", ids("PSDGB-FCA-791622", "GB-FCA"), func(s *eidas.Subject) {
			s.At = time.Date(2020, 12, 31, 0, 0, 0, 0, time.UTC)
		}, nil},
		{"S26 after it", ids("PSDGB-FCA-791622", "GB-FCA"), func(s *eidas.Subject) {
			s.At = time.Date(2021, 1, 1, 0, 0, 0, 0, time.UTC)
		}, []string{"S26 error"}},
		{"S26 Switzerland", ids("PSDCH-FINMA-791622", "CH-FINMA"), nil, []string{"S26 error"}},
		{"S29", nca("PSDDK-DFSA-97351842"), nil, []string{"S29 error"}},
		{"S30", func(s *testpki.Spec) { s.Subject.Drop(eidas.OIDOrgID) }, nil, []string{"S30 error"}},
		{"S31", func(s *testpki.Spec) { s.Subject.Add(eidas.OIDOrgID, "VATDK-97351842") }, nil, []string{"S31 error"}},
		{"S32", org("PSDDK_DFSA_97351842"), nil, []string{"S32 warning"}},
		{"S32 three letters", org("PSDDNK-DFSA-97351842"), nil, []string{"S32 warning"}},
		{"S32 small letters", org("psdDK-DFSA-97351842"), nil, []string{"S32 warning"}},
		{"S32 as a shall", issued(2021, 3, org("PSDDK-97351842")), nil, []string{"S32 error"}},
		{"S32 as a should", issued(2021, 4, org("PSDDK-97351842")), nil, []string{"S32 warning"}},
		{"S33", org("VATDK-97351842"), nil, []string{"S33 warning"}},
		{"S33 of no form", org("97351842"), nil, []string{"Q27 error"}},
		{"S34", org("PSDDK+JY-DFSA-97351842"), nil, []string{"S34 error"}},
		{"S35", ids("PSDSE-DFSA-97351842", "DK-DFSA"), nil, []string{"S35 error"}},
		{"S36", ids("PSDDK-FINA-97351842", "DK-DFSA"), nil, []string{"S36 error"}},
		{"S37", func(s *testpki.Spec) { s.Subject.Set(eidas.OIDCountryName, "SE") }, nil, []string{"S37 warning"}},
		{"S38a", org("PSDDK-DFSA-"), nil, []string{"S38a error"}},
		{"S38a sandbox", org("PSDDK-DFSA"), sandbox, []string{"S38a notice"}},
		{"S38b digits", org("PSDDK-DFSA-123456"), nil, []string{"S38b error"}},
		{"S38b letters", org("PSDDK-DFSA-XXXX"), nil, []string{"S38b error"}},
		{"S38b sandbox", org("PSDDK-DFSA-Test"), sandbox, []string{"S38b notice"}},
		{"S38b near", org("PSDDK-DFSA-123457"), nil, nil},
		{"number with hyphens and blanks", org("PSDDK-DFSA-A 2858394-9"), nil, nil},
	})
}
