package submit_test

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"qwac/internal/journal"
	"qwac/internal/testpki"
	banks "qwac/pkg/bank"
	"qwac/pkg/cert"
	"qwac/pkg/chain"
	"qwac/pkg/submit"
)

const (
	clientID     = "33a2b623-8011-41bc-b45c-f034b01dbc1c"
	clientSecret = "s3cr3t +/=&:\"lorem"
)

// bank is enough of the other side to be in trouble with: tokens, and changes that are made once for each request id.
type bank struct {
	*httptest.Server
	mu      sync.Mutex
	calls   []call            // in order of arrival
	tokens  int               // how many were given out
	dead    int               // tokens up to this number are no longer taken
	life    int               // of a token, in seconds
	stored  map[string]string // body of each change by request id
	faults  map[string][]fault
	details submit.ClientDetails
}

type call struct{ Name, ID, Body string }

// fault stands in place of an answer, or around it.
type fault func(w http.ResponseWriter, r *http.Request, answer http.HandlerFunc)

func newBank(t testing.TB) *bank {
	b := &bank{life: 3600, stored: map[string]string{}, faults: map[string][]fault{}}
	b.details = submit.ClientDetails{Name: "mycompany", ClientID: clientID, Roles: []string{"PSP_AI"}}
	b.Server = httptest.NewUnstartedServer(b)
	b.Server.Config.ErrorLog = quiet()
	b.TLS = &tls.Config{ClientAuth: tls.RequireAnyClientCert}
	b.StartTLS()
	t.Cleanup(b.Close)
	return b
}

func (b *bank) target() submit.Target {
	return submit.Target{Environment: banks.Environment{TokenURL: b.URL + "/oauth2/token", BaseURL: b.URL,
		DebugURL: b.URL + "/debug"}}
}

// ServeHTTP answers, or does what the next fault of the call does.
func (b *bank) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return
	}
	name := r.Method + " " + r.URL.Path[strings.LastIndex(r.URL.Path, "/")+1:]
	b.mu.Lock()
	b.calls = append(b.calls, call{name, r.Header.Get("X-Request-ID"), string(body)})
	answer := func(w http.ResponseWriter, r *http.Request) { b.answer(w, r, string(body)) }
	var f fault
	if list := b.faults[name]; len(list) > 0 {
		f, b.faults[name] = list[0], list[1:]
	}
	b.mu.Unlock()
	if f != nil {
		f(w, r, answer)
		return
	}
	answer(w, r)
}

func (b *bank) answer(w http.ResponseWriter, r *http.Request, body string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	w.Header().Set("Content-Type", "application/json")
	switch {
	case len(r.TLS.PeerCertificates) != 3:
		w.WriteHeader(http.StatusUnauthorized)
	case r.URL.Path == "/oauth2/token":
		b.giveToken(w, r)
	case r.URL.Path == "/debug":
		fmt.Fprintf(w, `{"subject":%q}`, r.TLS.PeerCertificates[0].Subject)
	case r.URL.Path == "/tpp":
		b.stored[r.Header.Get("X-Request-ID")] = body
		fmt.Fprintf(w, `{"clientId":%q,"clientSecret":"registered-%d"}`, clientID, len(b.stored))
	case !b.takes(r.Header.Get("Authorization")):
		w.WriteHeader(http.StatusUnauthorized)
	case r.Method == http.MethodGet:
		json.NewEncoder(w).Encode(b.details)
	default:
		b.stored[r.Header.Get("X-Request-ID")] = body
		w.WriteHeader(http.StatusCreated)
	}
}

func (b *bank) giveToken(w http.ResponseWriter, r *http.Request) {
	id, secret, ok := r.BasicAuth()
	if !ok || id != clientID || secret != formEncoded(clientSecret) {
		w.WriteHeader(http.StatusUnauthorized)
		return
	}
	b.tokens++
	fmt.Fprintf(w, `{"access_token":%q,"token_type":"Bearer","expires_in":%d}`, tokenNumber(b.tokens), b.life)
}

func tokenNumber(n int) string { return fmt.Sprintf("eyJ0b2tlbi%04d", n) }

func (b *bank) takes(authorization string) bool {
	var n int
	_, err := fmt.Sscanf(authorization, "Bearer eyJ0b2tlbi%04d", &n)
	return err == nil && n > b.dead && n <= b.tokens
}

// made are the calls of this name, each with its id and body once.
func (b *bank) made(name string) (times int, distinct []call) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, c := range b.calls {
		if c.Name != name {
			continue
		}
		times++
		if !slices.Contains(distinct, c) {
			distinct = append(distinct, c)
		}
	}
	return times, distinct
}

func (b *bank) last() call {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.calls[len(b.calls)-1]
}

func (b *bank) names() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	var out []string
	for _, c := range b.calls {
		out = append(out, c.Name)
	}
	return out
}

// clock is a time that only passes while somebody waits for it.
type clock struct {
	mu    sync.Mutex
	now   time.Time
	waits []time.Duration
}

func newClock() *clock { return &clock{now: testpki.At()} }

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) Wait(ctx context.Context, d time.Duration) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
	c.waits = append(c.waits, d)
	return ctx.Err()
}

// desk is the side of the client: what stays between two runs.
type desk struct {
	t       testing.TB
	bank    *bank
	clock   *clock
	journal submit.Journal
	state   string // directory
}

func newDesk(t testing.TB, b *bank) *desk {
	state := filepath.Join(t.TempDir(), "state")
	j, err := journal.Open(filepath.Join(state, "journal"))
	if err != nil {
		t.Fatal(err)
	}
	return &desk{t, b, newClock(), j, state}
}

// client is that of a new run.
func (d *desk) client(edit func(*submit.Options)) *submit.Client {
	o := submit.Options{
		Target: d.bank.target(), Certificate: certificate(), ServerCAs: pool(d.bank.Certificate()),
		ClientID: clientID, ClientSecret: submit.NewSecret(clientSecret), Journal: d.journal,
		Now: d.clock.Now, Wait: d.clock.Wait, Timeout: 5 * time.Second,
	}
	if edit != nil {
		edit(&o)
	}
	c, err := submit.New(o)
	if err != nil {
		d.t.Fatal(err)
	}
	return c
}

func pool(c *x509.Certificate) *x509.CertPool {
	p := x509.NewCertPool()
	if c != nil {
		p.AddCert(c)
	}
	return p
}

func certificate() tls.Certificate {
	c := testpki.Clean()
	return tls.Certificate{Certificate: [][]byte{c.Leaf.DER, c.Intermediate.DER, c.Root.DER}, PrivateKey: c.Leaf.Key}
}

func payload(t testing.TB) *submit.Payload {
	c := testpki.Clean()
	var path []*cert.Cert
	for _, crt := range []testpki.Cert{c.Leaf, c.Intermediate, c.Root} {
		path = append(path, &cert.Cert{Certificate: crt.X509()})
	}
	p, err := submit.NewPayload(nil, &chain.Chain{Path: path})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// writeFiles writes what curl needs: chain.pem, key.pem, ca.pem. The key is a throw-away derived from its name.
func writeFiles(t testing.TB, b *bank) (dir string) {
	dir = t.TempDir()
	c := testpki.Clean()
	key, err := x509.MarshalPKCS8PrivateKey(c.Leaf.Key)
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string][]byte{
		"chain.pem": slices.Concat(c.Leaf.PEM(), c.Intermediate.PEM(), c.Root.PEM()),
		"key.pem":   pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: key}),
		"ca.pem":    pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: b.Certificate().Raw}),
	} {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}
