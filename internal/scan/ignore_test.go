package scan

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestIgnore compares what is passed over with what git says, for every kind of line of gitignore(5).
func TestIgnore(t *testing.T) {
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("no git to compare with")
	}
	t.Setenv("HOME", t.TempDir()) // without what a person passes over
	t.Setenv("XDG_CONFIG_HOME", "")
	names := []string{"a.pem", "b.crt", "old/a.pem", "old/keep.pem", "x/old/a.pem", "x/y/z/a.pem", "x/y/b.pem",
		"build/a.pem", "x/build/a.pem", "sp ace.pem", "#hash.pem", "!bang.pem", "br{a,b}.pem", "bra.pem", "star*.pem",
		"star1.pem", "deep/one/two/a.pem", "deep/a.pem", ".hidden/a.pem", "trail.pem", "A.pem", "q1.pem", "qq.pem"}
	for _, ignore := range []map[string]string{
		{".gitignore": ""},
		{".gitignore": "# comment\n\n*.crt\n"},
		{".gitignore": "old\n"},
		{".gitignore": "/old\r\n"},
		{".gitignore": "old/\n!old/keep.pem\n"},
		{".gitignore": "old/*\n!old/keep.pem\n"},
		{".gitignore": "old/**\n!old/keep.pem\n"},
		{".gitignore": "build/\n"},
		{".gitignore": "x/**/a.pem\n"},
		{".gitignore": "**/build\n"},
		{".gitignore": "x/*/b.pem\n"},
		{".gitignore": "\\#hash.pem\n\\!bang.pem\n"},
		{".gitignore": "sp ace.pem\ntrail.pem   \n"},
		{".gitignore": "br{a,b}.pem\n"},
		{".gitignore": "star\\*.pem\n"},
		{".gitignore": "q?.pem\n[A-C].pem\n"},
		{".gitignore": "q[!q].pem\n[\n"},
		{".gitignore": "/*\n!/x\n"},
		{".gitignore": "*.pem\n", "x/.gitignore": "!b.pem\n", "x/y/.gitignore": "!*.pem\n/z\n"},
		{"deep/.gitignore": "/a.pem\ntwo/\n"},
		{".gitignore": "deep/one/\n.hidden\n"},
		{".git/info/exclude": "a.pem\n"},
		{".gitignore": "*\n!*/\n!*.crt\n"},
	} {
		dir := t.TempDir()
		write := func(name, text string) {
			name = filepath.Join(dir, name)
			if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		git := func(args ...string) string {
			c := exec.Command("git", append([]string{"-C", dir}, args...)...)
			c.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_NOSYSTEM=1")
			out, err := c.Output()
			if err != nil {
				t.Fatal(err)
			}
			return string(out)
		}
		git("init", "-q")
		for _, n := range names {
			write(n, "x")
		}
		for n, text := range ignore {
			write(n, text)
		}
		listed := git("ls-files", "-z", "--others", "--exclude-standard")
		want := strings.Split(strings.TrimRight(listed, "\x00"), "\x00")
		slices.Sort(want)
		for _, sub := range []string{"", "x"} {
			got := walked(t, filepath.Join(dir, sub))
			var below []string
			for _, w := range want {
				if name, ok := strings.CutPrefix(w, sub+"/"); sub == "" {
					below = append(below, w)
				} else if ok {
					below = append(below, name)
				}
			}
			if !slices.Equal(got, below) {
				t.Errorf("%q in %q:\n got %q\nwant %q", ignore, sub, got, below)
			}
		}
	}
}
