package journal_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"qwac/internal/journal"
	"qwac/pkg/submit"
)

var at = time.Date(2026, 9, 1, 12, 0, 0, 0, time.UTC)

// entry is a request with an id, a method, a path and a body that are all told from their numbers.
func entry(id int, method string, path, body int) submit.Entry {
	return submit.Entry{
		ID: uuidOf(id), Method: method, URL: fmt.Sprintf("https://bank.example/%d", path),
		Digest: strings.Repeat(fmt.Sprintf("%02x", body), 32), Time: at,
	}
}

func uuidOf(n int) string { return fmt.Sprintf("00000000-0000-4000-8000-%012d", n) }

func open(t testing.TB) (*journal.Dir, string) {
	path := filepath.Join(t.TempDir(), "state", "qwac", "journal")
	d, err := journal.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	return d, path
}

// step is one call of the journal: an entry is begun, or (ends) an id ended.
type step struct {
	begin submit.Entry
	ends  int
	want  string // "new", "resumed", "refused", "earlier", "ended", "error"; behind it the id that is sent or was
}

func TestJournal(t *testing.T) {
	begin := func(id int, method string, path, body int, want string) step {
		return step{begin: entry(id, method, path, body), want: want}
	}
	end := func(id int, want string) step { return step{ends: id, want: want} }
	for _, tt := range []struct {
		name  string
		steps []step
	}{
		{"a request is resumed until it ends", []step{
			begin(1, "POST", 1, 1, "new 1"), begin(2, "POST", 1, 1, "resumed 1"), begin(3, "POST", 1, 1, "resumed 1"),
			end(1, "ended"), begin(4, "POST", 1, 1, "earlier 1"),
		}},
		{"another body, path or method is another request", []step{
			begin(1, "POST", 1, 1, "new 1"), begin(2, "POST", 1, 2, "new 2"), begin(3, "POST", 2, 1, "new 3"),
			begin(4, "PUT", 1, 1, "new 4"),
			begin(5, "POST", 1, 2, "resumed 2"), begin(6, "POST", 2, 1, "resumed 3"),
			begin(7, "PUT", 1, 1, "resumed 4"), begin(8, "POST", 1, 1, "resumed 1"),
		}},
		{"an id stands for one request, also when it has ended", []step{
			begin(1, "POST", 1, 1, "new 1"), begin(1, "POST", 1, 2, "refused"), begin(1, "POST", 1, 1, "resumed 1"),
			end(1, "ended"), begin(1, "POST", 1, 2, "refused"), begin(1, "PUT", 1, 1, "refused"),
			begin(1, "POST", 1, 1, "earlier 1"),
			begin(2, "POST", 1, 1, "earlier 1"),
		}},
		{"a PUT makes older ones of its URL void", []step{
			begin(1, "PUT", 1, 1, "new 1"), begin(2, "PUT", 2, 1, "new 2"), begin(3, "PUT", 1, 2, "new 3"),
			begin(4, "PUT", 1, 1, "new 4"),
			begin(5, "PUT", 1, 2, "new 5"), begin(6, "PUT", 2, 1, "resumed 2"), begin(7, "PUT", 1, 2, "resumed 5"),
		}},
		{"ending twice, and ending what never began", []step{
			begin(1, "POST", 1, 1, "new 1"), end(1, "ended"), end(1, "ended"), end(2, "error"),
		}},
		{"what is not a request", []step{
			begin(1, "GET", 1, 1, "error"), {begin: submit.Entry{ID: "x", Method: "POST", URL: "y"}, want: "error"},
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d, path := open(t)
			for i, s := range tt.steps {
				if got := s.do(t, d); got != s.want {
					t.Errorf("step %d: got %q, want %q", i+1, got, s.want)
				}
				if i%2 == 1 { // another process
					d, _ = journal.Open(path)
				}
			}
		})
	}
}

func (s step) do(t *testing.T, d *journal.Dir) string {
	if s.ends > 0 {
		if err := d.End(t.Context(), uuidOf(s.ends), 201, at); err != nil {
			return "error"
		}
		return "ended"
	}
	_, pending, err := d.Pending(t.Context(), s.begin)
	if err != nil {
		t.Error(err)
	}
	got, resumed, err := d.Begin(t.Context(), s.begin)
	var earlier *submit.EarlierError
	switch {
	case errors.As(err, &earlier):
		return "earlier " + strings.TrimLeft(earlier.Entry.ID[24:], "0")
	case errors.Is(err, submit.ErrOtherRequest):
		return "refused"
	case err != nil:
		return "error"
	case pending != resumed:
		t.Errorf("pending is %t, resumed is %t", pending, resumed)
	}
	var id int
	fmt.Sscanf(got.ID[24:], "%d", &id)
	return fmt.Sprintf("%s %d", map[bool]string{true: "resumed", false: "new"}[resumed], id)
}

// What is on the disk: one small file, readable by its owner, without the body.
func TestFiles(t *testing.T) {
	d, path := open(t)
	e := entry(1, "POST", 1, 0xab)
	if _, _, err := d.Begin(t.Context(), e); err != nil {
		t.Fatal(err)
	}
	const opened = `{"version":2,"request_id":"00000000-0000-4000-8000-000000000001",` +
		`"method":"POST","url":"https://bank.example/1",` +
		`"body_sha256":"abababababababababababababababababababababababababababababababab",` +
		`"opened":"2026-09-01T12:00:00Z"`
	file := filepath.Join(path, uuidOf(1)+".json")
	const sum = `,"checksum":"47e6986104761adc8c82b665c0013cbea73acaead15230e73182f7704f674855"}` + "\n"
	if diff := cmp.Diff(opened+sum, read(t, file)); diff != "" {
		t.Errorf("open (-want +got):\n%s", diff)
	}
	if err := d.End(t.Context(), e.ID, 403, at.Add(time.Second)); err != nil {
		t.Error(err)
	}
	if diff := cmp.Diff(opened+`,"closed":"2026-09-01T12:00:01Z","status":403,`+
		`"checksum":"5e9eb1ba87fe3360cc9a0b13db69798e3fe222dce8561310bc876111ea22df29"}`+"\n",
		read(t, file)); diff != "" {
		t.Errorf("closed (-want +got):\n%s", diff)
	}
	if runtime.GOOS == "windows" {
		return
	}
	modes := map[string]fs.FileMode{}
	filepath.WalkDir(path, func(p string, e fs.DirEntry, _ error) error {
		info, err := e.Info()
		modes[e.Name()] = info.Mode()
		return err
	})
	want := map[string]fs.FileMode{"journal": fs.ModeDir | 0o700, "lock": 0o600, uuidOf(1) + ".json": 0o600}
	if diff := cmp.Diff(want, modes); diff != "" {
		t.Errorf("modes (-want +got):\n%s", diff)
	}
}

func read(t *testing.T, file string) string {
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func TestOpen(t *testing.T) {
	dir := t.TempDir()
	loose := filepath.Join(dir, "loose")
	if err := os.Mkdir(loose, 0o755); err != nil {
		t.Fatal(err)
	}
	if _, err := journal.Open(loose); err != nil {
		t.Error(err)
	}
	if info, err := os.Stat(loose); err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o700 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
	file := filepath.Join(dir, "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{file, filepath.Join(file, "journal")} {
		if _, err := journal.Open(path); err == nil {
			t.Errorf("%s: no error", path)
		}
	}
}

// Whoever begins the same request at once gets the same id.
func TestConcurrent(t *testing.T) {
	_, path := open(t)
	var wg sync.WaitGroup
	ids := make([]string, 40)
	for i := range ids {
		wg.Go(func() {
			d, err := journal.Open(path)
			if err != nil {
				t.Error(err)
				return
			}
			e, _, err := d.Begin(t.Context(), entry(i+1, "POST", i%4, 1))
			if err != nil {
				t.Error(err)
			}
			ids[i] = e.ID
		})
	}
	wg.Wait()
	for i, id := range ids {
		if id != ids[i%4] {
			t.Errorf("%d got %s, %d got %s", i, id, i%4, ids[i%4])
		}
	}
	if n := count(t, path); n != 4 {
		t.Errorf("%d records, want 4", n)
	}
}

func TestExclusive(t *testing.T) {
	d, path := open(t)
	other, err := journal.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	release, err := d.Exclusive(t.Context(), "client 1")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if _, err := other.Exclusive(ctx, "client 1"); !errors.Is(err, context.DeadlineExceeded) ||
		!strings.Contains(err.Error(), "another process") {
		t.Errorf("got %v", err)
	}
	ctx, cancel = context.WithCancel(t.Context())
	time.AfterFunc(50*time.Millisecond, cancel)
	if _, err := other.Exclusive(ctx, "client 1"); !errors.Is(err, context.Canceled) ||
		strings.Contains(err.Error(), "another process") {
		t.Errorf("got %v", err)
	}
	if r, err := other.Exclusive(t.Context(), "client 2"); err != nil {
		t.Error(err)
	} else {
		r()
	}
	if _, _, err := other.Begin(t.Context(), entry(1, "POST", 1, 1)); err != nil {
		t.Error(err)
	}
	release()
	if r, err := other.Exclusive(t.Context(), "client 1"); err != nil {
		t.Error(err)
	} else {
		r()
	}
}
