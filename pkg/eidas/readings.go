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
	strict := Reading{ReaderStrict, i.Roles(), p.NCAID, p.NCAName}
	if i.Misread(PathNCAID) {
		strict.NCAID = ""
	}
	if i.Misread(PathNCAName) {
		strict.NCAName = ""
	}
	all := []Reading{strict}
	for _, reader := range []string{ReaderFirstTwo, ReaderName, ReaderOID} {
		all = append(all, Reading{reader, p.leniently(reader, strict.Roles), p.NCAID, p.NCAName})
	}
	all = append(all, i.agreeing(strict), Reading{ReaderFolded, p.folded(), p.NCAID, p.NCAName})
	if !slices.ContainsFunc(all, func(r Reading) bool { return !r.same(strict) }) {
		return nil
	}
	return all
}

func (r Reading) same(o Reading) bool {
	return slices.Equal(r.Roles, o.Roles) && r.NCAID == o.NCAID && r.NCAName == o.NCAName
}

// leniently is what a lenient reader sees.
func (p *PSD2) leniently(reader string, strict []ident.Role) []ident.Role {
	if n := slices.IndexFunc(p.Lenient, func(l Lenient) bool { return l.Reader == reader }); n >= 0 {
		return p.Lenient[n].Roles
	}
	return strict
}

// agreeing is what is seen where name and identifier must agree: all that the first two elements of the entries say, or
// nothing.
func (i *Info) agreeing(strict Reading) Reading {
	p := i.PSD2
	disagree := slices.ContainsFunc(p.Roles, func(r RolePair) bool {
		_, ok := r.agreed()
		return !ok || r.OtherType
	})
	if disagree || strict.NCAID != p.NCAID || strict.NCAName != p.NCAName {
		return Reading{Reader: ReaderAgree}
	}
	return Reading{ReaderAgree, p.leniently(ReaderFirstTwo, strict.Roles), p.NCAID, p.NCAName}
}

// folded are the roles of the strict reading, where a name may be a string of any type.
func (p *PSD2) folded() (roles []ident.Role) {
	for _, pair := range p.Roles {
		if r, ok := pair.agreed(); ok && (!pair.Malformed || pair.OtherType) {
			roles = append(roles, r)
		}
	}
	return ident.SortedRoles(roles)
}

// Misread reports whether a strict reader does not take what stands at a path.
func (i *Info) Misread(path string) bool {
	return slices.ContainsFunc(i.Faults, func(f lint.Fault) bool {
		return f.Path == path && (f.Rule == &RulePSD2Malformed || f.Rule == &RuleStringType)
	})
}
