package report

import (
	"regexp"
	"testing"
)

// FuzzWithoutIndices: a path loses what an expression takes out of it.
func FuzzWithoutIndices(f *testing.F) {
	for _, s := range []string{"", "a", "names[2].value", "a[0][1]", "a[]", "a[x]", "[[2]", "a[1",
		"a]1[", "a[1]]",
		"[1][", "a[1x]"} {
		f.Add(s)
	}
	form := regexp.MustCompile(`\[\d+\]`)
	f.Fuzz(func(t *testing.T, path string) {
		if got, want := withoutIndices(path), form.ReplaceAllString(path, ""); got != want {
			t.Errorf("%q: %q, want %q", path, got, want)
		}
	})
}
