package scan

import (
	"archive/zip"
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// packed writes a ZIP file with these files in it, by turns name and content.
func packed(t *testing.T, pairs ...string) string {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(pairs); i += 2 {
		w, err := z.Create(pairs[i])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(pairs[i+1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return written(t, b.Bytes())
}

func written(t *testing.T, data []byte) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "sent.zip")
	if err := os.WriteFile(name, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

func TestArchive(t *testing.T) {
	name := packed(t, "a/leaf.pem", "LEAF", `b\int.pem`, "INT", "../../up.pem", "UP", "/etc/abs.pem", "ABS",
		"__MACOSX/._leaf.pem", "junk", "a/.DS_Store", "junk", "folder/", "")
	found, err := Walk([]string{name}, Options{Exclude: []string{"abs.*"}})
	if err != nil || len(found.Troubles) > 0 {
		t.Fatal(err, found.Troubles)
	}
	var got []string
	for _, f := range found.Files {
		if !f.Target {
			continue
		}
		data, err := f.Read(3)
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, strings.TrimPrefix(f.Name, name)+"="+string(data))
	}
	if want := []string{"/a/leaf.pem=LEAF", "/b/int.pem=INT", "/up.pem=UP"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestArchiveLimits has an archive for each limit. What is within them is read all the same.
func TestArchiveLimits(t *testing.T) {
	many := []string{}
	for i := range maxEntries + 1 {
		many = append(many, fmt.Sprintf("%d.pem", i), "x")
	}
	rest := []string{}
	digits := make([]byte, maxUnpacked-1) // packs to half of it
	for i, x := 0, uint32(1); i < len(digits); i++ {
		x = x*1664525 + 1013904223
		digits[i] = "0123456789abcdef"[x>>28]
	}
	for i := range MaxArchive/maxUnpacked + 2 {
		rest = append(rest, fmt.Sprintf("%02d.pem", i), string(digits))
	}
	encrypted, _ := os.ReadFile(packed(t, "leaf.pem", "LEAF"))
	for _, sign := range []string{"PK\x03\x04", "PK\x01\x02"} {
		at := bytes.Index(encrypted, []byte(sign)) + map[string]int{"PK\x03\x04": 6, "PK\x01\x02": 8}[sign]
		encrypted[at] |= 1
	}
	whole, _ := os.ReadFile(packed(t, "leaf.pem", "LEAF"))
	for _, tt := range []struct {
		name, archive, why string
		files              int
	}{
		{"many files", packed(t, many...), "1001 files", 0},
		{"much in all", packed(t, rest...), "in all", MaxArchive / maxUnpacked},
		{"bomb", packed(t, "ok.pem", "x", "bomb.pem", strings.Repeat("\x00", maxUnpacked)), "times smaller", 1},
		{"large", packed(t, "ok.pem", "x", "large.pem", strings.Repeat("\x00", maxUnpacked+1)), "has more than", 1},
		{"large, no certificate", packed(t, "ok.pem", "x", "film.mp4", strings.Repeat("\x00", maxUnpacked+1)), "", 2},
		{"nested", packed(t, "ok.pem", "x", "inner.zip", "PK"), "archive in an archive", 1},
		{"twice", packed(t, "a.pem", "x", "./a.pem", "y"), "two files of this name", 1},
		{"encrypted", written(t, encrypted), "encrypted", 0},
		{"cut off", written(t, whole[:len(whole)-5]), "no ZIP archive", 0},
		{"no archive", written(t, []byte("hello")), "no ZIP archive", 0},
	} {
		found, err := Walk([]string{tt.archive}, Options{})
		if err != nil {
			t.Fatal(err)
		}
		if found.Targets() != tt.files {
			t.Errorf("%s: %d files, want %d", tt.name, found.Targets(), tt.files)
		}
		why := fmt.Sprint(found.Troubles)
		if (tt.why == "") != (len(found.Troubles) == 0) || !strings.Contains(why, tt.why) {
			t.Errorf("%s: %s, want %q", tt.name, why, tt.why)
		}
	}
}
