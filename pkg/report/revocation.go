package report

import (
	"fmt"
	"strings"
	"time"

	"qwac/pkg/check"
	"qwac/pkg/revocation"
)

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

// revocationLine is what the tree says of the certificate at a place of the path; empty: nothing is known.
func (r Result) revocationLine(cert int) string {
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
