package main

import (
	"debug/elf"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// nobody is the user that the Dockerfile names.
const nobody = 65532

// TestDockerfile: the image begins with nothing, holds the program alone, and is not root's.
func TestDockerfile(t *testing.T) {
	_, image, ok := strings.Cut(read(t, root+"/Dockerfile"), "\nFROM scratch\n")
	if !ok {
		t.Fatal("the image does not begin with nothing")
	}
	for _, want := range []string{"COPY --from=build /out/qwac /usr/bin/qwac\n", "USER 65532:65532\n",
		"ENTRYPOINT [\"/usr/bin/qwac\"]\n"} {
		if !strings.Contains(image, want) {
			t.Errorf("the Dockerfile lacks %q", want)
		}
	}
	if strings.Contains(image, "RUN") {
		t.Error("nothing runs in an image without a shell")
	}
}

// TestStatic: the program needs no loader and no library.
func TestStatic(t *testing.T) {
	f, err := elf.Open(program(t))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for _, p := range f.Progs {
		if p.Type == elf.PT_INTERP || p.Type == elf.PT_DYNAMIC {
			t.Errorf("the program is linked dynamically: it has %v", p.Type)
		}
	}
	if libraries, err := f.ImportedLibraries(); len(libraries) > 0 {
		t.Errorf("the program needs %v, %v", libraries, err)
	}
}

// TestEmptyRoot runs the program where nothing else is, as in the image: no libraries, no /etc, no /tmp, no
// environment, nobody's user.
func TestEmptyRoot(t *testing.T) {
	dir, err := os.MkdirTemp("", "qwac-root-") // t.TempDir is for its user only
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	certificates(t, filepath.Join(dir, "work"), "")
	data := read(t, program(t))
	if err := os.WriteFile(filepath.Join(dir, "qwac"), []byte(data), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	for args, want := range map[string]int{
		"version": 0, "check --at 2026-12-01 .": 0, "check --at 2029-01-01 .": 1, "check --at 2026-12-01 nothing": 3,
		"check --at 2026-12-01 --format json leaf.pem intermediate.pem root.pem": 0,
	} {
		c := exec.Command("/qwac", strings.Fields(args)...)
		c.Dir, c.Env = "/work", []string{}
		if os.Getuid() == 0 {
			c.SysProcAttr = &syscall.SysProcAttr{Chroot: dir, Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
		} else {
			t.Log("no right to change the root: the program runs in an empty folder")
			c.Path, c.Dir = filepath.Join(dir, "qwac"), filepath.Join(dir, "work")
		}
		out, err := c.CombinedOutput()
		if c.ProcessState == nil {
			t.Skipf("no right to change the root: %v", err)
		}
		if got := c.ProcessState.ExitCode(); got != want {
			t.Errorf("qwac %s: status %d, want %d\n%s", args, got, want, out)
		}
	}
}
