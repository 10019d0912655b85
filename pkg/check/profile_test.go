package check_test

import (
	"slices"
	"testing"

	"qwac/pkg/check"
	"qwac/pkg/lint"
)

func TestRulesAreDocumented(t *testing.T) {
	if err := lint.Validate(check.Rules()); err != nil {
		t.Error(err)
	}
}

// TestProfilesNameRules finds rows for rules that do not exist, and rows that stand twice.
func TestProfilesNameRules(t *testing.T) {
	for _, p := range check.Profiles() {
		seen := map[string]bool{}
		for _, b := range p.Blocks {
			for _, id := range b.Rules {
				if !slices.ContainsFunc(check.Rules(), func(m lint.Meta) bool { return m.ID == id }) {
					t.Errorf("profile %s: no rule %q", p.Name, id)
				}
				if seen[id] {
					t.Errorf("profile %s: %q stands twice", p.Name, id)
				}
				seen[id] = true
			}
		}
	}
}
