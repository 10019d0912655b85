package tsl

import (
	"encoding/base64"
	"slices"
	"strings"
	"time"

	"qwac/pkg/ber"

	"github.com/beevik/etree"
)

func is(el *etree.Element, namespace, tag string) bool {
	return el.Tag == tag && el.NamespaceURI() == namespace
}

// children are the child elements of this name. A nil element has none.
func children(el *etree.Element, namespace, tag string) []*etree.Element {
	if el == nil {
		return nil
	}
	var out []*etree.Element
	for _, token := range el.Child {
		if c, ok := token.(*etree.Element); ok && is(c, namespace, tag) {
			out = append(out, c)
		}
	}
	return out
}

// descend follows a path of list elements, taking the first of each name. It returns nil if one is missing.
func descend(el *etree.Element, tags ...string) *etree.Element {
	for _, tag := range tags {
		list := children(el, nsTSL, tag)
		if len(list) == 0 {
			return nil
		}
		el = list[0]
	}
	return el
}

// value is all text directly inside the element, trimmed. A comment does not end it: Canonical XML drops comments.
func value(el *etree.Element) string {
	if el == nil {
		return ""
	}
	var b strings.Builder
	for _, token := range el.Child {
		if t, ok := token.(*etree.CharData); ok {
			b.WriteString(t.Data)
		}
	}
	return strings.TrimSpace(b.String())
}

// single returns the child element of that name, which must occur exactly once.
func single(el *etree.Element, tag string) (*etree.Element, error) {
	list := children(el, nsTSL, tag)
	if len(list) != 1 {
		return nil, Errorf(KindContent, "%s has %d elements %s, want one", ber.Cut(el.Tag), len(list), tag)
	}
	return list[0], nil
}

func singleValue(el *etree.Element, tag string) (string, error) {
	child, err := single(el, tag)
	if err != nil {
		return "", err
	}
	if s := value(child); s != "" {
		return s, nil
	}
	return "", Errorf(KindContent, "%s is empty", tag)
}

func singleTime(el *etree.Element, tag string) (time.Time, error) {
	s, err := singleValue(el, tag)
	if err != nil {
		return time.Time{}, err
	}
	return parseTime(tag, s)
}

// parseTime reads the form that TS 119 612 5.1.4 demands, with or without fractions.
func parseTime(tag, s string) (time.Time, error) {
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		return time.Time{}, Errorf(KindContent, "%s %s is no time with a time zone", tag, ber.Quote(s))
	}
	return t.UTC(), nil
}

// multilingual is a text in several languages: the English one, else the first, and all of them without repeats.
func multilingual(el *etree.Element) (shown string, all []string) {
	english := false
	for _, c := range children(el, nsTSL, "Name") {
		text := value(c)
		if text == "" {
			continue
		}
		if en := c.SelectAttrValue("xml:lang", "") == "en"; shown == "" || en && !english {
			shown, english = text, en
		}
		all = append(all, text)
	}
	return shown, unique(all)
}

// unique leaves out what was there already.
func unique(list []string) []string {
	seen := make(map[string]bool, len(list))
	return slices.DeleteFunc(list, func(s string) bool {
		again := seen[s]
		seen[s] = true
		return again
	})
}

// decodeBase64 takes text with line ends and blanks inside, as xs:base64Binary does.
func decodeBase64(s string) ([]byte, error) {
	return base64.StdEncoding.DecodeString(strings.Map(func(r rune) rune {
		if r == ' ' || r == '\t' || r == '\n' || r == '\r' {
			return -1
		}
		return r
	}, s))
}
