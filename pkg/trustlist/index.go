package trustlist

import (
	"crypto/sha256"
	"slices"
	"strings"

	"qwac/pkg/tsl"
)

// NewIndex keeps the newest list of each territory. Duplicates are harmless; without lists the index is empty. The
// error is [ErrIndex] if the lists are too large.
func NewIndex(lists ...*Trusted) (*Index, error) { return new(Index).With(lists...) }

// With returns the index with the newest given list of each territory in place of its own. It does not check that they
// are newer, see [Rollbacks]. The error is [ErrIndex] if x is damaged or the lists are too large.
func (x *Index) With(lists ...*Trusted) (*Index, error) {
	c, err := x.without(newest(lists))
	if err != nil {
		return nil, err
	}
	for _, t := range newest(lists) {
		c.add(t)
	}
	var y Index
	if err := y.load(c.encode()); err != nil {
		return nil, err
	}
	return &y, nil
}

// Sources are the lists in the index, sorted by territory; also the list of lists, which has no services.
func (x *Index) Sources() []Source { return slices.Clone(x.sources) }

// Source is the list of a territory as lists name it ("EL", "UK").
func (x *Index) Source(territory string) (Source, bool) {
	i, ok := slices.BinarySearchFunc(x.sources, territory, func(s Source, t string) int {
		return strings.Compare(s.Territory, t)
	})
	if !ok {
		return Source{}, false
	}
	return x.sources[i], true
}

// Territories are those whose lists the list of lists in the index points to, sorted; nil if it has none.
func (x *Index) Territories() []string {
	var out []string
	for _, p := range x.pointed {
		out = append(out, p.territory)
	}
	return out
}

// Digest is the SHA-256 of the digests of all sources: two indexes with the same digest were made of the same lists.
func (x *Index) Digest() [sha256.Size]byte {
	return digestOf(x.sources)
}

// Services are the entries of a territory in the order of its list, or of all territories if it is empty. The error is
// [ErrIndex].
func (x *Index) Services(territory string) ([]Entry, error) {
	var out []Entry
	for i := range x.count() {
		e, err := x.entry(i)
		if err != nil {
			return nil, err
		}
		if territory == "" || e.List.Territory == territory {
			out = append(out, e)
		}
	}
	return out, nil
}

// without is the content of x except that of the territories of some lists.
func (x *Index) without(lists []*Trusted) (*content, error) {
	replaced := func(territory string) bool {
		return slices.ContainsFunc(lists, func(t *Trusted) bool { return t.list.Territory == territory })
	}
	entries, err := x.Services("")
	if err != nil {
		return nil, err
	}
	return &content{
		sources: slices.DeleteFunc(x.Sources(), func(s Source) bool { return replaced(s.Territory) }),
		entries: slices.DeleteFunc(entries, func(e Entry) bool { return replaced(e.List.Territory) }),
		pointed: x.pointed,
	}, nil
}

func (c *content) add(t *Trusted) {
	l := t.list
	source := Source{l.Territory, l.Sequence, l.Version, l.Issued, l.NextUpdate, l.Digest, l.Signed, t.by}
	c.sources = append(c.sources, source)
	if l.IsLOTL() {
		c.pointed = pointers(l)
	}
	for _, p := range l.Providers {
		for _, s := range p.Services {
			if slices.ContainsFunc(s.States, issues) {
				c.entries = append(c.entries, newEntry(source, p, s))
			}
		}
	}
}

// issues reports whether services of this type issue certificates. Unqualified ones are kept because they explain
// refusals.
func issues(s tsl.State) bool { return s.Type == tsl.TypeCAQC || s.Type == tsl.TypeCAPKC }

// MarshalBinary is the encoded index. The same lists give the same bytes.
func (x *Index) MarshalBinary() ([]byte, error) {
	if x.data == "" {
		return new(content).encode(), nil
	}
	return []byte(x.data), nil
}

// UnmarshalBinary reads the output of MarshalBinary. The error is [ErrIndex] with the reason.
func (x *Index) UnmarshalBinary(data []byte) error {
	var y Index
	if err := y.load(data); err != nil {
		return err
	}
	*x = y
	return nil
}
