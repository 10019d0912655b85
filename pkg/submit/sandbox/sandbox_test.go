package sandbox_test

import (
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/url"
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

// desk is a sandbox that listens, with a clock that stands still.
type desk struct {
	t    testing.TB
	url  string
	ca   []byte
	file string
	stop func()

	mu  sync.Mutex
	now time.Time
	log []sandbox.Record
}

func newDesk(t testing.TB, edit func(*sandbox.Options)) *desk {
	d := &desk{t: t, now: testpki.At(), file: filepath.Join(t.TempDir(), "state.db")}
	d.start(edit)
	t.Cleanup(func() { d.stop() })
	return d
}

// start runs the sandbox on the file of the desk.
func (d *desk) start(edit func(*sandbox.Options)) {
	d.t.Helper()
	db, err := bbolt.Open(d.file, 0o600, &bbolt.Options{Timeout: time.Second})
	d.check(err)
	o := sandbox.Options{DB: db, Now: d.clock, Roots: []*x509.Certificate{testpki.Clean().Root.X509()}, Log: d.note}
	if edit != nil {
		edit(&o)
	}
	s, err := sandbox.New(o)
	d.check(err)
	id, err := s.Identity([]string{"localhost", "127.0.0.1"}, time.Now()) // the clients' TLS has the true time
	d.check(err)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	d.check(err)
	srv := s.HTTP(id.Certificate)
	srv.ErrorLog = log.New(io.Discard, "", 0)
	done := make(chan error)
	go func() { done <- srv.ServeTLS(l, "", "") }()
	d.url, d.ca = "https://"+l.Addr().String(), id.CA
	d.stop = sync.OnceFunc(func() {
		srv.Close()
		<-done
		d.check(db.Close())
	})
}

func (d *desk) check(err error) {
	d.t.Helper()
	if err != nil {
		d.t.Fatal(err)
	}
}

func (d *desk) clock() time.Time {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.now
}

func (d *desk) pass(t time.Duration) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.now = d.now.Add(t)
}

func (d *desk) note(r sandbox.Record) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.log = append(d.log, r)
}

// pair is the chain of a client with its key.
func pair(edit func(leaf *testpki.Spec)) tls.Certificate {
	c := testpki.Clean()
	if edit != nil {
		c = testpki.NewLeaf(edit)
	}
	return tls.Certificate{Certificate: [][]byte{c.Leaf.DER, c.Intermediate.DER, c.Root.DER}, PrivateKey: c.Leaf.Key}
}

// renewed is the pair of the same company with another key.
func renewed() tls.Certificate {
	return pair(func(leaf *testpki.Spec) { leaf.Key.Name = "leaf 2" })
}

// connect is a client with that certificate.
func (d *desk) connect(cert tls.Certificate) *http.Client {
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(d.ca)
	transport := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool, Certificates: []tls.Certificate{cert}}}
	d.t.Cleanup(transport.CloseIdleConnections)
	return &http.Client{
		Transport: transport, Timeout: 20 * time.Second,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// tpp is a registered client.
type tpp struct {
	*desk
	*http.Client
	id, secret, token string
}

// reply is what came back.
type reply struct {
	Status int
	Body   string
}

func (d *desk) send(client *http.Client, method, path string, header map[string]string, body string) (*http.Response,
	reply, error) {
	req, err := http.NewRequest(method, d.url+path, strings.NewReader(body))
	d.check(err)
	for name, value := range header {
		req.Header.Set(name, value)
	}
	res, err := client.Do(req)
	if err != nil {
		return nil, reply{}, err
	}
	defer res.Body.Close()
	data, err := io.ReadAll(res.Body)
	return res, reply{res.StatusCode, string(data)}, err
}

func jsonHeader(id string) map[string]string {
	return map[string]string{"Content-Type": "application/json", "X-Request-ID": id}
}

const registration = `{"name":"mycompany","roles":["PSP_AI","PSP_PI"],` +
	`"redirectUris":["https://mycompany.example/callback"]}`

// register registers with that certificate and fetches a token.
func (d *desk) register(cert tls.Certificate, body string) *tpp {
	d.t.Helper()
	p := &tpp{desk: d, Client: d.connect(cert)}
	_, got, err := d.send(p.Client, "POST", "/tpp", jsonHeader(uuid.NewString()), body)
	d.check(err)
	var answer struct{ ClientID, ClientSecret string }
	if err := json.Unmarshal([]byte(got.Body), &answer); err != nil || got.Status != http.StatusCreated {
		d.t.Fatalf("register: %+v", got)
	}
	p.id, p.secret = answer.ClientID, answer.ClientSecret
	p.login()
	return p
}

func (p *tpp) login() {
	p.t.Helper()
	got := p.askToken(url.UserPassword(p.id, p.secret), "grant_type=client_credentials")
	var answer struct {
		Token string `json:"access_token"`
	}
	if err := json.Unmarshal([]byte(got.Body), &answer); err != nil || got.Status != http.StatusOK {
		p.t.Fatalf("token: %+v", got)
	}
	p.token = answer.Token
}

func (p *tpp) askToken(user *url.Userinfo, form string) reply {
	p.t.Helper()
	req, err := http.NewRequest("POST", p.url+sandbox.TokenPath, strings.NewReader(form))
	p.check(err)
	secret, _ := user.Password()
	req.SetBasicAuth(user.Username(), secret)
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	res, err := p.Do(req)
	p.check(err)
	defer res.Body.Close()
	data, err := io.ReadAll(res.Body)
	p.check(err)
	return reply{res.StatusCode, string(data)}
}

// call sends a request with the token. An empty id is a new one.
func (p *tpp) call(method, below, id, body string) reply {
	p.t.Helper()
	got, err := p.try(method, below, id, body)
	p.check(err)
	return got
}

func (p *tpp) try(method, below, id, body string) (reply, error) {
	if id == "" {
		id = uuid.NewString()
	}
	header := jsonHeader(id)
	header["Authorization"] = "Bearer " + p.token
	_, got, err := p.send(p.Client, method, "/tpp/"+p.id+below, header, body)
	return got, err
}

func payload(cert tls.Certificate) string {
	var text bytes.Buffer
	for _, der := range cert.Certificate {
		text.Write(testpki.Cert{DER: der}.PEM())
	}
	data, err := json.Marshal(map[string]string{"certificate": text.String()})
	if err != nil {
		panic(err)
	}
	return string(data)
}

// serials are those of the leaves of the registered chains.
func (p *tpp) serials() []string {
	p.t.Helper()
	var details struct {
		CertificateChains []struct {
			Certificates []struct{ SerialNumber string }
		}
	}
	got := p.call("GET", "", "", "")
	if err := json.Unmarshal([]byte(got.Body), &details); err != nil || got.Status != http.StatusOK {
		p.t.Fatalf("details: %+v", got)
	}
	var out []string
	for _, chain := range details.CertificateChains {
		out = append(out, chain.Certificates[0].SerialNumber)
	}
	return out
}

func serial(cert tls.Certificate) string {
	c, err := x509.ParseCertificate(cert.Certificate[0])
	if err != nil {
		panic(err)
	}
	return c.SerialNumber.String()
}

func TestSession(t *testing.T) {
	d := newDesk(t, nil)
	p := d.register(pair(nil), registration)
	if got := p.call("POST", "/certificates", "", payload(renewed())); got.Status != http.StatusCreated {
		t.Fatalf("add certificate: %+v", got)
	}
	if diff := cmp.Diff([]string{serial(pair(nil)), serial(renewed())}, p.serials()); diff != "" {
		t.Errorf("registered chains (-want +got):\n%s", diff)
	}
	uris := `{"redirectUris":["https://a.example/","http://localhost:8080/cb"]}`
	if diff := cmp.Diff(reply{200, uris + "\n"}, p.call("PUT", "/redirect-uris", "", uris)); diff != "" {
		t.Errorf("redirect URIs (-want +got):\n%s", diff)
	}

	// The new certificate fetches a token of its own; the old one goes on working.
	next := &tpp{desk: d, Client: d.connect(renewed()), id: p.id, secret: p.secret}
	next.login()
	if diff := cmp.Diff(p.call("GET", "", "", ""), next.call("GET", "", "", "")); diff != "" {
		t.Errorf("details differ between the certificates:\n%s", diff)
	}
}

func TestDetails(t *testing.T) {
	d := newDesk(t, nil)
	p := d.register(pair(nil), registration)
	want := reply{200, `{"name":"mycompany","clientId":"` + p.id + `","roles":["PSP_AI","PSP_PI"],` +
		`"redirectUris":["https://mycompany.example/callback"],"certificateChains":[{"certificates":[`}
	c := testpki.Clean()
	for i, cert := range []*x509.Certificate{c.Leaf.X509(), c.Intermediate.X509(), c.Root.X509()} {
		if i > 0 {
			want.Body += ","
		}
		keyID := strings.ToUpper(strings.ReplaceAll(fmt.Sprintf("% x", cert.SubjectKeyId), " ", ":"))
		want.Body += fmt.Sprintf(
			`{"subject":%q,"subjectKeyId":%q,"issuer":%q,"serialNumber":%q,"notBefore":%q,"notAfter":%q}`,
			cert.Subject, keyID, cert.Issuer, cert.SerialNumber.String(), cert.NotBefore.Format(time.RFC3339),
			cert.NotAfter.Format(time.RFC3339))
	}
	want.Body += "]}]}\n"
	if diff := cmp.Diff(want, p.call("GET", "", "", "")); diff != "" {
		t.Errorf("details (-want +got):\n%s", diff)
	}
}
