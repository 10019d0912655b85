package ident

import (
	"testing"
)

func TestParseOrgID(t *testing.T) {
	tests := []struct {
		in   string
		want OrgID
		err  string
	}{
		{"PSDDK-DFSA-12345", OrgID{Scheme: "PSD", Country: "DK", NCA: "DFSA", Reference: "12345"}, ""},
		{"PSDFI-FINFSA-2858394-9", OrgID{Scheme: "PSD", Country: "FI", NCA: "FINFSA", Reference: "2858394-9"}, ""},
		{"PSDMT-MFSA-A 12345", OrgID{Scheme: "PSD", Country: "MT", NCA: "MFSA", Reference: "A 12345"}, ""},
		{"PSDNL-DNB- R1", OrgID{Scheme: "PSD", Country: "NL", NCA: "DNB", Reference: " R1"}, ""},
		{"PSDDK-DFSA--", OrgID{Scheme: "PSD", Country: "DK", NCA: "DFSA", Reference: "-"}, ""},
		{"VATDK-98240617", OrgID{Scheme: "VAT", Country: "DK", Reference: "98240617"}, ""},
		{"NTRGB+EN-1", OrgID{Scheme: "NTR", Country: "GB", State: "EN", Reference: "1"}, ""},
		{"LEIXG-254900ZNYA1FLUQ9U393", OrgID{Scheme: "LEI", Country: "XG", Reference: "254900ZNYA1FLUQ9U393"}, ""},
		{"XX:GR-18050", OrgID{Scheme: "XX:", Country: "GR", Reference: "18050"}, ""},
		{"VATdk-1", OrgID{Scheme: "VAT", Country: "dk", Reference: "1"}, ""},
		{"VATDK", OrgID{Scheme: "VAT", Country: "DK", bare: true}, ""},

		{"PSDFIN-FINFSA-1", OrgID{Scheme: "PSD", Country: "FIN", bare: true},
			`the country is "FIN", want two capital letters`},
		{"PSDdk-DFSA-1", OrgID{Scheme: "PSD", Country: "dk", bare: true},
			`the country is "dk", want two capital letters`},
		{"PSDDE_BAFIN_1", OrgID{Scheme: "PSD", Country: "DE_BAFIN_1", bare: true},
			"no hyphen, want PSD, country, hyphen, authority, hyphen, number"},
		{"PSDDK", OrgID{Scheme: "PSD", Country: "DK", bare: true},
			"no hyphen, want PSD, country, hyphen, authority, hyphen, number"},
		{"PSDDK-12345", OrgID{Scheme: "PSD", Country: "DK", NCA: "12345", bare: true},
			`the authority is "12345", want two to eight capital letters`},
		{"PSDDK-D-1", OrgID{Scheme: "PSD", Country: "DK", NCA: "D", Reference: "1"},
			`the authority is "D", want two to eight capital letters`},
		{"PSDDK-ABCDEFGHI-1", OrgID{Scheme: "PSD", Country: "DK", NCA: "ABCDEFGHI", Reference: "1"},
			`the authority is "ABCDEFGHI", want two to eight capital letters`},
		{"PSDDK-DFSA-", OrgID{Scheme: "PSD", Country: "DK", NCA: "DFSA"}, ErrReferenceEmpty.Error()},
		{"PSDDK-DFSA", OrgID{Scheme: "PSD", Country: "DK", NCA: "DFSA", bare: true}, ErrReferenceEmpty.Error()},
		{"PSDDE+BY-BAFIN-1", OrgID{Scheme: "PSD", Country: "DE", State: "BY", NCA: "BAFIN", Reference: "1"},
			ErrStatePart.Error()},
		{"PSDDK-DFSA-1\n", OrgID{Scheme: "PSD", Country: "DK", NCA: "DFSA", Reference: "1\n"},
			"the authorisation number holds a line break"},
		{"", OrgID{}, "does not begin with a scheme of three characters and a country of two letters"},
		{"12345987", OrgID{}, "does not begin with a scheme of three characters and a country of two letters"},
		{"vatDK-1", OrgID{Scheme: "vat", Country: "DK", Reference: "1"},
			`the scheme is "vat", want VAT, NTR, LEI, PSD or two capital letters and a colon`},
		{"OFBBR-1", OrgID{Scheme: "OFB", Country: "BR", Reference: "1"},
			`the scheme is "OFB", want VAT, NTR, LEI, PSD or two capital letters and a colon`},
		{"LEIRO-1", OrgID{Scheme: "LEI", Country: "RO", Reference: "1"}, "RO follows LEI, want XG"},
		{"VATD1-1", OrgID{Scheme: "VAT", Country: "D1", Reference: "1"}, `the country is "D1", want two letters`},
		{"VATDK+-1", OrgID{Scheme: "VAT", Country: "DK", Reference: "1"},
			`the state or province is "", want one to three letters or digits`},
		{"VATDK-", OrgID{Scheme: "VAT", Country: "DK"}, "nothing follows the hyphen, want a number"},
	}
	for _, tt := range tests {
		got, err := ParseOrgID(tt.in)
		msg := ""
		if err != nil {
			msg = err.Error()
		}
		if got != tt.want || msg != tt.err {
			t.Errorf("ParseOrgID(%q) = %+v, %q, want %+v, %q", tt.in, got, msg, tt.want, tt.err)
		}
		if err == nil && got.String() != tt.in {
			t.Errorf("ParseOrgID(%q).String() = %q", tt.in, got)
		}
	}
}

func TestParseNCAID(t *testing.T) {
	good := map[string]NCAID{"DK-DFSA": {"DK", "DFSA"}, "EE-FI": {"EE", "FI"}, "XX-ABCDEFGH": {"XX", "ABCDEFGH"}}
	for in, want := range good {
		if got, err := ParseNCAID(in); err != nil || got != want || got.String() != in {
			t.Errorf("ParseNCAID(%q) = %+v, %v", in, got, err)
		}
	}
	bad := []string{"", "NA", "BE", "DK-", "-DFSA", "DK_DFSA", "dk-DFSA", "DK-dfsa", "DK-DFSA ", " DK-DFSA",
		"DK-DFSA-1", "DK-D", "DK-ABCDEFGHI", "FI-FIN-FSA", "DNK-DFSA", "DK–DFSA"}
	for _, in := range bad {
		if got, err := ParseNCAID(in); err == nil {
			t.Errorf("ParseNCAID(%q) = %+v, want an error", in, got)
		}
	}
}

// FuzzParseOrgID: what is taken apart without an error goes together again to the same bytes.
func FuzzParseOrgID(f *testing.F) {
	for _, s := range []string{"PSDDK-DFSA-12345", "PSDFI-FINFSA-2858394-9", "VATDK-1", "VATDK", "NTRGB+EN-1",
		"XX:GR-1", "PSDDE+BY-BAFIN-1", "PSDDK-DFSA-"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		o, err := ParseOrgID(s)
		if err == nil && o.String() != s {
			t.Errorf("ParseOrgID(%q).String() = %q", s, o)
		}
		if err == nil && o.Scheme == "PSD" {
			if _, err := ParseNCAID(o.NCAID()); err != nil {
				t.Errorf("ParseOrgID(%q) has the authority %q: %v", s, o.NCAID(), err)
			}
		}
	})
}
