package app

import "testing"

func TestSerial(t *testing.T) {
	for _, tt := range []struct {
		given, decimal string
		want           bool
	}{
		{"8", "8", true}, {"0x8", "8", true}, {"10", "16", false}, {"0x10", "16", true}, {"10", "10", true},
		{"AB:CD", "43981", true}, {"00abcd", "43981", true}, {"abcd", "43982", false}, {"", "8", false},
		{"odd", "odd", true}, {"0x", "0", false}, {"0x8", "odd", false},
	} {
		if got := isSerial(tt.given, tt.decimal); got != tt.want {
			t.Errorf("%q is %s: %v", tt.given, tt.decimal, got)
		}
	}
	if got := serialWords("43981"); got != "43981 (hex abcd)" {
		t.Error(got)
	}
	if got := serialWords("odd"); got != "odd" {
		t.Error(got)
	}
}
