package submit

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/google/uuid"
)

const userAgent = "qwac"

// Options say who calls which bank. Target and Certificate are needed for every call.
type Options struct {
	Target Target
	// Certificate is the QWAC with the whole chain, leaf to root, and its private key. It is shown on every call, the token
	// endpoint included, whatever CAs the server names as acceptable.
	Certificate tls.Certificate `json:"-"`
	// ServerCAs are the roots that the bank's own certificates lead to. Nil: those of the system.
	ServerCAs *x509.CertPool `json:"-"`
	// Proxy chooses a proxy as in [http.Transport]. Nil: none.
	Proxy func(*http.Request) (*url.URL, error) `json:"-"`

	// ClientID and ClientSecret are what the bank gave at registration. Empty: only Register and Debug can be called. Both
	// are form-encoded before they go into HTTP Basic, as RFC 6749 2.3.1 wants and x/oauth2 does; curl -u does not. It makes
	// no difference for UUIDs and other values of letters, digits and -._~.
	ClientID     string
	ClientSecret Secret

	// Journal is where requests that change something are recorded before they are sent. Nil: they are refused.
	Journal Journal `json:"-"`

	// Again sends a request although the journal has an earlier one that did the same or may have done it. False: the error is
	// an [*EarlierError]. What is open is repeated with its id in either case.
	Again bool

	// Timeout bounds one attempt, from connecting to the last byte of the answer. Zero: 30 seconds.
	Timeout time.Duration
	// Limit bounds one call with all its attempts. Zero: 2 minutes.
	Limit time.Duration

	// Now is the clock. Nil: that of the system.
	Now func() time.Time `json:"-"`
	// Wait waits between attempts; it returns early, with an error, when ctx ends. Nil: a timer.
	Wait func(ctx context.Context, d time.Duration) error `json:"-"`
	// Retrying is told before each wait what failed and how long the wait is. Nil: nobody is told.
	Retrying func(err error, wait time.Duration) `json:"-"`
}

const (
	// defaultTimeout leaves a bank time to check a chain against the Trusted List; nothing on the way there takes longer.
	defaultTimeout = 30 * time.Second
	// defaultLimit is four such attempts.
	defaultLimit = 2 * time.Minute
)

// Format prints the target only, whatever the verb: the certificate comes with its key.
func (o Options) Format(f fmt.State, _ rune) {
	fmt.Fprintf(f, "submit.Options{%s %s}", o.Target.Name, o.Target.BaseURL)
}

// Client calls the client management API of one bank as one client. It is safe for concurrent use. Every call carries a
// request id; calls that fail by the network or by a temporary status (408, 425, 429, 5xx) are repeated with the same id
// and the same bytes until Options.Limit. The errors of calls are [*ResponseError], [*ConnectionError], [*AnswerError] and,
// around one of these, [*UnknownOutcomeError]; [*EarlierError] says that nothing was sent; those of the journal and of an unusable argument come as they are.
type Client struct {
	options *Options // a pointer, so that nothing prints what is in it
	journal Journal
	http    *http.Client

	fetching chan struct{} // holds one element while a token is fetched
	mu       sync.Mutex    // guards what follows
	token    token
	fetched  int      // how many tokens there have been
	past     []Secret // the last of them, to take them out of texts
}

// New checks the options. It connects to nothing.
func New(o Options) (*Client, error) {
	if err := o.Target.Validate(); err != nil {
		return nil, err
	}
	if len(o.Certificate.Certificate) == 0 || o.Certificate.PrivateKey == nil {
		return nil, errors.New("no client certificate with its key: every call needs one")
	}
	o.Target, o.ClientID = o.Target.Canonical(), CanonicalClientID(o.ClientID)
	o.setDefaults()
	return &Client{options: &o, journal: o.Journal, http: newHTTPClient(&o), fetching: make(chan struct{}, 1)}, nil
}

func (o *Options) setDefaults() {
	if o.Timeout <= 0 {
		o.Timeout = defaultTimeout
	}
	if o.Limit <= 0 {
		o.Limit = defaultLimit
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Wait == nil {
		o.Wait = sleep
	}
	if o.Retrying == nil {
		o.Retrying = func(error, time.Duration) {}
	}
}

// Format prints nothing of what is in it, whatever the verb.
func (c *Client) Format(f fmt.State, _ rune) { io.WriteString(f, "submit.Client") }

func (c *Client) now() time.Time { return c.options.Now() }

// Outcome is the answer to a call that went well.
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

// Client reads the details of the client.
func (c *Client) Client(ctx context.Context) (*ClientDetails, *Outcome, error) {
	r, err := c.options.Target.ClientRequest(c.options.ClientID)
	if err != nil {
		return nil, nil, err
	}
	var details ClientDetails
	out, err := c.read(ctx, r, func(r Request, a *answer) error {
		if err := a.decode(r, &details); err != nil {
			return err
		}
		if !strings.EqualFold(details.ClientID, c.options.ClientID) {
			return a.unusable(r, "it is not about the client that was asked for")
		}
		details.scrub(a.scrubber)
		return nil
	})
	if err != nil {
		return nil, nil, err
	}
	return &details, out, nil
}

// SetRedirectURIs replaces all redirect URIs of the client. The list must not be empty, and must name none twice. Without a journal the
// error is [ErrNoJournal].
func (c *Client) SetRedirectURIs(ctx context.Context, uris []string) (*Outcome, error) {
	r, err := c.options.Target.RedirectURIsRequest(c.options.ClientID, uris)
	if err != nil {
		return nil, err
	}
	return c.change(ctx, r, fromTheBank)
}

// AddCertificate adds a chain to the client. It does not look whether the chain is there already: call [Client.Client] and
// [ClientDetails.Has] before, and after to compare. Where other processes may do the same, hold them off from the first of
// these calls to the last: what they read before this call they would act on after it. Without a journal the error is [ErrNoJournal].
func (c *Client) AddCertificate(ctx context.Context, p *Payload) (*Outcome, error) {
	r, err := c.options.Target.CertificateRequest(c.options.ClientID, p)
	if err != nil {
		return nil, err
	}
	return c.change(ctx, r, fromTheBank)
}

// Register registers a new client, by the client certificate alone. The bank shows the secret this once, so keep must put
// the credentials on durable storage: the request counts as answered when it returns nil. When it fails, or the process
// ends before, the next run repeats the request with the same id and the bank gives the same answer. Without a journal the error is
// [ErrNoJournal].
func (c *Client) Register(ctx context.Context, reg Registration, keep func(Credentials) error) (*Outcome, error) {
	r, err := c.options.Target.RegisterRequest(reg)
	if err != nil {
		return nil, err
	}
	return c.change(ctx, r, func(r Request, a *answer) error {
		var got Credentials
		if err := a.decode(r, &got); err != nil {
			return err
		}
		if got.ClientID == "" || got.ClientSecret.IsZero() {
			return a.unusable(r, "clientId or clientSecret is missing")
		}
		if err := keep(got); err != nil {
			return fmt.Errorf("the client is registered, but its credentials were not kept: %w", err)
		}
		return nil
	})
}

// Debug asks the debug host of the target what it saw of the client certificate: the body of the outcome. [ErrNoDebugHost]
// says that there is none.
func (c *Client) Debug(ctx context.Context) (*Outcome, error) {
	r, err := c.options.Target.DebugRequest()
	if err != nil {
		return nil, err
	}
	return c.read(ctx, r, func(Request, *answer) error { return nil })
}

// withID gives a request an id when it has none.
func withID(r Request) Request {
	if r.ID == "" {
		r.ID = uuid.NewString()
	}
	return r
}
