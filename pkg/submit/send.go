package submit

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"time"

	"qwac/pkg/bank"
)

// read makes a call that changes nothing. accept checks whether the answer can be used.
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

// change makes a call that changes something, through the journal. accept is part of the call: the entry stays open as
// long as it fails. If both results are set, the call succeeded and the journal failed. Once there is a doubt, only a
// usable answer ends it. A refusal does not: 401, 403 and 404 are decided before the bank looks at the id, or by
// something in between; 400 and 409 may be how a bank reports something that it already has; and the bank documents no
// way to distinguish a repeated answer from a new one.
func (c *Client) change(ctx context.Context, r Request, accept func(Request, *answer) error) (*Outcome, error) {
	if c.journal == nil {
		return nil, ErrNoJournal
	}
	ctx, cancel := context.WithTimeout(ctx, c.options.Limit)
	defer cancel()
	n := c.newRun()
	if r.auth == authBearer { // first, so that a missing token leaves no open entry
		if _, err := n.bearer(ctx); err != nil {
			return nil, err
		}
	}
	open, resumed, err := c.journal.Begin(ctx, c.entry(withID(r)))
	if err != nil {
		return nil, fmt.Errorf("journal: %w; nothing was sent", err)
	}
	r.ID, n.doubt, n.older = open.ID, resumed, resumed
	a, err := n.send(ctx, r)
	if err == nil {
		err = accept(r, a)
		n.doubt = n.doubt || err != nil
	}
	if err != nil && n.doubt {
		return nil, &UnknownOutcomeError{r.Call, r.ID, n.older, err}
	}
	var out *Outcome
	if err == nil {
		out = n.outcome(r, a)
		out.Resumed = resumed
	}
	return out, n.end(ctx, r, a, err)
}

// endTimeout is how long to wait for another process that holds the journal, which takes milliseconds.
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
		return errors.Join(err, fmt.Errorf("journal: the end of request id %s (status %d) could not be recorded: %w",
			r.ID, status, failed))
	}
	return err
}

// leavesDoubt reports whether an attempt that failed in this way may have taken effect. It has not if nothing was sent,
// or if the status says that the request itself was refused.
func leavesDoubt(err error) bool {
	var broken *ConnectionError
	var refusal *ResponseError
	switch {
	case err == nil:
		return false
	case errors.As(err, &broken):
		return broken.Sent
	case errors.As(err, &refusal):
		return !slices.Contains(refusals(), refusal.StatusCode) ||
			refusal.isPage() && !slices.Contains(pageRefusals(), refusal.StatusCode)
	}
	return true
}

// refusals are the statuses that mean that the request was not done, by the bank or by something in front of it (RFC
// 9110 15.5, RFC 6585, RFC 7725). 406 is not among them, because servers may notice only after the work that they
// cannot format the answer. Nor are 408, 425 and 429, which ask for a retry, and non-standard codes, which some proxies
// use when they give up waiting.
func refusals() []int {
	return []int{400, 401, 403, 404, 405, 407, 409, 410, 411, 413, 414, 415, 421, 422, 431, 451}
}

// pageRefusals are those that say so in the form of a web page too. The bank answers in JSON, so a page comes from
// something in between, which may have withheld the bank's answer: a filter can reject answers as well as requests.
// These statuses are about what it checks before it forwards anything: credentials for itself, length, size of the
// header.
func pageRefusals() []int { return []int{407, 411, 431} }

func (n *run) outcome(r Request, a *answer) *Outcome {
	out := &Outcome{
		Method: r.Method, URL: r.URL, RequestID: r.ID, At: n.began.UTC(),
		StatusCode: a.status, Status: n.shown([]byte(a.statusText)),
	}
	if r.Call != bank.CallRegister {
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
		return nil, &finalError{err} // this was the repetition
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

// stale reports whether another token might be accepted instead of this one: it has expired, or it is from an earlier
// call and may have been revoked.
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
	n.older = n.doubt
	a, err := n.exchange(req, r)
	if err == nil && (a.status < 200 || a.status > 299) {
		err = n.responseError(r, a, at)
	}
	if err != nil {
		n.doubt = n.doubt || leavesDoubt(err)
		return nil, err
	}
	return a, nil
}
