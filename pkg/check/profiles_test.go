package check_test

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"qwac/internal/cases"
	"qwac/internal/golden"
	"qwac/pkg/bank"
	"qwac/pkg/check"
	"qwac/pkg/lint"
)

// TestRefused compares which cases each profile refuses with testdata/refused.txt, so that a change of a profile is
// seen. Cases that all profiles refuse or accept alike are not listed, only counted. UPDATE=1 rewrites the file.
func TestRefused(t *testing.T) {
	var all, none int
	var lines []string
	for _, c := range cases.All() {
		b := bundleOf(t, c)
		line, refused := "", 0
		for _, p := range bank.All() {
			o := c.Options
			o.Profile = p
			if o.At.IsZero() {
				o.At = cases.At()
			}
			word := "accept"
			if run(t, b, o).Verdict == check.Refuse {
				word, refused = "refuse", refused+1
			}
			line += fmt.Sprintf("%-8s", word)
		}
		switch refused {
		case 0:
			none++
		case len(bank.All()):
			all++
		default:
			lines = append(lines, line+c.Name)
		}
	}
	head := ""
	for _, p := range bank.All() {
		head += fmt.Sprintf("%-8.7s", p.Name)
	}
	slices.Sort(lines)
	if all < 200 || none < 100 {
		t.Errorf("%d cases are refused by all profiles, %d by none", all, none)
	}
	golden.Compare(t, filepath.Join("testdata", "refused.txt"), head+"case\n"+strings.Join(lines, "\n")+"\n")
}

// TestClean has the clean chain of each kind of role that a profile is for: nothing blocks, and nothing is graver than
// a notice.
func TestCleanChain(t *testing.T) {
	for _, p := range bank.All() {
		c := cases.Case{Name: "clean"}
		o := check.Options{Profile: p, At: cases.At()}
		r := run(t, bundleOf(t, c), o)
		if r.Verdict != check.Accept {
			t.Errorf("%s: %s", p.Name, r.Verdict)
		}
		for _, f := range r.Findings {
			if f.Blocks || f.Severity > lint.Notice {
				t.Errorf("%s: %s %s", p.Name, f.Rule.ID, f.Message)
			}
		}
	}
}
