package scan

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// gitDesk has repositories, and a person's own configuration of git.
type gitDesk struct {
	*testing.T
	dir string
}

func (d gitDesk) write(name, text string) {
	name = filepath.Join(d.dir, name)
	if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
		d.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		d.Fatal(err)
	}
}

func (d gitDesk) git(in string, args ...string) string {
	out, err := exec.Command("git", append([]string{"-C", filepath.Join(d.dir, in), "-c", "user.name=n", "-c",
		"user.email=e@e.example", "-c", "protocol.file.allow=always"}, args...)...).CombinedOutput()
	if err != nil {
		d.Fatalf("git %q: %v\n%s", args, err, out)
	}
	return string(out)
}

// TestIgnoreOfGit compares what is passed over with what git says where not .gitignore alone counts: info/exclude and
// core.excludesFile, in a worktree and in a submodule, where .git is a file.
func TestIgnoreOfGit(t *testing.T) {
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("no git to compare with")
	}
	for name, config := range map[string]string{
		"none":        "",
		"of a person": "[core]\n\texcludesFile = ~/mine\n",
		"quoted":      "[user]\n\tname = core\n[CORE] # here\n\tExcludesfile = \"~/mi\\\"ne\" ; so\n",
		"last":        "[core]\n\texcludesFile = /nowhere\n[core]\n\texcludesFile = ~/mine # this\n",
		"another key": "[core \"x\"]\n\texcludesFile = ~/mine\n",
	} {
		t.Run(name, func(t *testing.T) {
			d := gitDesk{t, t.TempDir()}
			t.Setenv("HOME", filepath.Join(d.dir, "home"))
			t.Setenv("XDG_CONFIG_HOME", filepath.Join(d.dir, "home", "xdg"))
			d.write("home/.gitconfig", config)
			d.write("home/mine", "mine.pem\n")
			d.write(`home/mi"ne`, "mine.pem\n")
			d.write("home/xdg/git/ignore", "xdg.pem\n")
			d.write("main/.gitignore", "*.txt\n")
			d.git("main", "init", "-q")
			d.write("main/.git/info/exclude", "excluded/\n!mine.pem/no\n")
			d.git("main", "add", "-A")
			d.git("main", "commit", "-qm", "x")
			d.git("main", "worktree", "add", "-q", "../worktree")
			d.git(".", "init", "-q", "outer")
			d.write("outer/.gitignore", "*.pem\n")
			d.git("outer", "submodule", "--quiet", "add", "../main", "inner")
			d.write("outer/.git/modules/inner/info/exclude", "only-inner.pem\n")
			for _, folder := range []string{"main", "worktree", "outer", "outer/inner"} {
				for _, f := range []string{"a.pem", "a.txt", "mine.pem", "xdg.pem", "excluded/a.pem", "x/mine.pem",
					"only-inner.pem"} {
					d.write(folder+"/"+f, "x")
				}
			}
			for _, folder := range []string{"main", "worktree", "outer/inner", "outer"} {
				want := strings.Fields(d.git(folder, "ls-files", "-co", "--exclude-standard"))
				if folder == "outer" { // git does not look into the other repository
					want = slices.DeleteFunc(want, func(s string) bool { return s == "inner" })
					for _, f := range strings.Fields(d.git("outer/inner", "ls-files", "-co", "--exclude-standard")) {
						want = append(want, "inner/"+f)
					}
				}
				slices.Sort(want)
				if got := walked(t, filepath.Join(d.dir, folder)); !slices.Equal(got, want) {
					t.Errorf("%s:\n got %q\nwant %q", folder, got, want)
				}
			}
		})
	}
}

// walked are the names of the files in a folder that are looked at.
func walked(t *testing.T, dir string) (names []string) {
	found, err := Walk([]string{dir}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range found.Files {
		rel, err := filepath.Rel(dir, f.Name)
		if err != nil {
			t.Fatal(err)
		}
		names = append(names, filepath.ToSlash(rel))
	}
	slices.Sort(names)
	return names
}
