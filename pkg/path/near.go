package path

import (
	"bytes"
	"cmp"
	"container/heap"
	"slices"

	"qwac/pkg/key"
)

// What a link costs beside the faults of the certificates when a path that is not valid is looked for.
const (
	costUnanchored = 20 // the path ends at a self-signed certificate that is no anchor
	costBadLink    = 30 // name fits, signature does not
	costGap        = 40 // the path ends because no issuer is there
	costOtherName  = 50 // key identifier and signature fit, the name does not
)

const (
	// maxMisses bounds the misses that are shown; a person reads no more.
	maxMisses = 5
	// maxNearSteps bounds the search for them.
	maxNearSteps = 2000
	// maxNearSignatures are the signature checks that it may make beside those that were made before.
	maxNearSignatures = 100
)

// ending is a path that is not valid and what it costs.
type ending struct {
	last   *way
	anchor *spot
	cost   int
}

// nearest finds the paths that have the fewest faults. It stops when it has enough or its bounds are spent; the leaf
// alone is always one.
func (f *finder) nearest() []Miss {
	var q moves
	f.Checks = max(f.Checks, f.checks+maxNearSignatures)
	entered := map[*spot][]*way{}
	found := []ending{f.unanchored(f.begin())}
	f.expand(&q, found[0].last, true)
	for steps := 0; q.Len() > 0 && steps < maxNearSteps; steps++ {
		m := heap.Pop(&q).(*move)
		cost := m.from.faults + m.extra
		if len(found) > maxMisses && cost > found[maxMisses-1].cost {
			break
		}
		switch err := f.check(m.from.spot.Facts, m.to); {
		case m.extra == costBadLink || err == nil:
		case m.extra == 0 && !Spent(err) && m.fit != key.Contradicts:
			m.extra = costBadLink
			heap.Push(&q, m)
			continue
		default:
			continue
		}
		if m.end {
			for _, a := range m.to.anchors {
				if !f.isLeaf(a) {
					found = append(found, ending{m.from, a, cost})
				}
			}
		} else {
			found = append(found, f.enter(&q, m, entered)...)
		}
		slices.SortStableFunc(found, func(a, b ending) int {
			return cmp.Or(cmp.Compare(a.cost, b.cost), b.length()-a.length())
		})
	}
	return f.misses(found)
}

func (e ending) length() int { return e.last.length }

// enter goes on to all certificates of a holder, and gives the paths that end there.
func (f *finder) enter(q *moves, m *move, entered map[*spot][]*way) []ending {
	var found []ending
	for _, n := range m.to.spots {
		if m.from.holds(n) {
			continue
		}
		w := f.up(m.from, n)
		w.faults += m.extra
		if slices.ContainsFunc(entered[n], func(old *way) bool {
			return old.faults <= w.faults && old.depth <= w.depth
		}) {
			continue
		}
		entered[n] = append(entered[n], w)
		found = append(found, f.unanchored(w))
		f.expand(q, w, true)
	}
	return found
}

// unanchored is a path that ends without an anchor.
func (f *finder) unanchored(w *way) ending {
	cost := costGap
	if w.spot.selfSigned() {
		cost = costUnanchored
	}
	return ending{last: w, cost: w.faults + cost}
}

// misses judges the nearest of the paths. One that only begins another is left out.
func (f *finder) misses(found []ending) []Miss {
	var out []Miss
	if f.leafIsAnchor() {
		out = append(out, *f.alone())
	}
	for _, e := range found {
		if len(out) == maxMisses {
			break
		}
		if e.anchor == nil && len(out) > 0 && slices.ContainsFunc(out, func(m Miss) bool { return isBegin(e, m) }) {
			continue
		}
		failures := f.validate(e.last, e.anchor)
		if len(failures) > 0 {
			out = append(out, *f.miss(e.last, e.anchor, failures))
		}
	}
	return out
}

// isBegin reports whether a path without an anchor is the lower part of a miss.
func isBegin(e ending, m Miss) bool {
	if e.length() > len(m.Path) {
		return false
	}
	i := e.length()
	for w := e.last; w != nil; w = w.below {
		i--
		if !bytes.Equal(w.spot.Cert.Raw, m.Path[i].Raw) {
			return false
		}
	}
	return true
}
