package app

import "testing"

func TestNearest(t *testing.T) {
	words := []string{"check", "inspect", "payload", "psd2-roles-flattened"}
	for word, want := range map[string]string{
		"chekc": "check", "check": "check", "payloads": "payload", "psd2-role-flatened": "psd2-roles-flattened", "xyz": "", "": "",
	} {
		if got := nearest(word, words); got != want {
			t.Errorf("nearest(%q) = %q, want %q", word, got, want)
		}
	}
}
