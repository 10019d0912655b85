package eidas

import (
	"slices"

	"qwac/pkg/ident"
	"qwac/pkg/lint"
)

// Reading is what readers of one kind see in the PSD2 statement.
type Reading struct {
	Reader         string       // ReaderStrict or another of the Reader constants
	Roles          []ident.Role // sorted; nil: none
	NCAID, NCAName string       // empty: none that such a reader takes
}

// ReaderStrict is a reader that takes what TS 119 495, Annex A says and nothing else: [Info.Roles] are what it sees.
const ReaderStrict = "strict"

// Readings gives what each kind of reader sees, the strict one first. It is nil when all of them see the same: one
// certificate can mean three sets of roles at three banks.
func (i *Info) Readings() []Reading {
	p := i.PSD2
	if p == nil || i.Has(&RuleExplicitTag) { // nobody gets past the tags
		return nil
	}
	strict := Reading{Reader: ReaderStrict, Roles: i.Roles(), NCAID: p.NCAID, NCAName: p.NCAName}
	if i.Misread(PathNCAID) {
		strict.NCAID = ""
	}
	if i.Misread(PathNCAName) {
		strict.NCAName = ""
	}
	if len(p.Lenient) == 0 && strict.NCAID == p.NCAID && strict.NCAName == p.NCAName {
		return nil
	}
	out := []Reading{strict}
	for _, reader := range []string{ReaderFirstTwo, ReaderName, ReaderOID} {
		r := Reading{reader, strict.Roles, p.NCAID, p.NCAName}
		if n := slices.IndexFunc(p.Lenient, func(l Lenient) bool { return l.Reader == reader }); n >= 0 {
			r.Roles = p.Lenient[n].Roles
		}
		out = append(out, r)
	}
	return out
}

// Misread reports whether a strict reader does not take what stands at a path.
func (i *Info) Misread(path string) bool {
	return slices.ContainsFunc(i.Faults, func(f lint.Fault) bool {
		return f.Path == path && (f.Rule == &RulePSD2Malformed || f.Rule == &RuleStringType)
	})
}
