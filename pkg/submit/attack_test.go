package submit_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"qwac/internal/journal"
	"qwac/pkg/submit"
)

// page is what something on the way answers in place of the bank.
func page(code int) fault { return status(code, "Content-Type", "text/html") }

// inJSON is a refusal in the form of the bank, or of a gateway: they cannot be told apart.
func inJSON(code int) fault {
	return status(code, "Content-Type", "application/json")
}

// After an attempt that may have been done no refusal ends the matter: exit status 5, the same id, and one certificate.
func TestAttackRefusalAfterDoubt(t *testing.T) {
	doubts := map[string]fault{"done and lost": committed(drop), "lost": drop, "500 after": committed(status(500)),
		"503": status(503)}
	for name, doubt := range doubts {
		for _, code := range []int{400, 401, 403, 404, 407, 409, 413, 422, 451, 499} {
			for form, refuse := range map[string]fault{"JSON": inJSON(code), "page": page(code)} {
				t.Run(fmt.Sprintf("%s/%d/%s", name, code, form), func(t *testing.T) {
					t.Parallel()
					b := newBank(t)
					b.faults[certificates] = []fault{doubt, refuse, refuse}
					d := newDesk(t, b)
					for range 2 { // the second run begins with the doubt of the first
						if _, err := d.client(nil).AddCertificate(t.Context(), payload(t)); kind(err) != "unknown" {
							t.Errorf("got %v", err)
						}
					}
					out, err := d.client(nil).AddCertificate(t.Context(), payload(t))
					if _, distinct := b.made(certificates); err != nil || !out.Resumed || len(distinct) != 1 ||
						len(b.stored) != 1 {
						t.Errorf("%+v, %v; ids %v, %d stored", out, err, distinct, len(b.stored))
					}
				})
			}
		}
	}
}

// Without a doubt a refusal in the form of the bank is one; but not a status by which nobody says that nothing was
// done, nor a page, which something on the way may have sent in place of the bank's answer.
func TestAttackFirstRefusal(t *testing.T) {
	refused := []int{400, 401, 403, 404, 405, 409, 410, 413, 414, 415, 421, 422, 451}
	unheard := []int{407, 411, 431} // before anything is sent on
	for _, code := range slices.Concat(refused, unheard, []int{402, 406, 418, 460, 499}) {
		for form, refuse := range map[string]fault{
			"JSON": inJSON(code), "page": page(code),
			"page with parameters": status(code, "Content-Type", "Text/HTML; charset=utf-8"),
			"XHTML":                status(code, "Content-Type", "application/xhtml+xml"),
			"page without a type":  untyped(code),
		} {
			want := "unknown"
			if slices.Contains(unheard, code) || form == "JSON" && slices.Contains(refused, code) {
				want = fmt.Sprint("add certificate ", code)
			}
			b := newBank(t)
			b.faults[certificates] = []fault{committed(refuse)}
			d := newDesk(t, b)
			_, err := d.client(nil).AddCertificate(t.Context(), payload(t))
			var unknown *submit.UnknownOutcomeError
			if kind(err) != want || errors.As(err, &unknown) && unknown.Before {
				t.Errorf("%d, %s: got %v, want %s, with no attempt before", code, form, err, want)
			}
			if _, err := d.client(nil).AddCertificate(t.Context(), payload(t)); want == "unknown" &&
				(err != nil || len(b.stored) != 1) {
				t.Errorf("%d, %s, and again: %v, %d stored", code, form, err, len(b.stored))
			}
		}
	}
}

// untyped is a page whose type is not told.
func untyped(code int) fault {
	return func(w http.ResponseWriter, _ *http.Request, _ http.HandlerFunc) {
		w.Header()["Content-Type"] = nil
		w.WriteHeader(code)
		io.WriteString(w, " <!DOCTYPE html><title>blocked</title>")
	}
}

// A certificate that was added is not added under another id because the details lag, nor because its chain is sent in
// other bytes; Again sends it.
func TestAttackDoneIsNotSentAgain(t *testing.T) {
	b := newBank(t)
	d := newDesk(t, b)
	first, err := d.client(nil).AddCertificate(t.Context(), payload(t))
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range []*submit.Payload{payload(t), modelPayload(modelLeaf())} {
		_, err := d.client(nil).AddCertificate(t.Context(), p)
		var earlier *submit.EarlierError
		if !errors.As(err, &earlier) || earlier.Entry.ID != first.RequestID || earlier.Status != 201 ||
			!strings.Contains(err.Error(), first.RequestID) {
			t.Errorf("got %v", err)
		}
	}
	again := func(o *submit.Options) { o.Again = true }
	if out, err := d.client(again).AddCertificate(t.Context(), payload(t)); err != nil ||
		out.RequestID == first.RequestID || len(b.stored) != 2 {
		t.Errorf("%+v, %v, %d stored", out, err, len(b.stored))
	}
}

// What Again sent is open like any other: running the same command again repeats it.
func TestAttackAgainResumes(t *testing.T) {
	b := newBank(t)
	d := newDesk(t, b)
	again := func(o *submit.Options) { o.Again = true }
	b.faults[certificates] = []fault{nil, committed(status(307))}
	for _, want := range []string{"done", "unknown", "done"} {
		if _, err := d.client(again).AddCertificate(t.Context(), payload(t)); kind(err) != want {
			t.Errorf("got %v, want %s", err, want)
		}
	}
	if len(b.stored) != 2 {
		t.Errorf("%d stored, want 2", len(b.stored))
	}
}

// Giving up an open request begins it anew.
func TestAttackGiveUp(t *testing.T) {
	b := newBank(t)
	b.faults[certificates] = []fault{status(307)}
	d := newDesk(t, b)
	d.client(nil).AddCertificate(t.Context(), payload(t))
	id := b.last().ID
	if err := d.client(nil).GiveUp(t.Context(), id); err != nil {
		t.Error(err)
	}
	if out, err := d.client(nil).AddCertificate(t.Context(), payload(t)); err != nil || out.Resumed ||
		out.RequestID == id {
		t.Errorf("%+v, %v", out, err)
	}
}

// rawAnswer answers with these bytes, and holds the connection until the client has gone.
func rawAnswer(text string) fault {
	return func(w http.ResponseWriter, r *http.Request, _ http.HandlerFunc) {
		c, _, err := http.NewResponseController(w).Hijack()
		if err != nil {
			return
		}
		defer c.Close()
		io.WriteString(c, text)
		io.Copy(io.Discard, c)
	}
}

// 101 hands the connection over, and no timeout of net/http applies any more.
func TestAttackSwitchingProtocols(t *testing.T) {
	for name, call := range map[string]func(*submit.Client) error{
		"POST token":      func(c *submit.Client) error { _, err := c.Token(t.Context()); return err },
		"GET " + clientID: func(c *submit.Client) error { _, _, err := c.Client(t.Context()); return err },
		certificates: func(c *submit.Client) error {
			_, err := c.AddCertificate(t.Context(), payload(t))
			return err
		},
	} {
		for form, text := range map[string]string{
			"bare": "HTTP/1.1 101 Switching Protocols\r\n\r\n",
			"upgrade": "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\nContent-Length: " +
				"5\r\n\r\nab",
			"many": strings.Repeat("HTTP/1.1 103 Early Hints\r\n\r\n", 3) +
				"HTTP/1.1 101 Switching Protocols\r\n\r\n",
		} {
			t.Run(name+"/"+form, func(t *testing.T) {
				t.Parallel()
				b := newBank(t)
				b.faults[name] = []fault{rawAnswer(text)}
				err := call(newDesk(t, b).client(nil))
				var odd *submit.AnswerError
				if !errors.As(err, &odd) || odd.StatusCode != 101 {
					t.Errorf("got %v", err)
				}
				if name == certificates && kind(err) != "unknown" {
					t.Errorf("got %v, want an unknown outcome", err)
				}
			})
		}
	}
}

// Endless interim answers end by the timeout.
func TestAttackEndlessInterim(t *testing.T) {
	b := newBank(t)
	b.faults["GET "+clientID] = []fault{func(w http.ResponseWriter, r *http.Request, _ http.HandlerFunc) {
		c, _, err := http.NewResponseController(w).Hijack()
		for err == nil {
			_, err = io.WriteString(c, "HTTP/1.1 102 Processing\r\n\r\n")
		}
		c.Close()
	}}
	_, _, err := newDesk(t, b).client(func(o *submit.Options) { o.Timeout = time.Second }).Client(t.Context())
	if calls, _ := b.made("GET " + clientID); err != nil || calls != 2 {
		t.Errorf("%v after %d calls", err, calls)
	}
}

// What is pushed behind an answer is neither the answer to the next request nor printed.
func TestAttackUnsolicited(t *testing.T) {
	var printed bytes.Buffer
	log.SetOutput(&printed)
	defer log.SetOutput(os.Stderr)
	b := newBank(t)
	d := newDesk(t, b)
	answer := fmt.Sprintf(`{"access_token":%q,"token_type":"Bearer","expires_in":3600}`, tokenNumber(1))
	b.tokens = 1
	b.faults["POST token"] = []fault{rawAnswer(
		fmt.Sprintf("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"+
			"HTTP/1.1 201 Created\r\nContent-Length: 0\r\nX: %s\r\n\r\n", len(answer), answer, clientSecret))}
	out, err := d.client(nil).AddCertificate(t.Context(), payload(t))
	if err != nil || len(b.stored) != 1 {
		t.Errorf("%+v, %v, %d stored", out, err, len(b.stored))
	}
	if printed.Len() > 0 {
		t.Errorf("printed: %s", printed.String())
	}
}

// Every text of the client details may repeat what the server was sent.
func TestAttackDetailsScrubbed(t *testing.T) {
	b := newBank(t)
	for _, secret := range []string{clientSecret, tokenNumber(1), url.QueryEscape(clientSecret)} {
		text := "x" + secret + "y"
		b.details = submit.ClientDetails{
			Name: text, ClientID: clientID, Roles: []string{text}, RedirectURIs: []string{text},
			CertificateChains: []submit.CertificateChain{{Certificates: []submit.CertificateInfo{
				{Subject: text, SubjectKeyID: text, Issuer: text, SerialNumber: text},
			}}},
		}
		got, out, err := newDesk(t, b).client(nil).Client(t.Context())
		b.tokens = 0
		if err != nil {
			t.Fatal(err)
		}
		if all := fmt.Sprintf("%+v %+v", got, out); strings.Contains(all, secret) ||
			strings.Count(all, "x[redacted]y") < 7 {
			t.Errorf("got %s", all)
		}
	}
}

// A media type is shown in lower case, where a secret would not be found any more.
func TestAttackContentTypeScrubbed(t *testing.T) {
	b := newBank(t)
	b.faults["GET "+clientID] = []fault{status(200, "Content-Type", "application/"+tokenNumber(1))}
	_, _, err := newDesk(t, b).client(nil).Client(t.Context())
	if err == nil || strings.Contains(strings.ToLower(err.Error()), strings.ToLower(tokenNumber(1))) {
		t.Errorf("got %v", err)
	}
}

// FuzzAttackAnswer has a server answer with any bytes. The call ends by its deadline, and no text has a secret in it.
func FuzzAttackAnswer(f *testing.F) {
	for _, seed := range []string{
		"HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n",
		"HTTP/1.1 101 Switching Protocols\r\nUpgrade: SECRET\r\n\r\nTOKEN",
		"HTTP/1.1 200 OK\r\nContent-Type: application/TOKEN\r\n\r\n{\"clientId\":\"" + clientID +
			"\",\"name\":\"SECRET\",\"roles\":[\"TOKEN\"]}",
		"HTTP/1.1 403 SECRET\r\nLocation: https://TOKEN\r\nRetry-After: TOKEN\r\nTransfer-Encoding: " +
			"chunked\r\n\r\n5\r\nTOKEN",
		"HTTP/1.1 103 TOKEN\r\n\r\nHTTP/1.0 500 x\r\nContent-Length: 99\r\n\r\nSECRET",
		"TOKEN SECRET\r\n\r\n", "",
	} {
		f.Add(seed, true)
		f.Add(seed, false)
	}
	f.Fuzz(func(t *testing.T, text string, hold bool) {
		c := rawClient(t, text, hold)
		done := make(chan string, 1)
		go func() {
			details, out, err := c.Client(context.Background())
			added, err2 := c.AddCertificate(context.Background(), modelPayload(modelLeaf()))
			done <- fmt.Sprintf("%+v %+v %v %+v %v", details, out, err, added, err2)
		}()
		select {
		case shown := <-done:
			if strings.Contains(shown, clientSecret) || strings.Contains(shown, tokenNumber(1)) {
				t.Errorf("a secret is in %s", shown)
			}
		case <-time.After(30 * time.Second): // a thousand times what the calls may take
			t.Fatal("it hangs")
		}
	})
}

// rawClient is a client whose server gives a token, and then answers with the text.
func rawClient(t *testing.T, text string, hold bool) *submit.Client {
	text = strings.NewReplacer("SECRET", clientSecret, "TOKEN", tokenNumber(1)).Replace(text)
	token := fmt.Sprintf(`{"access_token":%q}`, tokenNumber(1))
	c, err := submit.New(submit.Options{
		Target: modelTarget(), Certificate: modelFixtures().own, ClientID: clientID,
		ClientSecret: submit.NewSecret(clientSecret),
		Journal:      &journal.Memory{}, Timeout: 10 * time.Millisecond, Limit: 20 * time.Millisecond,
	})
	if err != nil {
		t.Fatal(err)
	}
	var dials atomic.Int32
	c.SetTransport(&http.Transport{MaxIdleConnsPerHost: -1,
		DialTLSContext: func(context.Context, string, string) (net.Conn, error) {
			here, there := net.Pipe()
			answer := text
			if dials.Add(1) == 1 {
				answer = fmt.Sprintf("HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s", len(token), token)
			}
			go func() {
				there.Read(make([]byte, 4096))
				go io.Copy(io.Discard, there)
				io.WriteString(there, answer)
				if !hold {
					there.Close()
				}
			}()
			return here, nil
		}})
	return c
}
