package main

import (
	"slices"

	"qwac/pkg/ber"
	"qwac/pkg/cert"
	"qwac/pkg/path"
	"qwac/pkg/straight"
)

// onwards is what becomes of an accepted case when the verifier never goes back: each way that the order of the
// certificates may lead to must be valid.
func onwards(o outcome, c *pathCase, cc *caseCerts, terms path.Terms) outcome {
	if terms.Proxies || len(o.found.Path) == 1 && o.found.Path[0] == o.found.Anchor {
		return o // what issues proxies is no CA; and for a leaf that is its own anchor nothing is looked for
	}
	ways := straight.Search{Leaf: cc.leaf, Store: cc.store, Pool: cc.pool, At: terms.At, Ends: cc.ends}.Ways()
	if ways.Cut {
		return outcome{why: "more ways than are followed"}
	}
	for _, w := range ways.List {
		anchor := w.Anchor
		if !isIn(cc.anchors, anchor) {
			anchor = nil
		}
		if failures := validate(c, w.Path, anchor, terms); len(failures) > 0 {
			miss := path.Miss{Path: w.Path, Anchor: anchor, Failures: failures}
			found := &path.Found{Path: w.Path, Anchor: anchor, Failures: failures, Misses: []path.Miss{miss}}
			return outcome{why: "it does not go back from this: " + texts(failures), checks: o.checks, found: found}
		}
	}
	return o
}

// validate is path.Validate with the signatures that a case takes.
func validate(c *pathCase, certs []*cert.Cert, anchor *cert.Cert, terms path.Terms) []path.Failure {
	var above *path.Facts
	if anchor != nil {
		above = path.FactsOf(anchor)
	}
	all := make([]*path.Facts, len(certs))
	for i := range certs {
		all[i] = path.FactsOf(certs[i])
	}
	check := checkerOf(c)
	if check == nil {
		check = path.CheckLink
	}
	return path.ValidateFacts(all, above, &terms, check)
}

// ends reports whether a path ends at a certificate of the store: at anchors, at what is not trusted, and at what
// signed itself.
func (cc *caseCerts) ends(c *cert.Cert) bool {
	return isIn(cc.anchors, c) || isIn(cc.distrusted, c) || ber.SameName(c.RawSubject, c.RawIssuer)
}

func isIn(list []*cert.Cert, c *cert.Cert) bool {
	return c != nil && slices.ContainsFunc(list, func(o *cert.Cert) bool { return string(o.Raw) == string(c.Raw) })
}
