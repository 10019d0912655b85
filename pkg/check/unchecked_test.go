package check_test

import (
	"slices"
	"testing"

	"qwac/pkg/check"
	"qwac/pkg/lint"
)

// TestUnchecked finds rules that are listed as not checked and are.
func TestUnchecked(t *testing.T) {
	for _, u := range check.Unchecked() {
		if slices.ContainsFunc(check.Rules(), func(m lint.Meta) bool { return m.ID == u.ID || m.Code == u.Code }) {
			t.Errorf("%s (%s) is checked", u.ID, u.Code)
		}
		if u.Reason == "" {
			t.Errorf("%s has no reason", u.ID)
		}
	}
}

// TestSilencedByRules finds rules that are silenced by none.
func TestSilencedByRules(t *testing.T) {
	for _, m := range check.Rules() {
		for _, by := range m.SilencedBy {
			if by == m.ID || !slices.ContainsFunc(check.Rules(), func(o lint.Meta) bool { return o.ID == by }) {
				t.Errorf("%s is silenced by %q, which is no other rule", m.ID, by)
			}
		}
	}
}
