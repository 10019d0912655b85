package submit

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/url"
	"slices"
	"strings"
)

const redacted = "[redacted]"

// Secret is a client secret or an access token. It prints as [redacted] by every verb of fmt, in JSON, as text and in
// logs, also as a field of another value; only [Secret.Reveal] returns it. The zero value is the empty secret.
type Secret struct {
	// a pointer: fmt prints unexported fields without asking their methods, and of a pointer only the address
	value *string
}

// NewSecret wraps a secret.
func NewSecret(s string) Secret { return Secret{&s} }

// Reveal returns the secret itself.
func (s Secret) Reveal() string {
	if s.value == nil {
		return ""
	}
	return *s.value
}

// IsZero reports whether there is no secret, or an empty one.
func (s Secret) IsZero() bool { return s.Reveal() == "" }

func (s Secret) String() string               { return redacted }
func (s Secret) GoString() string             { return redacted }
func (s Secret) Format(f fmt.State, _ rune)   { io.WriteString(f, redacted) }
func (s Secret) MarshalText() ([]byte, error) { return []byte(redacted), nil }
func (s Secret) MarshalJSON() ([]byte, error) { return json.Marshal(redacted) }
func (s Secret) LogValue() slog.Value         { return slog.StringValue(redacted) }

// UnmarshalText takes the secret as it is.
func (s *Secret) UnmarshalText(text []byte) error {
	*s = NewSecret(string(text))
	return nil
}

// scrubber removes secrets from text that came from the other side, which may echo what it was sent.
type scrubber []string

// newScrubber knows the secrets in the forms in which they are sent, and in which a server would quote them.
func newScrubber(clientID string, secret Secret, tokens []Secret) scrubber {
	var s scrubber
	if !secret.IsZero() {
		plain := secret.Reveal()
		escaped := url.QueryEscape(plain)
		s = append(s, basic(clientID, plain), basic(url.QueryEscape(clientID), escaped))
		s = append(s, forms(plain)...)
	}
	for _, t := range tokens {
		if !t.IsZero() {
			s = append(s, forms(t.Reveal())...)
		}
	}
	slices.SortStableFunc(s, func(a, b string) int { return len(b) - len(a) }) // a form may be part of a longer one
	return s
}

func basic(id, secret string) string {
	return base64.StdEncoding.EncodeToString([]byte(id + ":" + secret))
}

// forms are the text itself, form-encoded, and inside a JSON string of two kinds of writers.
func forms(s string) []string {
	list := []string{s, url.QueryEscape(s)}
	if escaped, err := json.Marshal(s); err == nil {
		list = append(list, strings.Trim(string(escaped), `"`))
	}
	if literal, err := encode(s); err == nil {
		list = append(list, strings.Trim(string(literal), `"`))
	}
	return list
}

func (s scrubber) text(t string) string {
	for _, secret := range s {
		t = strings.ReplaceAll(t, secret, redacted)
	}
	return t
}
