package path

import (
	"slices"
)

func (f *Facts) indexed() *nameIndex {
	f.indexing.Do(func() {
		f.index = &nameIndex{
			dnsPermitted: newDNSTrees(f.permitted[kindDNS]), dnsExcluded: newDNSTrees(f.excluded[kindDNS]),
			dnPermitted: directories(f.permitted[kindDirectory]), dnExcluded: directories(f.excluded[kindDirectory]),
		}
	})
	return f.index
}

// directories are folded names; what is under one begins with it.
func directories(bases []generalName) prefixes {
	var all prefixes
	for _, base := range bases {
		all = append(all, prefix{base.key, base.shown()})
	}
	return all.sorted()
}

// permits reports whether a name is under a permitted base of its kind.
func (f *Facts) permits(g generalName) bool {
	switch g.kind {
	case kindDNS:
		return f.indexed().dnsPermitted.permits(g.key)
	case kindDirectory:
		_, ok := f.indexed().dnPermitted.of(g.key)
		return ok
	}
	return slices.ContainsFunc(f.permitted[g.kind], func(base generalName) bool {
		return kindTable[g.kind].within(g, base)
	})
}

// excludes gives an excluded base of its kind that a name, or a name that it stands for, is under.
func (f *Facts) excludes(g generalName) (base string, ok bool) {
	switch g.kind {
	case kindDNS:
		return f.indexed().dnsExcluded.excludes(g.key)
	case kindDirectory:
		return f.indexed().dnExcluded.of(g.key)
	}
	i := slices.IndexFunc(f.excluded[g.kind], func(base generalName) bool { return kindTable[g.kind].within(g, base) })
	if i < 0 {
		return "", false
	}
	return f.excluded[g.kind][i].text, true
}

// comparisons is how many it takes to try each name on each base. Fewer are made, but verifiers count like this and
// refuse what asks for too many.
func (f *Facts) comparisons(names []generalName) int {
	bases := 0
	for i := range f.permitted {
		bases += len(f.permitted[i]) + len(f.excluded[i])
	}
	return len(names) * bases
}
