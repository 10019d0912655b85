package app

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"qwac/pkg/repo"
)

// changes are the files that differ from a revision, by absolute path; the value says whether the file is gone.
type changes map[string]bool

// changedSince asks git what has changed in the folders of the arguments since a revision, with what it does not know
// yet.
func (e *env) changedSince(rev string, args []string) (*changes, error) {
	if strings.HasPrefix(rev, "-") {
		return nil, usagef("--since %q: want a revision, such as origin/main or HEAD~1", rev)
	}
	all := changes{}
	for _, a := range args {
		dir := a
		if info, err := os.Stat(a); err != nil || !info.IsDir() {
			dir = filepath.Dir(a)
		}
		top, err := git(dir, "rev-parse", "--show-toplevel")
		if err != nil {
			return nil, err
		}
		folder := strings.TrimRight(string(top), "\r\n")
		for _, step := range []struct {
			gone bool
			args []string
		}{
			{false, []string{"diff", "--name-only", "-z", "--no-renames", "--diff-filter=d", rev, "--"}},
			{true, []string{"diff", "--name-only", "-z", "--no-renames", "--diff-filter=D", rev, "--"}},
			{false, []string{"ls-files", "--others", "--exclude-standard", "-z", "--full-name", "--"}},
		} {
			out, err := git(folder, step.args...)
			if err != nil {
				return nil, err
			}
			for _, name := range namesIn(out) {
				all[real(filepath.Join(folder, name))] = step.gone
			}
		}
	}
	return &all, nil
}

// git runs git in a folder. What it says on failure is the message.
func git(dir string, args ...string) ([]byte, error) {
	c := exec.Command("git", append([]string{"-C", dir, "-c", "core.quotePath=false"}, args...)...)
	var out, said bytes.Buffer
	c.Stdout, c.Stderr = &out, &said
	err := c.Run()
	switch {
	case errors.Is(err, exec.ErrNotFound):
		return nil, errors.New("--since: there is no git to ask: install it, or leave --since out")
	case err != nil:
		first, _, _ := strings.Cut(strings.TrimSpace(said.String()), "\n")
		return nil, fmt.Errorf("--since: git %s: %s", args[0], first)
	}
	return out.Bytes(), nil
}

// touches reports whether a change matters to a target: to its file, its copies, what may complete it; or a file is
// gone from its folder or above it.
func (c changes) touches(t repo.Target) bool {
	names := []string{t.File.Name}
	for _, f := range t.Copies {
		names = append(names, f.Name)
	}
	for _, p := range t.Pool {
		names = append(names, p.At.File)
	}
	for _, n := range names {
		n = real(n)
		for at := n; ; at = filepath.Dir(at) { // a change to an archive is one to what is in it
			if gone, ok := c[at]; ok && !gone {
				return true
			}
			if filepath.Dir(at) == at {
				break
			}
		}
	}
	own := real(t.File.Name)
	for name, gone := range c {
		if gone && strings.HasPrefix(own, filepath.Dir(name)+string(filepath.Separator)) {
			return true
		}
	}
	return false
}

// real is an absolute path with the links of its folder resolved.
func real(name string) string {
	abs, err := filepath.Abs(name)
	if err != nil {
		return name
	}
	if dir, err := filepath.EvalSymlinks(filepath.Dir(abs)); err == nil {
		return filepath.Join(dir, filepath.Base(abs))
	}
	return abs
}
