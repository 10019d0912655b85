package journal_test

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"qwac/internal/journal"
)

// A record that cannot be read stops everything until somebody has looked at it. Files of others do not matter.
func TestCorruptRecord(t *testing.T) {
	good := `{"version":1,"request_id":"` + uuidOf(1) + `","method":"POST","url":"u","body_sha256":"` +
		strings.Repeat("ab", 32) + `","opened":"2026-09-01T12:00:00Z"}`
	for name, text := range map[string]string{
		"empty":           "",
		"half":            good[:100],
		"zeros":           strings.Repeat("\x00", 300),
		"two":             good + good,
		"unknown field":   strings.Replace(good, "{", `{"x":1,`, 1),
		"other version":   strings.Replace(good, `version":1`, `version":3`, 1),
		"no checksum":     strings.Replace(good, `version":1`, `version":2`, 1),
		"other name":      strings.Replace(good, uuidOf(1), uuidOf(2), 1),
		"no method":       strings.Replace(good, "POST", "", 1),
		"no URL":          strings.Replace(good, `"u"`, `""`, 1),
		"short digest":    strings.Replace(good, "abab", "", 1),
		"no time":         strings.Replace(good, "2026-09-01T12:00:00Z", "0001-01-01T00:00:00Z", 1),
		"longer than any": good[:len(good)-1] + strings.Repeat(" ", 10000) + "}",
	} {
		t.Run(name, func(t *testing.T) {
			d, path := open(t)
			file := filepath.Join(path, uuidOf(1)+".json")
			write(t, file, text)
			_, _, err := d.Begin(t.Context(), entry(2, "POST", 1, 1))
			_, _, err2 := d.Pending(t.Context(), entry(2, "POST", 1, 1))
			for _, err := range []error{err, err2, d.End(t.Context(), uuidOf(1), 201, at)} {
				var corrupt *journal.CorruptError
				if !errors.As(err, &corrupt) || corrupt.File != file ||
					!strings.Contains(err.Error(), "remove the file") || errors.Unwrap(corrupt) == nil {
					t.Errorf("got %v", err)
				}
			}
		})
	}
	d, path := open(t)
	write(t, filepath.Join(path, "README"), "hello")
	write(t, filepath.Join(path, uuidOf(1)+".json"), good)
	write(t, filepath.Join(path, ".new-123"), good[:50])
	if _, _, err := d.Begin(t.Context(), entry(2, "POST", 1, 1)); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(filepath.Join(path, ".new-123")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a file that was not written whole is still there: %v", err)
	}
}

func write(t *testing.T, file, text string) {
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestOldClosedRecordsGo(t *testing.T) {
	d, path := open(t)
	for i := 1; i <= 110; i++ {
		e := entry(i, "POST", i, 1)
		if _, _, err := d.Begin(t.Context(), e); err != nil {
			t.Fatal(err)
		}
		if i%10 == 0 {
			continue // stays open
		}
		if err := d.End(t.Context(), e.ID, 201, at.Add(time.Duration(-i)*time.Second)); err != nil {
			t.Fatal(err)
		}
	}
	if n := count(t, path); n != 110 {
		t.Fatalf("%d records, want 110", n)
	}
	for _, i := range []int{10, 20, 30} { // 102 are closed then; the oldest two closings are those of 109 and 108
		if err := d.End(t.Context(), uuidOf(i), 201, at); err != nil {
			t.Fatal(err)
		}
	}
	var gone []int
	for i := 1; i <= 110; i++ {
		if _, err := os.Stat(filepath.Join(path, uuidOf(i)+".json")); err != nil {
			gone = append(gone, i)
		}
	}
	if diff := cmp.Diff([]int{108, 109}, gone); diff != "" {
		t.Errorf("gone (-want +got):\n%s", diff)
	}
}

func count(t *testing.T, path string) int {
	files, err := filepath.Glob(filepath.Join(path, "*.json"))
	if err != nil {
		t.Fatal(err)
	}
	return len(files)
}

func TestTooManyFiles(t *testing.T) {
	d, path := open(t)
	for i := range 2001 {
		write(t, filepath.Join(path, fmt.Sprint(i)), "")
	}
	if _, _, err := d.Begin(t.Context(), entry(1, "POST", 1, 1)); err == nil ||
		!strings.Contains(err.Error(), "not a journal") {
		t.Errorf("got %v", err)
	}
}

func FuzzRecord(f *testing.F) {
	f.Add(`{"version":1,"request_id":"` + uuidOf(1) + `","method":"POST","url":"u","body_sha256":"` +
		strings.Repeat("ab", 32) + `","opened":"2026-09-01T12:00:00Z"}`)
	path := filepath.Join(f.TempDir(), "journal")
	d, err := journal.Open(path)
	if err != nil {
		f.Fatal(err)
	}
	e := entry(2, "POST", 1, 1)
	f.Fuzz(func(t *testing.T, text string) {
		file := filepath.Join(path, uuidOf(1)+".json")
		write(t, file, text)
		defer os.Remove(file)
		open, found, err := d.Pending(t.Context(), e)
		var corrupt *journal.CorruptError
		if err != nil && !errors.As(err, &corrupt) || found && !open.Same(e) {
			t.Errorf("%+v, %t, %v", open, found, err)
		}
	})
}
