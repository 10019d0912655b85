package register

import (
	"slices"
	"strings"
	"time"
	"unicode"

	"qwac/pkg/ident"
)

// How says how a number of the register and the one that was asked for are the same.
type How string

// The ways. The first two are what the register's own spelling needs; the others are near enough to be the same where
// nothing else in the country is, and are said.
const (
	Same     How = "same"    // but for hyphens, underscores, blanks and capitals
	ByCode   How = "code"    // it is the number in the EntityCode
	Spelled  How = "spelled" // but for zeros at the beginning, punctuation, a prefix of country or kind
	PartOf   How = "part"    // it is one of several numbers in the register's value, or the other way round
	NotEqual How = ""        // it only looks like it
)

// Match is an entity with the number by which it was found.
type Match struct {
	Entity
	Number string // as the register has it
	How    How
	Of     *Entity // the institution that an agent or branch belongs to; nil: none, or it is not in the register
}

// Answer is what the register says of a number.
type Answer struct {
	Authority string // as asked: "FI-FINFSA"; empty: any
	Number    string // as asked
	// Matches are the entities of that authority's country which have the number: all found in the best way there is.
	Matches []Match
	// Near are those that only look like it: another spelling that fits several, or another country; ten at most.
	Near []Match
}

// maxNear bounds what is named as nearly right.
const maxNear = 10

// Ask looks up a number with an authority, as organizationIdentifier has them: "FI-FINFSA" and "0111027-9". What counts
// of the authority is its country: each has one register, and the EBA spells authorities in other ways.
func (x *Index) Ask(authority, number string) Answer {
	a := Answer{Authority: authority, Number: number}
	country := ownerCountry(authority)
	var near []Match
	for _, m := range x.candidates(number, country) {
		if authority != "" && ownerCountry(m.Owner) != country {
			if m.How == Same || m.How == ByCode {
				a.Near = append(a.Near, m)
			}
			continue
		}
		switch m.How {
		case Same, ByCode:
			a.Matches = append(a.Matches, m)
		default:
			near = append(near, m)
		}
	}
	if len(a.Matches) == 0 {
		a.Matches, near = alone(near)
	}
	a.Near = slices.Concat(near, a.Near)
	a.Near = a.Near[:min(len(a.Near), maxNear)]
	for i := range a.Matches {
		a.Matches[i].Of = x.parent(&a.Matches[i].Entity)
	}
	return a
}

// parent is the institution that an agent or branch belongs to.
func (x *Index) parent(e *Entity) *Entity {
	if e.Parent == "" {
		return nil
	}
	if p, ok := x.ByCode(e.Parent); ok {
		return &p
	}
	return nil
}

// alone takes the best of what is spelled otherwise, where that is one number: then it is the one that was meant.
func alone(near []Match) (taken, rest []Match) {
	for _, how := range []How{Spelled, PartOf} {
		is := func(m Match) bool { return m.How == how }
		i := slices.IndexFunc(near, is)
		if i < 0 {
			continue
		}
		if slices.ContainsFunc(near, func(m Match) bool {
			return is(m) && letters(m.Number) != letters(near[i].Number)
		}) {
			return nil, near
		}
		for _, m := range near {
			if is(m) {
				taken = append(taken, m)
			} else {
				rest = append(rest, m)
			}
		}
		return taken, rest
	}
	return nil, near
}

// candidates are the entities under the keys of a number and of the numbers in it, best first, each once.
func (x *Index) candidates(number, country string) []Match {
	var out []Match
	add := func(asked string, part bool) {
		for _, e := range x.under(keyOf(asked)) {
			m := matchOf(e, asked, country)
			if part && m.How != NotEqual {
				m.How = PartOf
			}
			same := func(n Match) bool {
				return n.Kind == e.Kind && n.Code == e.Code && n.Owner == e.Owner && n.Parent == e.Parent
			}
			if !slices.ContainsFunc(out, same) {
				out = append(out, m)
			}
		}
	}
	add(number, false)
	for _, part := range partsOf(number) {
		add(part, true)
	}
	return out
}

// matchOf says by which of its numbers an entity was found, and how.
func matchOf(e Entity, asked, country string) Match {
	best := Match{Entity: e}
	better := func(how How, number string) {
		if rank(how) > rank(best.How) || best.Number == "" {
			best.How, best.Number = how, number
		}
	}
	for _, n := range e.Numbers {
		switch {
		case Fold(n) == Fold(asked):
			better(Same, n)
		case spelledAlike(n, asked, ownerCountry(e.Owner)):
			better(Spelled, n)
		default:
			better(NotEqual, n)
			for _, part := range partsOf(n) {
				if Fold(part) == Fold(asked) {
					better(PartOf, n)
				}
			}
		}
	}
	if n := codeNumber(e.Code); e.Kind.Own() {
		switch {
		case Fold(n) == Fold(asked):
			better(ByCode, n)
		case spelledAlike(n, asked, ownerCountry(e.Owner)) && best.How == NotEqual:
			better(Spelled, n)
		}
	}
	return best
}

func rank(h How) int { return slices.Index([]How{NotEqual, PartOf, Spelled, ByCode, Same}, h) }

// spelledAlike reports whether two numbers differ only in punctuation, in zeros at the beginning of their digits, in a
// prefix of the country ("DK", "VATDK", "PSDDK-DFSA-", a key of the register), or in letters that one begins with and
// the other, all digits, has not: CIB 17328 and 17328.
func spelledAlike(a, b, country string) bool {
	a, b = bare(a, country), bare(b, country)
	headA, restA := headOf(a)
	headB, restB := headOf(b)
	return restA != "" && withoutZeros(restA) == withoutZeros(restB) &&
		(headA == headB || headA == "" && digitsOnly(restA) || headB == "" && digitsOnly(restB))
}

// headOf splits the letters that a number begins with from the rest.
func headOf(s string) (head, rest string) {
	i := strings.IndexFunc(s, unicode.IsDigit)
	if i < 0 {
		return "", s
	}
	return s[:i], s[i:]
}

// bare is a number in letters and digits, without what names country or authority before it.
func bare(number, country string) string {
	if o, err := ident.ParseOrgID(number); err == nil && o.Scheme == "PSD" {
		number = o.Reference
	}
	if i := strings.LastIndexByte(number, '!'); i >= 0 {
		number = number[i+1:]
	}
	s := letters(number)
	for _, prefix := range []string{"VAT" + country, "NTR" + country, country} {
		if rest, ok := strings.CutPrefix(s, prefix); ok && country != "" &&
			strings.ContainsFunc(rest, unicode.IsDigit) {
			return rest
		}
	}
	return s
}

// Own are the matches that can have an authorisation of their own, authorised ones first.
func (a *Answer) Own(at time.Time) []Match {
	var out []Match
	for _, m := range a.Matches {
		if m.Kind.Own() {
			out = append(out, m)
		}
	}
	order := []State{Authorised, Unknown, NotYet, Withdrawn}
	slices.SortStableFunc(out, func(m, n Match) int {
		s, since := m.At(at)
		t, other := n.At(at)
		if s != t {
			return slices.Index(order, s) - slices.Index(order, t)
		}
		return int(other) - int(since) // the newest first
	})
	return out
}

// Named are the institutions and branches with a name, in a country or in all, and with exact only those whose whole
// name it is: case, accents and punctuation aside. At most 20.
func (x *Index) Named(name, country string, exact bool) []Entity {
	want := foldName(name)
	if len(want) < 3 {
		return nil
	}
	var out []Entity
	for i := 0; i < x.own && len(out) < 20; i++ {
		e, ok := x.entity(i)
		if !ok || country != "" && ownerCountry(e.Owner) != iso(country) {
			continue
		}
		if slices.ContainsFunc(e.Names, func(n string) bool {
			n = foldName(n)
			return n == want || !exact && strings.Contains(n, want)
		}) {
			out = append(out, e)
		}
	}
	return out
}

// Count is the number of entities, and of those that are no agents.
func (x *Index) Count() (all, own int) { return x.Source.Entities, x.own }

// Age is how old the register is at a time.
func (x *Index) Age(at time.Time) time.Duration { return at.Sub(x.Source.Day.Time()) }

// MaxAgeDays is the age in days from which a register is said to be old. The EBA renews it at least daily, and asks
// nobody to look more often; a month is what we allow.
const MaxAgeDays = 30
