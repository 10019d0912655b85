package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// tags are those of make build, but for page, which wants the core of the page to be built before.
const tags = "urfave_cli_no_docs,nethttpomithttp2"

// versionVariable is what qwac version prints.
const versionVariable = "qwac/internal/app.release"

// target is a system that a binary runs on.
type target struct{ os, arch string }

func (t target) String() string { return t.os + "/" + t.arch }

// allTargets are those of a release.
func allTargets() []target {
	return []target{
		{"darwin", "amd64"}, {"darwin", "arm64"},
		{"linux", "amd64"}, {"linux", "arm64"},
		{"windows", "amd64"}, {"windows", "arm64"},
	}
}

// parseTargets reads a list like linux/amd64,windows/arm64. Empty: all.
func parseTargets(list string) ([]target, error) {
	if list == "" {
		return allTargets(), nil
	}
	var targets []target
	for word := range strings.SplitSeq(list, ",") {
		system, arch, _ := strings.Cut(word, "/")
		t := target{system, arch}
		if !slices.Contains(allTargets(), t) {
			return nil, fmt.Errorf("target %q: want some of %v", word, allTargets())
		}
		targets = append(targets, t)
	}
	return targets, nil
}

// binaryName is what the program is called on a system.
func (t target) binaryName() string {
	if t.os == "windows" {
		return "qwac.exe"
	}
	return "qwac"
}

// archiveName is the name of the archive of a version.
func (t target) archiveName(version string) string {
	if t.os == "windows" {
		return t.baseName(version) + ".zip"
	}
	return t.baseName(version) + ".tar.gz"
}

// sbomName is the name of the list of what is in the binary.
func (t target) sbomName(version string) string { return t.baseName(version) + ".cdx.json" }

func (t target) baseName(version string) string {
	return fmt.Sprintf("qwac_%s_%s_%s", version, t.os, t.arch)
}

// build writes the static binary of the sources, in which the core of the page was built, to a file. What depends on
// the folder, the repository or the machine is kept out of it; env is added to the environment.
func build(source string, t target, version, file string, env []string) error {
	file, err := filepath.Abs(file)
	if err != nil {
		return err
	}
	c := exec.Command("go", "build", "-trimpath", "-buildvcs=false", "-tags", tags+",page",
		"-ldflags", "-s -w -buildid= -X "+versionVariable+"=v"+version, "-o", file, ".")
	c.Dir = source
	c.Env = append(os.Environ(), "CGO_ENABLED=0", "GOOS="+t.os, "GOARCH="+t.arch, "GOFLAGS=", "GOEXPERIMENT=",
		"GOAMD64=v1", "GOARM64=v8.0")
	c.Env = append(c.Env, env...)
	return runQuietly(c)
}

// runQuietly runs a command. What it prints is in the error, if there is one.
func runQuietly(c *exec.Cmd) error {
	if out, err := c.CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w\n%s", strings.Join(c.Args, " "), err, out)
	}
	return nil
}

// gitOutput is what git says of the working directory.
func gitOutput(args ...string) (string, error) {
	out, err := exec.Command("git", args...).Output()
	if err != nil {
		return "", fmt.Errorf("git %s: %w", args[0], err)
	}
	return strings.TrimSpace(string(out)), nil
}
