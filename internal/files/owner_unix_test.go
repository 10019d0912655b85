//go:build unix

package files

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// TestOwner keeps the owner, the group and the permissions of a file, and gives them to the copy. Only root can have
// files of others; anybody else sees that nothing is written.
func TestOwner(t *testing.T) {
	if os.Getuid() != 0 {
		t.Skip("only root makes files of others")
	}
	file := filepath.Join(t.TempDir(), "chain.pem")
	made(t, file, 0o640)
	if err := os.Chown(file, 65534, 1); err != nil {
		t.Fatal(err)
	}
	backup, err := Rewrite(file, []byte("one"), []byte("two"))
	if err != nil {
		t.Fatal(err)
	}
	if err := Write(file, []byte("three")); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{file, backup} {
		info, err := os.Stat(name)
		if err != nil {
			t.Fatal(err)
		}
		s := info.Sys().(*syscall.Stat_t)
		if s.Uid != 65534 || s.Gid != 1 || info.Mode() != 0o640 {
			t.Errorf("%s: %d:%d, %v", name, s.Uid, s.Gid, info.Mode())
		}
	}
}

// TestProtected refuses what is read-only, and in place what has other names, and leaves nothing behind.
func TestProtected(t *testing.T) {
	dir := t.TempDir()
	readOnly, linked := filepath.Join(dir, "read-only.pem"), filepath.Join(dir, "linked.pem")
	made(t, readOnly, 0o444)
	made(t, linked, 0o600)
	if err := os.Link(linked, filepath.Join(dir, "other.pem")); err != nil {
		t.Skip(err)
	}
	_, readOnlyRewrite := Rewrite(readOnly, []byte("one"), []byte("two"))
	_, linkedRewrite := Rewrite(linked, []byte("one"), []byte("two"))
	for _, of := range []struct {
		err  error
		want string
	}{
		{Write(readOnly, []byte("two")), "it is read-only"}, {Writable(readOnly), "it is read-only"},
		{readOnlyRewrite, "it is read-only"}, {linkedRewrite, "it has 2 names"},
	} {
		if of.err == nil || !strings.Contains(of.err.Error(), of.want) {
			t.Errorf("%v, want %q", of.err, of.want)
		}
	}
	left, err := os.ReadDir(dir)
	if err != nil || len(left) != 3 {
		t.Errorf("%v, %v", left, err)
	}
	for _, name := range []string{readOnly, linked} {
		if got, err := os.ReadFile(name); err != nil || string(got) != "one" {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
}

func made(t *testing.T, file string, mode os.FileMode) {
	t.Helper()
	if err := os.WriteFile(file, []byte("one"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(file, mode); err != nil {
		t.Fatal(err)
	}
}
