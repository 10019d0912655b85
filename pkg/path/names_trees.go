package path

import (
	"slices"
	"strings"
)

// dnsTrees are the bases of DNS name constraints, laid out so that a name is found among them in steps of the logarithm
// of their number.
type dnsTrees struct {
	all   bool     // a base is empty: every name is under it
	under prefixes // bases; a name is under them that is equal or has more labels
	// bases with a leading dot, which RFC 5280 does not define for DNS names: a name needs a label more
	deeper   prefixes
	siblings map[string]string // parents of bases without a leading dot, which a wildcard stands beside ▶ base
}

func newDNSTrees(bases []generalName) *dnsTrees {
	t := &dnsTrees{siblings: make(map[string]string, len(bases))}
	for _, base := range bases {
		bare, dotted := strings.CutPrefix(base.key, ".")
		switch {
		case dotted:
			t.deeper = append(t.deeper, prefix{backward(bare) + ".", base.text})
			continue
		case bare == "":
			t.all = true
			continue
		}
		t.under = append(t.under, prefix{backward(bare) + ".", base.text})
		_, parent, _ := strings.Cut(bare, ".")
		if _, ok := t.siblings[parent]; !ok {
			t.siblings[parent] = base.text
		}
	}
	t.under, t.deeper = t.under.sorted(), t.deeper.sorted()
	return t
}

// permits reports whether a name is under a base: equal or with more labels in front, the asterisk of a wildcard among
// them.
func (t *dnsTrees) permits(name string) bool {
	_, ok := t.find(name)
	return ok
}

// excludes is permits, and in addition a wildcard is excluded when any name it stands for is. It returns a base that
// does.
func (t *dnsTrees) excludes(name string) (base string, ok bool) {
	if base, ok = t.find(name); ok {
		return base, true
	}
	if wild, isWild := strings.CutPrefix(strings.ToLower(name), "*."); isWild {
		base, ok = t.siblings[wild]
	}
	return base, ok
}

func (t *dnsTrees) find(name string) (base string, ok bool) {
	if t.all {
		return "", true
	}
	back := backward(strings.ToLower(name))
	if base, ok = t.under.of(back + "."); ok {
		return base, true
	}
	return t.deeper.of(back)
}

// backward has the bytes of s in the other order, so that a name begins with what it is under.
func backward(s string) string {
	b := []byte(s)
	slices.Reverse(b)
	return string(b)
}

// prefix is a key and the base that it was made of.
type prefix struct{ key, base string }

// prefixes are sorted by key, and no key begins with another.
type prefixes []prefix

// sorted sorts, and leaves out what begins with another key: whatever it is the beginning of, so is the other.
func (p prefixes) sorted() prefixes {
	slices.SortStableFunc(p, func(a, b prefix) int { return strings.Compare(a.key, b.key) })
	kept := p[:0]
	for _, e := range p {
		if n := len(kept); n == 0 || !strings.HasPrefix(e.key, kept[n-1].key) {
			kept = append(kept, e)
		}
	}
	return kept
}

// of finds the base whose key s begins with. As no key begins with another, it can only be the last that is not behind
// s.
func (p prefixes) of(s string) (base string, ok bool) { return p.by(s, strings.Compare) }

func (p prefixes) by(s string, compare func(a, b string) int) (base string, ok bool) {
	i, found := slices.BinarySearchFunc(p, s, func(e prefix, s string) int { return compare(e.key, s) })
	if !found {
		i--
	}
	if i < 0 || !strings.HasPrefix(s, p[i].key) {
		return "", false
	}
	return p[i].base, true
}
