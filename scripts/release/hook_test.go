package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// hook is what pre-commit reads of a hook.
type hook struct {
	ID            string   `yaml:"id"`
	Language      string   `yaml:"language"`
	Entry         string   `yaml:"entry"`
	Args          []string `yaml:"args"`
	Files         string   `yaml:"files"`
	PassFilenames bool     `yaml:"pass_filenames"`
}

// repository is a git repository with hooks.
type repository struct {
	*testing.T
	dir string
	env []string
}

func newRepository(t *testing.T) repository {
	t.Helper()
	needs(t, "git", "sh")
	r := repository{t, t.TempDir(), environment(filepath.Dir(program(t)), "GIT_CONFIG_GLOBAL="+os.DevNull,
		"GIT_CONFIG_NOSYSTEM=1", "GIT_AUTHOR_NAME=a", "GIT_AUTHOR_EMAIL=a@example.com", "GIT_COMMITTER_NAME=a",
		"GIT_COMMITTER_EMAIL=a@example.com")}
	r.git("init", "-q")
	return r
}

func (r repository) git(args ...string) string {
	r.Helper()
	out, status := execute(r.T, r.dir, r.env, append([]string{"git"}, args...)...)
	if status != 0 {
		r.Fatalf("git %v: %s", args, out)
	}
	return out
}

// install writes a hook of git that does what pre-commit does: it runs the entry with its arguments when the name of a
// staged file fits.
func (r repository) install(h hook) {
	r.Helper()
	fits := regexp.MustCompile(h.Files)
	var cases strings.Builder
	staged := r.git("diff", "--cached", "--name-only", "--diff-filter=ACMRT", "-z")
	for name := range strings.SplitSeq(strings.TrimSuffix(staged, "\x00"), "\x00") {
		if fits.MatchString(name) {
			cases.WriteString("# " + name + "\n")
		}
	}
	script := "#!/bin/sh\nexit 0\n"
	if cases.Len() > 0 {
		script = "#!/bin/sh\n" + cases.String() + "exec " + h.Entry + " " + strings.Join(h.Args, " ") + "\n"
	}
	path := filepath.Join(r.dir, ".git", "hooks", "pre-commit")
	write(r.T, path, script)
	if err := os.Chmod(path, 0o755); err != nil {
		r.Fatal(err)
	}
}

// commit stages everything and commits it under the hook. It gives what was printed, and whether it was let through.
func (r repository) commit(h hook) (string, bool) {
	r.Helper()
	r.git("add", "-A")
	r.install(h)
	out, status := execute(r.T, r.dir, r.env, "git", "commit", "-q", "-m", "a change")
	return out, status == 0
}

func hooks(t *testing.T) map[string]hook {
	t.Helper()
	var list []hook
	readYAML(t, ".pre-commit-hooks.yaml", &list)
	found := map[string]hook{}
	for _, h := range list {
		found[h.ID] = h
		if h.Language != "golang" || h.PassFilenames || !strings.HasPrefix(h.Entry, "qwac ") {
			t.Errorf("%+v: want qwac, made by go install, without the names of the files", h)
		}
	}
	return found
}

// TestHook: a commit without certificates asks nothing; one with good chains goes through, the first of a repository
// too; one with a faulty chain does not, and the message names the file.
func TestHook(t *testing.T) {
	r, h := newRepository(t), hooks(t)["qwac"]
	certificates(t, filepath.Join(r.dir, "certs"), "")
	if out, ok := r.commit(h); !ok {
		t.Fatalf("good chains are stopped:\n%s", out)
	}
	certificates(t, filepath.Join(r.dir, "certs"), filepath.Join(r.dir, "bad"))
	if out, ok := r.commit(h); ok || !strings.Contains(out, "bad/leaf.pem") {
		t.Errorf("a faulty file goes through, or is not named:\n%s", out)
	}
	r.git("reset", "-q")
	write(t, filepath.Join(r.dir, ".gitignore"), "bad/\n")
	if out, ok := r.commit(h); !ok {
		t.Errorf("a commit without certificates is stopped:\n%s", out)
	}
}

// TestHookChanged: what was faulty before stops nobody; what changes does, a CA of a leaf that stays too.
func TestHookChanged(t *testing.T) {
	r, all := newRepository(t), hooks(t)
	write(t, filepath.Join(r.dir, "README"), "")
	r.commit(hook{Files: "^$"})
	certificates(t, filepath.Join(r.dir, "certs"), filepath.Join(r.dir, "bad"))
	if _, ok := r.commit(hook{Files: "^$"}); !ok {
		t.Fatal("no commit")
	}
	certificates(t, filepath.Join(r.dir, "more"), "")
	if out, ok := r.commit(all["qwac-changed"]); !ok {
		t.Errorf("a good chain is stopped by an old fault:\n%s", out)
	}
	write(t, filepath.Join(r.dir, "more", "intermediate.pem"), read(t, filepath.Join(r.dir, "bad", "leaf.pem")))
	if out, ok := r.commit(all["qwac-changed"]); ok || !strings.Contains(out, "more/") {
		t.Errorf("a damaged CA goes through:\n%s", out)
	}
}

// TestHookFiles: the hooks start for files that have certificates by their names.
func TestHookFiles(t *testing.T) {
	for id, h := range hooks(t) {
		fits := regexp.MustCompile(h.Files)
		for name, want := range map[string]bool{
			"a.pem": true, "a/b.CRT": true, "a.p7b": true, "q.zip": true,
			"a.pem.txt": false, "pem": false, "a.go": false,
			".qwac.yaml": id == "qwac", "x/.qwac.yaml": id == "qwac", "x.qwac.yaml": false,
		} {
			if fits.MatchString(name) != want {
				t.Errorf("%s: %s: want %v", id, name, want)
			}
		}
	}
}
