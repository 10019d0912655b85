package check_test

import (
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"qwac/internal/cases"
	"qwac/pkg/bundle"
	"qwac/pkg/check"
	"qwac/pkg/lint"
)

// TestCases runs every case and compares the whole list of findings.
func TestCases(t *testing.T) {
	for _, c := range cases.All() {
		t.Run(c.Name, func(t *testing.T) {
			got := findings(t, c)
			if diff := cmp.Diff(c.Want, got); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
			fired := slices.ContainsFunc(got, func(id string) bool { return strings.HasPrefix(id+":", c.Rule()+":") })
			if fired == c.Near {
				t.Errorf("rule %s: near miss %v, findings %v", c.Rule(), c.Near, got)
			}
		})
	}
}

// findings returns the ids of the findings of a case.
func findings(t *testing.T, c cases.Case) []string {
	t.Helper()
	r, err := judge(c, c.Inputs())
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range r.Findings {
		if strings.TrimSpace(f.Message) == "" || f.Hint == "" {
			t.Errorf("%s has no message or no hint", f.Rule.ID)
		}
		if first, _ := utf8.DecodeRuneInString(f.Hint); !unicode.IsUpper(first) && !unicode.IsDigit(first) {
			t.Errorf("%s: the hint is no sentence: %q", f.Rule.ID, f.Hint)
		}
	}
	return ids(c, r)
}

// judge runs a case.
func judge(c cases.Case, inputs []cases.Input) (*check.Result, error) {
	b := new(bundle.Bundle)
	for _, in := range inputs {
		if err := b.Parse(in.Name, in.Data); err != nil {
			return nil, err
		}
	}
	if c.Options.At.IsZero() {
		c.Options.At = cases.At()
	}
	return check.Run(b, c.Options)
}

// ids are those of the findings, without those that every run has unless the case is about them.
func ids(c cases.Case, r *check.Result) (ids []string) {
	for _, f := range r.Findings {
		if f.Rule.ID == c.Rule() || !slices.Contains(cases.Always, f.Rule.ID) {
			id := f.Rule.ID
			if f.Severity != f.Rule.Severity {
				id += ":" + f.Severity.String()
			}
			ids = append(ids, id)
		}
	}
	return ids
}

// TestEveryRuleHasCases keeps the promise of internal/cases.
func TestEveryRuleHasCases(t *testing.T) {
	fires, near := map[string]bool{}, map[string]bool{}
	for _, c := range cases.All() {
		if c.Near {
			near[c.Rule()] = true
		} else {
			fires[c.Rule()] = true
		}
	}
	ofGate := func(id string) bool { // tested there
		return slices.ContainsFunc(check.GateRules(), func(m lint.Meta) bool { return m.ID == id })
	}
	for _, m := range check.Rules() {
		if ofGate(m.ID) {
			continue
		}
		if !fires[m.ID] {
			t.Errorf("no case fires %s", m.ID)
		}
		if !near[m.ID] && !slices.Contains(cases.Always, m.ID) {
			t.Errorf("no near miss for %s", m.ID)
		}
	}
}

// TestBesideThePath wants a fault of a certificate that is not sent to block the files as they stand, and not the
// payload.
func TestBesideThePath(t *testing.T) {
	for _, c := range cases.All() {
		if !strings.HasSuffix(c.Name, "/CA beside the path") {
			continue
		}
		for sent, want := range map[bool]check.Verdict{false: check.Refuse, true: check.Accept} {
			b := new(bundle.Bundle)
			for _, in := range c.Inputs() {
				if err := b.Parse(in.Name, in.Data); err != nil {
					t.Fatal(err)
				}
			}
			r, err := check.Run(b, check.Options{At: cases.At(), Sent: sent})
			if err != nil || r.Verdict != want {
				t.Errorf("%s, sent %v: verdict %q, error %v, want %q", c.Name, sent, r.Verdict, err, want)
			}
		}
	}
}
