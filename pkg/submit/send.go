package submit

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"
)

// run is one call with all its attempts.
type run struct {
	*Client
	began time.Time
	known int  // how many tokens there had been when it began
	sent  bool // some attempt may have reached the bank
}

func (c *Client) newRun() *run {
	c.mu.Lock()
	defer c.mu.Unlock()
	return &run{Client: c, began: c.now(), known: c.fetched}
}

// read makes a call that changes nothing. accept says whether the answer can be used.
func (c *Client) read(ctx context.Context, r Request, accept func(Request, *answer) error) (*Outcome, error) {
	ctx, cancel := context.WithTimeout(ctx, c.options.Limit)
	defer cancel()
	n := c.newRun()
	r = withID(r)
	a, err := n.send(ctx, r)
	if err != nil {
		return nil, err
	}
	if err := accept(r, a); err != nil {
		return nil, err
	}
	return n.outcome(r, a), nil
}

// change makes a call that changes something, through the journal. accept is part of the call: while it fails the entry
// stays open. When both results are there, the call went well and the journal failed.
func (c *Client) change(ctx context.Context, r Request, accept func(Request, *answer) error) (*Outcome, error) {
	if c.journal == nil {
		return nil, ErrNoJournal
	}
	ctx, cancel := context.WithTimeout(ctx, c.options.Limit)
	defer cancel()
	n := c.newRun()
	if r.auth == authBearer { // first, so that no entry stays open for want of a token
		if _, err := n.bearer(ctx); err != nil {
			return nil, err
		}
	}
	open, resumed, err := c.journal.Begin(ctx, c.entry(withID(r)))
	if err != nil {
		return nil, fmt.Errorf("journal: %w; nothing was sent", err)
	}
	r.ID = open.ID
	a, err := n.send(ctx, r)
	if err == nil {
		err = accept(r, a)
	}
	if !definitive(err) && (n.sent || resumed) {
		return nil, &UnknownOutcomeError{r.Call, r.ID, err}
	}
	var out *Outcome
	if err == nil {
		out = n.outcome(r, a)
		out.Resumed = resumed
	}
	return out, n.end(ctx, r, a, err)
}

// endTimeout is for another process that holds the journal; it needs milliseconds.
const endTimeout = 10 * time.Second

// end closes the entry, also when ctx is over: there was an answer, or nothing was sent at all.
func (n *run) end(ctx context.Context, r Request, a *answer, err error) error {
	status := 0
	var refusal *ResponseError
	if errors.As(err, &refusal) {
		status = refusal.StatusCode
	} else if err == nil {
		status = a.status
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), endTimeout)
	defer cancel()
	if failed := n.journal.End(ctx, r.ID, status, n.now().UTC()); failed != nil {
		return errors.Join(err, fmt.Errorf("journal: the end of request id %s (status %d) could not be recorded: %w", r.ID, status, failed))
	}
	return err
}

// definitive reports whether the outcome is known: 2xx with a usable answer, or 4xx other than 408, 425 and 429.
func definitive(err error) bool {
	var refusal *ResponseError
	return err == nil ||
		errors.As(err, &refusal) && refusal.Call != CallToken && refusal.StatusCode >= 400 && !refusal.Temporary()
}

func (n *run) outcome(r Request, a *answer) *Outcome {
	out := &Outcome{
		Method: r.Method, URL: r.URL, RequestID: r.ID, At: n.began.UTC(),
		StatusCode: a.status, Status: n.shown([]byte(a.statusText)),
	}
	if r.Call != CallRegister {
		out.Body = n.shown(a.body)
	}
	return out
}

// send sends the request until it is answered, or the time is up.
func (n *run) send(ctx context.Context, r Request) (a *answer, err error) {
	err = n.retry(ctx, func() error {
		a, err = n.attempt(ctx, r)
		return err
	})
	return a, err
}

// attempt sends the request once, or twice when it was refused because of a token that had become stale.
func (n *run) attempt(ctx context.Context, r Request) (*answer, error) {
	if r.auth != authBearer {
		return n.once(ctx, r, token{})
	}
	t, err := n.bearer(ctx)
	if err != nil {
		return nil, &finalError{err} // it was repeated already
	}
	a, err := n.once(ctx, r, t)
	if !unauthorized(err) || !n.stale(t) {
		return a, err
	}
	n.forget(t)
	if t, err = n.bearer(ctx); err != nil {
		return nil, &finalError{err}
	}
	return n.once(ctx, r, t)
}

func unauthorized(err error) bool {
	var refusal *ResponseError
	return errors.As(err, &refusal) && refusal.StatusCode == http.StatusUnauthorized
}

// stale reports whether another token might be taken where this one was not: it has expired, or it is from an earlier call
// and may have been withdrawn.
func (n *run) stale(t token) bool {
	return t.number <= n.known || !t.expires.IsZero() && !n.now().Before(t.expires)
}

// once sends the request once. The answer has status 2xx.
func (n *run) once(ctx context.Context, r Request, t token) (*answer, error) {
	req, err := r.http(ctx)
	if err != nil {
		return nil, err
	}
	if r.auth == authBearer {
		req.Header.Set("Authorization", "Bearer "+t.value.Reveal())
	}
	at := n.now()
	a, err := n.exchange(req, r)
	var broken *ConnectionError
	n.sent = n.sent || !errors.As(err, &broken) || broken.Sent
	if err != nil {
		return nil, err
	}
	if a.status < 200 || a.status > 299 {
		return nil, n.responseError(r, a, at)
	}
	return a, nil
}
