package register

import (
	"cmp"
	"slices"
)

// Error says why a file cannot be used as the register. Nothing of such a file is.
type Error struct {
	Reason string // "it ends too early: the download broke off, or a part of the file is missing"
	Hint   string // the next step; may be empty
}

func (e *Error) Error() string {
	if e.Hint == "" {
		return e.Reason
	}
	return e.Reason + ": " + e.Hint
}

// Notes are what an import tolerated.
type Notes struct {
	Entities   int             // in the file, without those that stand twice
	Kinds      map[Kind]int    // how many of each kind
	Duplicates int             // entries that stand twice; the newest is kept
	Incomplete int             // entries without number, left out
	Odd        int             // institutions whose dates cannot be read, so that their state is not known
	Keys       []string        // keys and properties that are not known, sorted; at most maxUnknown
	values     map[string]bool // of Keys
}

// maxUnknown bounds the names that notes keep.
const maxUnknown = 20

// unknown notes a name that is not known.
func (n *Notes) unknown(name string) {
	if n.values[name] || len(n.values) == maxUnknown {
		return
	}
	if n.values == nil {
		n.values = map[string]bool{}
	}
	n.values[name] = true
	n.Keys = append(n.Keys, name)
	slices.Sort(n.Keys)
}

// SortedKinds are the kinds that were met, the most frequent first.
func (n *Notes) SortedKinds() []Kind {
	var out []Kind
	for k := range n.Kinds {
		out = append(out, k)
	}
	slices.SortFunc(out, func(a, b Kind) int {
		return cmp.Or(cmp.Compare(n.Kinds[b], n.Kinds[a]), cmp.Compare(a, b))
	})
	return out
}
