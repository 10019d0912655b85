package main

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"qwac/pkg/check"
	"qwac/pkg/lint"
)

// TestRegister holds the rules against docs/codes.md: none is renamed, no code is taken twice or anew, and none is missing there.
func TestRegister(t *testing.T) {
	text, err := os.ReadFile("../../docs/codes.md")
	if err != nil {
		t.Fatal(err)
	}
	have, err := readRegister(string(text))
	if err != nil {
		t.Fatal(err)
	}
	rooms, err := codeRooms("../..")
	if err != nil {
		t.Fatal(err)
	}
	want, err := take(have, check.Rules(), rooms, "new")
	if err != nil {
		t.Error(err)
	}
	if diff := cmp.Diff(want, have, cmp.AllowUnexported(entry{})); diff != "" {
		t.Errorf("docs/codes.md is stale: run make docs (-want +got):\n%s", diff)
	}
}

// TestListed finds a rule that is written down and in no list: it would never run.
func TestListed(t *testing.T) {
	rooms, err := codeRooms("../..")
	if err != nil {
		t.Fatal(err)
	}
	metas := check.Rules()
	for code, room := range rooms {
		if !slices.ContainsFunc(metas, func(m lint.Meta) bool { return m.Code == code }) {
			t.Errorf("the rule with code %s in %s is in no list: add it to that of the package", code, room)
		}
	}
	for _, m := range metas {
		if rooms[m.Code] == "" {
			t.Errorf("rule %s: no file below pkg has Code: %q", m.ID, m.Code)
		}
	}
}

func TestTake(t *testing.T) {
	have := []entry{
		{"A01", "first-rule", "pkg/a", "2026-11-23", ""},
		{"A02", "second-rule", "", "2026-11-23", "2026-12-01"},
		{"A03", "third-rule", "pkg/a", "2026-11-23", ""},
	}
	first, third := lint.Meta{Code: "A01", ID: "first-rule"}, lint.Meta{Code: "A03", ID: "third-rule"}
	for _, tt := range []struct {
		name  string
		rules []lint.Meta
		want  string // in the error; empty: none
	}{
		{"nothing new", []lint.Meta{first, third}, ""},
		{"a new one", []lint.Meta{first, third, {Code: "B01", ID: "new-rule"}}, ""},
		{"renamed", []lint.Meta{{Code: "A01", ID: "better-name"}, third}, "the code is taken by first-rule; the next free one is A04"},
		{"another code", []lint.Meta{{Code: "A04", ID: "first-rule"}, third}, "the id is taken by code A01"},
		{"gone", []lint.Meta{first}, "A03 third-rule: there is no such rule any more"},
		{"a retired code", []lint.Meta{first, third, {Code: "A02", ID: "new-rule"}}, "the code is taken by second-rule"},
		{"back from retirement", []lint.Meta{first, third, {Code: "A02", ID: "second-rule"}}, "it was retired on 2026-12-01"},
		{"one code twice", []lint.Meta{first, third, {Code: "B01", ID: "new-rule"}, {Code: "B01", ID: "newer-rule"}}, "the code is taken by new-rule"},
	} {
		all, err := take(have, tt.rules, map[string]string{"A01": "pkg/a", "A03": "pkg/a", "B01": "pkg/b"}, "2026-12-24")
		if (err == nil) != (tt.want == "") || err != nil && !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v, want %q", tt.name, err, tt.want)
		}
		if back, err := readRegister(register(all)); err != nil || !slices.Equal(back, all) {
			t.Errorf("%s: written and read back: %v, %v", tt.name, back, err)
		}
	}
}
