package tsl

import (
	"encoding/csv"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestCorpusNegative(t *testing.T) {
	dir := filepath.Join(corpus(t), "trusted-lists", "negative")
	for _, row := range readTable(t, dir, "expected.csv") {
		err := check(read(t, dir, row["file"]))
		if want := row["signature_check"] == "accept"; (err == nil) != want {
			t.Errorf("%s: %v, want %s", row["file"], err, row["signature_check"])
		}
		if kindOf(err) == "" && err != nil {
			t.Errorf("%s: %v has no kind", row["file"], err)
		}
	}
}

func TestCorpusQuirk(t *testing.T) {
	l := parse(t, read(t, corpus(t), "trusted-lists", "quirks", "RO-75-v5.xml"))
	if err := l.SignatureError(); err != nil {
		t.Fatal(err)
	}
	if !slices.ContainsFunc(l.Warnings, func(w Warning) bool { return w.Kind == KindDigestInfo }) {
		t.Errorf("no warning of the odd encoding: %v", l.Warnings)
	}
}

func readTable(t *testing.T, path ...string) []map[string]string {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(string(read(t, path...)))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var out []map[string]string
	for _, row := range rows[1:] {
		m := map[string]string{}
		for i, name := range rows[0] {
			m[name] = row[i]
		}
		out = append(out, m)
	}
	return out
}
