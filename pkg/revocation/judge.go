package revocation

import (
	"time"

	"qwac/pkg/chain"
)

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
	for _, e := range evidence {
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
