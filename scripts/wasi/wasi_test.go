// Package wasi holds qwac as a WASI module against the native one. It is a module of its own: only here is a runtime
// needed.
package wasi

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/imports/wasi_snapshot_preview1"
	"github.com/tetratelabs/wazero/sys"

	"qwac/internal/app"
	"qwac/internal/cases"
)

const (
	root = "../.."
	tags = "urfave_cli_no_docs,nethttpomithttp2" // those of the Makefile
)

// build makes the module that docs/wasi.md tells how to make.
func build(t *testing.T) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "qwac.wasm")
	c := exec.Command("go", "build", "-trimpath", "-buildvcs=false", "-ldflags", "-s -w", "-tags", tags, "-o", file,
		".")
	c.Dir = root
	c.Env = append(os.Environ(), "GOOS=wasip1", "GOARCH=wasm", "CGO_ENABLED=0")
	if out, err := c.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return file
}

// outcome is all that a run of the program shows.
type outcome struct {
	status         int
	stdout, stderr string
}

// guest runs the program in a WASI runtime.
type guest struct {
	runtime wazero.Runtime
	module  wazero.CompiledModule
}

func newGuest(t *testing.T, file string) *guest {
	t.Helper()
	ctx := t.Context()
	code, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	g := &guest{runtime: wazero.NewRuntime(ctx)}
	t.Cleanup(func() { g.runtime.Close(context.WithoutCancel(ctx)) })
	wasi_snapshot_preview1.MustInstantiate(ctx, g.runtime)
	if g.module, err = g.runtime.CompileModule(ctx, code); err != nil {
		t.Fatal(err)
	}
	return g
}

// run calls the program with dir as all that it sees of the world, beside the time.
func (g *guest) run(t *testing.T, dir string, args ...string) outcome {
	t.Helper()
	var stdout, stderr bytes.Buffer
	config := wazero.NewModuleConfig().WithName("").WithArgs(append([]string{"qwac"}, args...)...).WithEnv("PWD", "/").
		WithFSConfig(wazero.NewFSConfig().WithReadOnlyDirMount(dir, "/")).WithStdout(&stdout).WithStderr(&stderr).
		WithSysWalltime().WithSysNanotime()
	instance, err := g.runtime.InstantiateModule(t.Context(), g.module, config)
	status := 0
	if exit, ok := err.(*sys.ExitError); ok {
		status = int(exit.ExitCode())
	} else if err != nil {
		t.Fatal(err)
	} else {
		instance.Close(t.Context())
	}
	return outcome{status, stdout.String(), stderr.String()}
}

func native(t *testing.T, dir string, args ...string) outcome {
	t.Helper()
	t.Chdir(dir)
	var stdout, stderr bytes.Buffer
	status := app.Main(append([]string{"qwac"}, args...), strings.NewReader(""), &stdout, &stderr)
	return outcome{status, stdout.String(), stderr.String()}
}

// write makes the input files of a case and returns the arguments that judge them as the case asks; false: files do not
// say it all.
func write(t *testing.T, dir string, c cases.Case) (args []string, ok bool) {
	t.Helper()
	command, ok := cases.CommandOf(c)
	for _, f := range command.Files {
		if err := os.WriteFile(filepath.Join(dir, f.Name), f.Data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return append([]string{"check", "--format", "json"}, command.Args...), ok
}

// TestCases runs the cases of the rules, with -short every twentieth, and wants of the module what the native program
// answers, byte for byte.
func TestCases(t *testing.T) {
	t.Setenv("XDG_DATA_HOME", t.TempDir())
	g := newGuest(t, build(t))
	t.Run("sandbox", func(t *testing.T) { sandbox(t, g) })
	judged := 0
	for i, c := range cases.All() {
		if testing.Short() && i%20 != 0 {
			continue
		}
		t.Run(c.Name, func(t *testing.T) {
			dir := t.TempDir()
			args, ok := write(t, dir, c)
			if !ok {
				t.Skip("the case has more than files")
			}
			got, want := g.run(t, dir, args...), native(t, dir, args...)
			if got != want {
				t.Errorf("%q\nwasi: %+v\nnative: %+v", args, got, want)
			}
			if want.status <= 1 && strings.HasPrefix(want.stdout, "{") {
				judged++
			}
		})
	}
	if judged < 10 && !t.Failed() {
		t.Errorf("%d cases were judged; want at least 10", judged)
	}
	t.Logf("%d cases were judged alike", judged)
}

// sandbox wants a plain word where a part of the program is left out.
func sandbox(t *testing.T, g *guest) {
	got := g.run(t, t.TempDir(), "sandbox", "--addr", "127.0.0.1:0")
	want := "qwac: this build has no sandbox: "
	if got.status != 2 || got.stdout != "" || !strings.HasPrefix(got.stderr, want) {
		t.Errorf("%+v, want status 2 and %q", got, want)
	}
}

// TestNode runs the program of docs/wasi.md.
func TestNode(t *testing.T) {
	node, err := exec.LookPath("node")
	if err != nil {
		t.Skip("there is no node: the example of docs/wasi.md was not run")
	}
	text, err := os.ReadFile(filepath.Join(root, "docs", "wasi.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, example, _ := strings.Cut(string(text), "```js\n")
	example, _, _ = strings.Cut(example, "```")
	script := filepath.Join(t.TempDir(), "check.mjs")
	if err := os.WriteFile(script, []byte(example), 0o644); err != nil {
		t.Fatal(err)
	}
	clean, err := filepath.Abs(filepath.Join(root, "testdata", "chains", "clean"))
	if err != nil {
		t.Fatal(err)
	}
	files := []string{"leaf.pem", "intermediate.pem", "root.pem"}
	c := exec.Command(node, append([]string{"--no-warnings", script, build(t), clean}, files...)...)
	var stderr bytes.Buffer
	c.Stderr = &stderr
	got, err := c.Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, &stderr)
	}
	t.Setenv("XDG_DATA_HOME", t.TempDir())
	want := native(t, clean, append([]string{"check", "--format", "json", "--at", "2026-09-01"}, files...)...)
	if string(got) != want.stdout {
		t.Errorf("node: %s\nnative: %s", got, want.stdout)
	}
}
