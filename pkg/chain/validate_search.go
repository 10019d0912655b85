package chain

import (
	"bytes"
	"cmp"
	"container/heap"
	"slices"
)

// Search is a search for a path. The zero value of every field but Leaf works.
type Search struct {
	Leaf    *Cert
	Pool    []*Cert // what may stand between the leaf and an anchor, in any order, copies too
	Anchors []*Cert // in any order; one that stands in Pool too is an anchor all the same
	Terms   Terms
	// Checks and Steps bound the signature checks and the steps. Zero: 1000 and one for each certificate; 10,000 and ten
	// for each certificate.
	Checks, Steps int

	// try tries a key on a signature, for a caller that keeps outcomes and counts the cost itself. Nil: done here.
	try func(child, issuer *facts) error
	// read is factsOf of such a caller. Nil: done here.
	read func(*Cert) *facts
}

// Found is the outcome of a search.
type Found struct {
	// Path goes from the leaf to the certificate that the anchor issued.
	Path     []*Cert
	Anchor   *Cert
	Failures []Failure // empty: the path is valid
	// Misses are the nearest misses where there is no valid path, the nearest first; Path, Anchor and Failures are those
	// of the first one.
	Misses []Miss

	Checks, Steps int // what it cost
}

// Miss is a path that is not valid, and all that is wrong with it.
type Miss struct {
	Path     []*Cert
	Anchor   *Cert // nil: it does not reach any
	Failures []Failure
}

// Valid reports whether a valid path was found. Otherwise there is none: the search has seen all.
func (f *Found) Valid() bool { return len(f.Failures) == 0 }

// Find looks for a valid path, and where there is none for the nearest misses. The only error is a [*BudgetError]:
// then it is not known whether there is a path. What is found depends neither on the order of the certificates nor on
// copies.
func (s Search) Find() (*Found, error) {
	f := newFinder(&s)
	valid, err := f.eachPurpose()
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

// eachPurpose looks for a path for one purpose after the other: all its certificates must have the same one.
func (f *finder) eachPurpose() (*Miss, error) {
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

// spot is a certificate that a search may pass through.
type spot struct {
	*facts
	from   *Cert
	owner  *holder
	local  []Failure      // what is wrong with it as a CA on any path
	judged bool           // local is filled in
	breaks map[*spot]bool // whether its names are outside the constraints of a CA
}

// holder is all that has one name and one key: for a signature it is one issuer.
type holder struct {
	key     *facts  // one that has the key
	spots   []*spot // of the pool, sorted by bytes
	anchors []*spot // sorted by bytes
}

// finder holds what a search knows.
type finder struct {
	*Search
	leaf    *spot
	holders map[string][]*holder // by subject
	byKeyID map[string][]*holder // by subject key identifier
	limits  []*spot              // one for each different nameConstraints
	limitOf map[string]int       // nameConstraints ▶ place in limits
	memo    map[signPair]error
	checks  int
	steps   int
	queued  int // moves made

	policed bool // policies play a part
	exact   bool // no certificate inhibits mappings or anyPolicy
}

type signPair struct {
	child  *facts
	issuer *holder
}

func newFinder(s *Search) *finder {
	f := &finder{
		Search: s, holders: map[string][]*holder{}, byKeyID: map[string][]*holder{}, limitOf: map[string]int{}, memo: map[signPair]error{},
		policed: s.Terms.Explicit, exact: !s.Terms.InhibitAny && !s.Terms.InhibitMapping,
	}
	seen := map[string]bool{string(s.Leaf.Raw): true}
	f.leaf = f.place(s.Leaf)
	for i, list := range [][]*Cert{s.Anchors, s.Pool} {
		if i == 0 {
			seen = map[string]bool{}
		} else {
			seen[string(s.Leaf.Raw)] = true
		}
		for _, c := range sorted(list) {
			if seen[string(c.Raw)] {
				continue
			}
			seen[string(c.Raw)] = true
			n := f.place(c)
			n.owner = f.holderOf(n)
			if i == 0 {
				n.owner.anchors = append(n.owner.anchors, n)
			} else {
				n.owner.spots = append(n.owner.spots, n)
			}
		}
	}
	f.Checks = cmp.Or(f.Checks, defaultBudget+len(seen))
	f.Steps = cmp.Or(f.Steps, 10*(defaultBudget+len(seen)))
	return f
}

func sorted(certs []*Cert) []*Cert {
	certs = slices.Clone(certs)
	slices.SortStableFunc(certs, func(a, b *Cert) int { return bytes.Compare(a.Raw, b.Raw) })
	return certs
}

// place decodes a certificate and notes what it says of names and policies.
func (f *finder) place(c *Cert) *spot {
	n := &spot{from: c}
	if f.read != nil {
		n.facts = f.read(c)
	} else {
		n.facts = factsOf(c)
	}
	if n.limits != nil {
		if _, known := f.limitOf[string(n.limits)]; !known {
			f.limitOf[string(n.limits)] = len(f.limits)
			f.limits = append(f.limits, n)
		}
	}
	f.policed = f.policed || n.requireExplicit >= 0
	f.exact = f.exact && n.inhibitAny < 0 && n.inhibitMapping < 0
	return n
}

func (f *finder) holderOf(n *spot) *holder {
	key := n.subject
	i := slices.IndexFunc(f.holders[key], func(h *holder) bool {
		return bytes.Equal(h.key.cert.RawSubjectPublicKeyInfo, n.cert.RawSubjectPublicKeyInfo)
	})
	var h *holder
	if i >= 0 {
		h = f.holders[key][i]
	} else {
		h = &holder{key: n.facts}
		f.holders[key] = append(f.holders[key], h)
	}
	if id := string(n.cert.SubjectKeyId); id != "" && !slices.Contains(f.byKeyID[id], h) {
		f.byKeyID[id] = append(f.byKeyID[id], h)
	}
	return h
}

// check tries the key of a holder on a signature, once.
func (f *finder) check(child *facts, h *holder) error {
	if f.try != nil {
		return f.try(child, h.key)
	}
	try := signPair{child, h}
	if err, ok := f.memo[try]; ok {
		return err
	}
	cost := checkCost(keyHolder(h.key.cert))
	if f.checks+cost > f.Checks {
		return &BudgetError{Checks: f.checks}
	}
	f.checks += cost
	err := checkLink(child, h.key)
	f.memo[try] = err
	return err
}

// validate judges a path that the search made; its signatures are known.
func (f *finder) validate(last *way, anchor *spot) []Failure {
	var path []*facts
	for w := last; w != nil; w = w.below {
		path = append(path, w.spot.facts)
	}
	slices.Reverse(path)
	holders := map[*facts]*holder{}
	for w := last; w != nil; w = w.below {
		holders[w.spot.facts] = w.spot.owner
	}
	var a *facts
	if anchor != nil {
		a, holders[anchor.facts] = anchor.facts, anchor.owner
	}
	return validate(path, a, &f.Terms, func(child, issuer *facts) error { return f.check(child, holders[issuer]) })
}

// faults are what is wrong with a certificate as a CA on any path.
func (f *finder) faults(n *spot) []Failure {
	if n.judged {
		return n.local
	}
	s := newState(&f.Terms, 1)
	s.own(n.facts)
	s.key(n.facts)
	s.validity(n.facts)
	s.usage(n.facts, n == f.leaf)
	s.hash(n.facts)
	if n != f.leaf {
		s.mayIssue(n.facts, false)
		if n.mapsAny {
			s.fail(rulePolicy, "6.1.4 (a)", "policyMappings", "anyPolicy is mapped")
		}
	}
	n.local, n.judged = s.failures, true
	return n.local
}

// outsideOf reports whether a name of n is outside the constraints of ca.
func (f *finder) outsideOf(n, ca *spot) bool {
	if broken, ok := n.breaks[ca]; ok {
		return broken
	}
	var cs constraints
	cs.add(ca.facts, 0)
	broken := len(cs.outside(n.names, &work{})) > 0
	if n.breaks == nil {
		n.breaks = map[*spot]bool{}
	}
	n.breaks[ca] = broken
	return broken
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
		if err := f.check(m.from.spot.facts, m.to); err != nil {
			if spent(err) {
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

func (f *finder) isLeaf(a *spot) bool { return bytes.Equal(a.cert.Raw, f.Leaf.Raw) }

// expand queues the ways on from a certificate. With near also issuers of another name that its key identifier names.
func (f *finder) expand(q *moves, from *way, near bool) {
	n := from.spot
	for _, h := range f.holders[n.issuer] {
		f.follow(q, from, h, 0)
	}
	if !near {
		return
	}
	for _, h := range f.byKeyID[string(n.cert.AuthorityKeyId)] {
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
		fit := contradicts
		for _, s := range list {
			fit = min(fit, keyIDFit(from.spot.cert, s.cert))
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
	return f.Terms.Anchor.Leaf != LeafIsNoAnchor && slices.ContainsFunc(f.Anchors, func(a *Cert) bool { return bytes.Equal(a.Raw, f.Leaf.Raw) })
}

// alone is the leaf as its own anchor.
func (f *finder) alone() *Miss {
	leaf := []*facts{f.leaf.facts}
	return &Miss{Path: []*Cert{f.Leaf}, Anchor: f.Leaf, Failures: validate(leaf, f.leaf.facts, &f.Terms, checkLink)}
}
