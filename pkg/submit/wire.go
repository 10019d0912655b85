package submit

import (
	"bytes"
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"slices"
	"strings"
	"sync/atomic"
	"time"
)

const (
	// maxAnswer is a hundred times the client details of a client with ten chains.
	maxAnswer = 1 << 20
	// maxHeader is eight times what common servers allow for in the other direction.
	maxHeader = 64 << 10
	// maxShown bounds the body that is kept for people.
	maxShown = 64 << 10
	// handshakeTimeout leaves room for a slow smart card or proxy.
	handshakeTimeout = 10 * time.Second
)

// newHTTPClient speaks HTTP/1.1 over TLS 1.2 or 1.3, shows the client certificate, and follows no redirects.
func newHTTPClient(o *Options) *http.Client {
	certificate := o.Certificate
	return &http.Client{CheckRedirect: noRedirects, Transport: &http.Transport{
		Proxy: o.Proxy,
		TLSClientConfig: &tls.Config{
			MinVersion: tls.VersionTLS12,
			RootCAs:    o.ServerCAs,
			// tls.Config.Certificates would show nothing to a server that names other acceptable CAs.
			GetClientCertificate: func(*tls.CertificateRequestInfo) (*tls.Certificate, error) {
				return &certificate, nil
			},
		},
		TLSHandshakeTimeout:    handshakeTimeout,
		MaxResponseHeaderBytes: maxHeader,
		DisableCompression:     true, // no large answer is expected, and no small one should expand
		// Each call has a connection of its own: what a server sends after an answer must not become the answer to the
		// next request. DisableKeepAlives would do the same, but send one more header.
		MaxIdleConnsPerHost: -1,
	}}
}

func noRedirects(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }

// http makes the request without credentials.
func (r Request) http(ctx context.Context) (*http.Request, error) {
	req, err := http.NewRequestWithContext(ctx, r.Method, r.URL, bytes.NewReader(r.Body))
	if err != nil {
		return nil, fmt.Errorf("%s: the request cannot be made: %w", r.Call, err)
	}
	req.Header = r.Header.Clone()
	req.Header[r.of().API.RequestID] = []string{r.ID} // not by Set, which would change the spelling
	req.Header.Set("User-Agent", userAgent)
	return req, nil
}

// exchange sends one request and reads the answer. The error is a [*ConnectionError], or an [*AnswerError] when the
// answer is an interim one: net/http hands the bare connection over with 101 (RFC 9110 15.2.2), which has no timeout.
func (n *run) exchange(req *http.Request, r Request) (*answer, error) {
	ctx, cancel := context.WithTimeout(req.Context(), n.options.Timeout)
	defer cancel()
	var connected atomic.Bool
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{GotConn: func(httptrace.GotConnInfo) {
		connected.Store(true)
	}})
	res, err := n.http.Do(req.WithContext(ctx))
	if err != nil {
		return nil, n.connectionError(r, err, connected.Load())
	}
	defer res.Body.Close()
	defer context.AfterFunc(ctx, func() { res.Body.Close() })()
	a := &answer{status: res.StatusCode, statusText: res.Status, header: res.Header, scrubber: n.scrubber()}
	if res.StatusCode < http.StatusOK {
		return nil, a.unusable(r, "it is an interim one that was not asked for, and the connection is no longer HTTP")
	}
	body, err := io.ReadAll(io.LimitReader(res.Body, maxAnswer+1))
	if err != nil {
		return nil, n.connectionError(r, fmt.Errorf("the answer %d broke off: %w", res.StatusCode, err), true)
	}
	a.body, a.cut = body[:min(len(body), maxAnswer)], len(body) > maxAnswer
	return a, nil
}

func (n *run) connectionError(r Request, err error, connected bool) error {
	var outer *url.Error
	if errors.As(err, &outer) {
		err = outer.Err
	}
	refused := refusedByAlert(err)
	problem := err.Error()
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		problem = "no complete answer in time: " + problem
	case connected && !network(err): // net/http quotes what it could not read, which may be part of a secret
		problem = fmt.Sprintf("the answer is not readable HTTP, or its header is longer than %d bytes",
			maxHeader)
	}
	return &ConnectionError{
		Call: r.Call, URL: r.URL, RequestID: r.ID, Problem: n.scrubber().text(problem), Sent: connected && !refused,
		Permanent: refused || notThere(err) || !connected && !network(err), cause: err,
	}
}

// refusedByAlert reports whether the server ended the handshake, after which it reads no request. With TLS 1.3 the
// client hears of it only after it has sent its first one.
func refusedByAlert(err error) bool {
	var op *net.OpError
	return errors.As(err, &op) && op.Op == "remote error" &&
		slices.ContainsFunc(handshakeAlerts(), func(a tls.AlertError) bool {
			return a.Error() == op.Err.Error() // the type inside is not exported, its texts are the same
		})
}

// handshakeAlerts are those of RFC 8446 6.2 that can only come before the handshake is done.
func handshakeAlerts() []tls.AlertError {
	return []tls.AlertError{
		40, // handshake_failure
		// certificate bad, unsupported, revoked, expired, unknown, of an unknown CA; access denied
		42, 43, 44, 45, 46, 48, 49,
		70, 71, // protocol_version, insufficient_security
		112, 116, // unrecognized_name, certificate_required
	}
}

// network reports whether the network failed, rather than one side rejecting the other.
func network(err error) bool {
	var fault net.Error
	return errors.As(err, &fault) || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) ||
		errors.Is(err, context.Canceled)
}

// notThere reports whether the host does not exist.
func notThere(err error) bool {
	var dns *net.DNSError
	return errors.As(err, &dns) && dns.IsNotFound
}

func (n *run) responseError(r Request, a *answer, at time.Time) error {
	return &ResponseError{
		Call: r.Call, URL: r.URL, RequestID: r.ID, At: at.UTC(),
		StatusCode: a.status, Header: n.shownHeader(r, a.header), Body: n.refusalBody(r, a.body),
		Documented: r.of().Documented(r.Call, a.status), RetryAfter: retryAfter(a.header, n.now()),
	}
}

// refusalBody is the body of an answer other than 2xx. If it contains new credentials, which the scrubber cannot know,
// it is not shown.
func (n *run) refusalBody(r Request, b []byte) string {
	lower := bytes.ToLower(b)
	for _, field := range []string{"clientsecret", "client_secret", "access_token",
		strings.ToLower(r.of().API.Theirs("clientSecret"))} {
		if bytes.Contains(lower, []byte(`"`+field+`"`)) {
			return redacted
		}
	}
	return n.shown(b)
}

// shownHeader keeps what helps to find a cause. Others, such as cookies, may be secret.
func (n *run) shownHeader(r Request, h http.Header) http.Header {
	out := http.Header{}
	for _, name := range []string{"Content-Type", "Date", "Location", "Retry-After", "Server", "Via",
		"Www-Authenticate", r.of().API.RequestID} {
		for _, v := range h.Values(name) {
			out.Add(name, n.scrubber().text(v))
		}
	}
	return out
}

// shown is the bank's text without secrets.
func (n *run) shown(b []byte) string {
	t := n.scrubber().text(string(b))
	return strings.ToValidUTF8(t[:min(len(t), maxShown)], "\uFFFD")
}

// scrubber knows the secrets of this client.
func (c *Client) scrubber() scrubber {
	c.mu.Lock()
	defer c.mu.Unlock()
	return newScrubber(c.options.ClientID, c.options.ClientSecret, c.past)
}

func (a *answer) unusable(r Request, problem string) error {
	return &AnswerError{Call: r.Call, RequestID: r.ID, StatusCode: a.status, Problem: problem}
}

// decode reads JSON, whatever the answer calls itself. The errors of encoding/json are not shown: they quote values.
func (a *answer) decode(r Request, v any) error {
	if a.cut {
		return a.unusable(r, fmt.Sprintf("it is longer than %d bytes", maxAnswer))
	}
	if err := json.Unmarshal(r.of().API.FromBank(a.body), v); err != nil {
		return a.unusable(r, fmt.Sprintf("it is not the documented JSON but %s", a.nature()))
	}
	return nil
}

func (a *answer) nature() string {
	kind := mediaType(a.scrubber.text(a.header.Get("Content-Type"))) // scrubbed before it is lower case
	return fmt.Sprintf("%d bytes of type %q", len(a.body), kind)
}

// mediaType is the media type without parameters, or "" if it is missing or invalid.
func mediaType(contentType string) string {
	kind, _, err := mime.ParseMediaType(contentType)
	if err != nil || !strings.Contains(kind, "/") {
		return ""
	}
	return kind
}

// fromTheBank rejects an HTML page: a proxy or captive portal answered instead of the bank. Anything else is accepted,
// since the bank does not document what it sends after a successful change.
func fromTheBank(r Request, a *answer) error {
	if kind := a.header.Get("Content-Type"); isHTML(kind) {
		return a.unusable(r, fmt.Sprintf("it is of type %q, so it may not be from the bank", mediaType(kind)))
	}
	return nil
}

func isHTML(contentType string) bool {
	kind := mediaType(contentType)
	return kind == "text/html" || kind == "application/xhtml+xml"
}

func (a *answer) noToken() string {
	if a.cut {
		return fmt.Sprintf("it is longer than %d bytes", maxAnswer)
	}
	return "there is no access token in it, but " + a.nature()
}

// response is the answer as a value of net/http, for x/oauth2, which would read text/plain as a form: the bank
// documents JSON.
func (a *answer) response(req *http.Request) *http.Response {
	return &http.Response{
		Status: a.statusText, StatusCode: a.status, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: http.Header{"Content-Type": {jsonType}}, Body: io.NopCloser(bytes.NewReader(a.body)),
		ContentLength: int64(len(a.body)), Request: req,
	}
}
