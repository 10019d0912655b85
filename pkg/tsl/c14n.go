package tsl

import (
	"slices"
	"sort"

	"github.com/beevik/etree"
	"github.com/russellhaering/goxmldsig/etreeutils"
)

// canonical is the canonical form of a part of a document, in the scope of namespaces where it stands.
func canonical(el *etree.Element, exclusive bool) ([]byte, error) {
	if exclusive {
		return exclusiveC14N(detach(el, false))
	}
	el = detach(el, true)
	inclusiveC14N(el, nil)
	return serialize(el)
}

// exclusiveC14N is the form of Exclusive XML Canonicalization 1.0. The element is changed.
func exclusiveC14N(el *etree.Element) ([]byte, error) {
	if err := etreeutils.TransformExcC14n(el, "", false); err != nil {
		return nil, &Error{Kind: KindNamespace, Detail: err.Error(), Err: err}
	}
	return serialize(el)
}

// inclusiveC14N brings an element to the form of Canonical XML 1.0 (2.3, 4.6): sorted attributes, and no redundant
// namespace declarations. The tree has no comments.
func inclusiveC14N(el *etree.Element, outer *scope) {
	inner := outer
	el.Attr = slices.DeleteFunc(el.Attr, func(a etree.Attr) bool {
		prefix, ok := declares(a)
		if !ok {
			return false
		}
		inner = inner.with(prefix, a.Value)
		before, _ := outer.lookup(prefix)
		return before == a.Value
	})
	sort.Sort(etreeutils.SortedAttrs(el.Attr))
	for _, child := range el.ChildElements() {
		inclusiveC14N(child, inner)
	}
}

// serialize writes the text of an element as Canonical XML has it.
func serialize(el *etree.Element) ([]byte, error) {
	doc := etree.NewDocumentWithRoot(el.Copy())
	doc.WriteSettings = etree.WriteSettings{CanonicalAttrVal: true, CanonicalEndTags: true, CanonicalText: true}
	return doc.WriteToBytes()
}

// detach copies an element together with the declarations of its ancestors, where the nearest one wins; inclusive
// canonicalization also inherits xml: attributes (Canonical XML 1.0, 2.4). The canonicalizers ignore ancestors, or let
// the farthest one win.
func detach(el *etree.Element, inherit bool) *etree.Element {
	out := el.Copy()
	seen := map[string]bool{}
	for _, a := range out.Attr {
		seen[a.FullKey()] = true
	}
	for p := el.Parent(); p != nil; p = p.Parent() {
		for _, a := range p.Attr {
			if _, ok := declares(a); (ok || inherit && a.Space == "xml") && !seen[a.FullKey()] {
				seen[a.FullKey()] = true
				out.Attr = append(out.Attr, etree.Attr{Space: a.Space, Key: a.Key, Value: a.Value})
			}
		}
	}
	return out
}
