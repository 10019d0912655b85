// Package fetch downloads files over HTTPS, bounded in size, time and redirects, and only if they are new. Most
// people want [Client.Get].
package fetch

import (
	"cmp"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"
)

// Options bound the downloads. The zero value works.
type Options struct {
	Roots    *x509.CertPool // CAs of the servers; nil: those of the system
	Timeout  time.Duration  // of one download; zero: a minute
	MaxBytes int            // of one file; zero: 1 MiB
	SameHost bool           // redirects must stay on the same host; false: any host
}

// Limits of what servers may ask for. maxRedirects is more than any publisher of trusted lists needs, which is two.
const (
	defaultTimeout  = time.Minute
	defaultMaxBytes = 1 << 20
	maxRedirects    = 5
)

// Client downloads files. It is safe for concurrent use.
type Client struct {
	http     *http.Client
	maxBytes int
}

// Validators identify a version of a file to its server, so that it can say whether there is a newer one.
type Validators struct{ ETag, LastModified string }

// Response is the file, or the news that it has not changed.
type Response struct {
	Data        []byte // nil when NotModified
	NotModified bool
	Validators  Validators
}

// ErrNotHTTPS means that an address, or one that a server redirects to, does not use https.
var ErrNotHTTPS = errors.New("not an https address")

// New makes a client.
func New(o Options) *Client {
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.TLSClientConfig = &tls.Config{RootCAs: o.Roots, MinVersion: tls.VersionTLS12}
	transport.Protocols = new(http.Protocols) // HTTP/1.1 alone, in every build: `make build` leaves HTTP/2 out
	transport.Protocols.SetHTTP1(true)
	return &Client{
		maxBytes: cmp.Or(o.MaxBytes, defaultMaxBytes),
		http: &http.Client{
			Transport: transport,
			Timeout:   cmp.Or(o.Timeout, defaultTimeout),
			CheckRedirect: func(r *http.Request, via []*http.Request) error {
				switch {
				case r.URL.Scheme != "https":
					return fmt.Errorf("redirected to %s: %w", r.URL, ErrNotHTTPS)
				case o.SameHost && r.URL.Host != via[0].URL.Host:
					return fmt.Errorf("redirected to another host, %s", r.URL.Host)
				case len(via) > maxRedirects:
					return fmt.Errorf("more than %d redirects", maxRedirects)
				}
				return nil
			},
		},
	}
}

// Get downloads the file at an https address. With validators of a known version, the answer may be that the file has
// not changed.
func (c *Client) Get(ctx context.Context, address string, known Validators) (*Response, error) {
	u, err := url.Parse(address)
	if err != nil {
		return nil, fmt.Errorf("fetching %q: %w", address, err)
	}
	if u.Scheme != "https" || u.Host == "" {
		return nil, fmt.Errorf("fetching %q: %w", address, ErrNotHTTPS)
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return nil, fmt.Errorf("fetching %q: %w", address, err)
	}
	req.Header.Set("User-Agent", "qwac")
	if known.ETag != "" {
		req.Header.Set("If-None-Match", known.ETag)
	}
	if known.LastModified != "" {
		req.Header.Set("If-Modified-Since", known.LastModified)
	}
	resp, err := c.http.Do(req)
	if err != nil {
		var e *url.Error
		if errors.As(err, &e) {
			err = e.Err // it repeats the address
		}
		return nil, fmt.Errorf("fetching %s: %w", address, err)
	}
	defer resp.Body.Close()
	out, err := c.answer(resp, known)
	if err != nil {
		return nil, fmt.Errorf("fetching %s: %w", address, err)
	}
	return out, nil
}

// answer reads a response. "Not modified" counts only when something is known.
func (c *Client) answer(resp *http.Response, known Validators) (*Response, error) {
	if resp.StatusCode == http.StatusNotModified && known != (Validators{}) {
		return &Response{NotModified: true, Validators: known}, nil
	}
	if resp.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("the server answers %q", resp.Status)
	}
	data, err := io.ReadAll(io.LimitReader(resp.Body, int64(c.maxBytes)+1))
	if err != nil {
		return nil, err
	}
	if len(data) > c.maxBytes {
		return nil, fmt.Errorf("the file has more than %d bytes", c.maxBytes)
	}
	v := Validators{ETag: resp.Header.Get("ETag"), LastModified: resp.Header.Get("Last-Modified")}
	return &Response{Data: data, Validators: v}, nil
}
