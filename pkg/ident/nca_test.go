package ident

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestLookupNCA(t *testing.T) {
	dk := Authority{"DK-DFSA", "DK", "Danish Financial Supervisory Authority", NCACurrent}
	if got, ok := LookupNCA("DK-DFSA"); !ok || got != dk {
		t.Errorf("LookupNCA: %+v, %v", got, ok)
	}
	if got, ok := CurrentNCA("DK"); !ok || got != dk {
		t.Errorf("CurrentNCA: %+v, %v", got, ok)
	}
	statuses := map[string]NCAStatus{
		"LV-BL": NCACurrent, "LV-FCMC": NCAHistoric, "IS-FME": NCAHistoric, "HR-HNB": NCACurrent, "HR-CNB": NCAHistoric,
		"ES-BE": NCACurrent, "ES-BDE": NCADoubtful, "LT-BOL": NCADoubtful, "GB-FCA": NCAHistoric,
		"DK-FSA": "", "NA": "", "XX-NA": "", "": "",
	}
	for id, want := range statuses {
		if got, ok := LookupNCA(id); got.Status != want || ok != (want != "") {
			t.Errorf("LookupNCA(%q) = %+v, %v, want status %q", id, got, ok, want)
		}
	}
	if _, ok := CurrentNCA("GB"); ok {
		t.Error("CurrentNCA has an authority for GB")
	}
	if diff := cmp.Diff([]string{"IE-CBI", "IS-CBI"}, CurrentByShort("CBI")); diff != "" {
		t.Errorf("currentByShort (-want +got):\n%s", diff)
	}
}

// TestNCATable checks the generated table: each country of the EEA has one current authority, and it stands first.
func TestNCATable(t *testing.T) {
	current := 0
	last := ""
	for _, a := range authorities {
		n, err := ParseNCAID(a.ID)
		if err != nil || n.Country != a.Country || a.Name == "" {
			t.Errorf("%+v: %v", a, err)
		}
		if a.Country != last && a.Status != NCACurrent && a.Country != "GB" {
			t.Errorf("%s stands before the current authority", a.ID)
		}
		last = a.Country
		if a.Status == NCACurrent {
			current++
		}
	}
	if current != 30 {
		t.Errorf("%d current authorities, want 30", current)
	}
	for _, cc := range strings.Fields(euCountries + " " + efta) {
		if _, ok := CurrentNCA(cc); !ok {
			t.Errorf("no authority for %s", cc)
		}
	}
}

func TestCountries(t *testing.T) {
	if n := len(strings.Fields(isoCountries)); n != 249 {
		t.Errorf("%d assigned codes, want 249", n)
	}
	if n := len(strings.Fields(euCountries)); n != 27 {
		t.Errorf("%d member states, want 27", n)
	}
	for _, cc := range []string{"UK", "EL", "EU", "XX", "XG", "dk", "", "D", "DNK", "K ", " D"} {
		if IsCountry(cc) {
			t.Errorf("IsCountry(%q)", cc)
		}
	}
	at := func(year int, month time.Month) time.Time { return time.Date(year, month, 1, 0, 0, 0, 0, time.UTC) }
	tests := []struct {
		country string
		at      time.Time
		want    bool
	}{
		{"DK", time.Time{}, true}, {"NO", time.Time{}, true}, {"CH", time.Time{}, false}, {"GB", time.Time{}, false},
		{"GB", at(2020, 6), true}, {"GB", at(2020, 12), true}, {"GB", at(2021, 1), false}, {"CH", at(2020, 6), false},
	}
	for _, tt := range tests {
		if got := InEEA(tt.country, tt.at); got != tt.want {
			t.Errorf("InEEA(%q, %v) = %v", tt.country, tt.at, got)
		}
	}
}
