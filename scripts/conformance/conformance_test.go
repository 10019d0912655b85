package main

import (
	_ "embed"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"qwac/pkg/check"
)

// moreCSV has the codes of the suite, 0.13.3, that its cases do not show: the rules that find them, or why none does.
//
//go:embed more.csv
var moreCSV string

// TestDeviations fails on a deviation that is not explained, and on an explanation of none.
func TestDeviations(t *testing.T) {
	dir := corpus(filepath.Join("..", "..", "..", "shared", "corpus"))
	if _, err := os.Stat(dir); err != nil {
		t.Skipf("no corpus: %v (QWAC_CORPUS names its folder)", err)
	}
	s, err := measure(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, fault := range s.unexplained() {
		t.Error(fault)
	}
	if s.rows < 64 || s.held < 62 {
		t.Errorf("expected-rules.csv: %d of %d", s.held, s.rows)
	}
}

// TestMore: what is said of codes that the corpus has no case of names rules that exist, or says why there is none.
func TestMore(t *testing.T) {
	records, err := read("more.csv", strings.NewReader(moreCSV), 4)
	if err != nil {
		t.Fatal(err)
	}
	ids := map[string]bool{}
	for _, m := range check.Rules() {
		ids[m.ID] = true
	}
	for _, r := range records {
		if r[2] == "" || r[1] == "" && r[3] == "" {
			t.Errorf("%s has no clause, or neither a rule nor a reason", r[0])
		}
		for _, id := range strings.Fields(r[1]) {
			if !ids[id] {
				t.Errorf("%s: there is no rule %s", r[0], id)
			}
		}
	}
}
