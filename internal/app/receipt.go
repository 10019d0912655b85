package app

import (
	"bytes"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"fmt"
	"strings"
	"time"

	"qwac/pkg/ber"
	"qwac/pkg/chain"
	"qwac/pkg/report"
	"qwac/pkg/submit"
)

// receiptVersion is the version of the receipt's shape. It changes when a field is removed or changes its meaning.
const receiptVersion = 1

// receipt says what submit did. docs/submit.md documents every field.
type receipt struct {
	Version     int         `json:"version"`
	Tool        report.Tool `json:"tool"`
	Outcome     string      `json:"outcome"` // added, already-registered
	Environment string      `json:"environment"`
	BaseURL     string      `json:"base_url"`
	ClientID    string      `json:"client_id"`
	ClientName  string      `json:"client_name"`

	Method     string    `json:"method,omitempty"` // these are empty when nothing had to be sent
	URL        string    `json:"url,omitempty"`
	RequestID  string    `json:"request_id,omitempty"`
	At         time.Time `json:"at,omitzero"`
	StatusCode int       `json:"status_code,omitzero"`
	Resumed    bool      `json:"resumed"`

	Chain      []receiptEntry `json:"chain"`
	Verified   bool           `json:"verified"`
	VerifiedAt time.Time      `json:"verified_at,omitzero"`

	leaf   *x509.Certificate
	status string
}

// receiptEntry is one certificate of the chain.
type receiptEntry struct {
	Subject      string    `json:"subject"`
	Issuer       string    `json:"issuer"`
	SerialNumber string    `json:"serial_number"` // decimal
	SHA256       string    `json:"sha256"`        // of the DER, hexadecimal
	NotAfter     time.Time `json:"not_after"`
}

func newReceipt(b *bank, clientName string, c *chain.Chain) *receipt {
	r := &receipt{
		Version: receiptVersion, Tool: report.Tool{Name: "qwac", Version: version()},
		Environment: b.target.Name, BaseURL: b.target.BaseURL, ClientID: b.clientID, ClientName: clientName,
		leaf: c.Path[0].Certificate,
	}
	for _, cert := range c.Path {
		r.Chain = append(r.Chain, receiptEntry{
			ber.DN(cert.RawSubject), ber.DN(cert.RawIssuer), cert.SerialNumber.String(), fingerprint(cert.Raw),
			cert.NotAfter.UTC(),
		})
	}
	return r
}

// fingerprint is the SHA-256 of a certificate or a list.
func fingerprint(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// already is for a certificate that the bank lists. Earlier is the request of an earlier run whose outcome was not
// known until now; nil: there was none.
func (r *receipt) already(now time.Time, earlier *submit.Entry) *receipt {
	r.Outcome = "already-registered"
	if earlier != nil {
		r.Method, r.URL, r.RequestID, r.At, r.Resumed = earlier.Method, earlier.URL, earlier.ID,
			earlier.Time.Truncate(time.Millisecond), true
	}
	r.verified(now)
	return r
}

// taken is for a certificate that the bank does not list, although the journal knows that it was added.
func (r *receipt) taken(earlier *submit.EarlierError) *receipt {
	e := earlier.Entry
	r.Outcome = "already-registered"
	r.Method, r.URL, r.RequestID, r.At, r.Resumed = e.Method, e.URL, e.ID, e.Time.Truncate(time.Millisecond), true
	r.StatusCode = max(earlier.Status, 0)
	return r
}

func (r *receipt) added(out *submit.Outcome) {
	r.Outcome = "added"
	r.Method, r.URL, r.RequestID, r.At = out.Method, out.URL, out.RequestID, out.At.Truncate(time.Millisecond)
	r.StatusCode, r.status, r.Resumed = out.StatusCode, out.Status, out.Resumed
}

func (r *receipt) verified(now time.Time) {
	r.Verified, r.VerifiedAt = true, now.UTC().Truncate(time.Millisecond)
}

// plan is what is about to be done.
func (r *receipt) plan() string {
	return report.Clean(fmt.Sprintf("adds %s\n  to the client %q, %s, at %s", r.Chain[0].Subject, r.ClientName,
		r.ClientID, r.BaseURL))
}

// line says what was done.
func (r *receipt) line() string {
	if r.Outcome == "added" {
		return "added: " + r.Chain[0].Subject
	}
	if r.Resumed {
		return "added by an earlier run, nothing was sent now: " + r.Chain[0].Subject
	}
	return "registered already, nothing was sent: " + r.Chain[0].Subject
}

func (r *receipt) details() string {
	var b strings.Builder
	fmt.Fprintf(&b, "  client    %s, %q\n  serial    %s\n  SHA-256   %s\n", r.ClientID, r.ClientName,
		r.Chain[0].SerialNumber, r.Chain[0].SHA256)
	if r.Outcome == "added" {
		fmt.Fprintf(&b, "  request   %s, %s, %s\n", r.RequestID, utc(r.At), report.Clean(r.status))
	}
	switch {
	case r.Resumed && r.Outcome == "added":
		b.WriteString("  resumed   an earlier run may have sent it: repeated with the same request id\n")
	case r.Resumed && r.StatusCode > 0:
		fmt.Fprintf(&b, "  request   %s, %s, by an earlier run, answered %d\n", r.RequestID, utc(r.At), r.StatusCode)
	case r.Resumed:
		fmt.Fprintf(&b, "  request   %s, %s, by an earlier run that did not learn the answer\n", r.RequestID, utc(r.At))
	}
	if r.Verified {
		b.WriteString("  verified  the client details list it\n")
	}
	return b.String()
}

func (r *receipt) bytes() []byte { return indentedJSON(r) }

// indentedJSON writes plain data of our own, which cannot fail.
func indentedJSON(v any) []byte {
	var b bytes.Buffer
	if err := report.WriteJSON(&b, v); err != nil {
		panic("qwac: " + err.Error())
	}
	return b.Bytes()
}
