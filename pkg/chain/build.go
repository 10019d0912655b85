package chain

import (
	"bytes"
	"cmp"
	"crypto/x509"
	"slices"

	"qwac/pkg/bundle"
	"qwac/pkg/cert"
	"qwac/pkg/key"
	"qwac/pkg/path"
	"qwac/pkg/second"
)

// Build finds the path from the end-entity certificate to the root among the certificates of b. What is missing is a
// field of the result ([Chain.Gap]), not an error; the only error is a [*BudgetError]. The path does not depend on the
// order of b.Certs; of several copies of a certificate the first is taken.
func Build(b *bundle.Bundle, opts Options) (*Chain, error) {
	if !opts.Whole || len(opts.Pool) == 0 {
		return build(b, opts)
	}
	alone := opts
	alone.Pool = nil
	c, err := build(b, alone)
	if err != nil || c.Gap == nil {
		return c, err
	}
	opts.Leaf = cmp.Or(opts.Leaf, c.Path[0])
	completed, err := build(b, opts)
	if err != nil {
		return nil, err
	}
	if completed.Gap == nil {
		c.Gap.Elsewhere = completed.Added
	}
	return c, nil
}

func build(b *bundle.Bundle, opts Options) (*Chain, error) {
	c := &Chain{Bundle: b, Options: opts}
	var own []*cert.Cert
	own, c.Duplicates = splitCopies(b.Certs)
	all, _ := splitCopies(slices.Concat(own, opts.Pool))
	p := newPool(all, opts)
	leaves, err := p.leaves()
	if err != nil {
		return nil, err
	}
	leaves = slices.DeleteFunc(p.given(leaves), func(n *node) bool { return !slices.Contains(own, n.cert) })
	if len(leaves) > 0 {
		err = p.findPath(c, leaves[0])
	}
	if err != nil {
		return nil, err
	}
	for _, n := range leaves {
		c.Leaves = append(c.Leaves, n.cert)
	}
	for _, cert := range own {
		if !slices.Contains(c.Path, cert) && !slices.Contains(c.Leaves, cert) {
			c.Unused = append(c.Unused, cert)
		}
	}
	c.add(own)
	return c, nil
}

// add makes those certificates of the path that are not own part of the bundle, as if their files were inputs too.
func (c *Chain) add(own []*cert.Cert) {
	if len(c.Options.Pool) == 0 {
		return
	}
	whole := *c.Bundle
	whole.Certs, whole.Files = slices.Clone(whole.Certs), slices.Clone(whole.Files)
	for _, crt := range c.Path {
		if slices.Contains(own, crt) {
			continue
		}
		c.Added, whole.Certs = append(c.Added, crt), append(whole.Certs, crt)
		if !slices.Contains(whole.Files, crt.At.File) {
			whole.Files = append(whole.Files, crt.At.File)
		}
	}
	c.Bundle = &whole
}

// splitCopies parts the first copy of each certificate from the further ones. Both keep the order of the input.
func splitCopies(certs []*cert.Cert) (first, further []*cert.Cert) {
	order := make([]int, len(certs))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(i, j int) int {
		return cmp.Or(bytes.Compare(certs[i].Raw, certs[j].Raw), cmp.Compare(i, j))
	})
	copies := make([]bool, len(certs))
	for n, i := range order {
		copies[i] = n > 0 && bytes.Equal(certs[i].Raw, certs[order[n-1]].Raw)
	}
	for i, c := range certs {
		if copies[i] {
			further = append(further, c)
		} else {
			first = append(first, c)
		}
	}
	return first, further
}

// findPath fills in the fields of c that are about the path from the leaf: a valid path where there is one, else the
// one with the fewest faults. Its quick way costs a clean chain one signature check a certificate: links are believed
// by their names, then crypto/x509 proves all of them in the call that is made anyway for the second opinion. It holds
// too for a leaf that no path can be valid for.
func (p *pool) findPath(c *Chain, leaf *node) error {
	p.leaf = leaf
	guess, err := p.search(true)
	if err == nil {
		err = p.spendOn(guess.certs())
	}
	if err != nil {
		return err
	}
	proven := p.proves(c, guess)
	if proven {
		if c.Failures = p.failures(c); len(c.Failures) == 0 || p.hopeless() {
			return nil
		}
	}
	found, err := p.valid(c)
	if err == nil && !found && !proven {
		err = p.nearest(c)
	}
	if err != nil {
		return err
	}
	c.Failures = p.failures(c)
	return nil
}

// nearest fills in c with the path that has the fewest faults.
func (p *pool) nearest(c *Chain) error {
	found, err := p.search(false)
	if err != nil {
		return err
	}
	c.Path = found.certs()
	if err := p.spendOn(c.Path); err != nil {
		return err
	}
	if err := p.links(c, found); err != nil {
		return err
	}
	c.Anchor = p.anchorOf(found)
	if !found.complete {
		c.Gap = p.gap(found)
	}
	p.opinion(c)
	return nil
}

// proves fills in c when crypto/x509 accepts exactly the guessed path and the root signed itself.
func (p *pool) proves(c *Chain, guess route) bool {
	if !guess.complete || guess.last.broken > 0 || guess.last.odd > 0 || guess.last.below == nil {
		return false
	}
	crt := guess.certs()
	verify, proven := p.accepted(crt, guess)
	if root := guess.last.node; !proven || p.check(root, root.group) != nil {
		return false
	}
	c.Path, c.Links, c.Anchor, c.Verify = crt, slices.Repeat([]Link{{Verified: true}}, len(crt)), reached(guess), verify
	return true
}

// accepted reports whether crypto/x509 verifies the links of a path. It need not be asked about one that is plain. A
// leaf with a critical extension, such as the poison of a precertificate, it refuses before it looks at signatures;
// then it is asked without, and verify is what it said at first.
func (p *pool) accepted(crt []*cert.Cert, guess route) (verify error, proven bool) {
	asked := crt
	if len(crt[0].UnhandledCriticalExtensions) > 0 {
		verify, asked = second.Opinion(crt, p.opts.At), second.Forgiven(crt)
	}
	if second.Plain(asked, p.opts.At) {
		for s := guess.last; s.below != nil; s = s.below {
			if p.check(s.below.node, s.node.group) != nil {
				return verify, false
			}
		}
		return verify, true
	}
	opinion := second.Opinion(asked, p.opts.At)
	return cmp.Or(verify, opinion), opinion == nil
}

// links says how each certificate of the path certifies the one below it.
func (p *pool) links(c *Chain, found route) error {
	if found.complete {
		err := p.check(found.last.node, found.last.node.group)
		c.Links = append(c.Links, Link{Verified: err == nil, Err: err, Unsupported: key.Unsupported(err)})
	}
	for s := found.last; s.below != nil; s = s.below {
		child := s.below.node
		err := p.check(child, s.node.group)
		if path.Spent(err) {
			return err
		}
		differs := child.issuer != s.node.subject
		folded := !differs && !bytes.Equal(child.cert.RawIssuer, s.node.cert.RawSubject)
		c.Links = append(c.Links, Link{
			Verified: err == nil, Err: err, Unsupported: key.Unsupported(err), NameFolded: folded, NameDiffers: differs,
		})
	}
	slices.Reverse(c.Links)
	return nil
}

// anchorOf is the anchor that the path reaches: the highest of its CAs that is one, or one that issued its last
// certificate.
func (p *pool) anchorOf(found route) *x509.Certificate {
	if a := reached(found); a != nil {
		return a
	}
	for _, g := range p.named[found.last.node.issuer] {
		if g.anchor() != nil && p.check(found.last.node, g) == nil {
			return g.anchor()
		}
	}
	return nil
}

// reached is the highest anchor on the path itself. An end-entity certificate is no anchor for itself.
func reached(found route) *x509.Certificate {
	for s := found.last; s.below != nil; s = s.below {
		if a := s.node.group.anchor(); a != nil {
			return a
		}
	}
	return nil
}
