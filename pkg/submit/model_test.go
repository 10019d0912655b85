package submit_test

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptrace"
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

// The model: a bank in memory that does each request id once, and a sequence of faults, one for each attempt at a
// change. Runs follow each other until all faults are used up, as a tired person repeats a command.

// modelFault is what becomes of one attempt.
type modelFault struct {
	name   string
	does   bool // the bank does it before the answer
	late   bool // the bank does it, but only when the next attempt or run is over
	kills  bool // the process of the client ends
	status int  // of the answer; 0: none comes
	html   bool // the answer is a page, else JSON
}

func modelFaults() []modelFault {
	return []modelFault{
		{name: "done", does: true, status: 201},
		{name: "no connection", status: -1},
		{name: "lost before"},
		{name: "lost after", does: true},
		{name: "late", late: true},
		{name: "killed before", kills: true},
		{name: "killed after", does: true, kills: true},
		{name: "400", status: 400},
		{name: "401", status: 401},
		{name: "403", status: 403},
		{name: "404", status: 404},
		{name: "409", status: 409},
		{name: "page 403", status: 403, html: true},
		{name: "page 407", status: 407, html: true},
		{name: "page 200", status: 200, html: true},
		{name: "503", status: 503},
		{name: "500 after", does: true, status: 500},
		{name: "406 after", does: true, status: 406},
		{name: "499 late", late: true, status: 499},
		{name: "307", status: 307},
		{name: "101 after", does: true, status: 101},
	}
}

// modelBank is bank and network.
type modelBank struct {
	journal.Memory
	clock  *clock
	faults []modelFault // of the attempts to come
	done   []string     // ids that the bank has done, in order
	late   []string     // ids that it will have done
	lag    bool         // the details are those of the beginning
	dead   bool         // the process has ended: it does not come to close an entry
	kill   context.CancelFunc
	uris   []string
}

// End implements [submit.Journal], unless the process has ended before.
func (b *modelBank) End(ctx context.Context, id string, status int, at time.Time) error {
	if b.dead {
		return errors.New("killed")
	}
	return b.Memory.End(ctx, id, status, at)
}

// RoundTrip implements [http.RoundTripper].
func (b *modelBank) RoundTrip(req *http.Request) (*http.Response, error) {
	if trace := httptrace.ContextClientTrace(req.Context()); trace != nil &&
		(len(b.faults) == 0 || b.faults[0].status != -1 || !isChange(req)) {
		trace.GotConn(httptrace.GotConnInfo{})
	}
	switch {
	case strings.HasSuffix(req.URL.Path, "/oauth2/token"):
		return modelAnswer(req, 200, false,
			`{"access_token":"eyJ0b2tlbi0001","token_type":"Bearer","expires_in":86400}`), nil
	case !isChange(req):
		return modelAnswer(req, 200, false, b.details()), nil
	}
	return b.attempt(req)
}

func isChange(req *http.Request) bool {
	return req.Method != http.MethodGet && !strings.HasSuffix(req.URL.Path, "/oauth2/token")
}

// attempt does what the next fault says; without one all is well.
func (b *modelBank) attempt(req *http.Request) (*http.Response, error) {
	b.arrive()
	//lint:ignore SA1008 the name is written so on the wire
	f, id := modelFaults()[0], req.Header["X-Request-ID"][0]
	if len(b.faults) > 0 {
		f, b.faults = b.faults[0], b.faults[1:]
	}
	if f.does {
		b.do(id)
	}
	if f.late {
		b.late = append(b.late, id)
	}
	switch {
	case f.kills:
		b.dead = true
		b.kill()
		return nil, context.Canceled
	case f.status == -1:
		return nil, &net.OpError{Op: "dial", Err: errors.New("nobody listens")}
	case f.status == 0:
		return nil, io.ErrUnexpectedEOF
	}
	return modelAnswer(req, f.status, f.html, `{"clientId":"`+clientID+`","clientSecret":"s"}`), nil
}

func (b *modelBank) do(id string) {
	if !slices.Contains(b.done, id) {
		b.done = append(b.done, id)
	}
}

// arrive lets what was late come to the bank.
func (b *modelBank) arrive() {
	for _, id := range b.late {
		b.do(id)
	}
	b.late = nil
}

func (b *modelBank) details() string {
	d := submit.ClientDetails{ClientID: clientID, RedirectURIs: []string{"https://old.example"}}
	if len(b.done) > 0 && !b.lag {
		leaf := modelLeaf()
		d.RedirectURIs = b.uris
		d.CertificateChains = []submit.CertificateChain{{Certificates: []submit.CertificateInfo{{
			SerialNumber: leaf.SerialNumber.String(), Issuer: leaf.Issuer.String(),
		}}}}
	}
	text, _ := json.Marshal(d)
	return string(text)
}

func modelAnswer(req *http.Request, status int, html bool, body string) *http.Response {
	h := http.Header{"Content-Type": {"application/json"}}
	if html {
		h.Set("Content-Type", "text/html")
		body = "<!DOCTYPE html>"
	}
	return &http.Response{
		StatusCode: status, Status: fmt.Sprint(status), Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: h, Body: io.NopCloser(strings.NewReader(body)), ContentLength: int64(len(body)), Request: req,
	}
}

// modelCommand is a command as it looks to the bank: what it reads first, and what it changes. Odd runs may ask for the
// same with other bytes.
type modelCommand struct {
	name string
	run  func(ctx context.Context, b *modelBank, c *submit.Client, odd bool) error
}

func modelCommands() []modelCommand {
	leaf := modelLeaf()
	return []modelCommand{
		{"submit", func(ctx context.Context, b *modelBank, c *submit.Client, _ bool) error {
			return modelSubmit(ctx, b, c, modelPayload(leaf))
		}},
		{"submit, with and without the issuer",
			func(ctx context.Context, b *modelBank, c *submit.Client, odd bool) error {
				path := []*x509.Certificate{leaf, modelFixtures().issuer}
				if odd {
					path = path[:1]
				}
				return modelSubmit(ctx, b, c, modelPayload(path...))
			}},
		{"register", func(ctx context.Context, b *modelBank, c *submit.Client, _ bool) error {
			return modelRegister(ctx, c, false)
		}},
		{"register, with other redirect URIs",
			func(ctx context.Context, b *modelBank, c *submit.Client, odd bool) error {
				return modelRegister(ctx, c, odd)
			}},
		{"redirect URIs", modelRedirect},
	}
}

// modelFixtures takes longer to make than a sequence.
var modelFixtures = sync.OnceValue(func() (f struct {
	leaf, issuer *x509.Certificate
	own          tls.Certificate
}) {
	f.leaf, f.issuer, f.own = testpki.Clean().Leaf.X509(), testpki.Clean().Intermediate.X509(), certificate()
	return f
})

func modelLeaf() *x509.Certificate { return modelFixtures().leaf }

func modelPayload(path ...*x509.Certificate) *submit.Payload {
	c := &chain.Chain{}
	for _, crt := range path {
		c.Path = append(c.Path, &cert.Cert{Certificate: crt})
	}
	p, _ := submit.NewPayload(nil, c)
	return p
}

func modelSubmit(ctx context.Context, b *modelBank, c *submit.Client, p *submit.Payload) error {
	details, _, err := c.Client(ctx)
	if err != nil {
		return err
	}
	if details.Has(modelLeaf()) {
		r, _ := modelTarget().CertificateRequest(clientID, p)
		_, err := c.Settle(ctx, r)
		return err
	}
	_, err = c.AddCertificate(ctx, p)
	return err
}

func modelRegister(ctx context.Context, c *submit.Client, odd bool) error {
	reg := submit.Registration{Name: "x", Roles: []string{"PSP_AI", "PSP_PI"},
		RedirectURIs: []string{"https://x.example"}}
	if odd {
		reg.Roles, reg.RedirectURIs = []string{"PSP_PI", "PSP_AI"}, []string{"https://y.example"}
	}
	_, err := c.Register(ctx, reg, func(submit.Credentials) error { return nil })
	return err
}

func modelRedirect(ctx context.Context, b *modelBank, c *submit.Client, _ bool) error {
	details, _, err := c.Client(ctx)
	if err != nil {
		return err
	}
	if slices.Equal(details.RedirectURIs, b.uris) {
		r, _ := modelTarget().RedirectURIsRequest(clientID, b.uris)
		_, err := c.Settle(ctx, r)
		return err
	}
	_, err = c.SetRedirectURIs(ctx, b.uris)
	return err
}

func modelTarget() submit.Target {
	return submit.Target{Environment: banks.Environment{TokenURL: "https://bank.example/oauth2/token",
		BaseURL: "https://bank.example"}}
}

// modelLag says in which runs the details are those of the beginning: one of several servers answers, and some are
// late.
type modelLag int

func modelLags() []modelLag { return []modelLag{0, 1, 2} }

func (l modelLag) in(run int) bool { return l == 1 || l == 2 && run%2 == 0 }

func (l modelLag) String() string {
	return []string{"are current", "lag behind", "lag in every other run"}[l]
}

// modelRuns runs a command until all faults are used up, twice more, and once when the details are current. It returns
// what is wrong; empty: nothing.
func modelRuns(command modelCommand, faults []modelFault, lag modelLag) string {
	b := &modelBank{clock: newClock(), faults: slices.Clone(faults), uris: []string{"https://new.example"}}
	c, err := submit.New(submit.Options{
		Target: modelTarget(), Certificate: modelFixtures().own, ClientID: clientID,
		ClientSecret: submit.NewSecret(clientSecret),
		Journal:      b, Now: b.clock.Now, Wait: b.clock.Wait,
	})
	if err != nil {
		return err.Error()
	}
	c.SetTransport(b)
	said := false // some run said that it was done
	for n, more := 0, 2; more > 0 && n < 20; n++ {
		if len(b.faults) == 0 {
			more--
		}
		had := len(b.done)
		ctx, cancel := context.WithCancel(context.Background())
		b.dead, b.kill, b.lag = false, cancel, lag.in(n)
		err := command.run(ctx, b, c, n%2 == 1)
		cancel()
		said = said || err == nil
		if problem := modelJudge(err, len(b.done)-had); problem != "" {
			return fmt.Sprintf("run %d: %s: %v", n+1, problem, err)
		}
		b.clock.Wait(context.Background(), time.Second)
	}
	b.arrive()
	b.lag = false
	err = command.run(context.Background(), b, c, false)
	var earlier *submit.EarlierError
	switch {
	case len(b.done) > 1:
		return fmt.Sprintf("done %d times", len(b.done))
	case len(b.done) == 0:
		return fmt.Sprintf("never done; said so: %t; last: %v", said, err)
	case err != nil && !errors.As(err, &earlier):
		return fmt.Sprintf("done, and the last run does not see it: %v", err)
	}
	return ""
}

// modelJudge compares what a run says with what it did.
func modelJudge(err error, did int) string {
	var earlier *submit.EarlierError
	var unknown *submit.UnknownOutcomeError
	var refusal *submit.ResponseError
	switch {
	case errors.As(err, &unknown):
	case errors.As(err, &earlier) && did > 0:
		return "it says that nothing was sent, and something was done"
	case errors.As(err, &refusal) && did > 0:
		return "it says that it was refused, and it was done"
	}
	return ""
}

// All sequences of two faults, and longer ones at random, for each command, with current and with lagging details:
// the bank never does more than one id, and in the end it has done one.
func TestAttackModel(t *testing.T) {
	faults := modelFaults()
	sequences := 0
	try := func(command modelCommand, list []modelFault, lag modelLag) {
		if sequences++; t.Failed() {
			return
		}
		if problem := modelRuns(command, list, lag); problem != "" {
			t.Errorf("%s, details %s, %s: %s", command.name, lag, modelNames(list), problem)
		}
	}
	for _, command := range modelCommands() {
		for _, first := range faults {
			for _, second := range faults {
				for _, lag := range modelLags() {
					try(command, []modelFault{first, second}, lag)
				}
			}
		}
	}
	r := rand.New(rand.NewPCG(1, 2))
	for n := range 6000 {
		var list []modelFault
		for range 3 + r.IntN(4) {
			list = append(list, faults[r.IntN(len(faults))])
		}
		try(modelCommands()[n%len(modelCommands())], list, modelLag(r.IntN(3)))
	}
	if sequences < 10_000 {
		t.Errorf("%d sequences, want 10000 or more", sequences)
	}
}

func modelNames(list []modelFault) string {
	var names []string
	for _, f := range list {
		names = append(names, f.name)
	}
	return strings.Join(names, " > ")
}

// FuzzAttackModel looks for sequences that nobody thought of: each byte is a fault.
func FuzzAttackModel(f *testing.F) {
	f.Add([]byte{3, 11, 0}, uint8(0), uint8(1))
	f.Add([]byte{4, 8, 1, 19}, uint8(3), uint8(2))
	f.Fuzz(func(t *testing.T, sequence []byte, command, lag uint8) {
		all, commands := modelFaults(), modelCommands()
		var list []modelFault
		for _, n := range sequence[:min(len(sequence), 12)] {
			list = append(list, all[int(n)%len(all)])
		}
		if problem := modelRuns(commands[int(command)%len(commands)], list, modelLag(lag%3)); problem != "" {
			t.Errorf("%s, details %s, %s: %s", commands[int(command)%len(commands)].name, modelLag(lag%3),
				modelNames(list), problem)
		}
	})
}
