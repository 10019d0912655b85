package check_test

import (
	"slices"
	"testing"

	"qwac/internal/cases"
	"qwac/pkg/bank"
	"qwac/pkg/bundle"
	"qwac/pkg/check"
	"qwac/pkg/lint"
)

// bundleOf reads the files of a case.
func bundleOf(t *testing.T, c cases.Case) *bundle.Bundle {
	t.Helper()
	b := new(bundle.Bundle)
	for _, in := range c.Inputs() {
		if err := b.Parse(in.Name, in.Data); err != nil {
			t.Fatal(err)
		}
	}
	return b
}

// TestFacts holds facts, findings and verdict together, for every case and profile: what is not established is not
// accepted, and a finding that blocks says why.
func TestFacts(t *testing.T) {
	profiles := bank.All()
	ruleForRoles := slices.ContainsFunc(check.Rules(), func(m lint.Meta) bool { return m.ID == "psd2-role-as-only" })
	for _, c := range cases.All() {
		b := bundleOf(t, c)
		for i := range profiles {
			for _, sent := range []bool{false, true} {
				o := c.Options
				o.Profile, o.Sent = profiles[i], sent
				if o.At.IsZero() {
					o.At = cases.At()
				}
				r := run(t, b, o)
				blocks := slices.ContainsFunc(r.Findings, func(f check.Finding) bool { return f.Blocks })
				stops := slices.IndexFunc(r.Checks, func(c check.Check) bool {
					return c.State == check.Failed || c.State == check.NotPossible
				})
				if accept := r.Verdict == check.Accept; accept != (!blocks && stops < 0) {
					t.Errorf("%s, %s: verdict %s, blocking %v, checks %+v", c.Name, profiles[i].Name, r.Verdict, blocks,
						r.Checks)
				}
				if stops >= 0 && !blocks && (ruleForRoles || r.Checks[stops].Name != "roles") {
					t.Errorf("%s, %s, sent %v: no finding blocks, but %+v", c.Name, profiles[i].Name, sent,
						r.Checks[stops])
				}
				if facts := len(check.Facts()); len(r.Checks) != facts &&
					(len(r.Checks) != facts-1 || profiles[i].Directory) {
					t.Errorf("%s: %d facts", c.Name, len(r.Checks))
				}
			}
		}
	}
}
