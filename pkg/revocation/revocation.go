// Package revocation reads revocation lists (RFC 5280) and OCSP responses (RFC 6960) that somebody fetched, and says what they prove
// about the certificates of a chain at a time. It opens no file and no connection. Most people want [ParseCRL] and [ParseOCSP], then
// [Judge].
package revocation

import (
	"crypto/x509"
	"slices"
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

// Judge says what the evidence proves about the certificates of a path at a time; at the zero time evidence is always current. The result
// does not depend on the order of the evidence, except that of the problems. The root is not judged: nobody can revoke it. Without a path
// there is nothing to judge.
func Judge(c *chain.Chain, at time.Time, evidence []*Evidence) *Subject {
	s := &Subject{Chain: c}
	if len(evidence) == 0 || len(c.Path) == 0 {
		return s
	}
	links := linksOf(c)
	found := make([][]Status, len(c.Path))
	together := newJoiner(c, at, evidence)
	used := together.judge(links, found)
	for _, e := range evidence {
		if slices.Contains(used, e) {
			continue
		}
		statuses, problem := e.judge(links, at)
		if problem != nil {
			s.Problems = append(s.Problems, *problem)
		}
		for _, st := range statuses {
			found[st.Cert] = append(found[st.Cert], st)
		}
	}
	for _, f := range found {
		if len(f) > 0 {
			s.Statuses = append(s.Statuses, decide(f))
		}
	}
	return s
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

// judge says what one piece of evidence proves about each certificate that it is about, or why it proves nothing at all.
func (e *Evidence) judge(links []link, at time.Time) (proven []Status, problem *Problem) {
	fits, about, miss := e.fitsList, e.aboutList, e.missedList
	if e.Kind == OCSP {
		if p := e.failed(); p != nil {
			return nil, p
		}
		fits, about, miss = e.fitsResponse, e.aboutResponse, e.missedResponse
	}
	var first *Problem
	for _, l := range links {
		if !fits(l) {
			continue
		}
		status, problem := about(l, at)
		if problem == nil {
			proven = append(proven, *status)
		} else if first == nil {
			first = problem
		}
	}
	switch {
	case len(proven) > 0:
		return proven, nil
	case first != nil:
		return nil, first
	}
	return nil, e.problem(ruleWrongIssuer, nil, miss(links))
}

// problem makes a problem of this evidence; l is the certificate that it is about, nil: none of the path.
func (e *Evidence) problem(rule string, l *link, message string) *Problem {
	p := &Problem{Rule: rule, Where: lint.Where{At: lint.Location{File: e.Source}}, Message: message}
	if l != nil {
		p.Cert = l.index + 1
		p.Hint = e.fetch(*l)
	}
	return p
}

// status makes a status of this evidence.
func (e *Evidence) status(l link, c claim) *Status {
	return &Status{
		Cert: l.index, State: c.state, Since: c.since, Reason: c.reason,
		Kind: e.Kind, Source: e.Source, ThisUpdate: c.this, NextUpdate: c.next,
	}
}
