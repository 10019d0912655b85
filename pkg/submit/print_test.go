package submit_test

import (
	"bufio"
	"bytes"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	banks "qwac/pkg/bank"
	"qwac/pkg/submit"
)

// What is printed before is what goes over the wire.
func TestPrintedIsSent(t *testing.T) {
	wire := make(chan string, 10)
	b := newBank(t)
	l, err := tls.Listen("tcp", "127.0.0.1:0", b.TLS)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	go serveRaw(l, wire)
	d := newDesk(t, b)
	c := d.client(func(o *submit.Options) {
		base := "https://" + l.Addr().String()
		o.Target = submit.Target{Environment: banks.Environment{TokenURL: base + "/token", BaseURL: base,
			DebugURL: base}}
	})
	target := submit.Target{Environment: banks.Environment{TokenURL: "https://" + l.Addr().String() + "/token",
		BaseURL: "https://" + l.Addr().String() + "/"}}
	add, err := target.CertificateRequest(clientID, payload(t))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.AddCertificate(t.Context(), payload(t)); err != nil {
		t.Fatal(err)
	}
	for _, r := range []submit.Request{target.TokenRequest(), add} {
		got := <-wire
		r.ID = regexp.MustCompile("X-Request-ID: (.*)\r\n").FindStringSubmatch(got)[1]
		got = regexp.MustCompile("(Authorization: [A-Za-z]+ ).*\r\n").ReplaceAllString(got, "$1[redacted]\r\n")
		if diff := cmp.Diff(r.String(), strings.ReplaceAll(got, "\r\n", "\n")); diff != "" {
			t.Errorf("-printed +sent:\n%s", diff)
		}
	}
}

// serveRaw hands out requests as they are on the wire, and answers each with a token.
func serveRaw(l net.Listener, wire chan<- string) {
	for {
		conn, err := l.Accept()
		if err != nil {
			return
		}
		go func() {
			var raw bytes.Buffer
			in := bufio.NewReader(io.TeeReader(conn, &raw))
			for {
				req, err := http.ReadRequest(in)
				if err != nil {
					return
				}
				io.Copy(io.Discard, req.Body)
				wire <- raw.String()
				raw.Reset()
				const body = `{"access_token":"eyJ0b2tlbi0001","expires_in":60}`
				fmt.Fprintf(conn, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s",
					len(body), body)
			}
		}()
	}
}

// The printed command lines work where curl is installed.
func TestCurl(t *testing.T) {
	curl, err := exec.LookPath("curl")
	if err != nil {
		t.Skip("curl is not installed")
	}
	b := newBank(t)
	dir := writeFiles(t, b)
	target := b.target()
	details, err1 := target.ClientRequest(clientID)
	put, err2 := target.RedirectURIsRequest(clientID, []string{"https://it's.example/?a&b"})
	add, err3 := target.CertificateRequest(clientID, payload(t))
	debug, err4 := target.DebugRequest()
	if err := errors.Join(err1, err2, err3, err4); err != nil {
		t.Fatal(err)
	}
	all := []submit.Request{target.TokenRequest(), details, put, add, debug, put, add}
	for i, r := range all {
		r.ID = uuid.NewString()
		file := ""
		if i > 4 { // the body from a file that a shell has written
			file = "body"
			if err := os.WriteFile(filepath.Join(dir, file), append(bytes.TrimSuffix(r.Body, []byte("\n")), '\n'),
				0o600); err != nil {
				t.Fatal(err)
			}
		}
		cmd := exec.Command("sh", "-c", strings.Replace(r.Curl(file), "curl ", curl+" -sS --fail ", 1))
		cmd.Dir = dir
		cmd.Env = append(os.Environ(), "CERT=chain.pem", "KEY=key.pem", "CA=ca.pem", "ID="+clientID,
			"SECRET="+formEncoded(clientSecret), "TOKEN="+tokenNumber(1))
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Errorf("%s: %v\n%s\n%s", r.Call, err, r.Curl(""), out)
		}
		if got, want := b.last(), (call{nameOf(r), r.ID, string(r.Body)}); got != want {
			t.Errorf("got %+v, want %+v", got, want)
		}
	}
}

func nameOf(r submit.Request) string { return r.Method + " " + r.URL[strings.LastIndex(r.URL, "/")+1:] }

func TestPrinted(t *testing.T) {
	own := submit.Target{Environment: banks.Environment{TokenURL: "https://localhost:8443/token",
		BaseURL: "https://localhost:8443"}}
	r, err := own.RedirectURIsRequest(clientID, []string{"https://it's.example/cb"})
	if err != nil {
		t.Fatal(err)
	}
	r.ID = clientID
	const request = `PUT /tpp/33a2b623-8011-41bc-b45c-f034b01dbc1c/redirect-uris HTTP/1.1
Host: localhost:8443
User-Agent: qwac
Content-Length: 44
Accept: application/json
Authorization: Bearer [redacted]
Content-Type: application/json
X-Request-ID: 33a2b623-8011-41bc-b45c-f034b01dbc1c

{"redirectUris":["https://it's.example/cb"]}`
	const curl = `curl \
  --cert "$CERT" --key "$KEY" \
  --cacert "$CA" \
  -X PUT \
  -H "Authorization: Bearer $TOKEN" \
  -H 'Accept: application/json' \
  -H 'Content-Type: application/json' \
  -H 'X-Request-ID: 33a2b623-8011-41bc-b45c-f034b01dbc1c' \
  --data-binary '{"redirectUris":["https://it'\''s.example/cb"]}' \
  'https://localhost:8443/tpp/33a2b623-8011-41bc-b45c-f034b01dbc1c/redirect-uris'`
	if diff := cmp.Diff(request, r.String()); diff != "" {
		t.Errorf("request (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(curl, r.Curl("")); diff != "" {
		t.Errorf("curl (-want +got):\n%s", diff)
	}
}
