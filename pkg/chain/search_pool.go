package chain

import (
	"bytes"
	"crypto/x509"
	"slices"

	"qwac/pkg/ber"
	"qwac/pkg/cert"
	"qwac/pkg/key"
	"qwac/pkg/path"
)

// pool is what a search looks at: the certificates of the bundle and the anchors, grouped by name and key.
//
// One search enters a group once however many certificates it has. That is what keeps the search polynomial.
type pool struct {
	opts     Options
	leaf     *node
	byCert   map[*x509.Certificate]*node
	strange  map[*x509.Certificate]*path.Facts // of what is no certificate of the bundle
	nodes    []*node                           // sorted by the certificates' bytes
	named    map[string][]*group               // by subject
	keyed    map[string][]*group               // by subject key identifier
	children map[string][]*node                // by issuer
	folded   map[string]string                 // names of anchors (DER) ▶ folded
	memo     map[pair]error                    // outcomes of signature checks
	checks   int                               // signature checks made
}

// node is a certificate of the bundle.
type node struct {
	cert            *cert.Cert
	subject, issuer string // folded names
	selfIssued      bool
	group           *group
	facts           *path.Facts // nil: not decoded yet
	faults          int         // what makes it unfit as an issuer of the leaf, apart from pathLen; -1: not counted yet
}

// group is all that has one name and one key: for a signature check it is one issuer.
type group struct {
	subject string
	certs   []*node             // of the bundle, sorted by bytes
	anchors []*x509.Certificate // sorted by bytes
	key     *x509.Certificate   // holds the public key; its PublicKey is nil when no library can read it
}

// pair is a child and the issuer whose key is tried on it.
type pair struct {
	child  *node
	issuer *group
}

func newPool(certs []*cert.Cert, opts Options) *pool {
	p := &pool{
		opts:     opts,
		byCert:   map[*x509.Certificate]*node{},
		strange:  map[*x509.Certificate]*path.Facts{},
		named:    map[string][]*group{},
		keyed:    map[string][]*group{},
		children: map[string][]*node{},
		memo:     map[pair]error{},
	}
	if p.opts.Budget == 0 {
		p.opts.Budget = path.DefaultBudget + len(certs)
	}
	certs = slices.Clone(certs)
	slices.SortFunc(certs, func(a, b *cert.Cert) int { return bytes.Compare(a.Raw, b.Raw) })
	nodes := make([]node, len(certs))
	for i, c := range certs {
		p.addCert(&nodes[i], c)
	}
	anchors := slices.Clone(opts.Anchors)
	slices.SortFunc(anchors, func(a, b *x509.Certificate) int { return bytes.Compare(a.Raw, b.Raw) })
	for _, a := range anchors {
		g := p.groupOf(p.fold(a.RawSubject), a)
		g.anchors = append(g.anchors, a)
	}
	return p
}

// fold is FoldName, once for each name.
func (p *pool) fold(name []byte) string {
	folded, ok := p.folded[string(name)]
	if !ok {
		folded = ber.FoldName(name)
		if p.folded == nil {
			p.folded = map[string]string{}
		}
		p.folded[string(name)] = folded
	}
	return folded
}

// factsOf is [path.FactsOf], once for each certificate.
func (p *pool) factsOf(c *cert.Cert) *path.Facts {
	if n := p.byCert[c.Certificate]; n != nil {
		if n.facts == nil {
			n.facts = p.opts.Memo.Facts(c)
		}
		return n.facts
	}
	f := p.strange[c.Certificate]
	if f == nil {
		f = p.opts.Memo.Facts(c)
		p.strange[c.Certificate] = f
	}
	return f
}

func (p *pool) addCert(n *node, c *cert.Cert) {
	*n = node{cert: c, subject: c.FoldedSubject(), issuer: c.FoldedIssuer(), faults: -1}
	n.selfIssued = n.issuer == n.subject
	n.group = p.groupOf(n.subject, c.Certificate)
	n.group.certs = append(n.group.certs, n)
	p.nodes, p.byCert[c.Certificate] = append(p.nodes, n), n
	p.children[n.issuer] = append(p.children[n.issuer], n)
}

// groupOf finds or makes the group of a certificate and notes the key identifier that it gives the group.
func (p *pool) groupOf(subject string, c *x509.Certificate) *group {
	var g *group
	for _, known := range p.named[subject] {
		if bytes.Equal(known.key.RawSubjectPublicKeyInfo, c.RawSubjectPublicKeyInfo) {
			g = known
		}
	}
	if g == nil {
		g = &group{subject: subject, key: key.Holder(c)}
		p.named[subject] = append(p.named[subject], g)
	}
	if id := string(c.SubjectKeyId); id != "" && !slices.Contains(p.keyed[id], g) {
		p.keyed[id] = append(p.keyed[id], g)
	}
	return g
}

func (g *group) anchor() *x509.Certificate {
	if len(g.anchors) == 0 {
		return nil
	}
	return g.anchors[0]
}

// fit is the best fit that any certificate of the group offers.
func (g *group) fit(child *node) key.Fit {
	best := key.Contradicts
	for _, n := range g.certs {
		best = min(best, cert.KeyIDFit(child.cert.Certificate, n.cert.Certificate))
	}
	for _, a := range g.anchors {
		best = min(best, cert.KeyIDFit(child.cert.Certificate, a))
	}
	return best
}
