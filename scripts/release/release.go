package main

import (
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	page "qwac/internal/page/build"
)

// sumsName is the file with the checksums of all others.
const sumsName = "SHA256SUMS"

// make fills the folder. It begins with an empty one: the checksums are of what was made now.
func (r *release) make() error {
	if err := r.clear(); err != nil {
		return err
	}
	work, err := os.MkdirTemp("", "qwac-release-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	if err := page.Core(r.source, r.env); err != nil {
		return err
	}
	for _, t := range r.targets {
		binary := filepath.Join(work, t.baseName(r.version), t.binaryName())
		if err := r.makeTarget(t, binary); err != nil {
			return fmt.Errorf("%s: %w", t, err)
		}
	}
	files, err := readFiles(r.dir)
	if err != nil {
		return err
	}
	return os.WriteFile(r.path(sumsName), checksums(files), 0o644)
}

// clear makes the folder, or empties it of an earlier release. Anything else in it stays, and is refused.
func (r *release) clear() error {
	if err := os.MkdirAll(r.dir, 0o755); err != nil {
		return err
	}
	found, err := os.ReadDir(r.dir)
	if err != nil {
		return err
	}
	for _, f := range found {
		if f.Name() != sumsName && !strings.HasPrefix(f.Name(), "qwac") {
			return fmt.Errorf("%s is of no release: name a folder of its own with -output", r.path(f.Name()))
		}
	}
	for _, f := range found {
		if err := os.Remove(r.path(f.Name())); err != nil {
			return err
		}
	}
	return nil
}

// makeTarget writes what a release has for one system.
func (r *release) makeTarget(t target, binary string) error {
	if err := build(r.source, t, r.version, binary, r.env); err != nil {
		return err
	}
	entries, err := r.contents(t, binary)
	if err != nil {
		return err
	}
	name := t.archiveName(r.version)
	data, err := archive(name, entries, r.time)
	if err != nil {
		return err
	}
	if err := os.WriteFile(r.path(name), data, 0o644); err != nil || r.bare {
		return err
	}
	if err := r.makeSBOM(t, binary); err != nil || t.os != "linux" {
		return err
	}
	return r.makePackages(t, binary)
}

// contents are the files of an archive: the program, and README and licence where they are.
func (r *release) contents(t target, binary string) ([]entry, error) {
	program, err := os.ReadFile(binary)
	if err != nil {
		return nil, err
	}
	entries := []entry{{t.binaryName(), program, true}}
	for _, name := range documents(r.source) {
		data, err := os.ReadFile(filepath.Join(r.source, name))
		if err != nil {
			return nil, err
		}
		entries = append(entries, entry{name, data, false})
	}
	page, err := os.ReadFile(filepath.Join(r.source, "docs", "qwac.1"))
	if err == nil {
		entries = append(entries, entry{"qwac.1", page, false})
	}
	return entries, nil
}

// readFiles reads the files of a folder.
func readFiles(dir string) ([]entry, error) {
	var files []entry
	found, err := os.ReadDir(dir)
	for _, f := range found {
		if err != nil {
			return nil, err
		}
		var data []byte
		data, err = os.ReadFile(filepath.Join(dir, f.Name()))
		files = append(files, entry{name: f.Name(), data: data})
	}
	return files, err
}

// verify makes the release again from a copy of the sources in another folder, with nothing compiled before, and
// compares the checksums with those of the folder.
func (r *release) verify(out io.Writer) error {
	want, err := os.ReadFile(r.path(sumsName))
	if err != nil {
		return fmt.Errorf("nothing to compare with: make the release first: %w", err)
	}
	work, err := os.MkdirTemp("", "qwac-again-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	again := *r
	again.source, again.dir = filepath.Join(work, "source"), filepath.Join(work, "dist")
	again.env = []string{"GOCACHE=" + filepath.Join(work, "cache")}
	if err := copySource(r.source, again.source, r.dir); err != nil {
		return err
	}
	if err := again.make(); err != nil {
		return err
	}
	got, err := os.ReadFile(again.path(sumsName))
	if err != nil {
		return err
	}
	if diff := differences(string(want), string(got)); diff != "" {
		return fmt.Errorf("two builds differ:\n%s", diff)
	}
	fmt.Fprintf(out, "%s: built again, the same digests\n%s", r.dir, got)
	return nil
}

// differences are the lines that stand in one text only.
func differences(a, b string) string {
	var out strings.Builder
	for line := range strings.Lines(a) {
		if !strings.Contains(b, line) {
			out.WriteString("- " + line)
		}
	}
	for line := range strings.Lines(b) {
		if !strings.Contains(a, line) {
			out.WriteString("+ " + line)
		}
	}
	return out.String()
}

// copySource copies the sources without the repository and without the folder except.
func copySource(from, to, except string) error {
	return filepath.WalkDir(from, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(from, path)
		switch {
		case err != nil:
			return err
		case d.Name() == ".git" || filepath.Clean(path) == filepath.Clean(except):
			if d.IsDir() {
				return fs.SkipDir
			}
			return nil
		case d.IsDir():
			return os.MkdirAll(filepath.Join(to, rel), 0o755)
		case !d.Type().IsRegular():
			return nil
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		return os.WriteFile(filepath.Join(to, rel), data, 0o644)
	})
}
