package files

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// TestSecretFile has the moments at which the file may be there already.
func TestSecretFile(t *testing.T) {
	const content = "fixture-client-secret\n33a2b623\n"
	for _, test := range []struct {
		name     string
		there    string // content before; empty: no file
		repeated bool
		want     string // content after
		wantErr  string
	}{
		{"new", "", false, content, ""},
		{"repeated, not written before", "", true, content, ""},
		{"repeated, written before", content, true, content, ""},
		{"repeated, another file", "mine\n", true, "mine\n", "holds something else"},
		{"another file", "mine\n", false, "mine\n", "already exists"},
	} {
		dir := t.TempDir()
		file := filepath.Join(dir, "secret.txt")
		if test.there != "" {
			if err := os.WriteFile(file, []byte(test.there), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		f, err := NewSecret(file, test.repeated)
		if err == nil {
			err = f.Keep(content)
			f.Discard()
		}
		if (err != nil) != (test.wantErr != "") || err != nil && !strings.Contains(err.Error(), test.wantErr) {
			t.Errorf("%s: error %v, want %q", test.name, err, test.wantErr)
		}
		if got, err := os.ReadFile(file); err != nil || string(got) != test.want {
			t.Errorf("%s: file %q, %v, want %q", test.name, got, err, test.want)
		}
		if info, err := os.Stat(file); err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
			t.Errorf("%s: mode %v, %v", test.name, info.Mode(), err)
		}
		if files, err := os.ReadDir(dir); err != nil || len(files) != 1 {
			t.Errorf("%s: left %v, %v", test.name, files, err)
		}
	}
}

// TestSecretFileNowhere fails before anything is sent.
func TestSecretFileNowhere(t *testing.T) {
	_, err := NewSecret(filepath.Join(t.TempDir(), "no", "secret.txt"), false)
	if err == nil || !strings.Contains(err.Error(), "cannot write") {
		t.Errorf("error %v", err)
	}
}

// TestAttackSecretDraft: what a killed run left is gone after the next; a link in its place leads nowhere; of two runs
// none writes the other's.
func TestAttackSecretDraft(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "secret.txt")
	for range 3 { // killed
		if _, err := NewSecret(file, false); err != nil {
			t.Fatal(err)
		}
	}
	if runtime.GOOS != "windows" {
		if err := errors.Join(os.Remove(filepath.Join(dir, ".qwac-secret.txt")),
			os.WriteFile(filepath.Join(dir, "mine"), nil, 0o644),
			os.Symlink("mine", filepath.Join(dir, ".qwac-secret.txt"))); err != nil {
			t.Fatal(err)
		}
	}
	first, err := NewSecret(file, false)
	if err != nil {
		t.Fatal(err)
	}
	second, err := NewSecret(file, false)
	if err != nil {
		t.Fatal(err)
	}
	if err := first.Keep("first"); err == nil {
		t.Error("the draft of another run was taken for its own")
	}
	first.Discard()
	if err := second.Keep("second"); err != nil {
		t.Error(err)
	}
	second.Discard()
	if got, err := os.ReadFile(file); err != nil || string(got) != "second" {
		t.Errorf("%q, %v", got, err)
	}
	if left, err := filepath.Glob(filepath.Join(dir, ".qwac-*")); err != nil || len(left) != 0 {
		t.Errorf("left %v, %v", left, err)
	}
	if got, err := os.ReadFile(filepath.Join(dir, "mine")); runtime.GOOS != "windows" && (err != nil || len(got) != 0) {
		t.Errorf("%q, %v", got, err)
	}
}
