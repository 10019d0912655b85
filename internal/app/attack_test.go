package app

import (
	"bytes"
	"cmp"
	"crypto/tls"
	"encoding/pem"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
)

// laggingBank adds what it is sent, and shows none of it in the client details. Answers to changes are those of the
// list, then 201.
type laggingBank struct {
	mu      sync.Mutex
	ids     []string // request ids of changes, each once
	answers []int    // 0: the connection ends without one
	always  int      // the answer when answers are used up; 0: 201
	uris    string   // JSON; empty: one that is old
}

func (b *laggingBank) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	io.Copy(io.Discard, r.Body)
	b.mu.Lock()
	defer b.mu.Unlock()
	w.Header().Set("Content-Type", "application/json")
	switch {
	case r.URL.Path == "/token":
		io.WriteString(w, `{"access_token":"t0ken","token_type":"Bearer","expires_in":3600}`)
	case r.Method == http.MethodGet:
		io.WriteString(w, `{"name":"t0ken","clientId":"c","roles":["PSP_AI","PSP_PI"],"redirectUris":`+
			cmp.Or(b.uris, `["https://old.example/cb"]`)+`,"certificateChains":[]}`)
	default:
		b.change(w, r)
	}
}

func (b *laggingBank) change(w http.ResponseWriter, r *http.Request) {
	if id := r.Header.Get("X-Request-ID"); !slices.Contains(b.ids, id) {
		b.ids = append(b.ids, id)
	}
	status := cmp.Or(b.always, http.StatusCreated)
	if len(b.answers) > 0 {
		status, b.answers = b.answers[0], b.answers[1:]
	}
	if status == 0 {
		panic(http.ErrAbortHandler)
	}
	w.WriteHeader(status)
	io.WriteString(w, `{"clientId":"c","clientSecret":"s3cret"}`)
}

// attackDesk is a folder with two pairs of testpki, and a bank.
type attackDesk struct {
	*testing.T
	*laggingBank
	dir, url string
	timeout  string // of a command
}

func newAttackDesk(t *testing.T, answers ...int) *attackDesk {
	d := &attackDesk{T: t, laggingBank: &laggingBank{answers: answers}, dir: t.TempDir(), timeout: "30s"}
	server := httptest.NewUnstartedServer(d.laggingBank)
	server.TLS = &tls.Config{ClientAuth: tls.RequireAnyClientCert}
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.StartTLS()
	t.Cleanup(server.Close)
	d.url = server.URL
	for _, pair := range []string{"pki", "next"} {
		if status := Main([]string{"qwac", "testpki", "--output", d.file(pair)}, nil, io.Discard,
			io.Discard); status != 0 {
			t.Fatal(status)
		}
	}
	ca := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw})
	for name, text := range map[string][]byte{"ca.pem": ca, "secret": []byte("s3cret\n")} {
		if err := os.WriteFile(d.file(name), text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return d
}

func (d *attackDesk) file(name string) string { return filepath.Join(d.dir, name) }

// run compares the exit status, wants each text in what is printed, and returns that.
func (d *attackDesk) run(status int, command string, args []string, texts ...string) string {
	d.Helper()
	line := append([]string{"qwac"}, strings.Fields(command)...)
	line = append(line, "--base-url", d.url, "--token-url", d.url+"/token", "--server-ca", d.file("ca.pem"),
		"--timeout", d.timeout,
		"--cert", d.file("pki/chain.pem"), "--key", d.file("pki/key.pem"), "--state-dir", d.file("state"))
	if !strings.HasSuffix(command, "register") {
		line = append(line, "--client-id", "c", "--client-secret-file", d.file("secret"))
	}
	var out bytes.Buffer
	got := Main(append(line, args...), strings.NewReader(""), &out, &out)
	if got != status {
		d.Errorf("%s %v: status %d, want %d:\n%s", command, args, got, status, out.String())
	}
	for _, text := range append(texts, "") {
		if !strings.Contains(out.String(), text) {
			d.Errorf("%s %v: no %q in\n%s", command, args, text, out.String())
		}
	}
	if strings.Contains(out.String(), "t0ken") || strings.Contains(out.String(), "s3cret") {
		d.Errorf("%s %v: a secret is in\n%s", command, args, out.String())
	}
	return out.String()
}

func (d *attackDesk) sent(want int) {
	d.Helper()
	if len(d.ids) != want {
		d.Errorf("%d request ids, want %d", len(d.ids), want)
	}
}

// Details that lag: what the bank took is not sent again by the next run, which says when and by which request it was
// taken.
func TestAttackLaggingDetails(t *testing.T) {
	d := newAttackDesk(t)
	next := []string{d.file("next/chain.pem")}
	d.run(statusInput, "submit", next, "do not list it")
	d.run(statusInput, "submit", next, d.ids[0], "answered 201", "nothing was sent", "--again")
	d.run(statusInput, "submit", append([]string{"--receipt", d.file("receipt.json")}, next...), "nothing was sent")
	d.sent(1)
	receipt, err := os.ReadFile(d.file("receipt.json"))
	if err != nil || !bytes.Contains(receipt, []byte(d.ids[0])) ||
		!bytes.Contains(receipt, []byte(`"verified": false`)) {
		t.Errorf("receipt %s, %v", receipt, err)
	}
	d.run(statusInput, "submit", append([]string{"--again"}, next...), "added: ")
	d.sent(2)

	uris := []string{"https://psd2.fixture-payments.example/new"}
	d.run(statusInput, "client redirect-uris set", uris, "list others")
	d.run(statusInput, "client redirect-uris set", uris, d.ids[2], "nothing was sent", "--again")
	d.sent(3)
}

// After a lost answer no refusal closes the matter, and giving up takes the very id.
func TestAttackLostThenRefused(t *testing.T) {
	for _, status := range []int{400, 401, 403, 404, 407, 409} {
		t.Run(fmt.Sprint(status), func(t *testing.T) {
			answers := []int{0, status, status}
			if status == http.StatusUnauthorized { // each run tries once more with another token
				answers = []int{0, status, status, status, status}
			}
			d := newAttackDesk(t, answers...)
			next := []string{d.file("next/chain.pem")}
			d.run(statusUnknown, "submit", next, "may have been done", "run the same command again")
			d.run(statusUnknown, "submit", next, "--give-up "+d.ids[0])
			d.run(statusUsage, "submit", append([]string{"--give-up", "x"}, next...), "nothing was sent")
			d.run(statusInput, "submit", next, "resumed")
			d.sent(1)
		})
	}
	d := newAttackDesk(t, 0, 403)
	next := []string{d.file("next/chain.pem")}
	d.run(statusUnknown, "submit", next)
	d.run(statusInput, "submit", append([]string{"--give-up", d.ids[0]}, next...), "added: ")
	d.sent(2)
}

// A second client is made only by who says so; a registration of unknown outcome is the same client.
func TestAttackRegisterTwice(t *testing.T) {
	d := newAttackDesk(t, 0, 401)
	register := func(status int, out, uri string, more ...string) string {
		d.Helper()
		return d.run(status, "client register", append(
			[]string{"--name", "a", "--roles", "PSP_AI", "--redirect-uri", uri, "--secret-out", d.file(out)}, more...))
	}
	const uri, other = "https://psd2.fixture-payments.example/a", "https://psd2.fixture-payments.example/b"
	register(statusUnknown, "one", uri)
	if text := register(statusUsage, "one", other); !strings.Contains(text, "--again") ||
		!strings.Contains(text, d.ids[0]) {
		t.Errorf("got %s", text)
	}
	register(statusOK, "one", uri)
	d.sent(1)
	for _, uri := range []string{uri, other} {
		if text := register(statusUsage, "two", uri); !strings.Contains(text, "--again") ||
			!strings.Contains(text, "second client") {
			t.Errorf("got %s", text)
		}
	}
	d.sent(1)
	register(statusOK, "two", uri, "--again")
	d.sent(2)
}

// A state directory that others may write to gets a warning; a journal that is a link is refused, and stays as it is.
func TestAttackState(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("no such modes there")
	}
	d := newAttackDesk(t)
	for _, mode := range []os.FileMode{0o777, 0o770} {
		if err := errorsOf(os.MkdirAll(d.file("state"), 0o700), os.Chmod(d.file("state"), mode)); err != nil {
			t.Fatal(err)
		}
		d.run(statusInput, "client redirect-uris set",
			[]string{"https://psd2.fixture-payments.example/" + mode.String()[7:]}, "others may write to")
	}
	if err := errorsOf(os.RemoveAll(d.file("state/journal")), os.Mkdir(d.file("elsewhere"), 0o755),
		os.Symlink(d.file("elsewhere"), d.file("state/journal"))); err != nil {
		t.Fatal(err)
	}
	d.run(statusInput, "submit", []string{d.file("next/chain.pem")}, "symbolic link")
	if info, err := os.Stat(d.file("elsewhere")); err != nil || info.Mode().Perm() != 0o755 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
}

// errorsOf is the first error.
func errorsOf(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
