package report

import (
	"fmt"
	"strings"
	"time"

	"qwac/pkg/check"
	"qwac/pkg/revocation"
)

// Trust says whether the chain leads to something that the bank is known to trust.
type Trust struct {
	Status    string     `json:"status"` // not-checked, trusted, untrusted
	By        string     `json:"by"`     // trusted-list, pem, none
	Service   string     `json:"service"`
	Provider  string     `json:"provider"`
	Territory string     `json:"territory"`
	Sequence  int        `json:"sequence"` // of the list; 0: none
	State     string     `json:"state"`    // granted, withdrawn
	Since     *time.Time `json:"since"`    // null: no service
	Purposes  []string   `json:"purposes"`
	// index into chain of the listed CA; null: no service, or its certificate was not given
	Certificate *int     `json:"certificate"`
	Explanation []string `json:"explanation"`
}

func newTrust(t check.Trust) Trust {
	out := Trust{
		Status: string(t.Status), By: t.By, Service: t.Service, Provider: t.Provider, Territory: t.Territory,
		Sequence: t.Sequence,
		State:    t.State, Purposes: nonNil(t.Purposes), Explanation: nonNil(t.Explanation),
	}
	if !t.Since.IsZero() {
		since := t.Since.UTC()
		out.Since = &since
	}
	if t.Place > 0 {
		out.Certificate = &t.Place
	}
	return out
}

// Line is the listed service in one line; empty when there is none.
func (t Trust) Line() string {
	if t.Since == nil {
		return ""
	}
	s := fmt.Sprintf("on list %s %d: %s since %s", t.Territory, t.Sequence, t.State, t.Since.Format(time.DateOnly))
	if len(t.Purposes) > 0 {
		s += " (" + strings.Join(t.Purposes, ", ") + ")"
	}
	return fmt.Sprintf("%s, %q", s, string([]rune(t.Service))) // what is not UTF-8 as JSON has it
}

// Revocation is what the evidence proves about one certificate of the path.
type Revocation struct {
	Position    string `json:"position"`    // as in chain: leaf, intermediate
	Certificate int    `json:"certificate"` // index into chain
	Status      string `json:"status"`      // good, revoked, unknown: as of the time of judging
	// of the revocation; with good it lies after the time of judging; null: not revoked
	Since      *time.Time `json:"since"`
	Reason     string     `json:"reason"` // as in RFC 5280, 5.3.1; empty: not revoked
	Kind       string     `json:"kind"`   // crl, ocsp
	Source     string     `json:"source"` // name of the input
	ThisUpdate time.Time  `json:"this_update"`
	NextUpdate *time.Time `json:"next_update"` // null: the evidence does not say
}

// newRevocations needs the chain entries of the result for their positions.
func newRevocations(r *check.Result, chain []ChainEntry) []Revocation {
	out := []Revocation{}
	for _, s := range r.Revocation {
		out = append(out, Revocation{
			Position: chain[s.Cert].Position, Certificate: s.Cert, Status: string(s.State), Since: timeOrNull(s.Since),
			Reason: s.Reason,
			Kind:   strings.ToLower(string(s.Kind)), Source: s.Source, ThisUpdate: s.ThisUpdate.UTC(),
			NextUpdate: timeOrNull(s.NextUpdate),
		})
	}
	return out
}

// RevocationLine is what the tree says of the certificate at a place of the path; empty: nothing is known.
func (r Result) RevocationLine(cert int) string {
	const day = "2006-01-02"
	for _, s := range r.Revocation {
		if s.Certificate != cert {
			continue
		}
		text := "not revoked as of " + s.ThisUpdate.Format(day)
		switch {
		case s.Status == string(revocation.Unknown):
			text = "not known to the responder as of " + s.ThisUpdate.Format(day)
		case s.Status == string(revocation.Good) && s.Since != nil:
			text = fmt.Sprintf("not revoked yet, but from %s on (%s)", s.Since.Format(day), s.Reason)
		case s.Since != nil && s.Reason == revocation.Hold:
			text = "on hold since " + s.Since.Format(day)
		case s.Since != nil:
			text = fmt.Sprintf("revoked since %s (%s)", s.Since.Format(day), s.Reason)
		}
		return text + ", " + strings.ToUpper(s.Kind)
	}
	return ""
}
