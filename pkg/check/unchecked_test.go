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

// TestDeviations: what differs from the catalogue is a rule, and has its clause.
func TestDeviations(t *testing.T) {
	for _, d := range check.Deviations() {
		if !slices.ContainsFunc(check.Rules(), func(m lint.Meta) bool { return m.Code == d.Code }) {
			t.Errorf("%s is no rule", d.Code)
		}
		if d.Catalogue == "" || d.Here == "" || d.Clause == "" {
			t.Errorf("%s is not explained", d.Code)
		}
	}
}
