package path

import (
	"bytes"
	"container/heap"
	"slices"

	"qwac/pkg/cert"
	"qwac/pkg/key"
)

func (f *finder) isLeaf(a *spot) bool { return bytes.Equal(a.Cert.Raw, f.Leaf.Raw) }

// expand queues the ways on from a certificate. With near also issuers of another name that its key identifier names.
func (f *finder) expand(q *moves, from *way, near bool) {
	n := from.spot
	for _, h := range f.holders[n.issuer] {
		f.follow(q, from, h, 0)
	}
	if !near {
		return
	}
	for _, h := range f.byKeyID[string(n.Cert.AuthorityKeyId)] {
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
		fit := key.Contradicts
		for _, s := range list {
			fit = min(fit, cert.KeyIDFit(from.spot.Cert, s.Cert))
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
	return f.Terms.Anchor.Leaf != LeafIsNoAnchor && slices.ContainsFunc(f.Anchors, func(a *cert.Cert) bool {
		return bytes.Equal(a.Raw, f.Leaf.Raw)
	})
}

// alone is the leaf as its own anchor.
func (f *finder) alone() *Miss {
	check := f.Try
	if check == nil {
		check = CheckLink
	}
	leaf := []*Facts{f.leaf.Facts}
	return &Miss{Path: []*cert.Cert{f.Leaf}, Anchor: f.Leaf,
		Failures: ValidateFacts(leaf, f.leaf.Facts, &f.Terms, check)}
}
