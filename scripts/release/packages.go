package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"text/template"
	"time"
)

// The tools that are fetched, with their versions: another one may give other bytes.
const (
	sbomTool    = "github.com/CycloneDX/cyclonedx-gomod/cmd/cyclonedx-gomod@v1.10.0"
	packageTool = "github.com/goreleaser/nfpm/v2/cmd/nfpm@v2.43.0"
)

// release is a folder of files for users.
type release struct {
	source, dir string
	version     string
	targets     []target
	time        time.Time
	bare        bool
	env         []string // for the compiler
}

func (r *release) path(name string) string { return filepath.Join(r.dir, name) }

// makeSBOM lists the modules that are in the binary.
func (r *release) makeSBOM(t target, binary string) error {
	return r.tool(sbomTool, "bin", "-json", "-std", "-noserial", "-notimestamp", "-version", "v"+r.version,
		"-output", r.path(t.sbomName(r.version)), binary)
}

// makePackages writes the deb and the rpm of a Linux binary.
func (r *release) makePackages(t target, binary string) error {
	config := filepath.Join(filepath.Dir(binary), "nfpm.yaml")
	if err := os.WriteFile(config, []byte(r.packageConfig(t, binary)), 0o644); err != nil {
		return err
	}
	for _, format := range []string{"deb", "rpm"} {
		name := t.baseName(r.version) + "." + format
		err := r.tool(packageTool, "package", "--config", config, "--packager", format, "--target", r.path(name))
		if err != nil {
			return err
		}
	}
	return nil
}

// packageTemplate is what nfpm reads. There is no maintainer to name, and no script to run.
const packageTemplate = `name: qwac
arch: {{.Arch}}
platform: linux
version: "{{.Version}}"
section: utils
priority: optional
maintainer: qwac
description: |
  Offline pre-flight for eIDAS QWAC certificate chains with PSD2 roles.
  It tells whether a bank will take a chain, why not, and what to do.
license: Apache-2.0
mtime: "{{.Time}}"
rpm:
  buildhost: localhost
contents:
  - src: "{{.Binary}}"
    dst: /usr/bin/qwac
    file_info: {mode: 0755, mtime: "{{.Time}}"}
{{- range .Documents}}
  - src: "{{.Path}}"
    dst: /usr/share/doc/qwac/{{.Name}}
    file_info: {mode: 0644, mtime: "{{$.Time}}"}
{{- end}}
{{- range .Extras}}
  - src: "{{.Path}}"
    dst: {{.Name}}
    file_info: {mode: 0644, mtime: "{{$.Time}}"}
{{- end}}
`

// extras are the manual page and the completions: where a system looks for them, and where the sources have them.
func extras() [][2]string {
	return [][2]string{
		{"/usr/share/man/man1/qwac.1", "docs/qwac.1"},
		{"/usr/share/bash-completion/completions/qwac", "internal/app/completion/bash.txt"},
		{"/usr/share/zsh/vendor-completions/_qwac", "internal/app/completion/zsh.txt"},
		{"/usr/share/fish/vendor_completions.d/qwac.fish", "internal/app/completion/fish.txt"},
	}
}

// packageConfig is the description of the package of a binary.
func (r *release) packageConfig(t target, binary string) string {
	type document struct{ Name, Path string }
	var documentsOf []document
	for _, name := range documents(r.source) {
		documentsOf = append(documentsOf, document{name, filepath.ToSlash(filepath.Join(r.source, name))})
	}
	var extrasOf []document
	for _, x := range extras() {
		extrasOf = append(extrasOf, document{x[0], filepath.ToSlash(filepath.Join(r.source, x[1]))})
	}
	var out strings.Builder
	err := template.Must(template.New("nfpm").Parse(packageTemplate)).Execute(&out, map[string]any{
		"Arch": t.arch, "Version": r.version, "Binary": filepath.ToSlash(binary),
		"Time": r.time.Format("2006-01-02T15:04:05Z"), "Documents": documentsOf, "Extras": extrasOf,
	})
	if err != nil {
		panic(err) // the template and its values are constants of the program
	}
	return out.String()
}

// tool runs a program of another module, which is built for the machine it runs on.
func (r *release) tool(module string, args ...string) error {
	c := exec.Command("go", append([]string{"run", module}, args...)...)
	c.Env = append(os.Environ(), "GOFLAGS=-trimpath", fmt.Sprintf("SOURCE_DATE_EPOCH=%d", r.time.Unix()))
	return runQuietly(c)
}

// documents are those of the files beside the program that the sources have.
func documents(source string) []string {
	var found []string
	for _, name := range []string{"CHANGELOG.md", "LICENSE", "README.md"} {
		if _, err := os.Stat(filepath.Join(source, name)); err == nil {
			found = append(found, name)
		}
	}
	return found
}
