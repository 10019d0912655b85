package ident

import (
	"strings"
	"testing"
)

func TestRepairOrgID(t *testing.T) {
	dfsa := NCAID{"DK", "DFSA"}
	for _, tt := range []struct {
		id   string
		n    NCAID
		want string
	}{
		{"PSDDE-BAFIN1-123456", NCAID{"DE", "BAFIN"}, "PSDDE-BAFIN-123456"}, // the NCAId says what the authority is
		{"PSDDE-BAFIN1-123456", NCAID{}, ""},                                // is the number 123456, or 1-123456?
		{"PSDDE-BAFIN1234567890", NCAID{"DE", "BAFIN"}, "PSDDE-BAFIN-1234567890"},
		{"PSDDK-DFSA-97351842\n", dfsa, "PSDDK-DFSA-97351842"},
		{"PSDDK-\nDFSA-97351842", dfsa, "PSDDK-DFSA-97351842"},
		{"PSDDK_DFSA_97351842", dfsa, "PSDDK-DFSA-97351842"},
		{"PSDDK DFSA 97351842", dfsa, "PSDDK-DFSA-97351842"},
		{"PSDDKDFSA97351842", NCAID{}, "PSDDK-DFSA-97351842"},
		{"PSDDNK-DFSA-97351842", dfsa, "PSDDK-DFSA-97351842"},
		{"PSDDK-97351842", dfsa, "PSDDK-DFSA-97351842"},
		{"PSDDK-97351842", NCAID{}, ""},
		{"PSDSE-97351842", dfsa, ""},
		{"PSDGB-5c613fa", NCAID{"FR", "AAAAA"}, ""},
		{"PSDDK-FINANSTILSYNET-97351842", dfsa, "PSDDK-DFSA-97351842"},
		{"psddk-dfsa-97351842", NCAID{}, "PSDDK-DFSA-97351842"},
		{"PDSDK-DFSA-97351842", NCAID{}, "PSDDK-DFSA-97351842"},
		{"PADFR-ACPR-30748", NCAID{}, "PSDFR-ACPR-30748"},
		{"PSSDDK-DFSA-97351842", NCAID{}, "PSDDK-DFSA-97351842"},
		{"PSD2DK-DFSA-97351842", NCAID{}, "PSDDK-DFSA-97351842"},
		{"organizationIdentifier=PSDDK-DFSA-97351842", NCAID{}, "PSDDK-DFSA-97351842"},
		{"2.5.4.97 = PSDDK-DFSA-97351842", NCAID{}, "PSDDK-DFSA-97351842"},
		{"OID.2.5.4.97: PSDDK-DFSA-97351842", NCAID{}, "PSDDK-DFSA-97351842"},
		{`"PSDDK-DFSA-97351842"`, NCAID{}, "PSDDK-DFSA-97351842"},
		{"PSDFI-FIN-FSA-2858394-9", NCAID{}, "PSDFI-FINFSA-2858394-9"},
		{"PSDEL-BOG-97351842", NCAID{}, "PSDGR-BOG-97351842"},
		{"PSDDK%2DDFSA%2D97351842", dfsa, "PSDDK-DFSA-97351842"},
		{"PSDDK&ndash;DFSA&ndash;97351842", NCAID{}, "PSDDK-DFSA-97351842"},
		{"PSDDK_DFSA_97351842&nbsp;", NCAID{}, "PSDDK-DFSA-97351842"},
		{"PSD[DK]-[DFSA]-[97351842]", NCAID{}, "PSDDK-DFSA-97351842"},
		{"PSD<DK>-<DFSA>-97351842", NCAID{}, "PSDDK-DFSA-97351842"},
		{"PSDDK%DFSA%97351842", dfsa, ""}, // nobody knows what the signs are for
		{"\u0420SDDK-DFSA-97351842", NCAID{}, "PSDDK-DFSA-97351842"},
		{"PSDDK-DFSA-97351842\ufe0f", dfsa, "PSDDK-DFSA-97351842"},
		{"PSDDK-DFSA-97351842\u3164", dfsa, "PSDDK-DFSA-97351842"},
		{"PSDDK-DFSA-97351842\u2705", dfsa, ""},
		{"PSDDK-DFSA-97351\ufffd842", dfsa, ""},
		{"PSDDK-DFSA-97351842", dfsa, ""}, // nothing to repair
		{"VATDK-97351842", dfsa, ""},
		{"NTRDE-HRB97351842", dfsa, ""},
		{"PSD", dfsa, ""}, {"PSDDK", dfsa, ""}, {"PSDDK-DFSA-", dfsa, ""}, {"", dfsa, ""}, {"\ufffd", dfsa, ""},
		{"PSDDK--", dfsa, ""}, {"=", dfsa, ""},
	} {
		if got := RepairOrgID(tt.id, tt.n); got != tt.want {
			t.Errorf("repairOrgID(%q, %v) = %q, want %q", tt.id, tt.n, got, tt.want)
		}
	}
}

// damages are what happens to an identifier on its way; each of them can be mended.
var damages = []struct {
	name   string
	damage func(country, nca, number string) string
}{
	{"en dashes", func(c, n, r string) string { return "PSD" + c + "\u2013" + n + "\u2013" + r }},
	{"minus signs", func(c, n, r string) string { return "PSD" + c + "\u2212" + n + "\u2212" + r }},
	{"no-break hyphens", func(c, n, r string) string { return "PSD" + c + "\u2011" + n + "\u2011" + r }},
	{"soft hyphens", func(c, n, r string) string { return "PSD" + c + "\u00ad" + n + "\u00ad" + r }},
	{"soft hyphen in the number", func(c, n, r string) string {
		return "PSD" + c + "-" + n + "-" + r[:1] + "\u00ad" + r[1:]
	}},
	{"number before the authority", func(c, n, r string) string { return "PSD" + c + "-" + r + "-" + n }},
	{"letters that look alike", func(c, n, r string) string {
		alike := strings.NewReplacer("P", "\u0420", "A", "\u0410", "B", "\u0392", "C", "\u0421")
		return alike.Replace("PSD"+c+"-"+n) + "-" + r
	}},
	{"full-width digits", func(c, n, r string) string {
		return "PSD" + c + "-" + n + "-" + strings.NewReplacer("1", "\uff11", "2", "\uff12").Replace(r)
	}},
	{"full-width hyphens", func(c, n, r string) string { return "PSD" + c + "\uff0d" + n + "\uff0d" + r }},
	{"blanks", func(c, n, r string) string { return "PSD" + c + " - " + n + " - " + r }},
	{"no-break blanks", func(c, n, r string) string { return "PSD\u00a0" + c + "-" + n + "-" + r }},
	{"zero width", func(c, n, r string) string { return "\ufeffPSD" + c + "-" + n + "\u200b-" + r }},
	{"hyphen in the authority", func(c, n, r string) string { return "PSD" + c + "-" + n[:1] + "-" + n[1:] + "-" + r }},
	{"hyphen before its last letter", func(c, n, r string) string {
		return "PSD" + c + "-" + n[:len(n)-1] + "-" + n[len(n)-1:] + "-" + r
	}},
	{"no hyphen before the number", func(c, n, r string) string { return "PSD" + c + "-" + n + r }},
	{"no hyphen after the country", func(c, n, r string) string { return "PSD" + c + n + "-" + r }},
	{"small letters", func(c, n, r string) string { return strings.ToLower("PSD"+c+"-"+n) + "-" + r }},
	{"slip", func(c, n, r string) string { return "SPD" + c + "-" + n + "-" + r }},
	{"label", func(c, n, r string) string { return "orgId: PSD" + c + "-" + n + "-" + r }},
	{"line break", func(c, n, r string) string { return "PSD" + c + "-" + n + "-" + r + "\r\n" }},
}

// TestRepairEveryAuthority damages the identifiers of all current authorities.
func TestRepairEveryAuthority(t *testing.T) {
	for _, a := range authorities {
		if a.Status != NCACurrent {
			continue
		}
		want := "PSD" + a.ID + "-97351842"
		for _, d := range damages {
			id := d.damage(a.Country, a.ID[3:], "97351842")
			if got := RepairOrgID(id, NCAID{}); got != want {
				t.Errorf("%s: %q is repaired to %q, want %q", d.name, id, got, want)
			}
		}
	}
}

// FuzzRepairOrgID: what is suggested is good by the same grammar and never the value that was found.
func FuzzRepairOrgID(f *testing.F) {
	for _, d := range damages {
		f.Add(d.damage("DK", "DFSA", "97351842"), "DK-DFSA")
	}
	f.Add("PSDFI-FIN-FSA-2858394-9", "FI-FIN-FSA")
	f.Fuzz(func(t *testing.T, id, nca string) {
		n, _ := ParseNCAID(nca)
		want := RepairOrgID(id, n)
		if want == "" {
			return
		}
		if _, err := ParseOrgID(want); err != nil || want == id || OddCharacter(want) != "" {
			t.Errorf("%q is repaired to %q: %v", id, want, err)
		}
	})
}

// TestTableNCA: the letters of a code find it, whatever stands between them.
func TestTableNCA(t *testing.T) {
	for _, a := range authorities {
		if a.Status == NCADoubtful {
			continue
		}
		c, n := a.Country, a.ID[3:]
		for _, id := range []string{c + "_" + n, c + n, c + "\u2013" + n, c + "-" + n[:1] + "-" + n[1:],
			strings.ToLower(a.ID), c + " " + n + "."} {
			if got := TableNCA(id); got != a.ID {
				t.Errorf("tableNCA(%q) = %q, want %q", id, got, a.ID)
			}
		}
	}
	for _, id := range []string{"", "FI-FIN", "DK-FSA", "BE", "XX-DFSA"} {
		if got := TableNCA(id); got != "" {
			t.Errorf("tableNCA(%q) = %q, want none", id, got)
		}
	}
}
