package lint

import (
	"regexp"
	"testing"
)

// FuzzForm: ids and codes are what expressions say.
func FuzzForm(f *testing.F) {
	for _, s := range []string{"", "a", "a-b", "a--b", "-a-b", "a-b-", "a1-2b", "A-b",
		"ä-b",
		"X18", "X18a", "X1", "x18", "X18A", "X188"} {
		f.Add(s)
	}
	id := regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)+$`)
	code := regexp.MustCompile(`^[A-Z][0-9]{2}[a-z]?$`)
	f.Fuzz(func(t *testing.T, text string) {
		if isID(text) != id.MatchString(text) || isCode(text) != code.MatchString(text) {
			t.Errorf("%q: id %v, code %v", text, isID(text), isCode(text))
		}
	})
}
