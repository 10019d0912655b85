package main

import (
	"os"
	"slices"
	"testing"

	"qwac/pkg/check"
	"qwac/pkg/lint"
)

// TestDisagreements fails on a disagreement that is not explained, and on an explanation of none.
func TestDisagreements(t *testing.T) {
	if _, err := os.Stat(corpus()); err != nil {
		t.Skipf("no corpus: %v (QWAC_CORPUS names its folder)", err)
	}
	c, err := compare(corpus())
	if err != nil {
		t.Fatal(err)
	}
	c.write(t.Output(), false)
	for _, fault := range c.unexplained() {
		t.Error(fault)
	}
}

// TestTestdata is TestDisagreements over the certificates that zlint is tested with.
func TestTestdata(t *testing.T) {
	if _, err := testdata(); err != nil {
		t.Skipf("no testdata of zlint: %v", err)
	}
	c, err := compareTestdata()
	if err != nil {
		t.Fatal(err)
	}
	c.write(t.Output(), false)
	for _, fault := range c.unexplained() {
		t.Error(fault)
	}
}

// TestTables finds lints and rules of the tables that there are not, and lints for qualified certificates that the
// table leaves out.
func TestTables(t *testing.T) {
	entries, err := readLints()
	if err != nil {
		t.Fatal(err)
	}
	lints, err := registry()
	if err != nil {
		t.Fatal(err)
	}
	metas := check.Rules()
	for i, e := range entries {
		if !slices.Contains(lints.Names(), e.name) {
			t.Errorf("there is no lint %s", e.name)
		}
		if slices.ContainsFunc(entries[:i], func(f entry) bool { return f.name == e.name }) {
			t.Errorf("%s stands there twice", e.name)
		}
		for _, id := range e.rules {
			if !slices.ContainsFunc(metas, func(m lint.Meta) bool { return m.ID == id }) {
				t.Errorf("%s: there is no rule %s", e.name, id)
			}
		}
	}
	for _, name := range etsiLints(lints) {
		if !slices.ContainsFunc(entries, func(e entry) bool { return e.name == name }) {
			t.Errorf("lints.csv does not have %s", name)
		}
	}
}
