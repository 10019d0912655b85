package submit

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"sync"
	"time"

	"github.com/google/uuid"
)

const userAgent = "qwac"

// Options say who calls which bank. Target and Certificate are needed for every call.
type Options struct {
	Target Target
	// Certificate is the QWAC with the whole chain, leaf to root, and its private key. It is shown on every call, the
	// token endpoint included, whatever CAs the server names as acceptable.
	Certificate tls.Certificate `json:"-"`
	// ServerCAs are the roots of the bank's own certificates. Nil: those of the system.
	ServerCAs *x509.CertPool `json:"-"`
	// Proxy chooses a proxy as in [http.Transport]. Nil: none.
	Proxy func(*http.Request) (*url.URL, error) `json:"-"`

	// ClientID and ClientSecret come from the registration. Empty: for Register and Debug only.
	// Both are form-encoded before they go into HTTP Basic, as RFC 6749 2.3.1 requires and x/oauth2 does; curl -u does
	// not. It makes no difference for UUIDs and other values of letters, digits and -._~.
	ClientID     string
	ClientSecret Secret

	// Journal records requests that change something before they are sent. Nil: such requests are refused.
	Journal Journal `json:"-"`

	// Again sends a request although the journal has an earlier one that did, or may have done, the same. False: the
	// error is an [*EarlierError]. Open requests are repeated with their ids in either case.
	Again bool

	// Timeout bounds one attempt, from connecting to the last byte of the answer. Zero: 30 seconds.
	Timeout time.Duration
	// Limit bounds one call with all its attempts. Zero: 2 minutes.
	Limit time.Duration

	// Now is the clock. Nil: that of the system.
	Now func() time.Time `json:"-"`
	// Wait waits between attempts; it returns early, with an error, when ctx ends. Nil: a timer.
	Wait func(ctx context.Context, d time.Duration) error `json:"-"`
	// Retrying is called before each wait, with the failure and the length of the wait. Nil: no call.
	Retrying func(err error, wait time.Duration) `json:"-"`
}

// Format prints only the target, with every verb: the certificate includes its key.
func (o Options) Format(f fmt.State, _ rune) {
	fmt.Fprintf(f, "submit.Options{%s %s}", o.Target.Name, o.Target.BaseURL)
}

// Client calls the client management API of one bank as one client. It is safe for concurrent use. Every call carries a
// request id; calls that fail by the network or by a temporary status (408, 425, 429, 5xx) are repeated with the same
// id and the same bytes until Options.Limit. The errors of calls are [*ResponseError], [*ConnectionError],
// [*AnswerError] and, around one of these, [*UnknownOutcomeError]; [*EarlierError] means that nothing was sent; errors
// of the journal and of unusable arguments are returned unchanged.
type Client struct {
	options *Options // a pointer, so that nothing prints its content
	journal Journal
	http    *http.Client

	fetching chan struct{} // holds one element while a token is fetched
	mu       sync.Mutex    // guards what follows
	token    token
	fetched  int      // how many tokens there have been
	past     []Secret // the last of them, to take them out of texts
}

// Format prints no content, with any verb.
func (c *Client) Format(f fmt.State, _ rune) { io.WriteString(f, "submit.Client") }

func (c *Client) now() time.Time { return c.options.Now() }

// Outcome is the answer to a successful call.
type Outcome struct {
	Method     string
	URL        string
	RequestID  string
	At         time.Time // when the first attempt was made, UTC
	StatusCode int
	Status     string // as sent: "201 Created"
	Resumed    bool   // an earlier run may have sent the same request with the same id
	Body       string // raw, at most 64 KiB; empty where it may hold a secret
}

// withID gives a request an id if it has none.
func withID(r Request) Request {
	if r.ID == "" {
		r.ID = uuid.NewString()
	}
	return r
}

// run is one call with all its attempts.
type run struct {
	*Client
	began time.Time
	known int  // number of tokens when it began
	doubt bool // an attempt of this or an earlier run may have taken effect, and no answer says whether it did
	older bool // there was such an attempt before the last
}

func (c *Client) newRun() *run {
	c.mu.Lock()
	defer c.mu.Unlock()
	return &run{Client: c, began: c.now(), known: c.fetched}
}

type token struct {
	value   Secret
	expires time.Time // zero if unknown
	until   time.Time // when to fetch another one
	number  int       // counts the tokens of a client from 1; 0: no token
}

// tokenWire lets x/oauth2 call the token endpoint in the same way as all calls, with the request id.
type tokenWire struct {
	run     *run
	request Request
	answer  *answer
	err     error
}

// answer is a whole answer.
type answer struct {
	status     int
	statusText string
	header     http.Header
	body       []byte // at most maxAnswer
	cut        bool   // there was more
	scrubber   scrubber
}
