package report

import (
	"regexp"
	"testing"
)

// TestWithoutIndices: what is taken out of a path is what the expression finds.
func TestWithoutIndices(t *testing.T) {
	index := regexp.MustCompile(`\[[0-9]+\]`)
	for _, path := range []string{"", "a", "a[0]", "[12].b[3]", "a[]b", "a[1", "a[1x]", "[[1]]", "a[1][2]",
		"]0[", "a[[[7]", "[1[2]3]"} {
		if got, want := withoutIndices(path), index.ReplaceAllString(path, ""); got != want {
			t.Errorf("%q: got %q, want %q", path, got, want)
		}
	}
}
