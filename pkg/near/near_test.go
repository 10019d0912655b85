package near

import "testing"

func TestWord(t *testing.T) {
	words := []string{"check", "inspect", "payload", "psd2-roles-flattened"}
	for word, want := range map[string]string{
		"chekc": "check", "check": "check", "payloads": "payload", "psd2-role-flatened": "psd2-roles-flattened",
		"xyz": "", "": "", "chcek": "check",
	} {
		if got := Word(word, words); got != want {
			t.Errorf("Word(%q) = %q, want %q", word, got, want)
		}
	}
}
