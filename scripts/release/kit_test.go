package main

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/goccy/go-yaml"

	page "qwac/internal/page/build"
)

// root is the folder of the sources.
const root = "../.."

// at is the time at which certificates are judged: the fixtures are valid then.
const at = "QWAC_AT=2026-12-01"

var programs struct {
	once sync.Once
	dir  string
	err  error
}

func TestMain(m *testing.M) {
	status := m.Run()
	if programs.dir != "" {
		os.RemoveAll(programs.dir)
	}
	os.Exit(status)
}

func native() target { return target{runtime.GOOS, runtime.GOARCH} }

// program is qwac, built once as a release has it.
func program(t *testing.T) string {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("the scripts are run by a shell, which is not there")
	}
	programs.once.Do(func() {
		if programs.err = page.Core(root, nil); programs.err != nil {
			return
		}
		if programs.dir, programs.err = os.MkdirTemp("", "qwac-test-"); programs.err == nil {
			programs.err = build(root, native(), "1.2.3", filepath.Join(programs.dir, "qwac"), nil)
		}
	})
	if programs.err != nil {
		t.Fatal(programs.err)
	}
	return filepath.Join(programs.dir, "qwac")
}

// serveRelease is a server that has a release of qwac 1.2.3 for this machine in a folder.
func serveRelease(t *testing.T, folder string, tampered bool) *httptest.Server {
	t.Helper()
	data, err := os.ReadFile(program(t))
	if err != nil {
		t.Fatal(err)
	}
	name := native().archiveName("1.2.3")
	packed, err := archive(name, []entry{{"qwac", data, true}}, time.Unix(0, 0))
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(t.TempDir(), folder)
	sums := checksums([]entry{{name: name, data: packed}})
	if tampered {
		packed = append(packed, 0)
	}
	write(t, filepath.Join(dir, name), string(packed))
	write(t, filepath.Join(dir, sumsName), string(sums))
	s := httptest.NewServer(http.FileServer(http.Dir(strings.TrimSuffix(dir, folder))))
	t.Cleanup(s.Close)
	return s
}

// certificates writes the clean chain to a folder, and, where faulty is named, half of its leaf to another.
func certificates(t *testing.T, clean, faulty string) {
	t.Helper()
	for _, name := range []string{"leaf.pem", "intermediate.pem", "root.pem"} {
		data, err := os.ReadFile(filepath.Join(root, "testdata/chains/clean", name))
		if err != nil {
			t.Fatal(err)
		}
		write(t, filepath.Join(clean, name), string(data))
		if faulty != "" && name == "leaf.pem" {
			write(t, filepath.Join(faulty, name), string(data[:len(data)/2]))
		}
	}
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// read is a file; empty: there is none.
func read(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		t.Fatal(err)
	}
	return string(data)
}

// readYAML reads a file of the project into values, one for each of its documents.
func readYAML(t *testing.T, name string, values ...any) {
	t.Helper()
	d := yaml.NewDecoder(strings.NewReader(read(t, filepath.Join(root, name))))
	for _, v := range values {
		if err := d.Decode(v); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
	}
}

// needs skips a test when a program is not there.
func needs(t *testing.T, names ...string) {
	t.Helper()
	for _, name := range names {
		if _, err := exec.LookPath(name); err != nil {
			t.Skipf("there is no %s", name)
		}
	}
}

// environment is one of its own, with the programs of this one and before them those in a folder.
func environment(bin string, more ...string) []string {
	path := os.Getenv("PATH")
	if bin != "" {
		path = bin + string(os.PathListSeparator) + path
	}
	return append([]string{"PATH=" + path, "HOME=" + os.TempDir(), at}, more...)
}

// execute runs a command and gives what it printed, and its exit status.
func execute(t *testing.T, dir string, env []string, args ...string) (string, int) {
	t.Helper()
	c := exec.Command(args[0], args[1:]...)
	c.Dir, c.Env = dir, env
	out, err := c.CombinedOutput()
	if exit := (*exec.ExitError)(nil); errors.As(err, &exit) {
		return string(out), exit.ExitCode()
	}
	if err != nil {
		t.Fatal(err)
	}
	return string(out), 0
}
