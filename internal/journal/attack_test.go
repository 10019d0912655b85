package journal_test

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"qwac/internal/journal"
	"qwac/pkg/submit"
)

// A record of which one bit has changed stops everything, or says what it said: it is never taken for another request.
func TestAttackBitFlips(t *testing.T) {
	for name, status := range map[string]int{"open": 0, "done": 201, "refused": 403, "learned": submit.Learned} {
		t.Run(name, func(t *testing.T) {
			d, path := open(t)
			e := entry(1, "POST", 1, 1)
			e.Kin = strings.Repeat("cd", 32)
			if _, _, err := d.Begin(t.Context(), e); err != nil {
				t.Fatal(err)
			}
			if status != 0 {
				if err := d.End(t.Context(), e.ID, status, at.Add(time.Second)); err != nil {
					t.Fatal(err)
				}
			}
			file := filepath.Join(path, uuidOf(1)+".json")
			good := read(t, file)
			want, err := journal.ReadRecord(e.ID, good)
			if err != nil {
				t.Fatal(err)
			}
			for i := range 8 * len(good) {
				bad := []byte(good)
				bad[i/8] ^= 1 << (i % 8)
				if got, err := journal.ReadRecord(e.ID, string(bad)); err == nil && got != want {
					t.Errorf("bit %d of byte %d: %q becomes %q: got %s", i%8, i/8, good[i/8], bad[i/8], got)
				}
			}
			for n := range len(good) - 1 { // but for the newline
				if got, err := journal.ReadRecord(e.ID, good[:n]); err == nil {
					t.Errorf("cut to %d bytes: got %s", n, got)
				}
			}
			write(t, file, strings.Replace(good, "bank.example", "bank.exampld", 1))
			if got := seen(t, d, e); got != "corrupt" {
				t.Errorf("another URL: got %s", got)
			}
		})
	}
}

// seen is what the journal knows of a request.
func seen(t *testing.T, d *journal.Dir, e submit.Entry) string {
	t.Helper()
	found, open, err := d.Pending(t.Context(), e)
	var corrupt *journal.CorruptError
	if errors.As(err, &corrupt) && strings.Contains(err.Error(), "look at the client's details") {
		return "corrupt"
	}
	earlier, err2 := d.Earlier(t.Context(), e)
	if err != nil || err2 != nil {
		t.Fatal(err, err2)
	}
	switch {
	case open:
		return "open " + found.ID
	case earlier != nil:
		return earlier.Error()
	}
	return "nothing"
}

// Records of the first version have no checksum: they are read as they are, and have one when they are written again.
func TestAttackOldRecords(t *testing.T) {
	d, path := open(t)
	file := filepath.Join(path, uuidOf(1)+".json")
	old := `{"version":1,"request_id":"` + uuidOf(1) +
		`","method":"POST","url":"https://bank.example/1","body_sha256":"` +
		strings.Repeat("01", 32) + `","opened":"2026-09-01T12:00:00Z"}`
	write(t, file, old+"\n")
	e := entry(2, "POST", 1, 1)
	e.Kin = strings.Repeat("cd", 32)
	if got, resumed, err := d.Begin(t.Context(), e); err != nil || !resumed || got.ID != uuidOf(1) {
		t.Errorf("%+v, %t, %v", got, resumed, err)
	}
	if err := d.End(t.Context(), uuidOf(1), 201, at); err != nil {
		t.Error(err)
	}
	if text := read(t, file); !strings.Contains(text, `"version":2`) || !strings.Contains(text, `"checksum"`) {
		t.Errorf("written again: %s", text)
	}
	write(t, file, old[:len(old)-1]+`,"closed":"2026-09-01T12:00:01Z","status":201}`)
	if got := seen(t, d, e); !strings.Contains(got, "was done") {
		t.Errorf("an old one that was done: got %s", got)
	}
}

// What is kin: an open record for the same with other bytes counts, a refused one does not, nor does one that Again is
// above.
func TestAttackKin(t *testing.T) {
	d, _ := open(t)
	kin := func(id, body int) submit.Entry {
		e := entry(id, "POST", 1, body)
		e.Kin = strings.Repeat("cd", 32)
		return e
	}
	if _, _, err := d.Begin(t.Context(), kin(1, 1)); err != nil {
		t.Fatal(err)
	}
	var earlier *submit.EarlierError
	if _, _, err := d.Begin(t.Context(), kin(2, 2)); !errors.As(err, &earlier) || earlier.Status != 0 ||
		earlier.Entry.ID != uuidOf(1) {
		t.Errorf("got %v", err)
	}
	if err := d.End(t.Context(), uuidOf(1), 403, at); err != nil {
		t.Fatal(err)
	}
	if _, resumed, err := d.Begin(t.Context(), kin(2, 2)); err != nil || resumed {
		t.Errorf("after a refusal: %t, %v", resumed, err)
	}
	again := kin(3, 3)
	again.Again = true
	if open, _, err := d.Begin(t.Context(), again); err != nil || open.ID != uuidOf(3) {
		t.Errorf("again: %+v, %v", open, err)
	}
}

// A PUT that was done is not sent again, unless another one may have replaced it since.
func TestAttackPutInBetween(t *testing.T) {
	d, _ := open(t)
	put := func(id, body, minute, status int) error {
		e := entry(id, "PUT", 1, body)
		e.Time = at.Add(time.Duration(minute) * time.Minute)
		if _, _, err := d.Begin(t.Context(), e); err != nil {
			return err
		}
		return d.End(t.Context(), e.ID, status, e.Time)
	}
	for i, step := range []struct {
		body, status int
		sent         bool
	}{{1, 200, true}, {1, 200, false}, {2, 400, true}, {1, 200, false}, {2, 200, true}, {1, 200, true}, {1, 200,
		false}} {
		err := put(i+1, step.body, i, step.status)
		var earlier *submit.EarlierError
		if step.sent != (err == nil) || err != nil && !errors.As(err, &earlier) {
			t.Errorf("step %d: %v", i+1, err)
		}
	}
}

// Links lead elsewhere: what is behind them stays as it is.
func TestAttackLinks(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("links need a right of their own there")
	}
	e := entry(1, "POST", 1, 1)
	link := func(t *testing.T, target, name string) {
		if err := os.Symlink(target, name); err != nil {
			t.Fatal(err)
		}
	}
	t.Run("directory", func(t *testing.T) {
		dir := t.TempDir()
		elsewhere := filepath.Join(dir, "elsewhere")
		if err := os.Mkdir(elsewhere, 0o755); err != nil {
			t.Fatal(err)
		}
		write(t, filepath.Join(elsewhere, ".new-1"), "x")
		link(t, elsewhere, filepath.Join(dir, "journal"))
		_, err := journal.Open(filepath.Join(dir, "journal"))
		info, statErr := os.Stat(elsewhere)
		if err == nil || !strings.Contains(err.Error(), "symbolic link") || statErr != nil ||
			info.Mode().Perm() != 0o755 {
			t.Errorf("got %v; %v, %v", err, info.Mode(), statErr)
		}
		read(t, filepath.Join(elsewhere, ".new-1"))
	})
	for _, name := range []string{"lock", uuidOf(1) + ".json"} {
		t.Run(name, func(t *testing.T) {
			d, path := open(t)
			for _, target := range []string{filepath.Join(t.TempDir(), "new"), "/dev/zero", name} {
				link(t, target, filepath.Join(path, name))
				if _, _, err := d.Begin(t.Context(), e); err == nil || !strings.Contains(err.Error(), "symbolic link") {
					t.Errorf("%s: got %v", target, err)
				}
				if _, err := os.Stat(target); target != "/dev/zero" && err == nil {
					t.Errorf("%s was made", target)
				}
				os.Remove(filepath.Join(path, name))
			}
		})
	}
}
