package submit

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"time"

	"qwac/pkg/bank"
)

// Journal remembers on durable storage which requests that change something were sent, so that each is repeated with
// its own request id until the outcome is known. It is safe for use by several processes at once.
type Journal interface {
	// Begin records that the request is about to be sent, and returns once the record would survive a crash. If the
	// same request is already open, it returns that entry, and resumed is true; else it returns e. A PUT replaces
	// everything, so it also closes open ones of the same URL. Their ids must never be used again, because the bank
	// would repeat an answer without doing anything. The error is [ErrOtherRequest] if the id belongs to another
	// request, and [*EarlierError] if an earlier one did, or may have done, the same and e.Again is not set.
	Begin(ctx context.Context, e Entry) (open Entry, resumed bool, err error)
	// End records that the outcome is known, with the status of the answer, or [Learned], or 0: nothing was sent, or
	// the outcome no longer matters. [Learned] also closes kindred entries.
	End(ctx context.Context, id string, status int, at time.Time) error
	// Pending returns the open entry of the same request as e, if there is one, without changing anything.
	Pending(ctx context.Context, e Entry) (Entry, bool, error)
	// Earlier returns the [*EarlierError] of Begin, or nil, without changing anything.
	Earlier(ctx context.Context, e Entry) (*EarlierError, error)
}

// Learned replaces a status: it was learned in another way than by an answer that the bank has done the request.
const Learned = -1

// Entry is one request in a journal. Two entries are of the same request when method, URL, digest and, where both have
// one, Kin are equal.
type Entry struct {
	ID     string // the request id, a UUID
	Method string
	URL    string
	Digest string    // SHA-256 of the body in hexadecimal; the body itself is in no journal
	Time   time.Time // when it was first sent, UTC
	// Kin is a SHA-256 in hexadecimal of what must not be done twice, even by other bytes: the certificate that is
	// added, or name, roles and certificate of a new client. Empty: the body alone identifies it.
	Kin string
	// Near are SHA-256 in hexadecimal of certificate and name of a registration: while one is open, another with the
	// same certificate or name is doubtful. Empty for other requests.
	Near [2]string
	// Again begins the request although an earlier one did, or may have done, the same. An open entry of the same
	// request is still resumed.
	Again bool
}

// Same reports whether two entries are of the same request.
func (e Entry) Same(other Entry) bool {
	return e.Method == other.Method && e.URL == other.URL && e.Digest == other.Digest &&
		(e.Kin == "" || other.Kin == "" || e.Kin == other.Kin)
}

// Kindred reports whether two entries ask for the same thing at the same URL, even with different bytes.
func (e Entry) Kindred(other Entry) bool {
	return e.Same(other) || e.Kin != "" && e.Method == other.Method && e.URL == other.URL && e.Kin == other.Kin
}

// Beside reports whether two entries are of registrations at the same URL with the same certificate or the same name.
// An entry of an older version does not record them, so it may have the same.
func (e Entry) Beside(other Entry) bool {
	var none [2]string
	if e.Method != other.Method || e.URL != other.URL || e.Near == none && other.Near == none {
		return false
	}
	return e.Near == none || other.Near == none || e.Near[0] == other.Near[0] || e.Near[1] == other.Near[1]
}

// EarlierError means that nothing was sent, because an earlier request of the journal did, or may have done, the same.
type EarlierError struct {
	Entry  Entry
	Status int       // of its answer, or [Learned]; 0 if the outcome is unknown
	At     time.Time // when the outcome became known, UTC; zero if it is unknown
}

func (e *EarlierError) Error() string {
	s := fmt.Sprintf("an earlier request for the same (%s %s, request id %s, sent at %s) ",
		e.Entry.Method, e.Entry.URL, e.Entry.ID, e.Entry.Time.UTC().Format(time.RFC3339))
	switch e.Status {
	case 0:
		return s + "may have been done"
	case Learned:
		return s + "was done, as was found at " + e.At.UTC().Format(time.RFC3339)
	}
	return s + fmt.Sprintf("was done: the answer was %d", e.Status)
}

// ErrOtherRequest means that a request id was used for another request before: the bank would repeat that answer.
var ErrOtherRequest = errors.New("the request id belongs to another request")

// ErrNoJournal means that a request that changes something was not sent for lack of a journal.
var ErrNoJournal = errors.New("requests that change something are only sent with a journal")

func (c *Client) entry(r Request) Entry {
	return Entry{
		ID: r.ID, Method: r.Method, URL: r.URL, Digest: digest(r.Body), Time: c.now().UTC(), Kin: c.kin(r),
		Near:  c.near(r),
		Again: c.options.Again,
	}
}

// near identifies a registration.
func (c *Client) near(r Request) [2]string {
	if r.Call != bank.CallRegister {
		return [2]string{}
	}
	return [2]string{digest(c.options.Certificate.Certificate[0]),
		digest([]byte(strings.ToLower(strings.Join(strings.Fields(r.name), " "))))}
}

// kin is what a request must not do twice. A registration is identified by the certificate of the connection.
func (c *Client) kin(r Request) string {
	if r.Call == bank.CallRegister {
		return digest(r.once, c.options.Certificate.Certificate[0])
	}
	if len(r.once) == 0 {
		return ""
	}
	return digest(r.once)
}

// digest hashes parts, each with its length when there are several, so that no two lists of them give the same bytes.
func digest(parts ...[]byte) string {
	h := sha256.New()
	for _, p := range parts {
		if len(parts) > 1 {
			fmt.Fprintf(h, "%d:", len(p))
		}
		h.Write(p)
	}
	return hex.EncodeToString(h.Sum(nil))
}

// Earlier returns the earlier request of the journal that keeps a request from being sent, or nil. If there are
// several, it prefers the one with the id of r.
func (c *Client) Earlier(ctx context.Context, r Request) (*EarlierError, error) {
	if c.journal == nil {
		return nil, nil
	}
	return c.journal.Earlier(ctx, c.entry(withID(r)))
}

// GiveUp closes the open entry of a request, so that the next run sends it under a new id. Call it only after seeing
// that the bank did not do it.
func (c *Client) GiveUp(ctx context.Context, id string) error {
	if c.journal == nil {
		return ErrNoJournal
	}
	return c.journal.End(ctx, id, 0, c.now().UTC())
}

// Prepare sets the id that a request would be sent with: that of the same request if the journal has it open, else
// r.ID, else a new one. It sends and records nothing.
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

// Settle closes the open entries of a request that was done, and of requests for the same by other bytes, because the
// client details list the certificate. It returns one of these entries, which an earlier run sent, or nil.
func (c *Client) Settle(ctx context.Context, r Request) (*Entry, error) {
	if c.journal == nil {
		return nil, nil
	}
	e := c.entry(withID(r))
	e.Again = false
	open, found, err := c.journal.Pending(ctx, e)
	if err != nil {
		return nil, err
	}
	if !found {
		earlier, err := c.journal.Earlier(ctx, e)
		if err != nil || earlier == nil || earlier.Status != 0 {
			return nil, err
		}
		open = earlier.Entry
	}
	return &open, c.journal.End(ctx, open.ID, Learned, c.now().UTC())
}

// changes reports whether a request changes something at the bank. A token request does not.
func changes(r Request) bool { return r.Call != bank.CallToken && r.Method != "GET" }
