package sandbox_test

import (
	"io"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"qwac/pkg/submit/sandbox"
)

func TestParseFaults(t *testing.T) {
	for _, tt := range []struct {
		text, err string
		want      sandbox.Faults
	}{
		{text: ""},
		{text: " "},
		{text: "latency=200ms, token-ttl=2s,seed=7",
			want: sandbox.Faults{Seed: 7, Latency: 200 * time.Millisecond, TokenTTL: 2 * time.Second}},
		{text: "503=2,certificates:drop-after=1/10", want: sandbox.Faults{Faults: []sandbox.Fault{
			{Kind: sandbox.Unavailable, Times: 2}, {Kind: sandbox.DropAfter, At: sandbox.Certificates, Of: 1, Per: 10},
		}}},
		{text: "503", err: `"503": want NAME=VALUE`},
		{text: "503=1,", err: `"": want NAME=VALUE`},
		{text: "503=", err: "503=: want N for the first N requests, or N/M for N of every M"},
		{text: "503=1/", err: "503=1/: want N for the first N requests, or N/M for N of every M"},
		{text: "503=2/1", err: "503=2/1: want N for the first N requests, or N/M for N of every M"},
		{text: "503=0/1", err: "503=0/1: want N for the first N requests, or N/M for N of every M"},
		{text: "504=1", err: `504=1: unknown trouble "504", want latency, token-ttl, seed, or one of drop-before, ` +
			`429, 500, 503, redirect, drop-after, 500-after, truncated, wrong-type, huge, slow`},
		{text: "login:503=1",
			err: `login:503=1: unknown call "login", want one of token, register, show, redirect-uris, certificates`},
		{text: "seed=-1", err: "seed=-1: want a number from 0"},
		{text: "latency=1h", err: "latency=1h: want a duration from 1ms to 10m0s in steps of 1ms"},
		{text: "token-ttl=1500ms", err: "token-ttl=1500ms: want a duration from 1s to 1h0m0s in steps of 1s"},
	} {
		got, err := sandbox.ParseFaults(tt.text)
		message := ""
		if err != nil {
			message = err.Error()
		}
		if diff := cmp.Diff(tt.want, got); diff != "" || message != tt.err {
			t.Errorf("%q: error %q, want %q (-want +got):\n%s", tt.text, message, tt.err, diff)
		}
	}
}

// FuzzParseFaults: what is taken can be made. Every number is in its bounds, every word is one that is documented.
func FuzzParseFaults(f *testing.F) {
	for _, s := range []string{"", "latency=200ms,503=2", "certificates:drop-after=1/10,seed=1", "token-ttl=2s",
		"a=b,c"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got, err := sandbox.ParseFaults(text)
		if err != nil {
			if diff := cmp.Diff(sandbox.Faults{}, got); diff != "" {
				t.Errorf("faults beside an error:\n%s", diff)
			}
			return
		}
		if strings.Count(text, "=") < len(got.Faults) || got.Latency < 0 || got.TokenTTL < 0 {
			t.Errorf("%q: %+v", text, got)
		}
		for _, one := range got.Faults {
			if (one.Times > 0) == (one.Per > 0) || one.Of > one.Per || !strings.Contains(text, string(one.Kind)) {
				t.Errorf("%q: %+v", text, one)
			}
		}
	})
}

// TestFaults makes each trouble once. The same request with the same id then gives the right answer, and the change is
// made once.
func TestFaults(t *testing.T) {
	for _, tt := range []struct {
		kind   sandbox.Kind
		broken bool // the client gets no whole answer
		status int
		stored bool // the change was made in spite of the trouble
		check  func(http.Header, string) bool
	}{
		{sandbox.DropBefore, true, 0, false, nil},
		{sandbox.TooMany, false, 429, false, func(h http.Header, _ string) bool { return h.Get("Retry-After") == "1" }},
		{sandbox.Internal, false, 500, false, nil},
		{sandbox.Unavailable, false, 503, false, func(h http.Header, _ string) bool {
			return h.Get("Retry-After") == "1"
		}},
		{sandbox.Redirect, false, 307, false, func(h http.Header, _ string) bool {
			return strings.HasPrefix(h.Get("Location"), "https://elsewhere.invalid/tpp/")
		}},
		{sandbox.DropAfter, true, 0, true, nil},
		{sandbox.InternalDone, false, 500, true, nil},
		{sandbox.Truncated, true, 0, true, nil},
		{sandbox.WrongType, false, 201, true, func(h http.Header, body string) bool {
			return h.Get("Content-Type") == "text/html; charset=utf-8" && strings.HasPrefix(body, "<!DOCTYPE")
		}},
		{sandbox.Huge, false, 201, true, func(_ http.Header, body string) bool { return len(body) > 10<<20 }},
		{sandbox.Slow, true, 0, true, nil},
	} {
		t.Run(string(tt.kind), func(t *testing.T) {
			d := newDesk(t, func(o *sandbox.Options) {
				o.Faults.Faults = []sandbox.Fault{{Kind: tt.kind, At: sandbox.Certificates, Times: 1}}
			})
			p := d.register(pair(nil), registration)
			id, body := uuid.NewString(), payload(renewed())
			header := jsonHeader(id)
			header["Authorization"] = "Bearer " + p.token
			if tt.kind == sandbox.Slow {
				p.Timeout = time.Second
			}
			res, got, err := d.send(p.Client, "POST", "/tpp/"+p.id+"/certificates", header, body)
			if (err != nil) != tt.broken || !tt.broken && got.Status != tt.status {
				t.Fatalf("status %d, error %v, want status %d, broken %v", got.Status, err, tt.status, tt.broken)
			}
			if tt.check != nil && !tt.check(res.Header, got.Body) {
				t.Errorf("header %v, body %.80q", res.Header, got.Body)
			}
			if stored := len(p.serials()) == 2; stored != tt.stored {
				t.Errorf("stored: %v, want %v", stored, tt.stored)
			}
			if got := p.call("POST", "/certificates", id, body); got.Status != 201 {
				t.Errorf("second try: %+v", got)
			}
			if diff := cmp.Diff([]string{serial(pair(nil)), serial(renewed())}, p.serials()); diff != "" {
				t.Errorf("chains (-want +got):\n%s", diff)
			}
		})
	}
}

func TestFaultsAreReproducible(t *testing.T) {
	faults, err := sandbox.ParseFaults("500=1/3,503=1/4,seed=11")
	if err != nil {
		t.Fatal(err)
	}
	var runs [2][]int
	for i := range runs {
		d := newDesk(t, func(o *sandbox.Options) { o.Faults = faults })
		client := d.connect(pair(nil))
		for range 40 {
			_, got, err := d.send(client, "GET", "/tpp/x", jsonHeader(uuid.NewString()), "")
			d.check(err)
			runs[i] = append(runs[i], got.Status)
		}
	}
	if diff := cmp.Diff(runs[0], runs[1]); diff != "" {
		t.Errorf("two runs with one seed differ:\n%s", diff)
	}
	count := map[int]int{}
	for _, s := range runs[0] {
		count[s]++
	}
	if count[500] == 0 || count[503] == 0 || count[401] == 0 {
		t.Errorf("statuses: %v, want some of 500, 503 and 401", count)
	}
}

// TestSlow: the answer is whole in the end, for those who wait.
func TestSlow(t *testing.T) {
	d := newDesk(t, func(o *sandbox.Options) {
		o.Faults.Faults = []sandbox.Fault{{Kind: sandbox.Slow, Times: 1, At: sandbox.Show}}
	})
	p := d.register(pair(nil), registration)
	req, err := http.NewRequest("GET", d.url+"/tpp/"+p.id, nil)
	d.check(err)
	req.Header.Set("X-Request-ID", uuid.NewString())
	req.Header.Set("Authorization", "Bearer "+p.token)
	start := time.Now()
	res, err := p.Do(req)
	d.check(err)
	defer res.Body.Close()
	var first [5]byte
	if _, err := io.ReadFull(res.Body, first[:]); err != nil || string(first[:]) != `{"nam` {
		t.Errorf("first bytes %q, %v", first, err)
	}
	if took := time.Since(start); took < 300*time.Millisecond {
		t.Errorf("five bytes took %v", took)
	}
}

// TestDocumentedFaults: docs/sandbox.md names every kind and every call.
func TestDocumentedFaults(t *testing.T) {
	text, err := os.ReadFile("../../../docs/sandbox.md")
	if err != nil {
		t.Fatal(err)
	}
	words := []string{"token", "register", "show", "redirect-uris", "certificates"}
	for _, k := range sandbox.Kinds() {
		words = append(words, string(k))
	}
	for _, w := range words {
		if !strings.Contains(string(text), "`"+w+"`") {
			t.Errorf("docs/sandbox.md does not name %s", w)
		}
	}
}
