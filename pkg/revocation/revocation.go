// Package revocation reads revocation lists (RFC 5280) and OCSP responses (RFC 6960) that somebody fetched, and says what they prove
// about the certificates of a chain at a time. It opens no file and no connection. Most people want [ParseCRL] and [ParseOCSP], then
// [Judge].
package revocation

import (
	"crypto/x509"
	"slices"
	"time"

	"qwac/pkg/ber"
	"qwac/pkg/cert"
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

// Problem says why a piece of evidence proves nothing.
type Problem struct {
	lint.Fault
	// Revoked says that the evidence is signed by who may and tells of a revocation, in an answer that is not understood as a whole. No
	// other evidence makes the certificate good then.
	Revoked bool
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
		statuses, problems := e.judge(links, at)
		s.Problems = append(s.Problems, problems...)
		for _, st := range statuses {
			found[st.Cert] = append(found[st.Cert], st)
		}
	}
	for i, f := range found {
		if len(f) == 0 {
			continue
		}
		if status := decide(f); status.State != Good || !s.mayBeRevoked(i) {
			s.Statuses = append(s.Statuses, status)
		}
	}
	return s
}

// mayBeRevoked reports whether an answer that is not understood says that a certificate is revoked.
func (s *Subject) mayBeRevoked(cert int) bool {
	return slices.ContainsFunc(s.Problems, func(p Problem) bool { return p.Revoked && p.Cert == cert+1 })
}

// link is a certificate and its issuer.
type link struct {
	index  int
	cert   *cert.Cert
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
		case c.Anchor != nil && ber.SameName(c.Anchor.RawSubject, cert.RawIssuer) && cert.CheckSignatureFrom(c.Anchor) == nil:
			l.issuer = c.Anchor
		}
		links = append(links, l)
	}
	return links
}

// judge says what one piece of evidence proves about each certificate that it is about, or why it proves nothing at all. A revocation that
// is not understood is told in either case.
func (e *Evidence) judge(links []link, at time.Time) (proven []Status, problems []Problem) {
	fits, about, miss := e.fitsList, e.aboutList, e.missedList
	if e.Kind == OCSP {
		if p := e.failed(); p != nil {
			return nil, []Problem{*p}
		}
		fits, about, miss = e.fitsResponse, e.aboutResponse, e.missedResponse
	}
	for _, l := range links {
		if !fits(l) {
			continue
		}
		status, problem := about(l, at)
		if status != nil {
			proven = append(proven, *status)
		}
		if problem != nil {
			problems = append(problems, *problem)
		}
	}
	if len(proven)+len(problems) == 0 {
		return nil, []Problem{*e.problem(&evidenceWrongIssuer, nil, miss(links))}
	}
	first := true
	return proven, slices.DeleteFunc(problems, func(p Problem) bool {
		told := p.Revoked || first && len(proven) == 0
		first = false
		return !told
	})
}

// problem makes a problem of this evidence; l is the certificate that it is about, nil: none of the path.
func (e *Evidence) problem(rule *lint.Meta, l *link, message string) *Problem {
	p := &Problem{Fault: lint.Fault{Rule: rule, Where: lint.Where{At: lint.Location{File: e.Source}}, Detail: message}}
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
