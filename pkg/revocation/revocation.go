// Package revocation reads revocation lists (RFC 5280) and OCSP responses (RFC 6960) that somebody fetched, and says what they prove
// about the certificates of a chain at a time. It opens no file and no connection. Most people want [ParseCRL] and [ParseOCSP], then
// [Judge].
package revocation

import (
	"crypto/x509"
	"time"

	"qwac/pkg/chain"
	"qwac/pkg/lint"
)

// Kind is the kind of a piece of evidence, as a person calls it.
type Kind string

// The kinds.
const (
	CRL  Kind = "CRL"
	OCSP Kind = "OCSP"
)

// Evidence is one revocation list or one OCSP response.
type Evidence struct {
	Source string // name of the input
	Kind   Kind

	list     *list     // of kind CRL
	response *response // of kind OCSP
}

// State is what is known of a certificate.
type State string

// The states. A certificate without usable evidence has no [Status] at all.
const (
	Good    State = "good"    // not revoked
	Revoked State = "revoked" // for good or for a time: see Reason
	Unknown State = "unknown" // the responder does not know the certificate
)

// Hold is the reason of a revocation that may be taken back.
const Hold = "certificateHold"

// Status is what the evidence proves about one certificate.
type Status struct {
	Cert   int       // place on the path; 0 is the leaf
	State  State     // at the time of judging
	Since  time.Time // of the revocation. With Good it lies after the time of judging. Zero: not revoked
	Reason string    // as in RFC 5280, 5.3.1: "keyCompromise"; "unspecified" when none is given; empty: not revoked

	Kind                   Kind
	Source                 string // name of the input
	ThisUpdate, NextUpdate time.Time
}

// Problem says why a piece of evidence proves nothing. Rule is the id of the rule that reports it.
type Problem struct {
	Rule string
	lint.Where
	Message, Hint string
}

// Subject is what the rules judge.
type Subject struct {
	Chain    *chain.Chain
	Statuses []Status  // one for each certificate with usable evidence, from the leaf
	Problems []Problem // in the order of the evidence
}

// Of returns the status of a certificate by its place on the path, or nil when there is no usable evidence.
func (s *Subject) Of(cert int) *Status {
	for i := range s.Statuses {
		if s.Statuses[i].Cert == cert {
			return &s.Statuses[i]
		}
	}
	return nil
}

// Open are the problems with evidence about certificates that no other evidence settles. What is about no certificate of the path is
// taken to be about the leaf.
func (s *Subject) Open() []Problem {
	var open []Problem
	for _, p := range s.Problems {
		if s.Of(max(p.Cert-1, 0)) == nil {
			open = append(open, p)
		}
	}
	return open
}

// link is a certificate and its issuer.
type link struct {
	index  int
	cert   *chain.Cert
	issuer *x509.Certificate // nil: it is not there
}

// linksOf lists the certificates that somebody else issued.
func linksOf(c *chain.Chain) []link {
	var links []link
	for i, cert := range c.Path {
		l := link{index: i, cert: cert}
		switch {
		case i+1 < len(c.Path):
			l.issuer = c.Path[i+1].Certificate
		case c.Gap == nil:
			continue // the root
		case c.Anchor != nil && chain.SameName(c.Anchor.RawSubject, cert.RawIssuer) && cert.CheckSignatureFrom(c.Anchor) == nil:
			l.issuer = c.Anchor
		}
		links = append(links, l)
	}
	return links
}

// status makes a status of this evidence.
func (e *Evidence) status(l link, c claim) *Status {
	return &Status{
		Cert: l.index, State: c.state, Since: c.since, Reason: c.reason,
		Kind: e.Kind, Source: e.Source, ThisUpdate: c.this, NextUpdate: c.next,
	}
}
