package sandbox_test

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/uuid"
	"go.etcd.io/bbolt"

	"qwac/internal/testpki"
	"qwac/pkg/submit/sandbox"
)

// What readers of JSON take in different ways is refused: RFC 8259 4 on names that are there twice.
func TestAttackStrictJSON(t *testing.T) {
	const good = `{"name":"a","roles":["PSP_AI"],"redirectUris":["https://a.example/"]}`
	d := newDesk(t, nil)
	client := d.connect(pair(nil))
	for name, body := range map[string]string{
		"twice":           strings.Replace(good, `{`, `{"name":"b",`, 1),
		"twice, escaped":  strings.Replace(good, `{`, `{"n\u0061me":"b",`, 1),
		"other case":      strings.Replace(good, `"name"`, `"Name"`, 1),
		"both cases":      strings.Replace(good, `{`, `{"NAME":"b",`, 1),
		"folded to ASCII": strings.Replace(good, `"redirectUris"`, `"redirectUri\u017f"`, 1), // long s
		"no UTF-8":        strings.Replace(good, `"a"`, "\"\xff\"", 1),
		"a list":          `[` + good + `]`,
		"null":            `null`,
		"two objects":     good + good,
		"UTF-16":          "\xff\xfe{\x00}\x00",
	} {
		_, got, err := d.send(client, http.MethodPost, "/tpp", jsonHeader(uuid.NewString()), body)
		d.check(err)
		if got.Status != http.StatusBadRequest {
			t.Errorf("%s: got %+v", name, got)
		}
	}
	d.register(pair(nil), good)
}

// FuzzAttackBody sends any body to each call. The sandbox answers in JSON, and takes only what has each field once.
func FuzzAttackBody(f *testing.F) {
	s, header, id := handler(f)
	f.Add(uint8(0), `{"name":"a","roles":["PSP_AI"],"redirectUris":["https://a.example/"]}`)
	f.Add(uint8(1), `{"redirectUris":["https://a.example/"],"RedirectUris":[]}`)
	f.Add(uint8(2), payload(renewed()))
	f.Add(uint8(2), `{"certificate":"","certificate":null}`)
	f.Add(uint8(3), `grant_type=client_credentials&grant_type=x`)
	f.Fuzz(func(t *testing.T, call uint8, body string) {
		row := []struct{ method, path string }{
			{"POST", "/tpp"}, {"PUT", "/tpp/" + id + "/redirect-uris"}, {"POST", "/tpp/" + id + "/certificates"},
			{"POST", sandbox.TokenPath},
		}[call%4]
		got := serve(s, row.method, row.path, header, body)
		var keys map[string]json.RawMessage
		if json.Unmarshal(got.Body.Bytes(), &keys) != nil {
			t.Errorf("the answer %d is no JSON: %q", got.Code, got.Body)
		}
		if got.Code >= 500 && got.Code != http.StatusServiceUnavailable {
			t.Errorf("got %d %s", got.Code, got.Body)
		}
		if got.Code < 300 && row.path != sandbox.TokenPath {
			if err := json.Unmarshal([]byte(body), &keys); err != nil ||
				strings.Contains(strings.ToLower(body), `"redirecturis":[],`) {
				t.Errorf("taken: %q", body)
			}
		}
	})
}

// handler is a sandbox without a network, with one client and its token.
func handler(f *testing.F) (*sandbox.Server, http.Header, string) {
	db, err := bbolt.Open(filepath.Join(f.TempDir(), "state.db"), 0o600, &bbolt.Options{NoSync: true})
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() { db.Close() })
	s, err := sandbox.New(sandbox.Options{DB: db, Now: testpki.At,
		Roots: []*x509.Certificate{testpki.Clean().Root.X509()}})
	if err != nil {
		f.Fatal(err)
	}
	h := http.Header{"Content-Type": {"application/json"}}
	got := serve(s, "POST", "/tpp", h, `{"name":"a","roles":["PSP_AI","PSP_PI"],"redirectUris":["https://a.example/"]}`)
	var client struct{ ClientID, ClientSecret string }
	if err := json.Unmarshal(got.Body.Bytes(), &client); err != nil || got.Code != http.StatusCreated {
		f.Fatal(got.Code, got.Body, err)
	}
	r := httptest.NewRequest("POST", "/", nil)
	r.SetBasicAuth(client.ClientID, client.ClientSecret)
	form := http.Header{"Content-Type": {"application/x-www-form-urlencoded"},
		"Authorization": r.Header["Authorization"]}
	var token struct {
		Value string `json:"access_token"`
	}
	if got = serve(s, "POST", sandbox.TokenPath, form,
		"grant_type=client_credentials"); json.Unmarshal(got.Body.Bytes(), &token) != nil || token.Value == "" {
		f.Fatal(got.Code, got.Body)
	}
	h.Set("Authorization", "Bearer "+token.Value)
	return s, h, client.ClientID
}

func serve(s *sandbox.Server, method, path string, header http.Header, body string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	r.Header = header.Clone()
	r.Header.Set("X-Request-ID", uuid.NewString())
	r.TLS = &tls.ConnectionState{}
	for _, der := range pair(nil).Certificate {
		cert, _ := x509.ParseCertificate(der)
		r.TLS.PeerCertificates = append(r.TLS.PeerCertificates, cert)
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w
}
