package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestSuitesAlone: what only suites want of the validator nothing in qwac switches on.
func TestSuitesAlone(t *testing.T) {
	set := regexp.MustCompile(`\b(MD5|Proxies|EmptyTrees)(: *true|[^=!:\n]* = )|Terms\.(MD5|Proxies|EmptyTrees) *=[^=]`)
	for _, dir := range []string{"pkg", "internal"} {
		err := filepath.WalkDir(filepath.Join("..", "..", dir), func(file string, _ fs.DirEntry, err error) error {
			if err != nil || !strings.HasSuffix(file, ".go") || strings.HasSuffix(file, "_test.go") {
				return err
			}
			text, err := os.ReadFile(file)
			if found := set.Find(text); found != nil {
				t.Errorf("%s: %s", file, found)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}
