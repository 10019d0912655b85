package fetch

import (
	"context"
	"crypto/x509"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// testServer answers in the ways that a publisher may, and others.
func testServer(t *testing.T) (*httptest.Server, *x509.CertPool) {
	t.Helper()
	plain := httptest.NewServer(http.NotFoundHandler())
	t.Cleanup(plain.Close)
	mux := http.NewServeMux()
	mux.HandleFunc("/list", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", `"one"`)
		http.ServeContent(w, r, "list.xml", time.Date(2026, 8, 1, 0, 0, 0, 0, time.UTC), strings.NewReader("<list/>"))
	})
	mux.HandleFunc("/long", func(w http.ResponseWriter, _ *http.Request) { w.Write(make([]byte, 101)) })
	mux.HandleFunc("/fits", func(w http.ResponseWriter, _ *http.Request) { w.Write(make([]byte, 100)) })
	mux.HandleFunc("/304", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNotModified) })
	mux.HandleFunc("/moved", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "/list", http.StatusFound)
	})
	mux.HandleFunc("/loop", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "/loop", http.StatusFound)
	})
	mux.HandleFunc("/plain", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, plain.URL, http.StatusFound)
	})
	mux.HandleFunc("/slow", func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
	mux.HandleFunc("/protocol", func(w http.ResponseWriter, r *http.Request) { w.Write([]byte(r.Proto)) })
	s := httptest.NewUnstartedServer(mux)
	s.EnableHTTP2 = true // as publishers do
	s.StartTLS()
	t.Cleanup(s.Close)
	roots := x509.NewCertPool()
	roots.AddCert(s.Certificate())
	return s, roots
}

func TestGet(t *testing.T) {
	s, roots := testServer(t)
	known := Validators{`"one"`, "Sat, 01 Aug 2026 00:00:00 GMT"}
	for _, c := range []struct {
		name, path string
		known      Validators
		want       *Response
		err        string
	}{
		{"new", "/list", Validators{}, &Response{Data: []byte("<list/>"), Validators: known}, ""},
		{"known", "/list", known, &Response{NotModified: true, Validators: known}, ""},
		{"known by date", "/list", Validators{LastModified: known.LastModified},
			&Response{NotModified: true, Validators: Validators{LastModified: known.LastModified}}, ""},
		{"newer", "/list", Validators{ETag: `"zero"`}, &Response{Data: []byte("<list/>"), Validators: known}, ""},
		{"moved", "/moved", known, &Response{NotModified: true, Validators: known}, ""},
		{"as long as may be", "/fits", Validators{}, &Response{Data: make([]byte, 100)}, ""},
		{"too long", "/long", Validators{}, nil, "more than 100 bytes"},
		{"the same protocol in every build", "/protocol", Validators{}, &Response{Data: []byte("HTTP/1.1")}, ""},
		{"not there", "/none", Validators{}, nil, "404 Not Found"},
		{"not modified, yet nothing known", "/304", Validators{}, nil, "304 Not Modified"},
		{"endless redirects", "/loop", Validators{}, nil, "more than 5 redirects"},
		{"redirect to plain HTTP", "/plain", Validators{}, nil, "not an https address"},
		{"slow", "/slow", Validators{}, nil, "deadline exceeded"},
	} {
		t.Run(c.name, func(t *testing.T) {
			o := Options{Roots: roots, MaxBytes: 100, Timeout: 10 * time.Second}
			if c.path == "/slow" {
				o.Timeout = 50 * time.Millisecond
			}
			got, err := New(o).Get(context.Background(), s.URL+c.path, c.known)
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if (err == nil) != (c.err == "") ||
				err != nil && (!strings.Contains(err.Error(), c.err) || !strings.Contains(err.Error(), s.URL+c.path)) {
				t.Errorf("error %v, want %q", err, c.err)
			}
		})
	}
}

func TestGetRefusesWithoutAsking(t *testing.T) {
	s, _ := testServer(t)
	for address, want := range map[string]string{
		"http://lists.example/tl.xml": "not an https address",
		"file:///etc/passwd":          "not an https address",
		"https:///tl.xml":             "not an https address",
		"https://a b/":                "invalid character",
		s.URL + "/list":               "certificate", // of a server that the system does not trust
	} {
		if _, err := New(Options{}).Get(context.Background(), address, Validators{}); err == nil ||
			!strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", address, err, want)
		}
	}
}
