package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"qwac/internal/testpki"
	"qwac/pkg/check"
	"qwac/pkg/stream"
)

// chains are lines with the chains of a repository, good ones and bad ones, and a line that is none.
func chains(t *testing.T, n int) []byte {
	t.Helper()
	var lines bytes.Buffer
	enc := json.NewEncoder(&lines)
	cas := map[string][]byte{}
	for f := range testpki.Repository(n) {
		if !f.Leaf {
			cas[path.Dir(f.Name)] = f.Data
			continue
		}
		issuing := path.Dir(path.Dir(f.Name))
		chain := bytes.Join([][]byte{f.Data, cas[issuing], cas[path.Dir(issuing)]}, nil)
		if err := enc.Encode(map[string]string{"id": f.Name, "pem": string(chain)}); err != nil {
			t.Fatal(err)
		}
	}
	lines.WriteString("{\"id\":\"none\"}\n")
	return lines.Bytes()
}

func sorted(lines []byte) []string {
	out := strings.Split(strings.TrimSpace(string(lines)), "\n")
	slices.Sort(out)
	return out
}

// TestPipeline: on the local runner a thousand chains have the answers of the stream, and the findings are counted.
func TestPipeline(t *testing.T) {
	dir := t.TempDir()
	file := func(name string) string { return filepath.Join(dir, name) }
	lines := chains(t, 1000)
	if err := os.WriteFile(file("lines"), lines, 0o600); err != nil {
		t.Fatal(err)
	}
	at := testpki.At()
	if err := run(file("lines"), file("answers"), file("rules"), at.Format(time.DateOnly)); err != nil {
		t.Fatal(err)
	}
	day, err := time.Parse(time.DateOnly, at.Format(time.DateOnly))
	if err != nil {
		t.Fatal(err)
	}
	var want bytes.Buffer
	m := stream.Mapper{Options: check.Options{At: day}}
	if _, err := m.Run(bytes.NewReader(lines), &want, 2); err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(file("answers"))
	if err != nil {
		t.Fatal(err)
	}
	wanted := bytes.ReplaceAll(want.Bytes(), []byte("line 1001"), []byte("the line")) // an engine has no numbers
	if diff := cmp.Diff(sorted(wanted), sorted(got)); diff != "" {
		t.Errorf("the pipeline answers otherwise than the stream (-stream +pipeline):\n%.2000s", diff)
	}
	rules, err := os.ReadFile(file("rules"))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(rules, []byte(" trusted-list-not-checked")) {
		t.Errorf("findings of rules:\n%s", rules)
	}
}
