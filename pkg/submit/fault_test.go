package submit_test

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"qwac/pkg/submit"
)

const certificates = "POST certificates"

func quiet() *log.Logger { return log.New(io.Discard, "", 0) }

func formEncoded(s string) string { return url.QueryEscape(s) }

// The faults. Each may come before or after the bank has done what was asked for.

func drop(w http.ResponseWriter, _ *http.Request, _ http.HandlerFunc) {
	c, _, err := http.NewResponseController(w).Hijack()
	if err == nil {
		c.Close()
	}
}

// committed does what was asked for, shows the answer to nobody, and goes on with f.
func committed(f fault) fault {
	return func(w http.ResponseWriter, r *http.Request, answer http.HandlerFunc) {
		answer(httptest.NewRecorder(), r)
		f(w, r, answer)
	}
}

func status(code int, headers ...string) fault {
	return func(w http.ResponseWriter, _ *http.Request, _ http.HandlerFunc) {
		for i := 0; i < len(headers); i += 2 {
			w.Header().Set(headers[i], headers[i+1])
		}
		w.WriteHeader(code)
		fmt.Fprintf(w, "this is %d", code)
	}
}

func truncated(w http.ResponseWriter, _ *http.Request, _ http.HandlerFunc) {
	w.Header().Set("Content-Length", "1000")
	w.WriteHeader(http.StatusCreated)
	io.WriteString(w, "{")
}

func slow(w http.ResponseWriter, r *http.Request, _ http.HandlerFunc) {
	w.WriteHeader(http.StatusCreated)
	io.WriteString(w, "{")
	http.NewResponseController(w).Flush()
	<-r.Context().Done()
	panic(http.ErrAbortHandler) // no end of the body, which could arrive just before the client has hung up
}

func huge(w http.ResponseWriter, _ *http.Request, _ http.HandlerFunc) {
	w.WriteHeader(http.StatusCreated)
	for { // 10 MB and more, until the client hangs up
		if _, err := io.WriteString(w, strings.Repeat("x", 1<<20)); err != nil {
			return
		}
	}
}

func hugeHeader(w http.ResponseWriter, _ *http.Request, _ http.HandlerFunc) {
	w.Header().Set("X-Large", strings.Repeat("x", 100<<10))
	w.WriteHeader(http.StatusCreated)
}

func noHTTP(w http.ResponseWriter, r *http.Request, _ http.HandlerFunc) {
	c, _, err := http.NewResponseController(w).Hijack()
	if err == nil {
		fmt.Fprintf(c, "you said %s\r\n\r\n", r.Header.Get("Authorization"))
		c.Close()
	}
}

// kind is what a caller can tell an error by.
func kind(err error) string {
	var unknown *submit.UnknownOutcomeError
	var refusal *submit.ResponseError
	var broken *submit.ConnectionError
	var odd *submit.AnswerError
	switch {
	case err == nil:
		return "done"
	case errors.As(err, &unknown):
		return "unknown"
	case errors.As(err, &refusal):
		return fmt.Sprintf("%s %d", refusal.Call, refusal.StatusCode)
	case errors.As(err, &broken):
		return fmt.Sprintf("broken sent=%t permanent=%t", broken.Sent, broken.Permanent)
	case errors.As(err, &odd):
		return "odd answer"
	}
	return err.Error()
}

// Whatever happens, the same id and bytes are sent, and once the trouble is over the next run ends with one
// certificate.
func TestAddCertificateInTrouble(t *testing.T) {
	wait := func(d time.Duration) []time.Duration { return []time.Duration{d} }
	for _, tt := range []struct {
		name   string
		faults []fault
		want   string
		posts  int             // in the first run
		waits  []time.Duration // nil: not compared
	}{
		{"no trouble", nil, "done", 1, []time.Duration{}},
		{"dropped before the commit", []fault{drop}, "done", 2, nil},
		{"dropped after the commit", []fault{committed(drop)}, "done", 2, nil},
		{"dropped nine times", []fault{drop, drop, drop, drop, drop, drop, drop, drop, committed(drop)}, "done", 10,
			nil},
		{"truncated body", []fault{truncated}, "done", 2, nil},
		{"truncated body after the commit", []fault{committed(truncated)}, "done", 2, nil},
		{"slow body", []fault{committed(slow)}, "done", 2, nil},
		{"no HTTP", []fault{committed(noHTTP)}, "done", 2, nil},
		{"header of 100 KB", []fault{hugeHeader}, "done", 2, nil},
		{"body of 10 MB", []fault{committed(huge)}, "done", 1, nil},
		{"a page for people", []fault{status(200, "Content-Type", "text/html; charset=utf-8")}, "unknown", 1, nil},
		{"redirected elsewhere", []fault{status(307, "Location", "https://127.0.0.1:1/tpp")}, "unknown", 1, nil},
		{"429 with seconds", []fault{status(429, "Retry-After", "7")}, "done", 2, wait(7 * time.Second)},
		{"503 with a date", []fault{status(503, "Retry-After",
			newClock().now.Add(9*time.Second).Format(http.TimeFormat))}, "done", 2, wait(9 * time.Second)},
		{"429 for longer than the limit", []fault{status(429, "Retry-After", "86400")}, "unknown", 1,
			[]time.Duration{}},
		{"503 twice", []fault{status(503), status(503)}, "done", 3, nil},
		{"500 after the commit", []fault{committed(status(500))}, "done", 2, nil},
		{"408 and 425", []fault{status(408), status(425)}, "done", 3, nil},
		{"401 once", []fault{status(401)}, "add certificate 401", 1, []time.Duration{}},
		{"400", []fault{status(400)}, "add certificate 400", 1, []time.Duration{}},
		{"403", []fault{status(403)}, "add certificate 403", 1, []time.Duration{}},
		{"409, which nobody documents", []fault{status(409)}, "add certificate 409", 1, []time.Duration{}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			b := newBank(t)
			b.faults[certificates] = tt.faults
			d := newDesk(t, b)
			slowly := func(o *submit.Options) {
				if strings.HasPrefix(tt.name, "slow") {
					o.Timeout = 200 * time.Millisecond
				}
			}
			_, err := d.client(slowly).AddCertificate(context.Background(), payload(t))
			if got := kind(err); got != tt.want {
				t.Errorf("got %s, want %s: %v", got, tt.want, err)
			}
			times, distinct := b.made(certificates)
			if times != tt.posts || len(distinct) != 1 || distinct[0].Body != string(payload(t).Bytes()) {
				t.Errorf("%d requests, want %d, all alike:\n%+v", times, tt.posts, distinct)
			}
			if diff := cmp.Diff(tt.waits, append([]time.Duration{}, d.clock.waits...)); tt.waits != nil && diff != "" {
				t.Errorf("waits (-want +got):\n%s", diff)
			}
			if tt.want != "unknown" {
				return
			}
			out, err := d.client(nil).AddCertificate(context.Background(), payload(t))
			if err != nil || !out.Resumed || out.RequestID != distinct[0].ID || len(b.stored) != 1 {
				t.Errorf("the next run: %+v, %v; %d certificates stored", out, err, len(b.stored))
			}
		})
	}
}

// A server that never answers: the limit ends it, the entry stays open, a third run repeats the id.
func TestLimit(t *testing.T) {
	t.Parallel()
	b := newBank(t)
	for range 100 {
		b.faults[certificates] = append(b.faults[certificates], committed(drop))
	}
	d := newDesk(t, b)
	for range 2 {
		began := d.clock.Now()
		if _, err := d.client(nil).AddCertificate(context.Background(), payload(t)); kind(err) != "unknown" {
			t.Errorf("got %v", err)
		}
		if took := d.clock.Now().Sub(began); took < time.Minute || took > 2*time.Minute {
			t.Errorf("took %s, want nearly the limit of 2 minutes", took)
		}
	}
	b.faults = nil
	if _, err := d.client(nil).AddCertificate(context.Background(), payload(t)); err != nil {
		t.Error(err)
	}
	if times, distinct := b.made(certificates); times < 20 || len(distinct) != 1 || len(b.stored) != 1 {
		t.Errorf("%d requests, %d different, %d stored", times, len(distinct), len(b.stored))
	}
}

// Nobody listens at first: nothing is sent, and then it goes on.
func TestBeforeConnect(t *testing.T) {
	t.Parallel()
	b := newBank(t)
	d := newDesk(t, b)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	nobody := "https://" + l.Addr().String()
	l.Close()
	elsewhere := func(o *submit.Options) { o.Target.BaseURL = nobody }
	for range 2 { // the first leaves no doubt behind
		_, err = d.client(elsewhere).AddCertificate(context.Background(), payload(t))
		if got := kind(err); got != "broken sent=false permanent=false" {
			t.Errorf("got %s: %v", got, err)
		}
	}
	if out, err := d.client(nil).AddCertificate(context.Background(), payload(t)); err != nil || out.Resumed {
		t.Errorf("got %+v, %v", out, err)
	}
	b.Listener.Close()
	_, err = d.client(nil).Token(context.Background())
	if got := kind(err); got != "broken sent=false permanent=false" ||
		!strings.Contains(err.Error(), "nothing was sent") {
		t.Errorf("got %s: %v", got, err)
	}
}

// An earlier run left a doubt: a run that does not get as far as sending does not take it away.
func TestDoubtStays(t *testing.T) {
	t.Parallel()
	b := newBank(t)
	b.faults[certificates] = []fault{committed(status(307))}
	d := newDesk(t, b)
	cut := func(o *submit.Options) {
		o.Proxy = func(r *http.Request) (*url.URL, error) {
			if strings.HasSuffix(r.URL.Path, "/certificates") {
				return nil, errors.New("no way out")
			}
			return nil, nil
		}
	}
	for _, edit := range []func(*submit.Options){nil, cut, cut} {
		if _, err := d.client(edit).AddCertificate(context.Background(), payload(t)); kind(err) != "unknown" {
			t.Errorf("got %v", err)
		}
	}
	if out, err := d.client(nil).AddCertificate(context.Background(), payload(t)); err != nil || !out.Resumed ||
		len(b.stored) != 1 {
		t.Errorf("the last run: %+v, %v", out, err)
	}
}

// Servers that do not get as far as a request.
func TestNoTrust(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name   string
		server func(*tls.Config)
		client func(*submit.Options)
		says   string
	}{
		{"TLS 1.1", func(c *tls.Config) {
			c.MinVersion, c.MaxVersion = tls.VersionTLS10, tls.VersionTLS11
		}, nil, "protocol version"},
		{"wrong server CA", nil, func(o *submit.Options) { o.ServerCAs = pool(nil) }, "unknown authority"},
		{"wrong name", nil, func(o *submit.Options) {
			o.Target.TokenURL = strings.Replace(o.Target.TokenURL, "127.0.0.1", "localhost", 1)
		}, "localhost"},
		{"client certificate refused", func(c *tls.Config) {
			c.ClientAuth, c.ClientCAs, c.MaxVersion = tls.RequireAndVerifyClientCert, pool(nil), tls.VersionTLS12
		}, nil, "certificate"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b := newBank(t)
			if tt.server != nil {
				b.Close()
				b.Server = httptest.NewUnstartedServer(b)
				b.Server.Config.ErrorLog = quiet()
				b.TLS = &tls.Config{ClientAuth: tls.RequireAnyClientCert}
				tt.server(b.TLS)
				b.StartTLS()
				t.Cleanup(b.Close)
			}
			d := newDesk(t, b)
			_, err := d.client(tt.client).AddCertificate(context.Background(), payload(t))
			if got := kind(err); got != "broken sent=false permanent=true" || !strings.Contains(err.Error(), tt.says) {
				t.Errorf("got %s: %v", got, err)
			}
			if len(b.calls) > 0 || len(d.clock.waits) > 0 {
				t.Errorf("calls %v, waits %v, want none", b.calls, d.clock.waits)
			}
		})
	}
}

// A server that asks for certificates of other CAs is shown ours all the same.
func TestServerNamesOtherCAs(t *testing.T) {
	t.Parallel()
	b := newBank(t)
	b.TLS.ClientAuth, b.TLS.ClientCAs = tls.RequestClientCert, pool(b.Certificate())
	if _, err := newDesk(t, b).client(nil).Token(context.Background()); err != nil {
		t.Error(err)
	}
}

// With TLS 1.3 the refusal of a client certificate comes after the request was written: it never counts as sent, unless
// the network loses the alert, which loopback may.
func TestClientCertificateRefusedLate(t *testing.T) {
	t.Parallel()
	b := newBank(t)
	b.TLS.ClientAuth, b.TLS.ClientCAs = tls.RequireAndVerifyClientCert, pool(nil)
	_, err := newDesk(t, b).client(nil).Token(context.Background())
	var broken *submit.ConnectionError
	if !errors.As(err, &broken) || broken.Sent == broken.Permanent || len(b.calls) > 0 {
		t.Errorf("got %v after %v", err, b.calls)
	}
}

// A redirect target never hears of the call.
func TestRedirectsAreNotFollowed(t *testing.T) {
	t.Parallel()
	other := newBank(t)
	for name, do := range map[string]func(*submit.Client) error{
		"POST token":      func(c *submit.Client) error { _, err := c.Token(t.Context()); return err },
		"GET " + clientID: func(c *submit.Client) error { _, _, err := c.Client(t.Context()); return err },
		certificates: func(c *submit.Client) error {
			_, err := c.AddCertificate(t.Context(), payload(t))
			return err
		},
		"PUT redirect-uris": func(c *submit.Client) error {
			_, err := c.SetRedirectURIs(t.Context(), []string{"https://a"})
			return err
		},
		"GET debug": func(c *submit.Client) error { _, err := c.Debug(t.Context()); return err },
	} {
		for _, code := range []int{301, 302, 303, 307, 308} {
			b := newBank(t)
			b.faults[name] = []fault{status(code, "Location", other.URL+"/tpp")}
			err := do(newDesk(t, b).client(nil))
			var refusal *submit.ResponseError
			if !errors.As(err, &refusal) || refusal.StatusCode != code || !strings.Contains(err.Error(), other.URL) {
				t.Errorf("%s %d: %v", name, code, err)
			}
		}
	}
	if len(other.calls) > 0 {
		t.Errorf("the other host heard %v", other.calls)
	}
}
