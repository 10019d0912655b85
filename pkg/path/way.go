package path

import (
	"slices"
)

// validate judges a path that the search made; its signatures are known.
func (f *finder) validate(last *way, anchor *spot) []Failure {
	var path []*Facts
	for w := last; w != nil; w = w.below {
		path = append(path, w.spot.Facts)
	}
	slices.Reverse(path)
	holders := map[*Facts]*holder{}
	for w := last; w != nil; w = w.below {
		holders[w.spot.Facts] = w.spot.owner
	}
	var a *Facts
	if anchor != nil {
		a, holders[anchor.Facts] = anchor.Facts, anchor.owner
	}
	return ValidateFacts(path, a, &f.Terms, func(child, issuer *Facts) error { return f.check(child, holders[issuer]) })
}

// way is a certificate on a path and the way down to the leaf.
type way struct {
	spot   *spot
	below  *way // nil: this is the leaf
	length int
	depth  int      // CAs up to and with this one that are not self-issued
	broken []uint64 // the constraints that a name on the way is outside of, as bits
	want   want
	faults int // of the nearest misses: what is wrong so far
}

func (f *finder) begin() *way {
	w := &way{spot: f.leaf, length: 1, broken: make([]uint64, (len(f.limits)+63)/64)}
	f.breakOn(w, f.leaf)
	if f.policed {
		w.want = wantOfLeaf(f.leaf.Facts)
	}
	w.faults = len(f.faults(f.leaf))
	return w
}

func (f *finder) breakOn(w *way, n *spot) {
	for i, ca := range f.limits {
		if w.broken[i/64]&(1<<(i%64)) == 0 && f.outsideOf(n, ca) {
			w.broken[i/64] |= 1 << (i % 64)
		}
	}
}

// up goes on from a way to a CA that issued its last certificate, and counts what that breaks.
func (f *finder) up(below *way, n *spot) *way {
	w := &way{spot: n, below: below, length: below.length + 1, depth: below.depth,
		faults: below.faults + len(f.faults(n))}
	if n.pathLen >= 0 && below.depth > n.pathLen {
		w.faults++
	}
	if i, ok := f.limitOf[string(n.limits)]; ok && n.limits != nil && below.broken[i/64]&(1<<(i%64)) != 0 {
		w.faults++
	}
	w.broken = slices.Clone(below.broken)
	if !n.selfIssued {
		w.depth++
		f.breakOn(w, n)
	}
	if f.Terms.MaxCAs != nil && w.depth > *f.Terms.MaxCAs {
		w.faults++
	}
	if f.policed {
		w.want = below.want.above(n.Facts, below.depth, f.exact)
		if (w.want.explicit || f.Terms.Explicit) && w.want.none() {
			w.faults++
		}
	}
	return w
}

// holds reports whether the certificate stands on the way already (RFC 5280, 6.1: none twice).
func (w *way) holds(n *spot) bool {
	for ; w != nil; w = w.below {
		if w.spot == n {
			return true
		}
	}
	return false
}

// noWorse reports whether all that is valid above b is valid above a.
func (a *way) noWorse(b *way) bool {
	if a.depth > b.depth || a.faults > b.faults || a.want.key != b.want.key {
		return false
	}
	for i := range a.broken {
		if a.broken[i]&^b.broken[i] != 0 {
			return false
		}
	}
	return true
}
