package submit

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"
)

const (
	// defaultTimeout leaves a bank time to check a chain against the Trusted List; nothing else on the way takes
	// longer.
	defaultTimeout = 30 * time.Second
	// defaultLimit is four such attempts.
	defaultLimit = 2 * time.Minute
)

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

// SetRedirectURIs replaces all redirect URIs of the client. The list must not be empty or have duplicates. Without a
// journal the error is [ErrNoJournal].
func (c *Client) SetRedirectURIs(ctx context.Context, uris []string) (*Outcome, error) {
	r, err := c.options.Target.RedirectURIsRequest(c.options.ClientID, uris)
	if err != nil {
		return nil, err
	}
	return c.change(ctx, r, fromTheBank)
}

// AddCertificate adds a chain to the client. It does not check whether the chain is there already: call [Client.Client]
// and [ClientDetails.Has] before, and after to compare. Exclude other processes that may do the same from the first of
// these calls to the last: they would act on what they read before this call. Without a journal the error is
// [ErrNoJournal].
func (c *Client) AddCertificate(ctx context.Context, p *Payload) (*Outcome, error) {
	r, err := c.options.Target.CertificateRequest(c.options.ClientID, p)
	if err != nil {
		return nil, err
	}
	return c.change(ctx, r, fromTheBank)
}

// Register registers a new client. It needs only the client certificate. The bank shows the secret only once, so keep
// must put the credentials on durable storage: the request counts as answered when it returns nil. When it fails, or
// the process ends before, the next run repeats the request with the same id and the bank gives the same answer.
// Without a journal the error is [ErrNoJournal].
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
			return a.unusable(r,
				fmt.Sprintf("%s or %s is missing", r.of().API.Theirs("clientId"), r.of().API.Theirs("clientSecret")))
		}
		if err := keep(got); err != nil {
			return fmt.Errorf("the client is registered, but its credentials were not kept: %w", err)
		}
		return nil
	})
}

// Debug asks the debug host of the target what it saw of the client certificate, which is the body of the outcome. The
// error is [ErrNoDebugHost] if the target has none.
func (c *Client) Debug(ctx context.Context) (*Outcome, error) {
	r, err := c.options.Target.DebugRequest()
	if err != nil {
		return nil, err
	}
	return c.read(ctx, r, func(Request, *answer) error { return nil })
}
