package trustlist

import (
	"maps"
	"strings"

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
	signatures []*etree.Element
}

// scope maps the prefixes that are declared at an element; "" is the default namespace.
type scope map[string]string

func baseScope() scope { return scope{"": "", "xml": nsXML} }

// element is recursive: the builder has limited the depth.
func (c *checker) element(el *etree.Element, outer scope) error {
	inner, err := outer.enter(el)
	if err != nil {
		return err
	}
	namespace, ok := inner[el.Space]
	if !ok || strings.Contains(el.Tag, ":") {
		return fault(KindNamespace, "element %s has a prefix that is not declared", el.FullTag())
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

// enter applies the declarations of el. What Namespaces in XML 1.0 forbids is refused, since readers disagree on it.
func (s scope) enter(el *etree.Element) (scope, error) {
	out, cloned := s, false
	for _, a := range el.Attr {
		prefix, ok := declares(a)
		if !ok {
			continue
		}
		reserved := prefix == "xml" || prefix == "xmlns" || a.Value == nsXML || a.Value == nsXMLNS
		if reserved || prefix != "" && a.Value == "" {
			return nil, fault(KindNamespace, "%s=%q on %s", a.FullKey(), a.Value, el.Tag)
		}
		if !cloned {
			out, cloned = maps.Clone(s), true
		}
		out[prefix] = a.Value
	}
	return out, nil
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

func (c *checker) attributes(el *etree.Element, s scope) error {
	var names [maxAttrs]etree.Attr // Space holds the namespace
	n := 0
	for _, a := range el.Attr {
		name := etree.Attr{Space: a.Space, Key: a.Key}
		if _, ok := declares(a); !ok && a.Space != "" {
			if name.Space, ok = s[a.Space]; !ok {
				return fault(KindNamespace, "attribute %s of %s has a prefix that is not declared", a.FullKey(), el.Tag)
			}
		}
		if strings.Contains(a.Key, ":") {
			return fault(KindNamespace, "attribute %s of %s", a.FullKey(), el.Tag)
		}
		for _, other := range names[:n] {
			if other.Space == name.Space && other.Key == name.Key {
				return fault(KindDuplicate, "%s of %s", a.FullKey(), el.Tag)
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

// identifier takes every spelling of Id for one: which of them a reader follows depends on its schema.
func (c *checker) identifier(a etree.Attr) error {
	if !strings.EqualFold(a.Key, "id") {
		return nil
	}
	if c.ids[a.Value] {
		return fault(KindDuplicateID, "%q", a.Value)
	}
	c.ids[a.Value] = true
	return nil
}
