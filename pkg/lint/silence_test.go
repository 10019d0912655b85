package lint_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"qwac/pkg/lint"
)

// TestSilence has a cause that is silenced itself, a consequence, and a rule that has nothing to do with either.
func TestSilence(t *testing.T) {
	root := meta("root-cause", "A01")
	cause := meta("near-cause", "A02")
	cause.SilencedBy = []*lint.Meta{root}
	consequence := meta("mere-consequence", "A03")
	consequence.SilencedBy = []*lint.Meta{cause}
	other := meta("other-fault", "A04")
	found := func(m *lint.Meta, file string, cert int, path string) lint.Finding {
		return lint.Finding{Rule: m, Where: lint.Where{At: lint.Location{File: file}, Cert: cert, Path: path}}
	}
	findings := []lint.Finding{
		found(consequence, "a", 1, "key"), found(consequence, "a", 2, "key"), found(consequence, "b", 0, ""),
		found(consequence, "c", 0, ""),
		found(cause, "a", 1, "name"), found(cause, "b", 0, ""), found(cause, "a", 3, ""),
		found(other, "a", 1, "key"), found(root, "a", 1, ""),
	}
	var got []string
	for _, f := range lint.Silence(findings) {
		got = append(got, f.Rule.ID+" "+f.At.File+" "+string(rune('0'+f.Cert)))
	}
	want := []string{
		"mere-consequence a 2", "mere-consequence c 0", "near-cause b 0", "near-cause a 3", "other-fault a 1",
		"root-cause a 1",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if err := lint.Validate([]lint.Meta{*root, *cause, *other}); err != nil {
		t.Error(err)
	}
	if err := lint.Validate([]lint.Meta{*cause, *other}); err == nil {
		t.Error("a rule may be silenced by one that there is not")
	}
}
