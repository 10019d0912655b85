package app

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"qwac/internal/scan"
	"qwac/pkg/cert"
	"qwac/pkg/repo"
)

// changes are what differs from a revision, by absolute path.
type changes struct {
	files map[string]bool   // that are new or have changed
	gone  map[string]bool   // folders from which a file is gone
	real  map[string]string // the same folder without links
}

// changedSince asks git what has changed in the folders of the arguments since a revision, with what it does not know
// yet. It asks once for each repository, however many files are named.
func (e *env) changedSince(rev string, args []string) (*changes, error) {
	if strings.HasPrefix(rev, "-") || strings.TrimSpace(rev) == "" {
		return nil, usagef("--since %q: want a revision, such as origin/main or HEAD~1", rev)
	}
	all := &changes{files: map[string]bool{}, gone: map[string]bool{}, real: map[string]string{}}
	dirs, tops := map[string]bool{}, map[string]bool{}
	for _, a := range args {
		dir := gitFolder(a)
		if dirs[dir] {
			continue
		}
		dirs[dir] = true
		top, err := git(dir, "rev-parse", "--show-toplevel")
		if err != nil {
			return nil, err
		}
		folder := strings.TrimRight(string(top), "\r\n")
		if tops[folder] {
			continue
		}
		tops[folder] = true
		if err := all.ask(folder, rev); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// gitFolder is the folder that an argument is in, or where a pattern begins.
func gitFolder(arg string) string {
	info, err := os.Stat(arg)
	switch {
	case err == nil && info.IsDir():
		return filepath.Clean(arg)
	case err != nil && scan.IsPattern(arg):
		return scan.PatternFolder(arg)
	}
	return filepath.Dir(arg)
}

// ask adds what git says of a repository.
func (c *changes) ask(folder, rev string) error {
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
			return err
		}
		for _, name := range namesIn(out) {
			if name = c.realOf(filepath.Join(folder, name)); step.gone {
				c.gone[filepath.Dir(name)] = true
			} else {
				c.files[name] = true
			}
		}
	}
	return nil
}

// git runs git in a folder. What it says on failure is the message.
func git(dir string, args ...string) ([]byte, error) {
	c := exec.Command("git", append([]string{"-C", dir, "-c", "core.quotePath=false"}, args...)...)
	c.Env = slices.DeleteFunc(os.Environ(), ofHook)
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

// ofHook reports whether a variable is one by which git tells its hooks which repository they run for: with it, git
// would take any folder of a worktree for its top, and another repository for this one.
func ofHook(variable string) bool {
	name, _, _ := strings.Cut(variable, "=")
	return slices.Contains([]string{"GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX"}, name)
}

// touches reports whether a change matters to a target: to its file, its copies, what may complete it; or a file is
// gone from its folder or above it.
func (c *changes) touches(t repo.Target) bool {
	own := c.realOf(t.File)
	return c.has(c.files, own) || c.has(c.gone, filepath.Dir(own)) ||
		slices.ContainsFunc(t.Copies, func(name string) bool { return c.has(c.files, c.realOf(name)) }) ||
		slices.ContainsFunc(t.Pool, func(p *cert.Cert) bool { return c.has(c.files, c.realOf(p.At.File)) })
}

// has reports whether a path, or one above it, is in the set: a change to an archive is one to what is in it.
func (c *changes) has(set map[string]bool, name string) bool {
	for at := name; ; at = filepath.Dir(at) {
		if set[at] {
			return true
		}
		if filepath.Dir(at) == at {
			return false
		}
	}
}

// realOf is an absolute path with the links of its folder resolved.
func (c *changes) realOf(name string) string {
	abs, err := filepath.Abs(name)
	if err != nil {
		return name
	}
	folder := filepath.Dir(abs)
	dir, known := c.real[folder]
	if !known {
		switch dir, err = filepath.EvalSymlinks(folder); {
		case err == nil:
		case folder == filepath.Dir(folder):
			dir = folder
		default: // it is gone, or an archive
			dir = c.realOf(folder)
		}
		c.real[folder] = dir
	}
	return filepath.Join(dir, filepath.Base(abs))
}
