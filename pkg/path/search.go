package path

import (
	"container/heap"
	"slices"
)

// Find looks for a valid path, and where there is none for the nearest misses. The only error is a [*BudgetError]:
// then it is not known whether there is a path. What is found depends neither on the order of the certificates nor on
// copies.
func (s Search) Find() (*Found, error) { return s.find(0) }

// find is Find for a leaf below which so many proxies are.
func (s Search) find(proxies int) (*Found, error) {
	if s.Terms.Proxies {
		c := FactsOf(s.Leaf)
		if info, ok := c.proxyInfo(); ok {
			return s.findProxied(c, info, proxies)
		}
	}
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
		found.Path, found.Anchor, found.Failures = found.Misses[0].Path, found.Misses[0].Anchor,
			found.Misses[0].Failures
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
