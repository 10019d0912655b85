package chain

import (
	"bytes"
	"crypto/x509"
	"slices"

	"qwac/pkg/ber"
	"qwac/pkg/cert"
	"qwac/pkg/key"
	"qwac/pkg/path"
	"qwac/pkg/second"
)

// opinion asks crypto/x509 for its second opinion on the path of c.
func (p *pool) opinion(c *Chain) {
	whole := c.judged()
	verified := c.verified(len(whole))
	if verified && second.Plain(whole, p.opts.At) {
		return
	}
	if c.Verify = second.Opinion(whole, p.opts.At); c.Verify != nil {
		c.lenient = second.Lenient(whole, verified)
	}
}

// verified reports whether the signatures of a path of that many certificates were verified, but for that of the last
// one on itself.
func (c *Chain) verified(n int) bool {
	return n == len(c.Path) && !slices.ContainsFunc(c.Links[:n-1], func(l Link) bool { return !l.Verified })
}

// maxRetries bounds how many roots that did not sign themselves are left out one after the other.
const maxRetries = 20

// given puts Options.Leaf first.
func (p *pool) given(leaves []*node) []*node {
	if p.opts.Leaf == nil {
		return leaves
	}
	i := slices.IndexFunc(p.nodes, func(n *node) bool { return bytes.Equal(n.cert.Raw, p.opts.Leaf.Raw) })
	if i < 0 {
		return leaves
	}
	leaf := p.nodes[i]
	return append([]*node{leaf}, slices.DeleteFunc(slices.Clone(leaves), func(n *node) bool { return n == leaf })...)
}

// valid fills in c with a valid path to an anchor, or where no anchors are given to a root of the bundle. It prefers
// one for the authentication of clients. A path through an anchor that is no root, or whose root in the bundle is no
// good, is left to the other search: it shows that too.
func (p *pool) valid(c *Chain) (bool, error) {
	terms := p.terms()
	for _, purposes := range p.purposes() {
		terms.Usage.Any = purposes
		found, err := p.validOn(terms)
		if err != nil {
			return false, err
		}
		if found == nil {
			continue
		}
		root := p.rootOf(found.Anchor)
		if root == nil && (!cert.IsSelfIssued(found.Anchor) || p.hasOther(found.Anchor)) {
			return false, nil
		}
		return true, p.take(c, found, root)
	}
	return false, nil
}

// hopeless reports whether the leaf has faults that are the same on every path, such as a critical extension that
// nobody knows: then [pool.valid] finds nothing. A leaf that may be its own anchor is judged otherwise.
func (p *pool) hopeless() bool {
	if len(p.opts.Anchors) > 0 && p.opts.Terms.Anchor.Leaf != path.LeafIsNoAnchor {
		return false
	}
	terms := p.terms()
	return len(terms.OnLeaf(p.factsOf(p.leaf.cert))) > 0
}

// terms are Options.Terms at the time of judging.
func (p *pool) terms() path.Terms {
	terms := p.opts.Terms
	terms.At = p.opts.At
	return terms
}

// purposes are those to look for a path for, one after the other.
func (p *pool) purposes() [][]string {
	if p.opts.Terms.Usage.Any != nil {
		return [][]string{p.opts.Terms.Usage.Any}
	}
	return [][]string{{path.OIDClientUsage}, nil}
}

// validOn searches under given terms; nil: there is no valid path. A root of the bundle must have signed itself.
func (p *pool) validOn(terms path.Terms) (*path.Miss, error) {
	anchors := p.ends()
	for retry := 0; len(anchors) > 0; retry++ {
		s := &path.Search{Leaf: p.leaf.cert, Pool: p.others(), Anchors: anchors, Terms: terms, Try: p.try,
			Read: p.factsOf}
		found, err := path.NewFinder(s).EachPurpose()
		if err != nil || found == nil || len(p.opts.Anchors) > 0 || retry == maxRetries {
			return found, err
		}
		root := p.nodeOf(found.Anchor)
		if root == nil {
			return found, nil
		}
		if err := p.check(root, root.group); err == nil || key.Unsupported(err) {
			return found, nil
		} else if path.Spent(err) {
			return nil, err
		}
		anchors = slices.DeleteFunc(anchors, func(a *cert.Cert) bool { return a == found.Anchor })
	}
	return nil, nil
}

// try is [pool.check] for certificates of a path and the anchor above.
func (p *pool) try(child, issuer *path.Facts) error {
	g := p.named[p.fold(issuer.Cert.RawSubject)]
	i := slices.IndexFunc(g, func(g *group) bool {
		return bytes.Equal(g.key.RawSubjectPublicKeyInfo, issuer.Cert.RawSubjectPublicKeyInfo)
	})
	n := p.byCert[child.Cert]
	if n == nil || i < 0 {
		return path.CheckLink(child, issuer)
	}
	return p.check(n, g[i])
}

// ends are the certificates that may end a path: the anchors, or where none are given the roots of the bundle.
func (p *pool) ends() []*cert.Cert {
	var ends []*cert.Cert
	for _, a := range p.opts.Anchors {
		ends = append(ends, &cert.Cert{Certificate: a})
	}
	if len(ends) > 0 {
		return ends
	}
	for _, n := range p.nodes {
		if n != p.leaf && n.selfIssued && cert.KeyIDFit(n.cert.Certificate, n.cert.Certificate) != key.Contradicts {
			ends = append(ends, n.cert)
		}
	}
	return ends
}

func (p *pool) others() []*cert.Cert {
	var certs []*cert.Cert
	for _, n := range p.nodes {
		if n != p.leaf {
			certs = append(certs, n.cert)
		}
	}
	return certs
}

func (p *pool) nodeOf(c *cert.Cert) *node {
	i := slices.IndexFunc(p.nodes, func(n *node) bool { return bytes.Equal(n.cert.Raw, c.Raw) })
	if i < 0 {
		return nil
	}
	return p.nodes[i]
}

// rootOf is the certificate of the bundle that stands for an anchor: the same one, or a root of its name and key. Nil:
// none is there.
func (p *pool) rootOf(anchor *cert.Cert) *node {
	if n := p.nodeOf(anchor); n != nil && n.selfIssued {
		return n
	}
	for _, g := range p.named[p.fold(anchor.RawSubject)] {
		if !bytes.Equal(g.key.RawSubjectPublicKeyInfo, anchor.RawSubjectPublicKeyInfo) {
			continue
		}
		for _, n := range g.certs {
			if n.selfIssued && n != p.leaf && cert.ValidAt(n.cert.Certificate, p.opts.At) && p.check(n, g) == nil {
				return n
			}
		}
	}
	return nil
}

// hasOther reports whether the bundle has a certificate of the name and key of an anchor; rootOf did not take it for a
// root.
func (p *pool) hasOther(anchor *cert.Cert) bool {
	return slices.ContainsFunc(p.named[p.fold(anchor.RawSubject)], func(g *group) bool {
		return len(g.certs) > 0 && bytes.Equal(g.key.RawSubjectPublicKeyInfo, anchor.RawSubjectPublicKeyInfo)
	})
}

// take fills in c with a valid path and the root of the bundle above it; nil: the root is not in the bundle.
func (p *pool) take(c *Chain, found *path.Miss, root *node) error {
	c.Path, c.Links, c.Anchor = found.Path, nil, nil
	if len(p.opts.Anchors) > 0 {
		c.Anchor = found.Anchor.Certificate
	}
	if root != nil && root.cert != found.Path[len(found.Path)-1] {
		c.Path = append(slices.Clone(found.Path), root.cert)
	}
	for i := 0; i+1 < len(c.Path); i++ {
		c.Links = append(c.Links,
			Link{Verified: true, NameFolded: !bytes.Equal(c.Path[i].RawIssuer, c.Path[i+1].RawSubject)})
	}
	if root != nil {
		err := p.check(root, root.group)
		if path.Spent(err) {
			return err
		}
		c.Links = append(c.Links, Link{Verified: err == nil, Err: err, Unsupported: key.Unsupported(err)})
	} else {
		c.Gap = &Gap{Child: c.Path[len(c.Path)-1]}
	}
	if err := p.spendOn(c.Path); err != nil {
		return err
	}
	p.opinion(c)
	return nil
}

// judged is the path with the anchor that it ends at, also where that is not in the bundle.
func (c *Chain) judged() []*cert.Cert {
	if c.Gap == nil || c.Anchor == nil || c.endsAtAnchor() ||
		!ber.SameName(c.Anchor.RawSubject, c.Gap.Child.RawIssuer) {
		return c.Path
	}
	return append(slices.Clone(c.Path), &cert.Cert{Certificate: c.Anchor, Refused: refusal(c.Anchor)})
}

// endsAtAnchor reports whether the last certificate of the path has the name and the key of the anchor.
func (c *Chain) endsAtAnchor() bool {
	if c.Anchor == nil || len(c.Path) == 0 {
		return false
	}
	last := c.Path[len(c.Path)-1]
	return bytes.Equal(last.RawSubjectPublicKeyInfo, c.Anchor.RawSubjectPublicKeyInfo) &&
		ber.SameName(last.RawSubject, c.Anchor.RawSubject)
}

// refusal is why crypto/x509 does not read a certificate.
func refusal(c *x509.Certificate) error {
	if c.PublicKey != nil {
		return nil
	}
	_, err := x509.ParseCertificate(c.Raw)
	return err
}

// failures judges the path of c by RFC 5280, section 6. Its signatures were checked before.
func (p *pool) failures(c *Chain) []path.Failure {
	whole := c.judged()
	all := make([]*path.Facts, len(whole))
	for i, cert := range whole {
		all[i] = p.factsOf(cert)
	}
	c.facts = all
	terms := p.terms()
	try := p.try
	if !slices.ContainsFunc(c.Links, func(l Link) bool { return !l.Verified }) && len(c.Links) == len(whole) {
		try = func(*path.Facts, *path.Facts) error { return nil }
	}
	n := len(whole) - 1
	if n == 0 || c.Gap != nil && len(whole) == len(c.Path) && !c.endsAtAnchor() {
		return path.ValidateFacts(all, nil, &terms, try)
	}
	return path.ValidateFacts(all[:n], all[n], &terms, try)
}
