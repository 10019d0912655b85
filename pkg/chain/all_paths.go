package chain

import (
	"qwac/pkg/cert"
	"qwac/pkg/path"
)

// AllPaths lists every path from the leaf through the certificates of the bundle, to one of Options.Anchors or a
// self-signed certificate, and judges each as the path of the chain was. Nil: there is no leaf.
func (c *Chain) AllPaths() *path.Paths {
	if len(c.Path) == 0 {
		return nil
	}
	s := path.Search{Leaf: c.Path[0], Pool: c.Bundle.Certs, Terms: c.Options.Terms}
	s.Terms.At = c.Options.At
	for _, a := range c.Options.Anchors {
		s.Anchors = append(s.Anchors, &cert.Cert{Certificate: a, Refused: refusal(a)})
	}
	return s.All()
}

// Takes reports whether a listed path is the path of the chain, with the anchor above it where the bundle has no root.
func (c *Chain) Takes(l path.Listed) bool {
	same := func(n int) bool {
		for i := range n {
			if !l.Path[i].Equal(c.Path[i].Certificate) {
				return false
			}
		}
		return true
	}
	if len(l.Path) == len(c.Path) {
		return same(len(c.Path))
	}
	return c.Gap != nil && c.Anchor != nil && len(l.Path) == len(c.Path)+1 && same(len(c.Path)) &&
		l.Path[len(c.Path)].Equal(c.Anchor)
}
