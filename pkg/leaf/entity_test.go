package leaf

import (
	"regexp"
	"testing"
)

// FuzzEntity: what looks like an entity is what an expression finds.
func FuzzEntity(f *testing.F) {
	for _, s := range []string{"A & B", "A &amp; B", "&#38;", "&#x26;", "&#X2f;", "&#;", "&#x;", "&a;",
		"&&lt;", "&lt", "&1a;",
		"&é;", "&;&gt;", "&abcdefghijklmnopqrstuvwxyz012345;", "&abcdefghijklmnopqrstuvwxyz0123456;", "a&b;c&d1;"} {
		f.Add(s)
	}
	form := regexp.MustCompile(`&(#[0-9]+|#[xX][0-9a-fA-F]+|[A-Za-z][A-Za-z0-9]{1,31});`)
	f.Fuzz(func(t *testing.T, text string) {
		if got, want := htmlEntity(text), form.FindString(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	})
}
