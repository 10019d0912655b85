package ident

import "testing"

func TestRepairCompanyID(t *testing.T) {
	for id, want := range map[string]string{
		"VAT-DK-97351842":         "VATDK-97351842",
		"VATDK97351842":           "VATDK-97351842",
		"VAT DK 97351842":         "VATDK-97351842",
		"vatdk-97351842":          "VATDK-97351842",
		"VATDK\u00a0-97351842":    "VATDK-97351842",
		"NTR_NL_12345678":         "NTRNL-12345678",
		"orgId: VATDK-97351842":   "VATDK-97351842",
		`"VATEL-97351842"`:        "VATEL-97351842",
		"VATXI97351842":           "VATXI-97351842",
		"NTRde-HRB 1234":          "NTRDE-HRB 1234",
		"leixg529900T8BM49AURSDO": "", // no LEI
		"VATDK-97351842":          "", // good as it is
		"VATUK97351842":           "", // no country
		"NTREL-1":                 "", // EL is for VAT alone
		"VATICAN BANK":            "", // a name
		"VATICAN 1":               "",
		"ntrus+ca-1234":           "", // a state
		"VATDK":                   "",
		"VATDK-":                  "",
		"VATDK-\u200b":            "",
		"VAT":                     "",
		"VATD1":                   "",
		"PSDDK-DFSA-1":            "",
		"97351842":                "",
		"":                        "",
	} {
		if got := RepairCompanyID(id); got != want {
			t.Errorf("%q: %q, want %q", id, got, want)
		}
	}
}
