package main

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/goccy/go-yaml"
	"github.com/google/go-cmp/cmp"
)

func TestNames(t *testing.T) {
	var got []string
	for _, target := range allTargets() {
		got = append(got, target.archiveName("1.2.3")+" "+target.binaryName())
	}
	want := []string{
		"qwac_1.2.3_darwin_amd64.tar.gz qwac", "qwac_1.2.3_darwin_arm64.tar.gz qwac",
		"qwac_1.2.3_linux_amd64.tar.gz qwac", "qwac_1.2.3_linux_arm64.tar.gz qwac",
		"qwac_1.2.3_windows_amd64.zip qwac.exe", "qwac_1.2.3_windows_arm64.zip qwac.exe",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestVersionOf(t *testing.T) {
	for given, want := range map[string]string{
		"v1.2.3": "1.2.3", "1.2.3-rc.1": "1.2.3-rc.1", "v1.2.3-4-gabcdef0-dirty": "1.2.3-4-gabcdef0-dirty",
		"latest": "", "1.2 3": "", "../1": "", "v": "", "1.0 -X a=b": "",
	} {
		if got, err := versionOf(given); got != want || (err != nil) != (want == "") {
			t.Errorf("%q: %q, %v, want %q", given, got, err, want)
		}
	}
}

func TestParseTargets(t *testing.T) {
	got, err := parseTargets("linux/amd64,windows/arm64")
	if err != nil || fmt.Sprint(got) != "[linux/amd64 windows/arm64]" {
		t.Error(got, err)
	}
	if got, err := parseTargets(""); err != nil || len(got) != 6 {
		t.Error(got, err)
	}
	for _, list := range []string{"linux", "linux/386", "linux/amd64,"} {
		if _, err := parseTargets(list); err == nil {
			t.Errorf("%q is taken", list)
		}
	}
}

// TestMakefile: a release is built with the tags of make build.
func TestMakefile(t *testing.T) {
	if want := "TAGS        := " + tags + "\n"; !strings.Contains(read(t, root+"/Makefile"), want) {
		t.Errorf("the Makefile has other tags than %s", tags)
	}
}

// TestArchive: the order of the entries, the place and the time of day change nothing; each entry has the fixed time,
// nobody's name, and is a program or not.
func TestArchive(t *testing.T) {
	when := time.Date(2026, 1, 2, 3, 4, 6, 0, time.UTC)
	entries := []entry{{"qwac", []byte("program"), true}, {"README.md", []byte("read"), false}, {"LICENSE", nil, false}}
	turned := []entry{entries[2], entries[0], entries[1]}
	want := []string{
		"LICENSE -rw-r--r-- 2026-01-02T03:04:06Z ", "README.md -rw-r--r-- 2026-01-02T03:04:06Z read",
		"qwac -rwxr-xr-x 2026-01-02T03:04:06Z program",
	}
	for name, list := range map[string]func([]byte) ([]string, error){"a.tar.gz": listTar, "a.zip": listZip} {
		a, errA := archive(name, entries, when)
		b, errB := archive(name, turned, when.In(time.FixedZone("elsewhere", 3600)))
		if err := errors.Join(errA, errB); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(a, b) {
			t.Errorf("%s depends on the order or the time zone", name)
		}
		got, err := list(a)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
		if entries[0].name != "qwac" {
			t.Error("the entries of the caller were sorted")
		}
	}
}

func listTar(data []byte) ([]string, error) {
	z, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	if !z.ModTime.IsZero() || z.Name != "" {
		return nil, fmt.Errorf("gzip has name %q and time %v", z.Name, z.ModTime)
	}
	var list []string
	for r := tar.NewReader(z); ; {
		h, err := r.Next()
		if errors.Is(err, io.EOF) {
			return list, nil
		}
		if err != nil || h.Uid != 0 || h.Gid != 0 || h.Uname != "" || h.Gname != "" {
			return nil, fmt.Errorf("%v: %w", h, err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			return nil, err
		}
		list = append(list, fmt.Sprint(h.Name, " ", h.FileInfo().Mode(), " ", h.ModTime.UTC().Format(time.RFC3339), " ",
			string(text)))
	}
}

func listZip(data []byte) ([]string, error) {
	r, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, err
	}
	var list []string
	for _, f := range r.File {
		in, err := f.Open()
		if err != nil {
			return nil, err
		}
		text, err := io.ReadAll(in)
		if err != nil {
			return nil, err
		}
		list = append(list, fmt.Sprint(f.Name, " ", f.Mode(), " ", f.Modified.UTC().Format(time.RFC3339), " ",
			string(text)))
	}
	return list, nil
}

// TestChecksums: sha256sum reads them.
func TestChecksums(t *testing.T) {
	got := string(checksums([]entry{{name: "b", data: []byte("b")}, {name: "a"}}))
	want := "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  a\n" +
		"3e23e8160039594a33894f6564e1b1348bbd7a0088d42c4acb73eeaed59c009d  b\n"
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// TestClear: an earlier release goes, and a folder with anything else is left as it is.
func TestClear(t *testing.T) {
	r := release{dir: t.TempDir()}
	write(t, r.path("qwac_1.0.0_linux_amd64.tar.gz"), "old")
	write(t, r.path(sumsName), "old")
	write(t, r.path("mine.txt"), "mine")
	if err := r.clear(); err == nil || read(t, r.path(sumsName)) == "" {
		t.Errorf("%v: the folder of somebody else was emptied", err)
	}
	if err := os.Remove(r.path("mine.txt")); err != nil {
		t.Fatal(err)
	}
	if err := r.clear(); err != nil {
		t.Fatal(err)
	}
	if left, err := os.ReadDir(r.dir); err != nil || len(left) != 0 {
		t.Error(left, err)
	}
}

// TestPackageConfig: what nfpm reads is YAML, names the files, and has one time.
func TestPackageConfig(t *testing.T) {
	r := release{source: root, version: "1.2.3", time: time.Unix(1790000000, 0).UTC()}
	var got struct {
		Name, Arch, Version, Mtime string
		Contents                   []struct{ Src, Dst string }
	}
	if err := yaml.Unmarshal([]byte(r.packageConfig(target{"linux", "arm64"}, "/made/qwac")), &got); err != nil {
		t.Fatal(err)
	}
	if got.Name != "qwac" || got.Arch != "arm64" || got.Version != "1.2.3" || got.Mtime != "2026-09-21T14:13:20Z" {
		t.Errorf("%+v", got)
	}
	var files []string
	for _, c := range got.Contents {
		files = append(files, c.Dst+" "+filepath.Base(c.Src))
	}
	want := []string{
		"/usr/bin/qwac qwac", "/usr/share/doc/qwac/CHANGELOG.md CHANGELOG.md", "/usr/share/doc/qwac/LICENSE LICENSE",
		"/usr/share/doc/qwac/README.md README.md", "/usr/share/man/man1/qwac.1 qwac.1",
		"/usr/share/bash-completion/completions/qwac bash.txt", "/usr/share/zsh/vendor-completions/_qwac zsh.txt",
		"/usr/share/fish/vendor_completions.d/qwac.fish fish.txt",
	}
	if diff := cmp.Diff(want, files); diff != "" {
		t.Error(diff)
	}
}

// TestCopySource: the repository and earlier releases are not copied.
func TestCopySource(t *testing.T) {
	from, to := t.TempDir(), filepath.Join(t.TempDir(), "copy")
	for _, name := range []string{"main.go", "pkg/a.go", ".git/config", "dist/qwac.zip"} {
		write(t, filepath.Join(from, name), name)
	}
	if err := copySource(from, to, filepath.Join(from, "dist")); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		"main.go": "main.go", "pkg/a.go": "pkg/a.go", ".git/config": "", "dist/qwac.zip": "",
	} {
		if got := read(t, filepath.Join(to, name)); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}

func TestDifferences(t *testing.T) {
	if got := differences("a\nb\n", "b\nc\n"); got != "- a\n+ c\n" {
		t.Errorf("%q", got)
	}
}

// TestVersion: the program says the version that it was built with.
func TestVersion(t *testing.T) {
	out, status := execute(t, t.TempDir(), environment(""), program(t), "version")
	if status != 0 || !strings.HasPrefix(out, "qwac v1.2.3 (") {
		t.Errorf("%d: %s", status, out)
	}
}
