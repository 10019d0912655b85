package register

import (
	"slices"
	"time"

	"qwac/pkg/ident"
)

// State is what the register says of an entity on a day.
type State string

// The states. An entry whose dates cannot be read is unknown, never authorised.
const (
	Authorised State = "authorised"
	Withdrawn  State = "withdrawn"
	NotYet     State = "not yet authorised"
	Unknown    State = "unknown"
)

// At is the state of an entity at a time and the day since when it is so; with NotYet the day on which it will change.
// By the EBA's specification the first, third, ... date authorises and the second, fourth, ... withdraws. A zero time
// is after all of them.
func (e *Entity) At(t time.Time) (State, Day) {
	if e.Odd || len(e.Days) == 0 {
		return Unknown, 0
	}
	n := len(e.Days)
	if !t.IsZero() {
		today := dayOf(t)
		n = 0
		for n < len(e.Days) && e.Days[n] <= today {
			n++
		}
	}
	switch {
	case n == 0:
		return NotYet, e.Days[0]
	case n%2 == 1:
		return Authorised, e.Days[n-1]
	}
	return Withdrawn, e.Days[n-1]
}

// servicesOf are the services that a role stands for (Annex I of Directive (EU) 2015/2366; the codes are those of the
// register). Issuing and acquiring are one service there and two codes here. Nil: the role stands for none.
func servicesOf(r ident.Role) []string {
	switch r {
	case ident.RolePI:
		return []string{"PS_070"}
	case ident.RoleAI:
		return []string{"PS_080"}
	case ident.RoleIC:
		return []string{"PS_05A", "PS_050"}
	case ident.RoleAS: // who holds accounts places cash on them, pays from them, or has e-money on them
		return []string{"PS_010", "PS_020", "PS_030", "PS_03A", "PS_03B", "PS_03C", "PS_040", "PS_04A", "PS_04B",
			"PS_04C", "ES_010"}
	}
	return nil
}

// ServiceWords is what a code of a service means, or the code itself.
func ServiceWords(code string) string {
	for _, row := range [...][2]string{
		{"PS_010", "cash placed on accounts"}, {"PS_020", "cash withdrawn from accounts"},
		{"PS_03A", "direct debits"}, {"PS_03B", "card payments"}, {"PS_03C", "credit transfers"},
		{"PS_04A", "direct debits on credit"}, {"PS_04B", "card payments on credit"},
		{"PS_04C", "credit transfers on credit"}, {"PS_05A", "issuing of payment instruments"},
		{"PS_05B", "acquiring of payments"}, {"PS_060", "money remittance"}, {"PS_070", "payment initiation"},
		{"PS_080", "account information"}, {"ES_010", "e-money"},
	} {
		if row[0] == code {
			return row[1]
		}
	}
	return code
}

// Covers reports whether a role needs a service, and whether the entity has such a one in a country; an empty country
// is any.
func (e *Entity) Covers(r ident.Role, country string) (needs, has bool) {
	codes := servicesOf(r)
	if codes == nil {
		return false, false
	}
	if e.Kind == AccountInformation && r == ident.RoleAI && len(e.Services) == 0 {
		return true, true // it is registered for nothing else
	}
	for _, s := range e.Services {
		if country != "" && !sameCountry(s.Country, country) {
			continue
		}
		if slices.ContainsFunc(s.Codes, func(code string) bool { return slices.Contains(codes, code) }) {
			return true, true
		}
	}
	return true, false
}

// Roles are the roles that the services of an entity stand for, in a country or in any.
func (e *Entity) Roles(country string) []ident.Role {
	var out []ident.Role
	for _, r := range []ident.Role{ident.RoleAS, ident.RolePI, ident.RoleAI, ident.RoleIC} {
		if _, has := e.Covers(r, country); has {
			out = append(out, r)
		}
	}
	return out
}
