// Package revocation reads revocation lists (RFC 5280) and OCSP responses (RFC 6960) that somebody fetched, and says
// what they prove about the certificates of a chain at a time. It opens no file and no connection. Most people want
// [ParseCRL] and [ParseOCSP], then [Judge].
package revocation

import (
	"slices"
	"time"

	"qwac/pkg/ber"
	"qwac/pkg/chain"
)

// Of returns the status of a certificate by its place on the path, or nil when there is no usable evidence.
func (s *Subject) Of(cert int) *Status {
	for i := range s.Statuses {
		if s.Statuses[i].Cert == cert {
			return &s.Statuses[i]
		}
	}
	return nil
}

// Open are the problems with evidence about certificates that no other evidence settles. What is about no certificate
// of the path is taken to be about the leaf.
func (s *Subject) Open() []Problem {
	var open []Problem
	for _, p := range s.Problems {
		if s.Of(max(p.Cert-1, 0)) == nil {
			open = append(open, p)
		}
	}
	return open
}

// Judge says what the evidence proves about the certificates of a path at a time; at the zero time evidence is always
// current. The result does not depend on the order of the evidence, except that of the problems. The root is not
// judged: nobody can revoke it. Without a path there is nothing to judge.
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
		case c.Anchor != nil && ber.SameName(c.Anchor.RawSubject, cert.RawIssuer) &&
			cert.CheckSignatureFrom(c.Anchor) == nil:
			l.issuer = c.Anchor
		}
		links = append(links, l)
	}
	return links
}

// judge says what one piece of evidence proves about each certificate that it is about, or why it proves nothing at
// all. A revocation that is not understood is told in either case.
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
