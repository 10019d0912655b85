package submit_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/google/uuid"

	"qwac/pkg/submit"
)

// A whole registration and rotation, as the bank sees it.
func TestCalls(t *testing.T) {
	b := newBank(t)
	d := newDesk(t, b)
	c := d.client(nil)
	ctx := t.Context()

	var kept submit.Credentials
	reg := submit.Registration{Name: "mycompany", Roles: []string{"PSP_AI"},
		RedirectURIs: []string{"https://a.example/cb?x=1&y=2"}}
	out, err := c.Register(ctx, reg, func(got submit.Credentials) error { kept = got; return nil })
	if err != nil || kept.ClientID != clientID || kept.ClientSecret.Reveal() != "registered-1" || out.Body != "" {
		t.Errorf("registered %+v, %+v, %v", kept, out, err)
	}
	details, _, err := c.Client(ctx)
	if diff := cmp.Diff(&b.details, details); err != nil || diff != "" {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
	out, err = c.AddCertificate(ctx, payload(t))
	want := &submit.Outcome{
		Method: "POST", URL: b.URL + "/tpp/" + clientID + "/certificates",
		At: d.clock.now, StatusCode: 201, Status: "201 Created",
	}
	if diff := cmp.Diff(want, out, cmpopts.IgnoreFields(submit.Outcome{}, "RequestID")); err != nil || diff != "" {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
	if _, err := c.SetRedirectURIs(ctx, reg.RedirectURIs); err != nil {
		t.Error(err)
	}
	seen, err := c.Debug(ctx)
	if err != nil || !strings.Contains(seen.Body, "Fixture Payments") {
		t.Errorf("debug: %+v, %v", seen, err)
	}

	names := []string{"POST tpp", "POST token", "GET " + clientID, certificates, "PUT redirect-uris", "GET debug"}
	if diff := cmp.Diff(names, b.names()); diff != "" {
		t.Errorf("calls (-want +got):\n%s", diff)
	}
	ids := map[string]bool{}
	for _, call := range b.calls {
		ids[call.ID] = true
		if uuid.Validate(call.ID) != nil {
			t.Errorf("%s: request id %q is no UUID", call.Name, call.ID)
		}
	}
	if len(ids) != len(names) {
		t.Errorf("%d request ids for %d calls", len(ids), len(names))
	}
	const body = `{"name":"mycompany","roles":["PSP_AI"],"redirectUris":["https://a.example/cb?x=1&y=2"]}`
	if b.calls[0].Body != body {
		t.Errorf("registration body %q", b.calls[0].Body)
	}
	if b.calls[4].Body != `{"redirectUris":["https://a.example/cb?x=1&y=2"]}` {
		t.Errorf("redirect URI body %q", b.calls[4].Body)
	}
}

func TestDetailsInTrouble(t *testing.T) {
	for _, tt := range []struct {
		name  string
		fault fault
		want  string
		calls int
	}{
		{"truncated", truncated, "done", 2},
		{"500", status(500), "done", 2},
		{"404", status(404), "client details 404", 1},
		{"page", status(200, "Content-Type", "text/html"), "odd answer", 1},
		{"10 MB", huge, "odd answer", 1},
		{"another client", text(`{"clientId":"another"}`), "odd answer", 1},
		{"unknown fields, other types", text(`{"clientId":"` + clientID +
			`","x":1,"certificateChains":[{"certificates":[{"serialNumber":123,"notAfter":"2 May"}]}]}`), "done", 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b := newBank(t)
			b.faults["GET "+clientID] = []fault{tt.fault}
			_, _, err := newDesk(t, b).client(nil).Client(t.Context())
			if calls, _ := b.made("GET " + clientID); kind(err) != tt.want || calls != tt.calls {
				t.Errorf("got %s after %d calls, want %s after %d: %v", kind(err), calls, tt.want, tt.calls, err)
			}
		})
	}
}

// A secret that was not kept is given again under the same request id.
func TestRegisterUntilKept(t *testing.T) {
	b := newBank(t)
	d := newDesk(t, b)
	reg := submit.Registration{Name: "x", Roles: []string{"PSP_AI"}, RedirectURIs: []string{"https://x.example"}}
	full := errors.New("disk full")
	_, err := d.client(nil).Register(t.Context(), reg, func(submit.Credentials) error { return full })
	if kind(err) != "unknown" || !errors.Is(err, full) {
		t.Errorf("got %v", err)
	}
	b.faults["POST tpp"] = []fault{committed(text(`{"clientId":"x"}`))}
	if _, err = d.client(nil).Register(t.Context(), reg, nil); kind(err) != "unknown" {
		t.Errorf("got %v", err)
	}
	var kept submit.Credentials
	out, err := d.client(nil).Register(t.Context(), reg, func(c submit.Credentials) error { kept = c; return nil })
	if err != nil || !out.Resumed || kept.ClientSecret.Reveal() != "registered-1" || len(b.stored) != 1 {
		t.Errorf("%+v, %+v, %v, %d registered", out, kept, err, len(b.stored))
	}
	var earlier *submit.EarlierError
	_, err = d.client(nil).Register(t.Context(), reg, func(submit.Credentials) error { return nil })
	if !errors.As(err, &earlier) || len(b.stored) != 1 {
		t.Errorf("the same once more: %v, %d registered", err, len(b.stored))
	}
	again := func(o *submit.Options) { o.Again = true }
	out, err = d.client(again).Register(t.Context(), reg, func(submit.Credentials) error { return nil })
	if err != nil || out.Resumed || len(b.stored) != 2 {
		t.Errorf("the next registration: %+v, %v, %d registered", out, err, len(b.stored))
	}
}

func TestPrepareAndSettle(t *testing.T) {
	b := newBank(t)
	b.faults[certificates] = []fault{status(307)}
	d := newDesk(t, b)
	c := d.client(nil)
	r, err := b.target().CertificateRequest(clientID, payload(t))
	if err != nil {
		t.Fatal(err)
	}
	if found, err := c.Settle(t.Context(), r); found != nil || err != nil {
		t.Errorf("settled nothing: %v, %v", found, err)
	}
	first, err := c.Prepare(t.Context(), r)
	if err != nil || uuid.Validate(first.ID) != nil {
		t.Errorf("prepared with %q, %v", first.ID, err)
	}
	c.AddCertificate(t.Context(), payload(t))
	_, distinct := b.made(certificates)
	if open, err := c.Prepare(t.Context(), r); err != nil || open.ID != distinct[0].ID {
		t.Errorf("prepared with %q, want %q: %v", open.ID, distinct[0].ID, err)
	}
	if found, err := c.Settle(t.Context(), r); found == nil || err != nil {
		t.Errorf("settled: %v, %v", found, err)
	}
	if again, err := c.Prepare(t.Context(), r); err != nil || again.ID == distinct[0].ID {
		t.Errorf("prepared with the settled id, %v", err)
	}
}

func TestNoJournal(t *testing.T) {
	b := newBank(t)
	c := newDesk(t, b).client(func(o *submit.Options) { o.Journal = nil })
	if _, err := c.AddCertificate(t.Context(), payload(t)); !errors.Is(err, submit.ErrNoJournal) || len(b.calls) > 0 {
		t.Errorf("got %v after %v", err, b.calls)
	}
}

// brokenJournal cannot be written to when End, or from the start.
type brokenJournal struct {
	submit.Journal
	begin error
}

func (j brokenJournal) Begin(_ context.Context, e submit.Entry) (submit.Entry, bool, error) {
	return e, false, j.begin
}

func (brokenJournal) End(context.Context, string, int, time.Time) error { return io.ErrShortWrite }

func TestJournalFails(t *testing.T) {
	b := newBank(t)
	d := newDesk(t, b)
	d.journal = brokenJournal{begin: io.ErrClosedPipe}
	if _, err := d.client(nil).AddCertificate(t.Context(), payload(t)); !errors.Is(err, io.ErrClosedPipe) ||
		len(b.stored) > 0 {
		t.Errorf("got %v, %d stored", err, len(b.stored))
	}
	d.journal = brokenJournal{}
	if out, err := d.client(nil).AddCertificate(t.Context(), payload(t)); !errors.Is(err, io.ErrShortWrite) ||
		out == nil || out.StatusCode != 201 {
		t.Errorf("got %+v, %v", out, err)
	}
}

// Clock, waiting and limits that nobody chose.
func TestDefaults(t *testing.T) {
	t.Parallel()
	b := newBank(t)
	b.faults[certificates] = []fault{drop}
	o := submit.Options{
		Target: b.target(), Certificate: certificate(), ServerCAs: pool(b.Certificate()),
		ClientID: clientID, ClientSecret: submit.NewSecret(clientSecret), Journal: newDesk(t, b).journal,
	}
	c, err := submit.New(o)
	if err != nil {
		t.Fatal(err)
	}
	if out, err := c.AddCertificate(t.Context(), payload(t)); err != nil || time.Since(out.At) < 200*time.Millisecond {
		t.Errorf("%+v, %v", out, err)
	}
	if times, _ := b.made(certificates); times != 2 {
		t.Errorf("%d requests, want 2", times)
	}
}

// The user gives up while the bank thinks.
func TestCancelled(t *testing.T) {
	b := newBank(t)
	ctx, cancel := context.WithCancel(t.Context())
	b.faults[certificates] = []fault{committed(func(_ http.ResponseWriter, r *http.Request, _ http.HandlerFunc) {
		cancel()
		<-r.Context().Done()
		panic(http.ErrAbortHandler)
	})}
	d := newDesk(t, b)
	_, err := d.client(nil).AddCertificate(ctx, payload(t))
	if kind(err) != "unknown" || !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if out, err := d.client(nil).AddCertificate(t.Context(), payload(t)); err != nil || !out.Resumed ||
		len(b.stored) != 1 {
		t.Errorf("the next run: %+v, %v", out, err)
	}
}
