package app_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/pem"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"qwac/internal/app"
	"qwac/internal/testpki"
)

// publisher serves lists as the Commission and the member states do, and remembers what was asked for.
type publisher struct {
	*httptest.Server
	dir   string // with oj.pem and ca.pem
	mu    sync.Mutex
	files map[string][]byte
	log   []string // "200 /dk.xml", since the last run
}

func newPublisher(t *testing.T) *publisher {
	t.Helper()
	p := &publisher{dir: t.TempDir(), files: map[string][]byte{}}
	p.Server = httptest.NewTLSServer(p)
	t.Cleanup(p.Close)
	ca := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: p.Certificate().Raw})
	for name, data := range map[string][]byte{"ca.pem": ca, "oj.pem": testpki.TLSet{}.Anchor().PEM()} {
		if err := os.WriteFile(filepath.Join(p.dir, name), data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	p.publish(10, 10)
	return p
}

func (p *publisher) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	defer p.mu.Unlock()
	data, ok := p.files[r.URL.Path]
	rec := &status{ResponseWriter: w, code: http.StatusOK}
	if ok {
		rec.Header().Set("ETag", fmt.Sprintf(`"%x"`, sha256.Sum256(data)))
		http.ServeContent(rec, r, "", time.Time{}, bytes.NewReader(data))
	} else {
		http.NotFound(rec, r)
	}
	p.log = append(p.log, fmt.Sprint(rec.code, " ", r.URL.Path))
}

// status notes the status of an answer.
type status struct {
	http.ResponseWriter
	code int
}

func (s *status) WriteHeader(code int) {
	s.code = code
	s.ResponseWriter.WriteHeader(code)
}

// set is the world of this publisher with lists of these numbers.
func (p *publisher) set(lotl, dk int) testpki.TLSet {
	set := testpki.TLLists(testpki.TLGranted(testpki.Clean().Intermediate))
	set.LOTL.Sequence, set.DK.Sequence = lotl, dk
	// is asked for over HTTPS all the same
	set.LOTL.Pointers[1].Location = strings.Replace(p.URL, "https:", "http:", 1) + "/dk.xml"
	return set
}

func (p *publisher) publish(lotl, dk int) { p.serve(p.set(lotl, dk).Documents()) }

func (p *publisher) serve(docs [][]byte) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.files["/lotl.xml"], p.files["/dk.xml"] = docs[0], docs[1]
}

// outcome is what a run of update left.
type outcome struct {
	Status   int
	Asked    []string // sorted
	Lists    string   // in the store afterwards
	Mentions string   // the wanted text, when output or errors have it
}

// update runs qwac trust update and looks at what it left; mention is a text that it must write.
func (p *publisher) update(t *testing.T, store, mention string, flags ...string) outcome {
	t.Helper()
	p.log = nil
	args := []string{"qwac", "trust", "update", "--store", store, "--lotl-url", p.URL + "/lotl.xml", "--server-ca",
		filepath.Join(p.dir, "ca.pem"),
		"--journal", testpki.TLJournal + "=" + filepath.Join(p.dir, "oj.pem"), "--at", "2026-09-01"}
	var out bytes.Buffer
	o := outcome{Status: app.Main(append(args, flags...), strings.NewReader(""), &out, &out)}
	if strings.Contains(out.String(), mention) {
		o.Mentions = mention
	} else {
		t.Logf("update:\n%s", &out)
	}
	p.mu.Lock() // the last answer may be read before it is noted
	slices.Sort(p.log)
	o.Asked = p.log
	p.mu.Unlock()
	var rows bytes.Buffer
	if app.Main([]string{"qwac", "trust", "list", "--store", store, "--at", "2026-09-01"}, strings.NewReader(""), &rows,
		&bytes.Buffer{}) == 0 {
		for _, line := range strings.Split(rows.String(), "\n")[1:] {
			if f := strings.Fields(line); len(f) > 1 {
				o.Lists += f[0] + f[1] + " "
			}
		}
	}
	return o
}

// TestTrustUpdate follows a store through the life of the lists.
func TestTrustUpdate(t *testing.T) {
	p := newPublisher(t)
	store := t.TempDir()
	step := func(what, mention string, want outcome, flags ...string) {
		t.Helper()
		want.Mentions = mention
		if diff := cmp.Diff(want, p.update(t, store, mention, flags...)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", what, diff)
		}
	}
	step("first run", "2 lists in", outcome{0, []string{"200 /dk.xml", "200 /lotl.xml"}, "DK10 EU10 ", ""})
	step("nothing new", "2 had not changed", outcome{0, []string{"304 /dk.xml", "304 /lotl.xml"}, "DK10 EU10 ", ""})
	p.publish(10, 111)
	step("new national list", "in place of number 10",
		outcome{0, []string{"200 /dk.xml", "304 /lotl.xml"}, "DK111 EU10 ", ""})
	p.publish(1111, 111)
	step("new list of lists: everything is proven again", "known",
		outcome{0, []string{"200 /dk.xml", "200 /lotl.xml"}, "DK111 EU1111 ", ""})

	delete(p.files, "/dk.xml")
	step("publisher is gone", "not fetched: DK: fetching "+p.URL+"/dk.xml: the server answers \"404 Not Found\"",
		outcome{1, []string{"304 /lotl.xml", "404 /dk.xml"}, "DK111 EU1111 ", ""})
	p.publish(1111, 1112)
	step("and back: its address was kept", "in place of number 111",
		outcome{0, []string{"200 /dk.xml", "304 /lotl.xml"}, "DK1112 EU1111 ", ""})

	p.publish(1111, 9)
	step("old national list", "older than what was known",
		outcome{1, []string{"200 /dk.xml", "304 /lotl.xml"}, "DK1112 EU1111 ", ""})
	p.publish(9, 9)
	step("old list of lists", "older than what was known", outcome{3, []string{"200 /lotl.xml"}, "DK1112 EU1111 ", ""})
	attacker := testpki.TLSigner("attacker", "DK")
	evil := p.set(11111, 11111)
	p.serve([][]byte{evil.LOTL.Sign(attacker, testpki.TLSignature{}), evil.DK.Sign(attacker, testpki.TLSignature{})})
	step("list of lists of an attacker's", "signed by somebody else",
		outcome{3, []string{"200 /lotl.xml"}, "DK1112 EU1111 ", ""})
	p.serve([][]byte{p.set(1111, 1).Documents()[0], evil.DK.Sign(attacker, testpki.TLSignature{})})
	step("national list of an attacker's", "signed by somebody else",
		outcome{1, []string{"200 /dk.xml", "304 /lotl.xml"}, "DK1112 EU1111 ", ""})

	if err := os.Remove(filepath.Join(store, "trusted-lists.index")); err != nil {
		t.Fatal(err)
	}
	p.publish(1111, 1112)
	step("the index was removed", "new", outcome{0, []string{"200 /dk.xml", "200 /lotl.xml"}, "DK1112 EU1111 ", ""})
}

// TestTrustUpdatePivots gets the pivots that the list of lists names, and nothing when one is not there.
func TestTrustUpdatePivots(t *testing.T) {
	p := newPublisher(t)
	set := p.set(12, 10)
	set.LOTL.InfoURIs = []string{p.URL + "/eu-lotl-pivot-11.xml", testpki.TLJournal}
	p.serve(set.Documents())
	store := t.TempDir()
	want := outcome{3, []string{"200 /lotl.xml", "404 /eu-lotl-pivot-11.xml"}, "", "404 Not Found"}
	if diff := cmp.Diff(want, p.update(t, store, "404 Not Found")); diff != "" {
		t.Errorf("pivot is missing (-want +got):\n%s", diff)
	}
	p.files["/eu-lotl-pivot-11.xml"] = p.set(11, 10).Documents()[0]
	want = outcome{0, []string{"200 /dk.xml", "200 /eu-lotl-pivot-11.xml", "200 /lotl.xml"}, "DK10 EU12 ",
		"older, proves others"}
	if diff := cmp.Diff(want, p.update(t, store, "older, proves others")); diff != "" {
		t.Errorf("pivot (-want +got):\n%s", diff)
	}
}

// TestTrustUpdateRefuses asks nobody, or trusts nobody, without a reason.
func TestTrustUpdateRefuses(t *testing.T) {
	p := newPublisher(t)
	for name, c := range map[string]struct {
		flags   []string
		mention string
		status  int
	}{
		"plain HTTP":       {[]string{"--lotl-url", "http://lists.example/lotl.xml"}, "not an https address", 3},
		"unknown server":   {[]string{"--server-ca", filepath.Join(p.dir, "oj.pem")}, "certificate", 3},
		"no CA file":       {[]string{"--server-ca", filepath.Join(p.dir, "none")}, "--server-ca: cannot read", 3},
		"overdue":          {[]string{"--at", "2027-02-01"}, "next update overdue", 3},
		"other journal":    {[]string{"--journal", "C 276/2019"}, "2 lists in", 0},
		"unknown argument": {[]string{"DK"}, "takes flags alone", 2},
	} {
		store := t.TempDir()
		if got := p.update(t, store, c.mention, c.flags...); got.Status != c.status || got.Mentions == "" {
			t.Errorf("%s: %+v, want status %d and %q", name, got, c.status, c.mention)
		}
		if left, err := os.ReadDir(store); err != nil || c.status != 0 && len(left) > 0 {
			t.Errorf("%s: left %v, %v", name, left, err)
		}
	}
}

// TestAttackPivots: nobody is asked for what an unproven list of lists names, before what comes before it is proven.
func TestAttackPivots(t *testing.T) {
	p := newPublisher(t)
	attacker := testpki.TLSigner("attacker", "DK")
	named := func(host string, n int) []string {
		var uris []string
		for i := n; i > 0; i-- {
			uris = append(uris, fmt.Sprintf("%s/eu-lotl-pivot-%d.xml", host, i))
		}
		return append(uris, testpki.TLJournal)
	}
	big := append([]byte("<x>"), bytes.Repeat([]byte(" "), 8<<20)...)
	genuine := func(uris []string) []byte {
		set := p.set(99, 10)
		set.LOTL.InfoURIs = uris
		return set.Documents()[0]
	}
	forged := p.set(99, 10)
	forged.LOTL.InfoURIs = named(p.URL, 16)
	for _, tt := range []struct {
		name    string
		lotl    []byte
		first   []byte // the oldest pivot
		mention string
		asked   []string
	}{
		{"not signed", forged.LOTL.XML(), nil, "not signed", []string{"200 /lotl.xml"}},
		{"64 pivots", genuine(named(p.URL, 64)), nil, "too many pivots", []string{"200 /lotl.xml"}},
		{"on another host", genuine(named("https://other.example", 1)), nil, "on another host",
			[]string{"200 /lotl.xml"}},
		{"on another port", genuine(named("https://127.0.0.1:1", 1)), nil, "on another host",
			[]string{"200 /lotl.xml"}},
		{"signed by an attacker", forged.LOTL.Sign(attacker, testpki.TLSignature{}),
			forged.LOTL.Sign(attacker, testpki.TLSignature{}), "pivot missing",
			[]string{"200 /eu-lotl-pivot-1.xml", "200 /lotl.xml"}},
		{"a false pivot", genuine(named(p.URL, 16)), p.set(1, 10).LOTL.Sign(attacker, testpki.TLSignature{}),
			"signed by somebody else",
			[]string{"200 /eu-lotl-pivot-1.xml", "200 /lotl.xml"}},
		{"a large pivot", genuine(named(p.URL, 16)), big, "more than 8388608 bytes",
			[]string{"200 /eu-lotl-pivot-1.xml", "200 /lotl.xml"}},
		{"the second is false", genuine(named(p.URL, 3)), p.set(1, 10).Documents()[0], "stands in its place",
			[]string{"200 /eu-lotl-pivot-1.xml", "200 /eu-lotl-pivot-2.xml", "200 /lotl.xml"}},
	} {
		p.files["/lotl.xml"] = tt.lotl
		for i := range 64 {
			p.files[fmt.Sprintf("/eu-lotl-pivot-%d.xml", i+1)] = p.set(70, 10).Documents()[0]
		}
		p.files["/eu-lotl-pivot-1.xml"] = tt.first
		want := outcome{3, tt.asked, "", tt.mention}
		if diff := cmp.Diff(want, p.update(t, t.TempDir(), tt.mention)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
}
