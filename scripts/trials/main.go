// Command trials adds a rule, a format, a command and a bank to a copy of the project, each as CONTRIBUTING.md says,
// writes the generated files, and runs what must pass. It prints the files that each took by hand, and fails where they
// are more than CONTRIBUTING.md promises or a test is not green.
//
//	go run ./scripts/trials [NAME...]
package main

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/tools/txtar"
)

// trials are what a developer types: files of their own, and in files that are there lines after a given one.
//
//go:embed *.txtar
var trials embed.FS

// trial is what is added.
type trial struct {
	name  string
	most  int // files by hand, as CONTRIBUTING.md promises
	files []txtar.File
	tests [][]string // arguments of go test
}

func all() []trial {
	pipeline := []string{"./pkg/bank", "./pkg/check", "./pkg/leaf", "./pkg/profile", "./pkg/psd2", "./pkg/report/...",
		"./internal/cases/...", "./internal/config"}
	house := []string{".", "-run", "TestWords|TestLayout|TestEvery|TestReadme"}
	return []trial{
		{name: "rule", most: 2, tests: [][]string{pipeline, house}},
		{name: "format", most: 2, tests: [][]string{{"./pkg/report/...", "./internal/config"}, house}},
		{name: "command", most: 2, tests: [][]string{house, {".", "-run", "TestScript/trial"}}},
		{name: "bank", most: 1, tests: [][]string{pipeline, house}},
	}
}

func main() {
	var failed []error
	for _, t := range all() {
		if len(os.Args) > 1 && !slices.Contains(os.Args[1:], t.name) {
			continue
		}
		if err := t.run(); err != nil {
			failed = append(failed, fmt.Errorf("%s: %w", t.name, err))
		}
	}
	if err := errors.Join(failed...); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func (t *trial) run() error {
	text, err := trials.ReadFile(t.name + ".txtar")
	if err != nil {
		return err
	}
	t.files = txtar.Parse(text).Files
	dir, err := os.MkdirTemp("", "qwac-trial-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	if err := errors.Join(copyTo(dir), t.add(dir)); err != nil {
		return err
	}
	hand, err := changed(dir)
	if err != nil {
		return err
	}
	if err := t.pass(dir); err != nil {
		return err
	}
	generated, err := changed(dir)
	if err != nil {
		return err
	}
	generated = slices.DeleteFunc(generated, func(name string) bool { return slices.Contains(hand, name) })
	fmt.Printf("%s\n  by hand:   %s\n  generated: %s\n", t.name, strings.Join(hand, " "), strings.Join(generated, " "))
	if n := len(slices.DeleteFunc(hand, isTest)); n > t.most {
		return fmt.Errorf("%d files by hand, CONTRIBUTING.md promises %d", n, t.most)
	}
	return nil
}

// isTest reports whether a file is the reader of a format or the script of a command, which are not counted. The cases
// of a rule are.
func isTest(name string) bool {
	return strings.HasPrefix(name, "testdata/script/") || strings.HasSuffix(name, "_test.go")
}

// copyTo copies what git knows to dir and makes a repository of it, so that what is changed there can be asked for.
func copyTo(dir string) error {
	out, err := exec.Command("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard").Output()
	if err != nil {
		return fmt.Errorf("git ls-files: %w", err)
	}
	for name := range strings.SplitSeq(strings.TrimRight(string(out), "\x00"), "\x00") {
		data, err := os.ReadFile(name)
		if errors.Is(err, os.ErrNotExist) {
			continue // deleted, and not yet said to git
		}
		if err := errors.Join(err, write(dir, name, data)); err != nil {
			return err
		}
	}
	who := []string{"-c", "user.name=trial", "-c", "user.email=trial@localhost"}
	return errors.Join(command(dir, "git", "init", "-q"), command(dir, "git", "add", "-A"),
		command(dir, "git", append(who, "commit", "-q", "-m", "before")...))
}

// add writes the files of the trial. The first line of an "edit NAME" stands in the file already; what follows is put
// below it.
func (t *trial) add(dir string) error {
	for _, f := range t.files {
		name, edit := strings.CutPrefix(f.Name, "edit ")
		if !edit {
			if err := write(dir, name, f.Data); err != nil {
				return err
			}
			continue
		}
		data, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			return err
		}
		anchor, text, _ := bytes.Cut(f.Data, []byte("\n"))
		before, after, found := bytes.Cut(data, append(anchor, '\n'))
		if !found {
			return fmt.Errorf("%s has no line %q", name, anchor)
		}
		if err := write(dir, name, slices.Concat(before, anchor, []byte("\n"), text, after)); err != nil {
			return err
		}
	}
	return nil
}

func write(dir, name string, data []byte) error {
	file := filepath.Join(dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return err
	}
	return os.WriteFile(file, data, 0o644)
}

// changed are the files that differ from the project, sorted.
func changed(dir string) ([]string, error) {
	cmd := exec.Command("git", "status", "--porcelain", "--untracked-files=all", "-z")
	cmd.Dir = dir
	out, err := cmd.Output()
	var names []string
	for line := range strings.SplitSeq(string(out), "\x00") {
		if len(line) > 3 {
			names = append(names, line[3:])
		}
	}
	slices.Sort(names)
	return names, err
}

// pass writes what is generated and what UPDATE=1 writes, and runs the tests.
func (t *trial) pass(dir string) error {
	update := []string{"test", "./pkg/report", "./pkg/report/html", "./pkg/check", "-run",
		"Golden|TestMessages|TestRefused|TestText"}
	err := errors.Join(command(dir, "gofmt", "-l", "-w", "pkg", "internal"), // lists are aligned
		command(dir, "go", "run", "./scripts/gencorpus"), command(dir, "go", "run", "./scripts/gendocs"))
	if err != nil {
		return err
	}
	os.Setenv("UPDATE", "1")
	err = command(dir, "go", update...)
	os.Unsetenv("UPDATE")
	if err != nil {
		return err
	}
	for _, args := range t.tests {
		if err := command(dir, "go", append([]string{"test"}, args...)...); err != nil {
			return err
		}
	}
	return command(dir, "go", "vet", "./...")
}

// command runs a program in dir; what it says is shown where it fails.
func command(dir, name string, args ...string) error {
	cmd := exec.Command(name, args...)
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%s %s: %w\n%s", name, strings.Join(args, " "), err, out)
	}
	return nil
}
