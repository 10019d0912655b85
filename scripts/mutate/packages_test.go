package main

import (
	"os"
	"slices"
	"testing"
)

// TestRuleFiles finds what rules are made of by what is in a file, not by its name.
func TestRuleFiles(t *testing.T) {
	t.Chdir("../..")
	files, err := ruleFiles("", false, true)
	if err != nil {
		t.Fatal(err)
	}
	for file, want := range map[string]bool{
		"pkg/browsers/addresses.go":   true,  // rules in a file of another name
		"pkg/psd2/rules_psd2_pair.go": true,  // checks of rules that stand elsewhere
		"pkg/eidas/statement.go":      true,  // faults that a rule reports
		"pkg/psd2/oid.go":             false, // nothing of rules
		"pkg/lint/lint.go":            false, // the frame
	} {
		if got := slices.Contains(files, file); got != want {
			t.Errorf("%s among the files of rules: %v, want %v", file, got, want)
		}
	}
	t.Log(files)
}

// TestEquivalent wants each line of equivalent.csv to be a mutant, so that none outlives its condition.
func TestEquivalent(t *testing.T) {
	t.Chdir("../..")
	all, err := readEquivalent()
	if err != nil {
		t.Fatal(err)
	}
	owners, err := newOwners()
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range all {
		source, err := os.ReadFile(e.file)
		if err != nil {
			t.Fatal(err)
		}
		_, branches, _, err := mutate(owners, e.file, source, 0)
		if err != nil {
			t.Fatal(err)
		}
		s := &study{equivalent: []equivalent{e}}
		if !slices.ContainsFunc(branches, func(b branch) bool {
			return slices.ContainsFunc(b.ways, func(w way) bool { return s.isEquivalent(b, w) })
		}) {
			t.Errorf("%s has no mutant %s of %q in %s", e.file, e.way, e.text, e.function)
		}
	}
}
