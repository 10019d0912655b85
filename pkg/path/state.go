package path

import (
	"fmt"
)

// state is what section 6.1.2 calls the state variables, and what was found so far.
type state struct {
	terms    *Terms
	at       int  // place of the certificate that is looked at
	alone    bool // the leaf is its own anchor
	purposes []string
	length   int
	failures []Failure
	work     Work

	names    Constraints
	policies *policies
	explicit int // certificates that may follow before a policy is required
	mapping  int // before mappings count no more
	any      int // before anyPolicy counts no more
	depth    int // CAs that may still follow
	limitBy  int // whose pathLenConstraint that is; -1: Terms.MaxCAs
}

// newState is 6.1.2.
func newState(t *Terms, n int) *state {
	s := &state{terms: t, length: n, purposes: t.Usage.Any, explicit: n + 1, mapping: n + 1, any: n + 1, depth: n + 1,
		limitBy: -1}
	s.policies = newPolicies(&s.work)
	for _, v := range []struct {
		set bool
		v   *int
	}{{t.Explicit, &s.explicit}, {t.InhibitMapping, &s.mapping}, {t.InhibitAny, &s.any}} {
		if v.set {
			*v.v = 0
		}
	}
	if t.MaxCAs != nil {
		s.depth = *t.MaxCAs
	}
	return s
}

// fail notes a failure of the certificate that is looked at.
func (s *state) fail(rule Rule, clause, field, format string, args ...any) {
	s.failBy(-1, rule, clause, field, format, args...)
}

func (s *state) failBy(by int, rule Rule, clause, field, format string, args ...any) {
	s.failures = append(s.failures, Failure{rule, clause, s.at, by, field, fmt.Sprintf(format, args...)})
}

// Work bounds what one validation costs; what is spent is counted up.
type Work struct {
	comparisons int // of names with constraints
	nodes       int // of the policy graph
}

const (
	// maxComparisons is how many comparisons of a name with a constraint one path may ask for, as for BoringSSL.
	maxComparisons = 1 << 20
	// maxPolicyNodes bounds the policy graph of a path. A level has at most as many nodes as there are policies in
	// the certificates above; an honest chain has a few dozen.
	maxPolicyNodes = 1 << 16
)
