package submit_test

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"qwac/pkg/submit"
)

func TestTokenLife(t *testing.T) {
	for _, tt := range []struct {
		name   string
		life   int
		pass   time.Duration // between the two calls
		kill   bool          // the bank withdraws the first token between them
		tokens int
		calls  int // of client details
	}{
		{"used again", 3600, time.Hour - time.Minute, false, 1, 2},
		{"not used in its last half minute", 3600, time.Hour - 29*time.Second, false, 2, 2},
		{"short life", 10, 8 * time.Second, false, 1, 2},
		{"end of a short life", 10, 9 * time.Second, false, 2, 2},
		{"unknown life", 0, 1000 * time.Hour, false, 1, 2},
		{"withdrawn", 3600, time.Second, true, 2, 3},
		{"withdrawn, of unknown life", 0, time.Second, true, 2, 3},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b := newBank(t)
			b.life = tt.life
			d := newDesk(t, b)
			c := d.client(nil)
			for range 2 {
				if _, _, err := c.Client(t.Context()); err != nil {
					t.Fatal(err)
				}
				d.clock.now = d.clock.now.Add(tt.pass)
				if tt.kill {
					b.dead = 1
				}
			}
			if calls, _ := b.made("GET " + clientID); b.tokens != tt.tokens || calls != tt.calls {
				t.Errorf("%d tokens and %d calls, want %d and %d", b.tokens, calls, tt.tokens, tt.calls)
			}
		})
	}
}

// The token ends between two attempts: the POST is repeated with another token, the same id and the same bytes.
func TestTokenExpiresBetweenAttempts(t *testing.T) {
	b := newBank(t)
	b.life = 60
	d := newDesk(t, b)
	b.faults[certificates] = []fault{
		status(503, "Retry-After", "40"), // 54 seconds is when another token is due
		func(w http.ResponseWriter, r *http.Request, answer http.HandlerFunc) { // between sending and arriving
			d.clock.Wait(r.Context(), 30*time.Second)
			b.mu.Lock()
			b.dead = 1
			b.mu.Unlock()
			answer(w, r)
		},
	}
	out, err := d.client(nil).AddCertificate(t.Context(), payload(t))
	if err != nil {
		t.Errorf("%+v, %v", out, err)
	}
	if times, distinct := b.made(certificates); times != 3 || len(distinct) != 1 || b.tokens != 2 ||
		len(b.stored) != 1 {
		t.Errorf("%d requests, %d different, %d tokens, %d stored", times, len(distinct), b.tokens, len(b.stored))
	}
}

// Between two attempts there is no new token to be had: what became of the first attempt is not known.
func TestNoTokenBetweenAttempts(t *testing.T) {
	b := newBank(t)
	b.life = 60
	b.faults[certificates] = []fault{committed(status(503, "Retry-After", "60"))}
	d := newDesk(t, b)
	c := d.client(nil)
	if _, err := c.Token(t.Context()); err != nil {
		t.Fatal(err)
	}
	b.faults["POST token"] = []fault{status(400)}
	if _, err := c.AddCertificate(t.Context(), payload(t)); kind(err) != "unknown" ||
		!strings.Contains(err.Error(), "token: ") {
		t.Errorf("got %v", err)
	}
	if out, err := d.client(nil).AddCertificate(t.Context(), payload(t)); err != nil || !out.Resumed ||
		len(b.stored) != 1 {
		t.Errorf("the next run: %+v, %v", out, err)
	}
}

// A 401 that another token does not help against is an answer.
func TestUnauthorized(t *testing.T) {
	b := newBank(t)
	d := newDesk(t, b)
	c := d.client(nil)
	if _, err := c.Token(t.Context()); err != nil {
		t.Fatal(err)
	}
	b.dead = 100
	_, err := c.AddCertificate(t.Context(), payload(t))
	if times, _ := b.made(certificates); kind(err) != "add certificate 401" || times != 2 || b.tokens != 2 {
		t.Errorf("%v after %d requests, %d tokens", err, times, b.tokens)
	}
	if _, err := d.client(func(o *submit.Options) {
		o.ClientSecret = submit.NewSecret("wrong")
	}).AddCertificate(t.Context(), payload(t)); kind(err) != "token 401" {
		t.Error(err)
	}
	if _, err := d.client(func(o *submit.Options) { o.ClientSecret = submit.Secret{} }).Token(t.Context()); err == nil {
		t.Error("a token without a secret")
	}
}

func TestTokenEndpointInTrouble(t *testing.T) {
	const token = `{"access_token":"eyJ0b2tlbi0001","token_type":%q}`
	for _, tt := range []struct {
		name   string
		faults []fault
		want   string
	}{
		{"dropped, truncated, 503", []fault{drop, truncated, status(503)}, "done"},
		{"400", []fault{status(400)}, "token 400"},
		{"called plain text", []fault{func(w http.ResponseWriter, _ *http.Request, _ http.HandlerFunc) {
			fmt.Fprintf(w, token, "bearer")
		}}, "done"},
		{"no JSON", []fault{status(200)}, "odd answer"},
		{"no token", []fault{text(`{"token_type":"Bearer"}`)}, "odd answer"},
		{"an error with 200", []fault{text(`{"error":"invalid_client"}`)}, "odd answer"},
		{"another type", []fault{text(fmt.Sprintf(token, "mac"))}, "odd answer"},
		{"10 MB", []fault{huge}, "odd answer"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b := newBank(t)
			b.faults["POST token"] = tt.faults
			got, err := newDesk(t, b).client(nil).Token(t.Context())
			if kind(err) != tt.want || (err == nil) == got.Value.IsZero() {
				t.Errorf("got %s, want %s: %v", kind(err), tt.want, err)
			}
			if _, distinct := b.made("POST token"); len(distinct) != 1 {
				t.Errorf("different requests: %v", distinct)
			}
		})
	}
}

func text(body string) fault {
	return func(w http.ResponseWriter, _ *http.Request, _ http.HandlerFunc) {
		w.Header().Set("Content-Type", "application/json")
		io.WriteString(w, body)
	}
}
