package scan

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestTracked compares what is passed over with what git says where it keeps files that a .gitignore fits: in every
// form of the index that git writes, from the top and from a folder, in a worktree too.
func TestTracked(t *testing.T) {
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("no git to compare with")
	}
	t.Setenv("HOME", t.TempDir())
	t.Setenv("XDG_CONFIG_HOME", "")
	for form, start := range map[string][]string{"2": nil, "3": nil, "4": nil, "sha256": {"--object-format=sha256"}} {
		t.Run(form, func(t *testing.T) {
			d := gitDesk{t, t.TempDir()}
			d.git(".", append([]string{"init", "-q", "top"}, start...)...)
			d.write("top/.gitignore", "*.pem\nbuild/\n!build/in/x.pem\n")
			d.write("top/build/in/.gitignore", "!*\n")
			keep := []string{"a.pem", "build/in/x.pem", "build/y.crt", "deep/er/z.pem", "deep/er", "sp ace.pem"}
			for _, f := range append(keep[:4:4], "b.pem", "build/in/no.pem", "build/no.crt", "deep/er/no.pem",
				"free.crt", "sp ace.pem", "build/other/no.pem") {
				d.write("top/"+f, f)
			}
			for i := range 200 { // so that names have much in common, and more than one byte is dropped
				name := fmt.Sprintf("many/%s/%d.pem", strings.Repeat("long", i%60), i)
				d.write("top/"+name, "x")
				keep = append(keep, name)
			}
			d.git("top", append([]string{"add", "-f"}, keep...)...)
			d.git("top", "commit", "-qm", "x")
			d.git("top", "worktree", "add", "-q", "../beside")
			for _, f := range []string{"no.pem", "build/no.crt"} {
				d.write("beside/"+f, "x")
			}
			switch form {
			case "3": // a file that is only meant to be added needs flags of version 3
				d.write("top/later.pem", "x")
				d.git("top", "add", "-f", "-N", "later.pem")
			case "4":
				d.git("top", "update-index", "--index-version", "4")
				d.git("beside", "update-index", "--index-version", "4")
			}
			for _, folder := range []string{"top", "beside", "top/deep/er", "top/many"} {
				want := strings.Split(strings.TrimRight(d.git(folder, "ls-files", "-co", "-z", "--exclude-standard"),
					"\x00"), "\x00")
				slices.Sort(want)
				want = slices.Compact(want)
				if got := walked(t, filepath.Join(d.dir, folder)); !slices.Equal(got, want) {
					t.Errorf("%s:\n got %q\nwant %q", folder, got, want)
				}
			}
		})
	}
}

// FuzzIndex reads what is no index: it ends, and no name is longer than what there is.
func FuzzIndex(f *testing.F) {
	f.Add([]byte("DIRC\x00\x00\x00\x02\xff\xff\xff\xff"+strings.Repeat("\x00", 62)+"a.pem\x00"), 20)
	f.Add([]byte("DIRC\x00\x00\x00\x04\x00\x00\x00\x02"+strings.Repeat("@", 64)+"\xff\xff\xff\xff\x7fa\x00"), 20)
	f.Add([]byte("DIRC\x00\x00\x00\x03\x00\x00\x00\x01"+strings.Repeat("@", 74)), 32)
	f.Fuzz(func(t *testing.T, data []byte, hash int) {
		if hash != 20 {
			hash = 32
		}
		eachTracked(data, hash, func(name string) {
			if len(name) > len(data) {
				t.Fatalf("%d bytes have a name of %d", len(data), len(name))
			}
		})
	})
}

// TestNoIndex has repositories whose index cannot be read: what a .gitignore says counts.
func TestNoIndex(t *testing.T) {
	for name, index := range map[string]string{
		"none": "", "other": "DIRC\x00\x00\x00\x09\x00\x00\x00\x01", "cut": "DI",
	} {
		dir := t.TempDir()
		for f, text := range map[string]string{
			".git/index": index, ".gitignore": "*.pem\n", "a.pem": "x", "b.crt": "x",
		} {
			file := filepath.Join(dir, f)
			if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		if got := walked(t, dir); !slices.Equal(got, []string{".gitignore", "b.crt"}) {
			t.Errorf("%s: %q", name, got)
		}
	}
}
