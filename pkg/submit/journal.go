package submit

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"time"
)

// Journal remembers on durable storage which requests that change something were sent, so that each is repeated with its
// own request id until the outcome is known. It is safe for use by several processes at once.
type Journal interface {
	// Begin records that the request is about to be sent and returns when the record would survive a crash. Where the same
	// request is open already, that entry is returned and resumed is true; else the returned entry is e. A PUT replaces
	// everything, so it also closes open ones of the same URL: their ids must never be used again, the bank would repeat an
	// answer without doing anything. [ErrOtherRequest] says that the id belongs to another request.
	Begin(ctx context.Context, e Entry) (open Entry, resumed bool, err error)
	// End records that the outcome is known, with the status of the answer, or 0: it was learned
	// otherwise, or nothing was sent.
	End(ctx context.Context, id string, status int, at time.Time) error
	// Pending returns the open entry of the same request as e without changing anything; false: there is none.
	Pending(ctx context.Context, e Entry) (Entry, bool, error)
}

// Entry is one request in a journal. Two entries are of the same request when method, URL and digest are equal.
type Entry struct {
	ID     string // the X-Request-ID, a UUID
	Method string
	URL    string
	Digest string    // SHA-256 of the body in hexadecimal; the body itself is in no journal
	Time   time.Time // when it was first sent, UTC
}

// Same reports whether two entries are of the same request.
func (e Entry) Same(other Entry) bool {
	return e.Method == other.Method && e.URL == other.URL && e.Digest == other.Digest
}

// ErrOtherRequest says that a request id was used for another request before: the bank would answer as it did then.
var ErrOtherRequest = errors.New("the request id belongs to another request")

// ErrNoJournal says that a request that changes something was not sent, because there is no journal.
var ErrNoJournal = errors.New("requests that change something are only sent with a journal")

func (c *Client) entry(r Request) Entry {
	sum := sha256.Sum256(r.Body)
	return Entry{ID: r.ID, Method: r.Method, URL: r.URL, Digest: hex.EncodeToString(sum[:]), Time: c.now().UTC()}
}

// Prepare gives a request the id that it would be sent with: the one of the same request in the journal when it is open,
// else r.ID, else a new one. It sends and records nothing.
func (c *Client) Prepare(ctx context.Context, r Request) (Request, error) {
	r = withID(r)
	if c.journal == nil || !changes(r) {
		return r, nil
	}
	open, found, err := c.journal.Pending(ctx, c.entry(r))
	if found {
		r.ID = open.ID
	}
	return r, err
}

// Settle closes the open entry of a request whose outcome was learned in another way, such as a certificate that the
// client details already list. It returns the entry: an earlier run sent that request. Nil: there was none.
func (c *Client) Settle(ctx context.Context, r Request) (*Entry, error) {
	if c.journal == nil {
		return nil, nil
	}
	open, found, err := c.journal.Pending(ctx, c.entry(r))
	if err != nil || !found {
		return nil, err
	}
	return &open, c.journal.End(ctx, open.ID, 0, c.now().UTC())
}

// changes reports whether a request changes something at the bank. A token request does not.
func changes(r Request) bool { return r.Call != CallToken && r.Method != "GET" }
