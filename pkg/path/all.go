package path

import (
	"bytes"
	"cmp"
	"container/heap"
	"fmt"
	"slices"

	"qwac/pkg/ber"
	"qwac/pkg/cert"
	"qwac/pkg/key"
)

// MaxPaths is how many paths [Search.All] lists: three times as many as the certificates that are read by default.
const MaxPaths = 64

// Paths are all ways from a leaf to where a verifier may stop.
type Paths struct {
	// List has the valid ones first, then those whose certificates have the fewest faults, then the shortest.
	List []Listed
	// Rest says what was left out and why. Empty: these are all.
	Rest string

	Checks, Steps int // what it cost
}

// Listed is one path: each certificate but the last was signed by the key of the next.
type Listed struct {
	Path     []*cert.Cert // with the anchor or the self-signed certificate that it ends at
	Anchored bool         // it ends at one of the anchors
	Failures []Failure    // why it is not valid; empty: it is
}

// Valid reports whether the path is valid by RFC 5280, section 6.
func (l *Listed) Valid() bool { return len(l.Failures) == 0 }

// All lists every path from the leaf to an anchor or a self-signed certificate, [MaxPaths] at most. Where no anchors
// are given the self-signed certificates stand for them. A CA that has the right name and did not sign is on none. The
// bounds are those of the search; what they leave out is told. The outcome depends neither on the order of the
// certificates nor on copies.
func (s Search) All() *Paths {
	f := NewFinder(&s)
	c := &climb{finder: f, inPool: map[string]*cert.Cert{}}
	for _, p := range slices.Backward(s.Pool) {
		c.inPool[string(p.Raw)] = p
	}
	c.ahead = c.leastAhead()
	c.goOn(&trail{spot: f.leaf, length: 1, cost: len(f.faults(f.leaf)) * faultWeight})
	for c.queue.Len() > 0 && c.out.Rest == "" {
		c.follow(heap.Pop(&c.queue).(*trail))
	}
	slices.SortStableFunc(c.out.List, func(a, b Listed) int {
		return cmp.Compare(min(len(a.Failures), 1), min(len(b.Failures), 1))
	})
	c.out.Checks, c.out.Steps = f.checks, f.steps
	return &c.out
}

// faultWeight is what a fault of a certificate counts beside the length of a path: no path is as long.
const faultWeight = ber.MaxCount

// trail is the way from the leaf up to a certificate.
type trail struct {
	spot     *spot
	below    *trail // nil: this is the leaf
	length   int
	anchored bool // the certificate is one of the anchors: the path ends here
	cost     int  // faults and certificates so far
	ahead    int  // what is still to come, at least
	seq      int
}

// trails has the one first that promises the cheapest whole path; among equals the longer one, so that it is soon at
// its end.
type trails []*trail

func (q trails) Len() int { return len(q) }
func (q trails) Less(i, j int) bool {
	a, b := q[i], q[j]
	return cmp.Or(cmp.Compare(a.cost+a.ahead, b.cost+b.ahead), cmp.Compare(b.length, a.length),
		cmp.Compare(a.seq, b.seq)) < 0
}
func (q trails) Swap(i, j int) { q[i], q[j] = q[j], q[i] }
func (q *trails) Push(t any)   { *q = append(*q, t.(*trail)) }
func (q *trails) Pop() any {
	old := *q
	t := old[len(old)-1]
	*q = old[:len(old)-1]
	return t
}

// climb is one listing.
type climb struct {
	*finder
	inPool map[string]*cert.Cert // by bytes; the finder knows what is an anchor too as that alone
	ahead  map[string]int        // see [climb.leastAhead]
	queue  trails
	out    Paths
}

// follow ends a path, or goes on to all that issued its last certificate.
func (c *climb) follow(t *trail) {
	if t.anchored {
		c.add(t)
		return
	}
	if t.spot.selfIssued {
		switch ends, err := c.endsItself(t.spot); {
		case err != nil:
			c.giveUp(err, 1)
			return
		case ends:
			c.add(t)
			return
		}
	}
	issuers := slices.Clone(c.holders[t.spot.issuer])
	slices.SortStableFunc(issuers, func(a, b *holder) int { return cmp.Compare(a.fit(t.spot), b.fit(t.spot)) })
	for i, h := range issuers {
		if c.steps++; c.steps > c.Steps {
			c.giveUp(nil, len(issuers)-i)
			return
		}
		err := c.check(t.spot.Facts, h)
		switch {
		case Spent(err):
			c.giveUp(err, len(issuers)-i)
			return
		case err == nil || key.Unsupported(err):
			c.enter(t, h)
		}
	}
}

// fit is the best fit of key identifiers that any certificate of a holder offers.
func (h *holder) fit(child *spot) key.Fit {
	best := key.Contradicts
	for _, list := range [][]*spot{h.anchors, h.spots} {
		for _, n := range list {
			best = min(best, cert.KeyIDFit(child.Cert, n.Cert))
		}
	}
	return best
}

// enter queues the ways on to all certificates of a holder.
func (c *climb) enter(t *trail, h *holder) {
	up := func(n *spot, anchored bool) {
		if !t.holds(n) {
			c.goOn(&trail{spot: n, below: t, length: t.length + 1, anchored: anchored, cost: t.cost + c.cost(n)})
		}
	}
	for _, a := range h.anchors {
		up(a, true)
		if c.inPool[string(a.Cert.Raw)] != nil {
			up(a, false)
		}
	}
	for _, n := range h.spots {
		up(n, false)
	}
}

// cost is what a CA adds to that of a path.
func (c *climb) cost(n *spot) int { return 1 + len(c.faults(n))*faultWeight }

// goOn queues a trail that may come to an end.
func (c *climb) goOn(t *trail) {
	if !t.anchored && !t.spot.selfIssued {
		ahead, ok := c.ahead[t.spot.issuer]
		if !ok {
			return
		}
		t.ahead = ahead
	}
	t.seq = c.seq()
	heap.Push(&c.queue, t)
}

// holds reports whether a certificate stands on the trail already.
func (t *trail) holds(n *spot) bool {
	for ; t != nil; t = t.below {
		if bytes.Equal(t.spot.Cert.Raw, n.Cert.Raw) {
			return true
		}
	}
	return false
}

// endsItself reports whether a certificate signed itself. One whose signature cannot be checked is taken at its word:
// nobody relies on it.
func (c *climb) endsItself(n *spot) (bool, error) {
	h := n.owner
	if h == nil {
		h = &holder{key: n.Facts} // the leaf
	}
	err := c.check(n.Facts, h)
	if key.Unsupported(err) {
		return n.selfSigned(), nil
	}
	return err == nil, ErrIfSpent(err)
}

// add lists a path. A copy of an anchor in the pool ends no second path.
func (c *climb) add(t *trail) {
	isEnd := func(a *spot) bool { return bytes.Equal(a.Cert.Raw, t.spot.Cert.Raw) }
	if !t.anchored && t.spot.owner != nil && slices.ContainsFunc(t.spot.owner.anchors, isEnd) {
		return
	}
	if len(c.out.List) == MaxPaths {
		c.out.Rest = fmt.Sprintf("there are more than these %d paths", MaxPaths)
		return
	}
	c.out.List = append(c.out.List, c.listed(t))
}

// listed judges a path.
func (c *climb) listed(t *trail) Listed {
	l := Listed{Anchored: t.anchored, Path: make([]*cert.Cert, t.length)}
	all := make([]*Facts, t.length)
	holders := map[*Facts]*holder{}
	for ; t != nil; t = t.below {
		l.Path[t.length-1], all[t.length-1], holders[t.spot.Facts] = t.spot.from, t.spot.Facts, t.spot.owner
		if known := c.inPool[string(t.spot.Cert.Raw)]; known != nil {
			l.Path[t.length-1] = known // which says where it was read
		}
	}
	check := func(child, issuer *Facts) error { return c.check(child, holders[issuer]) }
	n := len(all) - 1
	if n == 0 || !l.Anchored && len(c.Anchors) > 0 {
		l.Failures = ValidateFacts(all, nil, &c.Terms, check)
	} else {
		l.Failures = ValidateFacts(all[:n], all[n], &c.Terms, check)
	}
	return l
}

// giveUp says what is left out when a bound is reached: issuers of the last certificate that were not tried, and what
// waits.
func (c *climb) giveUp(err error, untried int) {
	after := fmt.Sprintf("%d steps", c.Steps)
	if Spent(err) {
		after = ber.Count(c.checks, "signature check")
	}
	c.out.Rest = fmt.Sprintf("given up after %s: %s from the leaf were not followed to an end, there may be more paths",
		after, ber.Count(untried+c.queue.Len(), "way"))
}

// leastAhead says for each name what a path costs at least from there on, to its end, if every CA of a name had signed
// what it is said to have. A name that is not in it leads to no end.
func (c *climb) leastAhead() map[string]int {
	known := map[string]int{}
	children := map[string][]*spot{} // by the name of their issuer
	var q trails
	note := func(n *spot, cost int) {
		cost += c.cost(n)
		if old, ok := known[n.subject]; !ok || cost < old {
			known[n.subject] = cost
			heap.Push(&q, &trail{spot: n, cost: cost})
		}
	}
	for _, list := range c.holders {
		for _, h := range list {
			for _, a := range h.anchors {
				note(a, 0)
				children[a.issuer] = append(children[a.issuer], a)
			}
			for _, n := range h.spots {
				if n.selfIssued {
					note(n, 0)
				} else {
					children[n.issuer] = append(children[n.issuer], n)
				}
			}
		}
	}
	for q.Len() > 0 {
		t := heap.Pop(&q).(*trail)
		if t.cost > known[t.spot.subject] {
			continue
		}
		for _, n := range children[t.spot.subject] {
			note(n, t.cost)
		}
	}
	return known
}
