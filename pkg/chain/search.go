package chain

import (
	"cmp"
	"container/heap"
	"slices"

	"qwac/pkg/cert"
	"qwac/pkg/key"
	"qwac/pkg/path"
)

// What a path costs beside the faults of its certificates. A fault counts 1, so that a complete path with a few faults
// is still better than one that ends too early or where no one trusts it, and any of them better than one that needs a
// certificate of another name.
const (
	costIncomplete  = 10
	costUntrusted   = 20
	costNameDiffers = 100
)

// cost orders paths: fewer faults first, then shorter, then fewer oddities (key identifiers that contradict, names that
// are equal only after folding), then key identifiers that fit rather than are absent.
type cost struct {
	broken, depth, odd, rank int
}

func (c cost) compare(d cost) int {
	return cmp.Or(cmp.Compare(c.broken, d.broken), cmp.Compare(c.depth, d.depth),
		cmp.Compare(c.odd, d.odd), cmp.Compare(c.rank, d.rank))
}

// step is a certificate on a path and the way down to the leaf. Its depth counts the CAs up to and with it that are not
// self-issued: what pathLenConstraint counts.
type step struct {
	cost
	node    *node
	below   *step // nil: this is the leaf
	length  int
	trusted bool // an anchor is at or below this certificate
}

// edge is a way on from a certificate that has not been tried yet.
type edge struct {
	cost
	from    *step
	to      *group // nil: the path ends at from, though not at a root
	doubted bool   // the signature cannot be checked by the standard library
	seq     int
}

// route is the outcome of a search.
type route struct {
	last     *step
	complete bool // it ends at a self-signed certificate
}

func (r route) certs() []*cert.Cert {
	var path []*cert.Cert
	for s := r.last; s != nil; s = s.below {
		path = append(path, s.node.cert)
	}
	slices.Reverse(path)
	return path
}

// search is one search for the cheapest path. It goes outward from the leaf, cheapest first, and enters a group of
// certificates once, or again only by a way with fewer CAs on it.
type search struct {
	*pool
	believe bool // take a link for good when the names are equal and the key identifiers do not contradict
	queue   queue
	entered map[entry]int // the depth at which it was
	best    *step         // the farthest certificate reached
	seq     int
}

// entry is a group, apart for paths that hold an anchor and those that do not.
type entry struct {
	group   *group
	trusted bool
}

// search finds the cheapest path from p.leaf. When none reaches its end it is the longest.
func (p *pool) search(believe bool) (route, error) {
	s := &search{pool: p, believe: believe, entered: map[entry]int{}}
	s.expand(&step{node: p.leaf, length: 1})
	for s.queue.Len() > 0 {
		e := heap.Pop(&s.queue).(*edge)
		if e.to == nil {
			return route{last: e.from}, nil
		}
		key := entry{e.to, e.from.trusted || e.to.anchor() != nil}
		if depth, ok := s.entered[key]; ok && depth <= e.from.depth && e.to != e.from.node.group {
			continue
		}
		holds, err := s.holds(e)
		switch {
		case err != nil:
			return route{}, err
		case !holds:
		case e.to == e.from.node.group:
			return route{last: e.from, complete: true}, nil
		default:
			s.entered[key] = e.from.depth
			s.enter(e, key.trusted)
		}
	}
	return route{last: s.best}, nil
}

// holds checks the signature that an edge stands for. One that the library cannot check goes back into the queue as a
// fault; a root's signature on itself proves nothing that is relied upon, so there it does no harm.
func (s *search) holds(e *edge) (bool, error) {
	if s.believe || e.doubted {
		return true, nil
	}
	err := s.check(e.from.node, e.to)
	if !key.Unsupported(err) {
		return err == nil, path.ErrIfSpent(err)
	}
	if n := e.from.node; e.to == n.group {
		return cert.KeyIDFit(n.cert.Certificate, n.cert.Certificate) != key.Contradicts, nil
	}
	e.doubted = true
	e.broken++
	s.push(e)
	return false, nil
}

// enter goes on from every certificate of a group that issued the one below.
func (s *search) enter(e *edge, trusted bool) {
	child := e.from
	for _, n := range e.to.certs {
		if n == s.leaf {
			continue
		}
		up := &step{cost: e.cost, node: n, below: child, length: child.length + 1, trusted: trusted}
		up.broken += s.faultsAt(n, child.depth)
		up.odd += oddities(child.node, n)
		if !n.selfIssued {
			up.depth++
		}
		s.expand(up)
	}
	if len(e.to.certs) == 0 {
		s.end(child, e.cost)
	}
}

// expand puts into the queue all ways on from a certificate.
func (s *search) expand(from *step) {
	if s.best == nil || from.length > s.best.length || from.length == s.best.length && from.compare(s.best.cost) < 0 {
		s.best = from
	}
	n := from.node
	if from.trusted {
		s.end(from, from.cost)
	}
	if n.selfIssued {
		s.root(from)
	}
	for _, g := range s.named[n.issuer] {
		if g == n.group {
			continue
		}
		if fit := g.fit(n); !s.believe || fit != key.Contradicts {
			s.follow(from, g, fit, 0)
		}
	}
	if s.believe {
		return
	}
	for _, g := range s.keyed[string(n.cert.AuthorityKeyId)] {
		if g.subject != n.issuer && g != n.group {
			s.follow(from, g, key.Fits, costNameDiffers)
		}
	}
}

// root notes that the path could end here, at a certificate that signed itself.
func (s *search) root(from *step) {
	e := &edge{cost: from.cost, from: from, to: from.node.group}
	if len(s.opts.Anchors) > 0 && !from.trusted {
		e.broken += costUntrusted
	}
	if cert.KeyIDFit(from.node.cert.Certificate, from.node.cert.Certificate) == key.Contradicts {
		if s.believe {
			return
		}
		e.odd++
	}
	s.push(e)
}

func (s *search) follow(from *step, to *group, fit key.Fit, extra int) {
	e := &edge{cost: from.cost, from: from, to: to}
	e.broken += extra
	e.rank = int(fit)
	s.push(e)
}

// end notes that the path could end here although the root is not in the bundle.
func (s *search) end(from *step, c cost) {
	c.broken += costIncomplete
	s.push(&edge{cost: c, from: from})
}

func (s *search) push(e *edge) {
	s.seq++
	e.seq = s.seq
	heap.Push(&s.queue, e)
}

// queue holds edges, the cheapest first; among equals the one that came first.
type queue []*edge

func (q queue) Len() int { return len(q) }
func (q queue) Less(i, j int) bool {
	return cmp.Or(q[i].compare(q[j].cost), cmp.Compare(q[i].seq, q[j].seq)) < 0
}
func (q queue) Swap(i, j int) { q[i], q[j] = q[j], q[i] }
func (q *queue) Push(e any)   { *q = append(*q, e.(*edge)) }
func (q *queue) Pop() any {
	old := *q
	e := old[len(old)-1]
	*q = old[:len(old)-1]
	return e
}
