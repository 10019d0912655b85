// Package build compiles the core of the offline page, for a program with the build tag page. It is no part of that
// program. Most people want [Core].
package build

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// Core compiles the core of the page from the sources in a folder, and puts it where a program that is built from them
// with the tag page takes it from. What depends on the folder, the repository or the machine is kept out of it; env
// is added to the environment.
func Core(source string, env []string) error {
	dir := filepath.Join(source, "internal", "page", "built")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	file, err := filepath.Abs(filepath.Join(dir, "core.wasm"))
	if err != nil {
		return err
	}
	packed, err := Program(source, "./internal/page/wasm", file, env)
	if err != nil {
		return err
	}
	glue, err := wasmExec()
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(dir, "wasm_exec.js"), glue, 0o644); err != nil {
		return err
	}
	return os.WriteFile(file+".gz", packed, 0o644)
}

// Program compiles a package and compresses it. The file is where it stands in between.
func Program(source, name, file string, env []string) ([]byte, error) {
	if err := compile(source, name, file, env); err != nil {
		return nil, err
	}
	defer os.Remove(file)
	program, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	return pack(program)
}

// compile makes the program. Calls of our own functions and of those of other modules stay calls, which makes it a
// twentieth smaller; in the standard library they are put in line, as cryptography is twice as fast for it.
func compile(source, name, file string, env []string) error {
	overlay, err := noNetwork(filepath.Dir(file))
	if err != nil {
		return err
	}
	c := exec.Command("go", "build", "-trimpath", "-buildvcs=false", "-ldflags", "-s -w -buildid=", "-overlay", overlay,
		"-tags", "urfave_cli_no_docs,nethttpomithttp2",
		"-gcflags=qwac/...=-l", "-gcflags=golang.org/...=-l", "-gcflags=github.com/...=-l",
		"-o", file, name)
	c.Dir = source
	c.Env = append(os.Environ(), "CGO_ENABLED=0", "GOOS=js", "GOARCH=wasm", "GOWASM=", "GOFLAGS=", "GOEXPERIMENT=")
	c.Env = append(c.Env, env...)
	if out, err := c.CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w\n%s", strings.Join(c.Args, " "), err, out)
	}
	return nil
}

// cookiejar is what the list of public suffixes takes of net/http/cookiejar: one type.
const cookiejar = `package cookiejar

type PublicSuffixList interface {
	PublicSuffix(domain string) string
	String() string
}
`

// noNetwork writes an overlay for the compiler to a folder, and returns its name. The list of public suffixes names a
// type of the cookie jar, which would bring all of HTTP and TLS into a page that can reach nothing.
func noNetwork(dir string) (string, error) {
	root, err := goRoot()
	if err != nil {
		return "", err
	}
	stub, overlay := filepath.Join(dir, "cookiejar.txt"), filepath.Join(dir, "overlay.json")
	jar := filepath.Join(root, "src", "net", "http", "cookiejar")
	text, err := json.Marshal(map[string]map[string]string{"Replace": {
		filepath.Join(jar, "jar.go"):      stub,
		filepath.Join(jar, "punycode.go"): "", // there is none
	}})
	if err != nil {
		return "", err
	}
	return overlay, errors.Join(os.WriteFile(stub, []byte(cookiejar), 0o644), os.WriteFile(overlay, text, 0o644))
}

func pack(data []byte) ([]byte, error) {
	var b bytes.Buffer
	w, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(data); err != nil {
		return nil, err
	}
	err = w.Close()
	return b.Bytes(), err
}

// wasmExec is the glue between the program and the browser, which belongs to the compiler.
func wasmExec() ([]byte, error) {
	root, err := goRoot()
	if err != nil {
		return nil, err
	}
	return os.ReadFile(filepath.Join(root, "lib", "wasm", "wasm_exec.js"))
}

func goRoot() (string, error) {
	out, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		return "", fmt.Errorf("go env GOROOT: %w", err)
	}
	return strings.TrimSpace(string(out)), nil
}
