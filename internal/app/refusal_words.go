package app

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"net/http"
	"regexp"
	"strings"
	"time"

	"qwac/pkg/report"
	"qwac/pkg/report/lines"
	"qwac/pkg/submit"
)

// What the bank said, as a person reads it.

// maxWords bounds the words of the bank that are shown, in characters: about eight lines. The receipt of a call and
// qwac support-report have more.
const maxWords = 600

// said is what an answer says: its status, what that means, and the bank's words.
func said(r *submit.ResponseError) []string {
	out := []string{fmt.Sprintf("%s: %s answered %d %s", r.Call, r.URL, r.StatusCode, http.StatusText(r.StatusCode))}
	switch {
	case r.Documented != "":
		out = append(out, "meaning: "+r.Documented+", as the bank documents it")
	case r.Temporary():
		out = append(out, "meaning: the bank cannot answer now, by HTTP; it documents nothing for it")
	case r.StatusCode >= http.StatusBadRequest:
		out = append(out, "meaning: the request was refused, by HTTP; the bank documents nothing for it")
	default:
		out = append(out, "meaning: a redirect, which is not followed: credentials would go with it")
	}
	if to := r.Header.Get("Location"); to != "" {
		out = append(out, "it points to "+to)
	}
	if r.RetryAfter > 0 {
		out = append(out, fmt.Sprintf("it asks to wait %s", r.RetryAfter))
	}
	if words := bankWords(r.Body); words != "" {
		out = append(out, "the bank says: "+words)
	}
	return append(out, fmt.Sprintf("request id %s, sent at %s", r.RequestID, utc(r.At)))
}

// bankWords are the words of a body: the members of a JSON object, the text of a page, or all of it; on one line, and
// bounded.
func bankWords(body string) string {
	text := strings.TrimSpace(strings.TrimPrefix(body, "\ufeff"))
	switch {
	case strings.HasPrefix(text, "{"):
		if members := membersOf(text); members != "" {
			text = members
		}
	case strings.HasPrefix(text, "<"):
		text = pageWords(text)
	}
	return lines.Cut(report.Clean(strings.Join(strings.Fields(text), " ")), maxWords, "…")
}

// membersOf are the members of a JSON object, as they stand; empty: it is none.
func membersOf(text string) string {
	dec := json.NewDecoder(strings.NewReader(text))
	dec.UseNumber()
	if _, err := dec.Token(); err != nil {
		return ""
	}
	var out []string
	for dec.More() {
		name, err := dec.Token()
		var value json.RawMessage
		if err != nil || dec.Decode(&value) != nil {
			return ""
		}
		var s string
		if json.Unmarshal(value, &s) != nil {
			var b bytes.Buffer
			if json.Compact(&b, value) != nil {
				return ""
			}
			s = b.String()
		}
		out = append(out, fmt.Sprintf("%v: %s", name, s))
	}
	return strings.Join(out, "; ")
}

// pageWords are the words of a web page.
func pageWords(text string) string {
	hidden := regexp.MustCompile(`(?is)<(script|style)\b.*?</(script|style)>`)
	tag := regexp.MustCompile(`(?s)<[^>]*>`)
	words := html.UnescapeString(tag.ReplaceAllString(hidden.ReplaceAllString(text, " "), " "))
	return "a web page: " + words
}

// namedCause is what the body of a refusal names as its cause; empty: nothing that is known. The codes are those of
// OAuth 2.0 (RFC 6749, 5.2; RFC 6750, 3.1).
func namedCause(body string) string {
	var b struct {
		Error any `json:"error"`
	}
	if json.Unmarshal([]byte(body), &b) != nil {
		return ""
	}
	code, _ := b.Error.(string)
	for _, c := range [...]struct{ code, words string }{
		{"invalid_client", "client id or client secret is not that of this environment, or --cert is not registered " +
			"for the client"},
		{"unauthorized_client", "the client may not ask for a token in this way: ask the bank"},
		{"invalid_scope", "the client may not have what was asked for: ask the bank"},
		{"unsupported_grant_type", "the token endpoint does not know this way: see that --token-url is right"},
		{"invalid_request", "a part of the request is missing or wrong"},
		{"invalid_token", "the token was not accepted: it has expired, or is of another environment"},
		{"insufficient_scope", "the token does not give this right: ask the bank"},
	} {
		if c.code == code {
			return c.words + " (" + code + ")"
		}
	}
	return ""
}

// briefly is an error of a call in a few words.
func briefly(err error) string {
	var refused *submit.ResponseError
	var broken *submit.ConnectionError
	switch {
	case errors.As(err, &refused) && refused.Temporary():
		return fmt.Sprintf("%s: %d, temporary", refused.Call, refused.StatusCode)
	case errors.As(err, &refused):
		return fmt.Sprintf("%s: %d %s", refused.Call, refused.StatusCode, http.StatusText(refused.StatusCode))
	case errors.As(err, &broken):
		return fmt.Sprintf("%s: %s", broken.Call, broken.Problem)
	}
	return message(err)
}

// retrying tells of each repetition in one short line.
func (e *env) retrying() func(error, time.Duration) {
	tries := 1
	return func(err error, wait time.Duration) {
		tries++
		fmt.Fprintf(e.stderr, "qwac: %s: again in %s (%s try)\n", report.Clean(briefly(err)),
			wait.Round(100*time.Millisecond), ordinal(tries))
	}
}

func ordinal(n int) string {
	if n%100 < 11 || n%100 > 13 {
		switch n % 10 {
		case 1:
			return fmt.Sprintf("%dst", n)
		case 2:
			return fmt.Sprintf("%dnd", n)
		case 3:
			return fmt.Sprintf("%drd", n)
		}
	}
	return fmt.Sprintf("%dth", n)
}
