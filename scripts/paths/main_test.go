// Suites have cases with RSA keys of less than 1024 bits that are to be accepted.
//
//go:debug rsa1024min=0
package main

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
	"time"

	"qwac/internal/testpki"
)

// corpus is where the suites are; the test is skipped where they are not.
func corpus(t *testing.T) string {
	t.Helper()
	dir := os.Getenv("QWAC_CORPUS")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "shared", "corpus")
	}
	if _, err := os.Stat(filepath.Join(dir, "paths")); err != nil {
		t.Skip("no corpus; set QWAC_CORPUS")
	}
	return dir
}

// TestSuites: each wrong verdict on the suites stands in exceptions.csv with its reason. The largest suite is left to
// the program.
func TestSuites(t *testing.T) {
	dir := corpus(t)
	suites := []string{"adversarial", "boringssl-verify", "gostd", "limbo-bettertls-pathbuilding", "limbo-core",
		"openssl-verify", "pkits", "rustls-webpki"}
	if err := run(dir, options{json: true, explain: true}, suites); err != nil {
		t.Error(err)
	}
}

// TestSuitesShuffled: neither order nor copies nor the anchors among the other certificates change an outcome. More
// rounds and the other suites are left to the program.
func TestSuitesShuffled(t *testing.T) {
	suites := []string{"boringssl-verify", "limbo-bettertls-pathbuilding", "limbo-core", "openssl-verify", "pkits",
		"rustls-webpki"}
	if err := run(corpus(t), options{json: true, shuffle: 2}, suites); err != nil {
		t.Error(err)
	}
}

// TestSuitesUnknown: a suite that nobody has seen is judged by RFC 5280, and its line adds up.
func TestSuitesUnknown(t *testing.T) {
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "paths"), 0o700); err != nil {
		t.Fatal(err)
	}
	root := testpki.Issue(testpki.Root(), nil)
	ca := testpki.Issue(testpki.IssuingCA(), &root)
	leaf := testpki.Issue(testpki.PSD2QWAC(), &ca)
	one := func(id, expect string, untrusted ...[]byte) any {
		return map[string]any{"suite": "new", "id": id, "leaf": leaf.DER, "untrusted": untrusted,
			"trusted": [][]byte{root.DER},
			"time":    testpki.At().Format(time.RFC3339), "validation": "client", "expect": expect}
	}
	var b bytes.Buffer
	zip := gzip.NewWriter(&b)
	out := json.NewEncoder(zip)
	for _, c := range []any{one("whole", "accept", ca.DER), one("gap", "reject")} {
		if err := out.Encode(c); err != nil {
			t.Fatal(err)
		}
	}
	if err := zip.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "paths", "new.jsonl.gz"), b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := run(dir, options{json: true}, nil); err != nil {
		t.Error(err)
	}
}
