package files

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// TestRewrite keeps what a file was under a name of its own each time, with the same permissions.
func TestRewrite(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "chain.pem")
	if err := os.WriteFile(file, []byte("one"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(file, 0o640); err != nil {
		t.Fatal(err)
	}
	for _, step := range []struct{ was, now, backup string }{
		{"one", "two", ".bak"}, {"two", "three", ".bak.1"}, {"three", "four", ".bak.2"},
	} {
		backup, err := Rewrite(file, []byte(step.was), []byte(step.now))
		if err != nil || backup != file+step.backup {
			t.Fatalf("%q, %v", backup, err)
		}
		for name, want := range map[string]string{file: step.now, backup: step.was} {
			got, err := os.ReadFile(name)
			info, errStat := os.Stat(name)
			if err != nil || errStat != nil || string(got) != want {
				t.Errorf("%s: %q, want %q (%v, %v)", name, got, want, err, errStat)
			} else if runtime.GOOS != "windows" && info.Mode() != 0o640 {
				t.Errorf("%s: mode %v", name, info.Mode())
			}
		}
	}
}

// TestRewriteRefuses leaves the folder as it was.
func TestRewriteRefuses(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "chain.pem")
	if err := os.WriteFile(file, []byte("changed meanwhile"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		file: "has changed since it was read", dir: "no regular file", file + ".no": "cannot write",
	} {
		_, err := Rewrite(name, []byte("changed"), []byte("new"))
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	got, err := os.ReadFile(file)
	if left, _ := os.ReadDir(dir); err != nil || string(got) != "changed meanwhile" || len(left) != 1 {
		t.Errorf("%q, %v, %v", got, left, err)
	}
}
