package main

import (
	"os"
	"path/filepath"
	"testing"
)

// TestSuites: each wrong verdict on the suites stands in exceptions.csv with its reason. The largest suite is left to
// the program.
func TestSuites(t *testing.T) {
	dir := os.Getenv("QWAC_CORPUS")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "shared", "corpus")
	}
	if _, err := os.Stat(filepath.Join(dir, "paths")); err != nil {
		t.Skip("no corpus; set QWAC_CORPUS")
	}
	suites := []string{"adversarial", "boringssl-verify", "gostd", "limbo-bettertls-pathbuilding", "limbo-core",
		"openssl-verify", "pkits", "rustls-webpki"}
	if err := run(dir, options{json: true, explain: true}, suites); err != nil {
		t.Error(err)
	}
}
