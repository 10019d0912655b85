package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestBanks makes a bank by one file alone.
func TestBanks(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"lunar.go":     "package bank\nvar lunar = Bank{Name: \"lunar\"}\n",
		"acme.go":      "package bank\nvar acme = Bank{Name: \"acme\"}\n",
		"kinds.go":     "package bank\nvar kinds = []string{}\n",
		"acme_test.go": "package bank\nvar other = Bank{}\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := banks(dir)
	if err != nil || !strings.Contains(got, "[]*Bank{&lunar, &acme}") {
		t.Errorf("%v\n%s", err, got)
	}
}

// TestBankList wants the list to have every bank that there is a file of.
func TestBankList(t *testing.T) {
	want, err := banks("../../pkg/bank")
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile("../../pkg/bank/list.go")
	if err != nil || string(got) != want {
		t.Errorf("pkg/bank/list.go is stale: run make docs (%v)", err)
	}
}
