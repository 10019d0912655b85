package submit

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"qwac/pkg/bank"
)

// bodyShown bounds the body inside an error text; the field has all of it.
const bodyShown = 1000

// ResponseError is an answer other than 2xx. No field holds a token or secret: where the answer repeats one, [redacted]
// stands in its place.
type ResponseError struct {
	Call       bank.Call
	URL        string
	RequestID  string
	At         time.Time // when the request was sent, UTC
	StatusCode int
	Header     http.Header // the headers that help to find the cause
	Body       string      // raw, at most 64 KiB
	Documented string      // what the bank documents for this status of this call, if anything
	RetryAfter time.Duration
}

func (e *ResponseError) Error() string {
	s := fmt.Sprintf("%s: %s answered %d %s (request id %s)", e.Call, e.URL, e.StatusCode,
		http.StatusText(e.StatusCode), e.RequestID)
	if e.Documented != "" {
		s += "; the bank documents for it: " + e.Documented
	} else {
		s += "; " + class(e.StatusCode)
	}
	if to := e.Header.Get("Location"); to != "" {
		s += fmt.Sprintf("; it points to %q", to)
	}
	if e.RetryAfter > 0 {
		s += fmt.Sprintf("; it asks to wait %s", e.RetryAfter)
	}
	if e.Body != "" {
		s += fmt.Sprintf("; body: %q", shorten(e.Body))
	}
	return s
}

// Temporary reports whether the bank did not decide, but cannot answer now or asks to try again later: 408, 425, 429,
// 5xx.
func (e *ResponseError) Temporary() bool { return temporaryStatus(e.StatusCode) }

// isPage reports whether the answer is a web page, by its header or by how it begins.
func (e *ResponseError) isPage() bool {
	if isHTML(e.Header.Get("Content-Type")) {
		return true
	}
	head := strings.ToLower(strings.TrimSpace(strings.TrimPrefix(e.Body[:min(len(e.Body), 200)], "\ufeff")))
	return strings.HasPrefix(head, "<!doctype html") || strings.HasPrefix(head, "<html") ||
		strings.HasPrefix(head, "<head") || strings.HasPrefix(head, "<body")
}

func shorten(body string) string {
	if len(body) > bodyShown {
		return body[:bodyShown] + "..."
	}
	return body
}

// class says what a status means in HTTP alone.
func class(status int) string {
	switch {
	case temporaryStatus(status):
		return "not documented by the bank; by HTTP it is temporary"
	case status >= 400:
		return "not documented by the bank; by HTTP the request was refused"
	case status >= 300:
		return "not documented by the bank; redirects are not followed, credentials would go with them"
	}
	return "not documented by the bank"
}

// temporaryStatus reports whether the request may be repeated after a status, which says nothing about the outcome.
func temporaryStatus(status int) bool {
	switch status {
	case http.StatusRequestTimeout, http.StatusTooEarly, http.StatusTooManyRequests:
		return true
	}
	return status >= 500
}

// AnswerError is an answer with status 2xx that is not what the call documents, or one with status 101. It never shows
// the body, which may hold a token or secret.
type AnswerError struct {
	Call       bank.Call
	RequestID  string
	StatusCode int
	Problem    string
}

func (e *AnswerError) Error() string {
	return fmt.Sprintf("%s: the answer %d cannot be used (request id %s): %s", e.Call, e.StatusCode, e.RequestID,
		e.Problem)
}

// UnknownOutcomeError means that a request that changes something may have taken effect, in this or an earlier run, and
// that no answer says whether it did. The journal keeps it open: the next run sends the same bytes with the same
// request id. Err may be a [*ResponseError] with a refusal, which says nothing about earlier attempts.
type UnknownOutcomeError struct {
	Call      bank.Call
	RequestID string
	Before    bool  // an attempt before the last, or in an earlier run, may have taken effect
	Err       error // what happened last
}

func (e *UnknownOutcomeError) Error() string {
	return fmt.Sprintf("%s: the outcome is unknown; run again: the same request is repeated with the same request id "+
		"%s; last: %v",
		e.Call, e.RequestID, e.Err)
}

func (e *UnknownOutcomeError) Unwrap() error { return e.Err }

// ConnectionError means that no complete answer came.
type ConnectionError struct {
	Call      bank.Call
	URL       string
	RequestID string
	Sent      bool   // the request may have reached the server; false: it certainly did not
	Permanent bool   // a retry does not help: no such host, or one side does not accept the other (TLS)
	Problem   string // without secrets

	cause error
}

func (e *ConnectionError) Error() string {
	s := fmt.Sprintf("%s: %s: %s (request id %s)", e.Call, e.URL, e.Problem, e.RequestID)
	if !e.Sent {
		s += "; nothing was sent"
	}
	return s
}

// Is and As examine the cause. It is not unwrapped, because its text may repeat what the server sent.
func (e *ConnectionError) Is(target error) bool { return errors.Is(e.cause, target) }

// As finds the cause by its type.
func (e *ConnectionError) As(target any) bool { return errors.As(e.cause, target) }
