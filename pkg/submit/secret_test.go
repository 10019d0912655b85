package submit_test

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/x509"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"qwac/internal/testpki"
	"qwac/pkg/submit"
)

func TestSecretIsNotPrinted(t *testing.T) {
	s := submit.NewSecret("hunter2")
	type nested struct {
		Shown  submit.Secret
		hidden submit.Secret
		list   []submit.Secret
		byName map[string]*submit.Secret
	}
	v := nested{s, s, []submit.Secret{s}, map[string]*submit.Secret{"a": &s}}
	options := submit.Options{ClientSecret: s, Certificate: certificate()}
	options.Certificate.PrivateKey = ed25519.NewKeyFromSeed([]byte("hunter2 hunter2 hunter2 hunter2 "))
	text := printed(s) + printed(&s) + printed(v) + printed(&v) + printed(options) + printed(&options) +
		printed(submit.Token{Value: s}) +
		printed(submit.Credentials{ClientSecret: s})
	for _, form := range []string{"hunter2", hex.EncodeToString([]byte("hunter2")), "104 117 110", "0x68, 0x75",
		base64.StdEncoding.EncodeToString([]byte("hunter2 h"))[:10]} {
		if strings.Contains(text, form) {
			t.Errorf("%q is printed", form)
		}
	}
	if !strings.Contains(printed(s), "[redacted]") || s.Reveal() != "hunter2" || s.IsZero() ||
		!(submit.Secret{}).IsZero() {
		t.Error("not printed as [redacted], or not kept")
	}
}

// printed is v in all the ways in which values get printed.
func printed(v any) string {
	var b bytes.Buffer
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d"} {
		fmt.Fprintf(&b, verb+"\n", v)
	}
	if data, err := json.Marshal(v); err == nil {
		b.Write(data)
	}
	for _, h := range []slog.Handler{slog.NewJSONHandler(&b, nil), slog.NewTextHandler(&b, nil)} {
		slog.New(h).Info("x", "v", v)
	}
	return b.String()
}

// printedError is also what is inside.
func printedError(err error) string {
	if err == nil {
		return ""
	}
	s := err.Error() + printed(err)
	switch e := err.(type) {
	case interface{ Unwrap() error }:
		s += printedError(e.Unwrap())
	case interface{ Unwrap() []error }:
		for _, inner := range e.Unwrap() {
			s += printedError(inner)
		}
	}
	return s
}

// A server that repeats what it was sent, wherever it can: nothing of it comes out again.
func TestNothingSecretComesOut(t *testing.T) {
	var all strings.Builder
	var seen strings.Builder // everything that is secret about the requests
	for _, code := range []int{200, 307, 401, 503} {
		for _, name := range []string{"POST token", "GET " + clientID, certificates, "PUT redirect-uris", "POST tpp",
			"GET debug"} {
			for _, how := range []func(int) fault{echo, echoJSON, echoLine, echoHeader} {
				b := newBank(t)
				b.faults[name] = []fault{noting(&seen, how(code)), noting(&seen, how(code))}
				d := newDesk(t, b)
				all.WriteString(everything(t, d))
				b.Close()
			}
		}
	}
	for _, s := range secrets(t) {
		if i := strings.Index(all.String(), s); i >= 0 {
			t.Errorf("%q comes out: ...%s...", s, all.String()[max(0, i-300):i+len(s)+50])
		}
	}
	if !strings.Contains(seen.String(), tokenNumber(1)) || !strings.Contains(seen.String(), "Basic ") ||
		strings.Count(all.String(), "[redacted]") < 400 {
		t.Error("the test does not see what it should")
	}
}

// everything makes each call once and returns all that a user could get to see.
func everything(t *testing.T, d *desk) string {
	var log bytes.Buffer
	c := d.client(func(o *submit.Options) {
		logger := slog.New(slog.NewJSONHandler(&log, nil))
		o.Limit = 2 * time.Second
		o.Retrying = func(err error, _ time.Duration) {
			logger.Info("again", "err", err)
			log.WriteString(printedError(err))
		}
	})
	var s strings.Builder
	add := func(v any, err error) { s.WriteString(printed(v) + printedError(err)) }
	tok, err := c.Token(t.Context())
	add(tok, err)
	details, out, err := c.Client(t.Context())
	add(details, err)
	add(out, nil)
	out, err = c.AddCertificate(t.Context(), payload(t))
	add(out, err)
	out, err = c.SetRedirectURIs(t.Context(), []string{"https://a.example"})
	add(out, err)
	reg := submit.Registration{Name: "n", Roles: []string{"PSP_AI"}, RedirectURIs: []string{"https://a.example"}}
	out, err = c.Register(t.Context(), reg, func(c submit.Credentials) error { add(c, nil); return nil })
	add(out, err)
	out, err = c.Debug(t.Context())
	add(out, err)
	add(c, nil)
	request, err := c.Prepare(t.Context(), d.bank.target().TokenRequest())
	add(request, err)
	s.WriteString(request.String() + request.Curl(""))
	return s.String() + log.String() + journalText(t, d)
}

func noting(seen *strings.Builder, f fault) fault {
	return func(w http.ResponseWriter, r *http.Request, answer http.HandlerFunc) {
		seen.WriteString(r.Header.Get("Authorization"))
		f(w, r, answer)
	}
}

// said is what the server could know, in forms it could know it in.
func said(r *http.Request) string {
	auth := r.Header.Get("Authorization")
	_, encoded, _ := strings.Cut(auth, " ")
	plain, _ := base64.StdEncoding.DecodeString(encoded)
	return auth + " " + string(plain) + " " + clientSecret + " " + formEncoded(clientSecret)
}

func echo(code int) fault {
	return func(w http.ResponseWriter, r *http.Request, _ http.HandlerFunc) {
		for _, name := range []string{"Location", "Www-Authenticate", "Server", "Content-Type", "Via", "Set-Cookie",
			"X-Request-Id"} {
			w.Header().Set(name, said(r))
		}
		w.WriteHeader(code)
		io.WriteString(w, said(r))
	}
}

func echoJSON(code int) fault {
	return func(w http.ResponseWriter, r *http.Request, _ http.HandlerFunc) {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(code)
		json.NewEncoder(w).Encode(map[string]any{
			"error": said(r), "error_description": said(r), "error_uri": said(r), "access_token": "",
			"expires_in": said(r), "token_type": said(r),
			"clientId": 1, "clientSecret": said(r), "name": said(r),
		})
	}
}

func echoLine(code int) fault {
	return raw(func(r *http.Request) string {
		return fmt.Sprintf("HTTP/1.1 %d %s\r\nContent-Length: 1000\r\n\r\n%s", code, said(r), said(r))
	})
}

func echoHeader(int) fault {
	return raw(func(r *http.Request) string { return "HTTP/1.1 " + said(r) + "\r\n" + said(r) + "\r\n\r\n" })
}

func raw(answer func(*http.Request) string) fault {
	return func(w http.ResponseWriter, r *http.Request, _ http.HandlerFunc) {
		c, _, err := http.NewResponseController(w).Hijack()
		if err == nil {
			io.WriteString(c, answer(r))
			c.Close()
		}
	}
}

// secrets are the forms in which a secret, a token or the private key could come out.
func secrets(t *testing.T) []string {
	key := testpki.Clean().Leaf.Key.(*ecdsa.PrivateKey)
	number, err := key.Bytes()
	der, err2 := x509.MarshalPKCS8PrivateKey(key)
	if err := errors.Join(err, err2); err != nil {
		t.Fatal(err)
	}
	quoted, err := json.Marshal(clientSecret)
	if err != nil {
		t.Fatal(err)
	}
	var tokens []string
	for i := range 9 {
		tokens = append(tokens, tokenNumber(i+1))
	}
	return append(tokens,
		clientSecret, formEncoded(clientSecret), string(quoted), "s3cr3t", "registered-",
		base64.StdEncoding.EncodeToString([]byte(clientID+":"+clientSecret)),
		base64.StdEncoding.EncodeToString([]byte(formEncoded(clientID)+":"+formEncoded(clientSecret))),
		string(number), hex.EncodeToString(number), strings.ToUpper(hex.EncodeToString(number)),
		base64.StdEncoding.EncodeToString(number),
		base64.StdEncoding.EncodeToString(der)[:60], fmt.Sprint(number), "PRIVATE KEY",
	)
}

// journalText is all that is in the journal, names included.
func journalText(t *testing.T, d *desk) string {
	var s strings.Builder
	err := filepath.WalkDir(d.state, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		s.WriteString(path + string(data))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return s.String()
}
