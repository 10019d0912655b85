package main

import (
	"os"
	"path/filepath"
	"testing"
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
