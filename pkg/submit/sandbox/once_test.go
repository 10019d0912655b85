package sandbox_test

import (
	"bytes"
	"crypto/x509"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"go.etcd.io/bbolt"

	"qwac/internal/testpki"
	"qwac/pkg/submit/sandbox"
)

func TestSameRequestTwice(t *testing.T) {
	d := newDesk(t, nil)
	p := d.register(pair(nil), registration)
	for _, tt := range []struct {
		name, method, below, body string
		status                    int
	}{
		{"certificate", "POST", "/certificates", payload(renewed()), 201},
		{"redirect URIs", "PUT", "/redirect-uris", `{"redirectUris":["https://a.example/"]}`, 200},
		{"refused", "POST", "/certificates", `{"certificate":"none"}`, 400},
		{"no JSON", "PUT", "/redirect-uris", `{`, 400},
	} {
		t.Run(tt.name, func(t *testing.T) {
			id := uuid.NewString()
			first := p.call(tt.method, tt.below, id, tt.body)
			if first.Status != tt.status {
				t.Fatalf("first: %+v", first)
			}
			d.pass(time.Minute)
			if diff := cmp.Diff(first, p.call(tt.method, tt.below, id, tt.body)); diff != "" {
				t.Errorf("same id, same request (-first +second):\n%s", diff)
			}
			other := read(t, p.call(tt.method, tt.below, id, tt.body+" "))
			if diff := cmp.Diff(refusal{409, all, "Conflict", nil}, other); diff != "" {
				t.Errorf("same id, another body (-want +got):\n%s", diff)
			}
		})
	}
	if diff := cmp.Diff([]string{serial(pair(nil)), serial(renewed())}, p.serials()); diff != "" {
		t.Errorf("chains (-want +got):\n%s", diff)
	}

	// Reading takes no part: it changes nothing and shows what is true now.
	id := uuid.NewString()
	first := p.call("GET", "", id, "")
	p.call("PUT", "/redirect-uris", "", `{"redirectUris":["https://b.example/"]}`)
	if second := p.call("GET", "", id, ""); first == second || second.Status != 200 {
		t.Errorf("second look: %+v", second)
	}
}

// TestRetryAfterNewToken: a call that was refused for its token may be sent again with the same id and a new one.
func TestRetryAfterNewToken(t *testing.T) {
	d := newDesk(t, nil)
	p := d.register(pair(nil), registration)
	d.pass(time.Hour)
	id := uuid.NewString()
	if got := p.call("POST", "/certificates", id, payload(renewed())); got.Status != 401 {
		t.Fatalf("expired token: %+v", got)
	}
	p.login()
	if got := p.call("POST", "/certificates", id, payload(renewed())); got.Status != 201 {
		t.Fatalf("new token: %+v", got)
	}
}

// TestRegistrationTwice: the same answer with the same secret, which is nowhere in the file.
func TestRegistrationTwice(t *testing.T) {
	d := newDesk(t, nil)
	p := d.register(pair(nil), registration)
	id := uuid.NewString()
	_, first, err := d.send(p.Client, "POST", "/tpp", jsonHeader(id), registration)
	d.check(err)
	_, second, err := d.send(p.Client, "POST", "/tpp", jsonHeader(id), registration)
	d.check(err)
	if diff := cmp.Diff(first, second); diff != "" || first.Status != 201 {
		t.Errorf("status %d (-first +second):\n%s", first.Status, diff)
	}

	// The id of one certificate is not that of another.
	_, stranger, err := d.send(d.connect(renewed()), "POST", "/tpp", jsonHeader(id), registration)
	d.check(err)
	if stranger.Status != 201 || stranger == first {
		t.Errorf("same id, another certificate: %+v", stranger)
	}

	d.stop()
	file, err := os.ReadFile(d.file)
	d.check(err)
	_, secret, _ := strings.Cut(first.Body, `"clientSecret":"`)
	secret = strings.TrimRight(secret, "\"}\n")
	for _, s := range []string{p.secret, p.token, secret, id} {
		if len(s) < 30 || bytes.Contains(file, []byte(s)) {
			t.Errorf("the file has %q in it", s)
		}
	}
	for _, r := range d.log {
		if line := fmt.Sprintf("%+v", r); strings.Contains(line, secret) || strings.Contains(line, p.secret) ||
			strings.Contains(line, p.token) {
			t.Errorf("the log has a secret: %s", line)
		}
	}
}

// TestRestart: everything that was answered is there when the sandbox comes back, however it went.
func TestRestart(t *testing.T) {
	d := newDesk(t, nil)
	p := d.register(pair(nil), registration)
	id := uuid.NewString()
	added := p.call("POST", "/certificates", id, payload(renewed()))
	details := p.call("GET", "", "", "")
	ca := d.ca
	d.stop()
	d.start(nil)
	if !bytes.Equal(ca, d.ca) {
		t.Error("the certificate of the server has changed")
	}
	for name, step := range map[string]struct{ want, got reply }{
		"details": {details, p.call("GET", "", "", "")},
		"answer":  {added, p.call("POST", "/certificates", id, payload(renewed()))},
	} {
		if diff := cmp.Diff(step.want, step.got); diff != "" {
			t.Errorf("%s (-before +after):\n%s", name, diff)
		}
	}

	// Answers are not kept for ever: what was asked a month ago is asked anew.
	d.stop()
	d.pass(31 * 24 * time.Hour)
	d.start(nil)
	p.login()
	if diff := cmp.Diff(refusal{409, all, "Conflict", nil},
		read(t, p.call("POST", "/certificates", id, payload(renewed())))); diff != "" {
		t.Errorf("a month later (-want +got):\n%s", diff)
	}
}

// TestForeignFile: a file of another program, or of another version, is left as it is.
func TestForeignFile(t *testing.T) {
	for name, fill := range map[string]func(*bbolt.Tx) error{
		"sandbox: preparing the state: the file belongs to another program": func(tx *bbolt.Tx) error {
			_, err := tx.CreateBucket([]byte("shelf"))
			return err
		},
		`sandbox: preparing the state: the file has the layout "qwac sandbox 9", want "qwac sandbox 1"`: func(
			tx *bbolt.Tx) error {
			b, err := tx.CreateBucket([]byte("meta"))
			return errors.Join(err, b.Put([]byte("layout"), []byte("qwac sandbox 9")))
		},
	} {
		db, err := bbolt.Open(filepath.Join(t.TempDir(), "state.db"), 0o600, nil)
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		if err := db.Update(fill); err != nil {
			t.Fatal(err)
		}
		o := sandbox.Options{DB: db, Now: testpki.At, Roots: []*x509.Certificate{testpki.Clean().Root.X509()}}
		if _, err := sandbox.New(o); err == nil || err.Error() != name {
			t.Errorf("got %v, want %s", err, name)
		}
	}
}

// TestTogether sends one request many times at once, and many different ones.
func TestTogether(t *testing.T) {
	const n = 8
	d := newDesk(t, nil)
	p := d.register(pair(nil), registration)
	id, body := uuid.NewString(), payload(renewed())
	replies := make([]reply, 2*n)
	errs := make([]error, 2*n)
	want := []string{serial(pair(nil)), serial(renewed())}
	var others []string
	for i := range n {
		next := pair(func(s *testpki.Spec) { s.Key.Name = fmt.Sprint("next ", i) })
		others = append(others, payload(next))
		want = append(want, serial(next))
	}
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() { replies[i], errs[i] = p.try("POST", "/certificates", id, body) })
		wg.Go(func() { replies[n+i], errs[n+i] = p.try("POST", "/certificates", "", others[i]) })
	}
	wg.Wait()
	for i, r := range replies {
		if errs[i] != nil || r.Status != 201 || i < n && r != replies[0] {
			t.Errorf("request %d: %v %+v", i, errs[i], r)
		}
	}
	got := map[string]int{}
	for _, s := range p.serials() {
		got[s]++
	}
	once := map[string]int{}
	for _, s := range want {
		once[s] = 1
	}
	if diff := cmp.Diff(once, got); diff != "" {
		t.Errorf("chains (-want +got):\n%s", diff)
	}
}
