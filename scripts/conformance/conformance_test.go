package main

import (
	"os"
	"path/filepath"
	"testing"
)

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
