package path

import (
	"bytes"
	"container/heap"
	"errors"
	"fmt"
	"slices"

	"qwac/pkg/cert"
	"qwac/pkg/key"
)

// DefaultBudget is five times the 202 signature checks that the largest known honest pool of certificates needs.
const DefaultBudget = 1000

// BudgetError says that the search was given up: whether there is a path is not known.
type BudgetError struct {
	Checks int // signature checks made
	Steps  int // steps made, where they ran out first
}

func (e *BudgetError) Error() string {
	if e.Steps > 0 {
		return fmt.Sprintf("the search for the path was given up after %d steps", e.Steps)
	}
	return fmt.Sprintf("the search for the path was given up after %d signature checks", e.Checks)
}

// Search is a search for a path. The zero value of every field but Leaf works.
type Search struct {
	Leaf    *cert.Cert
	Pool    []*cert.Cert // what may stand between the leaf and an anchor, in any order, copies too
	Anchors []*cert.Cert // in any order; one that stands in Pool too is an anchor all the same
	Terms   Terms
	// Checks and Steps bound the signature checks and the steps. Zero: 1000 and one for each certificate; 10,000 and ten
	// for each certificate.
	Checks, Steps int

	// Try tries a key on a signature, for a caller that keeps outcomes and counts the cost itself. Nil: done here.
	Try func(child, issuer *Facts) error
	// Read is factsOf of such a caller. Nil: done here.
	Read func(*cert.Cert) *Facts
}

// Found is the outcome of a search.
type Found struct {
	// Path goes from the leaf to the certificate that the anchor issued.
	Path     []*cert.Cert
	Anchor   *cert.Cert
	Failures []Failure // empty: the path is valid
	// Misses are the nearest misses where there is no valid path, the nearest first; Path, Anchor and Failures are those
	// of the first one.
	Misses []Miss

	Checks, Steps int // what it cost
}

// Miss is a path that is not valid, and all that is wrong with it.
type Miss struct {
	Path     []*cert.Cert
	Anchor   *cert.Cert // nil: it does not reach any
	Failures []Failure
}

// Valid reports whether a valid path was found. Otherwise there is none: the search has seen all.
func (f *Found) Valid() bool { return len(f.Failures) == 0 }

// Find looks for a valid path, and where there is none for the nearest misses. The only error is a [*BudgetError]:
// then it is not known whether there is a path. What is found depends neither on the order of the certificates nor on
// copies.
func (s Search) Find() (*Found, error) {
	f := NewFinder(&s)
	valid, err := f.EachPurpose()
	if err != nil {
		return nil, err
	}
	found := &Found{}
	if valid != nil {
		found.Path, found.Anchor = valid.Path, valid.Anchor
	} else {
		found.Misses = f.nearest()
		found.Path, found.Anchor, found.Failures = found.Misses[0].Path, found.Misses[0].Anchor, found.Misses[0].Failures
	}
	found.Checks, found.Steps = f.checks, f.steps
	return found, nil
}

// EachPurpose looks for a path for one purpose after the other: all its certificates must have the same one.
func (f *finder) EachPurpose() (*Miss, error) {
	all := f.Terms.Usage.Any
	if len(all) < 2 {
		return f.strict()
	}
	defer func() { f.Terms.Usage.Any = all; f.forget() }()
	for _, purpose := range all {
		f.Terms.Usage.Any = []string{purpose}
		f.forget()
		if found, err := f.strict(); found != nil || err != nil {
			return found, err
		}
	}
	return nil, nil
}

// forget has all certificates judged anew.
func (f *finder) forget() {
	f.leaf.judged = false
	for _, list := range f.holders {
		for _, h := range list {
			for _, n := range h.spots {
				n.judged = false
			}
		}
	}
}

// strict looks for a valid path: it never goes on from what cannot be part of one. Nil: there is none.
func (f *finder) strict() (*Miss, error) {
	if f.leafIsAnchor() {
		if m := f.alone(); len(m.Failures) == 0 {
			return m, nil
		}
	}
	begin := f.begin()
	if begin.faults > 0 {
		return nil, nil
	}
	var q moves
	entered := map[*spot][]*way{}
	f.expand(&q, begin, false)
	for q.Len() > 0 {
		m := heap.Pop(&q).(*move)
		if f.steps++; f.steps > f.Steps {
			return nil, &BudgetError{Checks: f.checks, Steps: f.steps}
		}
		ups := f.ups(m, entered)
		if len(ups) == 0 && !m.end {
			continue
		}
		if err := f.check(m.from.spot.Facts, m.to); err != nil {
			if Spent(err) {
				return nil, err
			}
			continue
		}
		if m.end {
			if found := f.ends(m); found != nil {
				return found, nil
			}
			continue
		}
		for _, w := range ups {
			entered[w.spot] = append(entered[w.spot], w)
			f.expand(&q, w, false)
		}
	}
	return nil, nil
}

// ups are the ways on to the certificates of a holder that may be part of a valid path and are not reached as well
// already.
func (f *finder) ups(m *move, entered map[*spot][]*way) []*way {
	if m.end {
		return nil
	}
	var ups []*way
	for _, n := range m.to.spots {
		if len(f.faults(n)) > 0 || m.from.holds(n) {
			continue
		}
		w := f.up(m.from, n)
		if w.faults == 0 && !slices.ContainsFunc(entered[n], func(old *way) bool { return old.noWorse(w) }) {
			ups = append(ups, w)
		}
	}
	return ups
}

// ends tries the anchors of a holder.
func (f *finder) ends(m *move) *Miss {
	for _, a := range m.to.anchors {
		if f.isLeaf(a) {
			continue
		}
		if len(f.validate(m.from, a)) == 0 {
			return f.miss(m.from, a, nil)
		}
	}
	return nil
}

func (f *finder) isLeaf(a *spot) bool { return bytes.Equal(a.Cert.Raw, f.Leaf.Raw) }

// expand queues the ways on from a certificate. With near also issuers of another name that its key identifier names.
func (f *finder) expand(q *moves, from *way, near bool) {
	n := from.spot
	for _, h := range f.holders[n.issuer] {
		f.follow(q, from, h, 0)
	}
	if !near {
		return
	}
	for _, h := range f.byKeyID[string(n.Cert.AuthorityKeyId)] {
		if h.key.subject != n.issuer {
			f.follow(q, from, h, costOtherName)
		}
	}
}

func (f *finder) follow(q *moves, from *way, h *holder, extra int) {
	for _, end := range []bool{true, false} {
		list := h.spots
		if end {
			list = h.anchors
		}
		if len(list) == 0 || !end && h == from.spot.owner && len(h.spots) == 1 {
			continue
		}
		fit := key.Contradicts
		for _, s := range list {
			fit = min(fit, cert.KeyIDFit(from.spot.Cert, s.Cert))
		}
		heap.Push(q, &move{from: from, to: h, fit: fit, end: end, extra: extra, seq: f.seq()})
	}
}

func (f *finder) seq() int {
	f.queued++
	return f.queued
}

func (f *finder) miss(last *way, anchor *spot, failures []Failure) *Miss {
	m := &Miss{Failures: failures}
	for w := last; w != nil; w = w.below {
		m.Path = append(m.Path, w.spot.from)
	}
	slices.Reverse(m.Path)
	if anchor != nil {
		m.Anchor = anchor.from
	}
	return m
}

// leafIsAnchor reports whether the leaf is one of the anchors and may be its own path.
func (f *finder) leafIsAnchor() bool {
	return f.Terms.Anchor.Leaf != LeafIsNoAnchor && slices.ContainsFunc(f.Anchors, func(a *cert.Cert) bool { return bytes.Equal(a.Raw, f.Leaf.Raw) })
}

// alone is the leaf as its own anchor.
func (f *finder) alone() *Miss {
	leaf := []*Facts{f.leaf.Facts}
	return &Miss{Path: []*cert.Cert{f.Leaf}, Anchor: f.Leaf, Failures: ValidateFacts(leaf, f.leaf.Facts, &f.Terms, CheckLink)}
}

func Spent(err error) bool {
	var budget *BudgetError
	return errors.As(err, &budget)
}

func ErrIfSpent(err error) error {
	if Spent(err) {
		return err
	}
	return nil
}
