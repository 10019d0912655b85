package cert

import (
	"strings"
	"testing"

	"golang.org/x/crypto/cryptobyte/asn1"
)

// TestYearDigits reads times whose year has the digits of the other type.
func TestYearDigits(t *testing.T) {
	for _, tt := range []struct {
		tag        asn1.Tag
		text, want string // in the faults; empty: none
	}{
		{asn1.GeneralizedTime, "261231235959Z", "a year of two digits"},
		{asn1.GeneralizedTime, "250115000000Z", "a year of two digits"},
		{asn1.UTCTime, "20261231235959Z", "a year of four digits"},
		{asn1.GeneralizedTime, "20501231235959Z", ""},
		{asn1.GeneralizedTime, "205012312359Z", "no seconds"},
		{asn1.UTCTime, "261231235959Z", ""},
	} {
		got, ok := readTime(tt.tag, tt.text)
		if faults := strings.Join(got.faults, "; "); !ok || !strings.Contains(faults, tt.want) ||
			(faults == "") != (tt.want == "") {
			t.Errorf("%s: %q, %v, want %q", tt.text, faults, ok, tt.want)
		}
	}
}
