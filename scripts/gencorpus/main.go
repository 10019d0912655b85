// Gencorpus writes the clean chain that documentation and tests read from testdata/chains/clean. With -check it writes
// nothing, and fails if a file differs from what the code makes.
package main

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"

	"qwac/internal/testpki"
)

func main() {
	check := flag.Bool("check", false, "compare the files instead of writing them")
	dir := flag.String("dir", filepath.Join("testdata", "chains", "clean"), "`directory` of the files")
	flag.Parse()
	if err := run(*dir, *check); err != nil {
		fmt.Fprintln(os.Stderr, "gencorpus:", err)
		os.Exit(1)
	}
}

func run(dir string, check bool) error {
	c := testpki.Clean()
	for _, file := range []struct {
		name string
		cert testpki.Cert
	}{
		{"leaf.pem", c.Leaf},
		{"intermediate.pem", c.Intermediate},
		{"root.pem", c.Root},
	} {
		step := write
		if check {
			step = compare
		}
		if err := step(filepath.Join(dir, file.name), file.cert.PEM()); err != nil {
			return err
		}
	}
	return nil
}

func compare(name string, want []byte) error {
	got, err := os.ReadFile(name)
	if err != nil {
		return fmt.Errorf("comparing: %w", err)
	}
	if !bytes.Equal(got, want) {
		return fmt.Errorf("%s is stale: run go run ./scripts/gencorpus", name)
	}
	return nil
}

// write leaves the old file in place unless the new one is complete.
func write(name string, data []byte) error {
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(name), ".gencorpus-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name()) // fails after the rename, as it should
	if _, err := f.Write(data); err != nil {
		f.Close()
		return fmt.Errorf("writing %s: %w", name, err)
	}
	if err := f.Chmod(0o644); err != nil {
		f.Close()
		return err
	}
	if err := f.Close(); err != nil {
		return fmt.Errorf("writing %s: %w", name, err)
	}
	return os.Rename(f.Name(), name)
}
