package submit

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"time"

	"golang.org/x/oauth2"
	"golang.org/x/oauth2/clientcredentials"
)

// Token is an access token.
type Token struct {
	Value   Secret
	Expires time.Time // UTC; zero: the bank did not say
}

// Token returns the access token that the next call would use: the one at hand, or a new one.
func (c *Client) Token(ctx context.Context) (Token, error) {
	ctx, cancel := context.WithTimeout(ctx, c.options.Limit)
	defer cancel()
	t, err := c.newRun().bearer(ctx)
	if err != nil {
		return Token{}, err
	}
	return Token{t.value, t.expires}, nil
}

// earliness is how long before its end a token is no longer used: longer than a call takes. For a short life it is a
// tenth.
const earliness = 30 * time.Second

// pastTokens bounds how many tokens are remembered, for taking them out of texts. One is enough without concurrent
// calls.
const pastTokens = 8

// bearer returns the token at hand, or fetches one. Concurrent calls wait for the one that fetches.
func (n *run) bearer(ctx context.Context) (token, error) {
	select {
	case n.fetching <- struct{}{}:
		defer func() { <-n.fetching }()
	case <-ctx.Done():
		return token{}, ctx.Err()
	}
	if t := n.atHand(); t.number > 0 {
		return t, nil
	}
	if n.options.ClientID == "" || n.options.ClientSecret.IsZero() {
		return token{}, errors.New("no client id or no client secret: a token needs both")
	}
	t, err := n.fetch(ctx)
	if err != nil {
		return token{}, err
	}
	return n.take(t), nil
}

// atHand returns the current token, or zero if none can be used now.
func (c *Client) atHand() token {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.token.until.IsZero() && !c.now().Before(c.token.until) {
		return token{}
	}
	return c.token
}

func (c *Client) take(t token) token {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.fetched++
	t.number = c.fetched
	c.token = t
	c.past = append([]Secret{t.value}, c.past[:min(len(c.past), pastTokens-1)]...)
	return t
}

// forget lets the next call fetch a token, unless another call already did.
func (c *Client) forget(t token) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.token.number == t.number {
		c.token = token{}
	}
}

// fetch asks the token endpoint until it answers.
func (n *run) fetch(ctx context.Context) (t token, err error) {
	r := withID(n.options.Target.TokenRequest())
	err = n.retry(ctx, func() error {
		t, err = n.fetchOnce(ctx, r)
		return err
	})
	return t, err
}

// fetchOnce leaves request and answer to x/oauth2, but not its errors: they hold the whole exchange, credentials
// included.
func (n *run) fetchOnce(ctx context.Context, r Request) (token, error) {
	at := n.now()
	wire := &tokenWire{run: n, request: r}
	conf := clientcredentials.Config{
		ClientID: n.options.ClientID, ClientSecret: n.options.ClientSecret.Reveal(),
		TokenURL: r.URL, AuthStyle: oauth2.AuthStyleInHeader,
	}
	got, err := conf.Token(context.WithValue(ctx, oauth2.HTTPClient,
		&http.Client{Transport: wire, CheckRedirect: noRedirects}))
	switch {
	case wire.err != nil:
		return token{}, wire.err
	case wire.answer == nil:
		return token{}, errors.New("the token request could not be made")
	case wire.answer.status < 200 || wire.answer.status > 299:
		return token{}, n.responseError(r, wire.answer, at)
	case err != nil:
		return token{}, wire.answer.unusable(r, wire.answer.noToken())
	case got.TokenType != "" && !strings.EqualFold(got.TokenType, "Bearer"):
		return token{}, wire.answer.unusable(r, "the token is not of type Bearer")
	}
	return newToken(got, at), nil
}

// newToken counts the life of the token from before the request for it.
func newToken(got *oauth2.Token, asked time.Time) token {
	t := token{value: NewSecret(got.AccessToken)}
	if !got.Expiry.IsZero() {
		life := time.Until(got.Expiry).Round(time.Second)
		t.expires = asked.Add(life).UTC()
		t.until = t.expires.Add(-min(earliness, life/10))
	}
	return t
}

// RoundTrip implements [http.RoundTripper].
func (w *tokenWire) RoundTrip(req *http.Request) (*http.Response, error) {
	out, err := w.request.http(req.Context())
	if err == nil {
		out.Header.Set("Authorization", req.Header.Get("Authorization"))
		w.answer, err = w.run.exchange(out, w.request)
	}
	if w.err = err; err != nil {
		return nil, err
	}
	return w.answer.response(req), nil
}
