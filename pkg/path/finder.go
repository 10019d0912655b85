package path

import (
	"bytes"
	"cmp"
	"slices"

	"qwac/pkg/cert"
	"qwac/pkg/key"
)

// spot is a certificate that a search may pass through.
type spot struct {
	*Facts
	from   *cert.Cert
	owner  *holder
	local  []Failure      // what is wrong with it as a CA on any path
	judged bool           // local is filled in
	breaks map[*spot]bool // whether its names are outside the constraints of a CA
}

// holder is all that has one name and one key: for a signature it is one issuer.
type holder struct {
	key     *Facts  // one that has the key
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
	child  *Facts
	issuer *holder
}

func NewFinder(s *Search) *finder {
	f := &finder{
		Search: s, holders: map[string][]*holder{}, byKeyID: map[string][]*holder{}, limitOf: map[string]int{},
		memo:    map[signPair]error{},
		policed: s.Terms.Explicit, exact: !s.Terms.InhibitAny && !s.Terms.InhibitMapping,
	}
	seen := map[string]bool{string(s.Leaf.Raw): true}
	f.leaf = f.place(s.Leaf)
	for i, list := range [][]*cert.Cert{s.Anchors, s.Pool} {
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
	f.Checks = cmp.Or(f.Checks, DefaultBudget+len(seen))
	f.Steps = cmp.Or(f.Steps, 10*(DefaultBudget+len(seen)))
	return f
}

func sorted(certs []*cert.Cert) []*cert.Cert {
	certs = slices.Clone(certs)
	slices.SortStableFunc(certs, func(a, b *cert.Cert) int { return bytes.Compare(a.Raw, b.Raw) })
	return certs
}

// place decodes a certificate and notes what it says of names and policies.
func (f *finder) place(c *cert.Cert) *spot {
	n := &spot{from: c}
	if f.Read != nil {
		n.Facts = f.Read(c)
	} else {
		n.Facts = FactsOf(c)
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
		return bytes.Equal(h.key.Cert.RawSubjectPublicKeyInfo, n.Cert.RawSubjectPublicKeyInfo)
	})
	var h *holder
	if i >= 0 {
		h = f.holders[key][i]
	} else {
		h = &holder{key: n.Facts}
		f.holders[key] = append(f.holders[key], h)
	}
	// A new one is in no list yet: many CAs of other names may have one key.
	if id := string(n.Cert.SubjectKeyId); id != "" && (i < 0 || !slices.Contains(f.byKeyID[id], h)) {
		f.byKeyID[id] = append(f.byKeyID[id], h)
	}
	return h
}

// check tries the key of a holder on a signature, once.
func (f *finder) check(child *Facts, h *holder) error {
	if f.Try != nil {
		return f.Try(child, h.key)
	}
	try := signPair{child, h}
	if err, ok := f.memo[try]; ok {
		return err
	}
	cost := key.CheckCost(key.Holder(h.key.Cert))
	if f.checks+cost > f.Checks {
		return &BudgetError{Checks: f.checks}
	}
	f.checks += cost
	err := CheckLink(child, h.key)
	f.memo[try] = err
	return err
}

// faults are what is wrong with a certificate as a CA on any path.
func (f *finder) faults(n *spot) []Failure {
	if n.judged {
		return n.local
	}
	if n == f.leaf {
		n.local = f.Terms.OnLeaf(n.Facts)
	} else {
		n.local = f.Terms.onIssuer(n.Facts)
	}
	n.judged = true
	return n.local
}

// OnLeaf are what is wrong with a leaf on any path.
func (t *Terms) OnLeaf(c *Facts) []Failure {
	s := newState(t, 1)
	s.local(c, true)
	return s.failures
}

// onIssuer are what is wrong with a CA on any path.
func (t *Terms) onIssuer(c *Facts) []Failure {
	s := newState(t, 1)
	s.local(c, false)
	s.mayIssue(c, false)
	if c.mapsAny {
		s.fail(RulePolicy, "6.1.4 (a)", "policyMappings", "anyPolicy is mapped")
	}
	return s.failures
}

// local judges a certificate by itself.
func (s *state) local(c *Facts, leaf bool) {
	s.own(c)
	s.key(c)
	s.validity(c)
	s.usage(c, leaf)
	s.hash(c)
}

// outsideOf reports whether a name of n is outside the constraints of ca.
func (f *finder) outsideOf(n, ca *spot) bool {
	if broken, ok := n.breaks[ca]; ok {
		return broken
	}
	var cs Constraints
	cs.Add(ca.Facts, 0)
	broken := len(cs.Outside(n.Names, &Work{})) > 0
	if n.breaks == nil {
		n.breaks = map[*spot]bool{}
	}
	n.breaks[ca] = broken
	return broken
}
