package main

import (
	"slices"
	"testing"
)

// TestRuleFiles finds what rules are made of by what is in a file, not by its name.
func TestRuleFiles(t *testing.T) {
	t.Chdir("../..")
	files, err := ruleFiles("", false)
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
