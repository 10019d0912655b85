package files

import (
	"bytes"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// TestRead shows the reader of the bytes that there is more than the limit, and reads no more.
func TestRead(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	for _, size := range []int{0, 1, 9, 10, 11, 100} {
		if err := os.WriteFile(file, bytes.Repeat([]byte("x"), size), 0o600); err != nil {
			t.Fatal(err)
		}
		if got, err := Read(file, 10); err != nil || len(got) != min(size, 11) {
			t.Errorf("%d bytes: %d read, %v", size, len(got), err)
		}
	}
	if _, err := Read(filepath.Dir(file), 10); err == nil || !strings.Contains(err.Error(), "is a directory") {
		t.Errorf("a folder: %v", err)
	}
	if _, err := Read(file+".no", 10); err == nil || !strings.Contains(err.Error(), "check the path") {
		t.Errorf("no file: %v", err)
	}
}

// TestWrite replaces what a link points to, keeps the mode of what was there, and leaves nothing else in the folder.
func TestWrite(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("links and modes are others")
	}
	dir := t.TempDir()
	file, link := filepath.Join(dir, "file"), filepath.Join(dir, "link")
	if err := os.WriteFile(file, []byte("old"), 0o640); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(file, link); err != nil {
		t.Fatal(err)
	}
	if !Same(file, link) || !Same(file+"2", filepath.Join(dir, ".", "file2")) {
		t.Error("two names of one file are not known as such")
	}
	if Same(file, file+"2") || Same("", "") || Same(dir, dir) {
		t.Error("what is not one file is taken for one")
	}
	if err := Write(link, []byte("new")); err != nil {
		t.Fatal(err)
	}
	info, err := os.Lstat(file)
	if got, _ := os.ReadFile(file); err != nil || string(got) != "new" || info.Mode() != 0o640 {
		t.Errorf("%q, %v, %v", got, info.Mode(), err)
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) != 2 {
		t.Errorf("left %v, %v", left, err)
	}
	for _, bad := range []string{dir, filepath.Join(dir, "no", "file")} {
		if Write(bad, nil) == nil || Writable(bad) == nil {
			t.Errorf("%s can be written", bad)
		}
	}
}
