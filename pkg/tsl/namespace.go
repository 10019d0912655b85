package tsl

import (
	"strings"

	"qwac/pkg/ber"

	"github.com/beevik/etree"
)

// Namespaces of lists and their signatures. Prefixes differ from list to list.
const (
	nsTSL   = "http://uri.etsi.org/02231/v2#"
	nsAdd   = "http://uri.etsi.org/02231/v2/additionaltypes#"
	nsSIE   = "http://uri.etsi.org/TrstSvc/SvcInfoExt/eSigDir-1999-93-EC-TrustedList/#"
	nsXAdES = "http://uri.etsi.org/01903/v1.3.2#"
	nsDS    = "http://www.w3.org/2000/09/xmldsig#"
	nsXML   = "http://www.w3.org/XML/1998/namespace"
	nsXMLNS = "http://www.w3.org/2000/xmlns/"
)

// checker looks at every element of a tree once: names must resolve, identifiers must be unique.
type checker struct {
	ids        map[string]bool
	held       int // declarations that hold at the elements, each counted at every element
	signatures []*etree.Element
}

const (
	// maxAttrs is the most attributes of an element. Real ones have at most nine.
	maxAttrs = 64
	// maxScope is the most declarations of namespaces that hold at an element. Real lists have at most seven on one
	// element and 16 in scope.
	maxScope = 64
	// maxHeld bounds their sum over all elements: canonicalization copies them for each. The largest list seen has less
	// than 310 000.
	maxHeld = 2_000_000
)

// scope is a list of namespace declarations, the nearest first. Nil is the empty list.
type scope struct {
	prefix, namespace string // prefix "": the default namespace
	outer             *scope
	size              int // declarations in all
}

// lookup is the namespace of a prefix. The default namespace is empty unless declared.
func (s *scope) lookup(prefix string) (namespace string, ok bool) {
	for ; s != nil; s = s.outer {
		if s.prefix == prefix {
			return s.namespace, true
		}
	}
	if prefix == "xml" {
		return nsXML, true
	}
	return "", prefix == ""
}

// with adds a declaration.
func (s *scope) with(prefix, namespace string) *scope {
	size := 1
	if s != nil {
		size += s.size
	}
	return &scope{prefix, namespace, s, size}
}

// element is recursive: the builder has limited the depth.
func (c *checker) element(el *etree.Element, outer *scope) error {
	inner, err := outer.enter(el)
	if err != nil {
		return err
	}
	if inner != nil {
		c.held += inner.size
	}
	if c.held > maxHeld {
		return Errorf(KindNamespace, "too many declarations hold at too many elements")
	}
	namespace, ok := inner.lookup(el.Space)
	if !ok || strings.Contains(el.Tag, ":") {
		return Errorf(KindNamespace, "element %s has a prefix that is not declared", ber.Cut(el.FullTag()))
	}
	if err := c.attributes(el, inner); err != nil {
		return err
	}
	if namespace == nsDS && el.Tag == "Signature" {
		c.signatures = append(c.signatures, el)
	}
	for _, child := range el.ChildElements() {
		if err := c.element(child, inner); err != nil {
			return err
		}
	}
	return nil
}

// enter applies the declarations of el. It refuses what Namespaces in XML 1.0 forbids, because readers disagree about
// it.
func (s *scope) enter(el *etree.Element) (*scope, error) {
	for _, a := range el.Attr {
		prefix, ok := declares(a)
		if !ok {
			continue
		}
		reserved := prefix == "xml" || prefix == "xmlns" || a.Value == nsXML || a.Value == nsXMLNS
		if reserved || prefix != "" && a.Value == "" {
			return nil, Errorf(KindNamespace, "%s=%s on %s", ber.Cut(a.FullKey()), ber.Quote(a.Value), ber.Cut(el.Tag))
		}
		if s = s.with(prefix, a.Value); s.size > maxScope {
			return nil, Errorf(KindNamespace, "more than %d declarations hold at %s", maxScope, ber.Cut(el.Tag))
		}
	}
	return s, nil
}

// declares tells which prefix an attribute declares.
func declares(a etree.Attr) (prefix string, ok bool) {
	switch {
	case a.Space == "xmlns":
		return a.Key, true
	case a.Space == "" && a.Key == "xmlns":
		return "", true
	}
	return "", false
}

func (c *checker) attributes(el *etree.Element, s *scope) error {
	var names [maxAttrs]etree.Attr // Space holds the namespace
	n := 0
	for _, a := range el.Attr {
		name := etree.Attr{Space: a.Space, Key: a.Key}
		if _, ok := declares(a); !ok && a.Space != "" {
			if name.Space, ok = s.lookup(a.Space); !ok {
				return Errorf(KindNamespace, "attribute %s of %s has a prefix that is not declared",
					ber.Cut(a.FullKey()), ber.Cut(el.Tag))
			}
		}
		if strings.Contains(a.Key, ":") {
			return Errorf(KindNamespace, "attribute %s of %s", ber.Cut(a.FullKey()), ber.Cut(el.Tag))
		}
		for _, other := range names[:n] {
			if other.Space == name.Space && other.Key == name.Key {
				return Errorf(KindDuplicate, "%s of %s", ber.Cut(a.FullKey()), ber.Cut(el.Tag))
			}
		}
		names[n] = name
		n++
		if err := c.identifier(a); err != nil {
			return err
		}
	}
	return nil
}

// identifier treats all spellings of Id alike: which of them a reader follows depends on its schema.
func (c *checker) identifier(a etree.Attr) error {
	if !strings.EqualFold(a.Key, "id") {
		return nil
	}
	if c.ids[a.Value] {
		return Errorf(KindDuplicateID, "%s", ber.Quote(a.Value))
	}
	c.ids[a.Value] = true
	return nil
}
