package ident

import (
	"slices"
	"strings"
)

// LookupNCA returns the authority with this NCAId, also one that is not current.
func LookupNCA(id string) (Authority, bool) {
	return findNCA(func(a Authority) bool { return a.ID == id })
}

// CurrentNCA returns the authority of a country in the EEA.
func CurrentNCA(country string) (Authority, bool) {
	return findNCA(func(a Authority) bool { return a.Country == country && a.Status == NCACurrent })
}

func findNCA(ok func(Authority) bool) (Authority, bool) {
	i := slices.IndexFunc(authorities, ok)
	if i < 0 {
		return Authority{}, false
	}
	return authorities[i], true
}

// CurrentByShort returns the current NCAIds whose part after the hyphen is short. Some are shared by two countries.
func CurrentByShort(short string) []string {
	var ids []string
	for _, a := range authorities {
		if a.Status == NCACurrent && strings.HasSuffix(a.ID, "-"+short) {
			ids = append(ids, a.ID)
		}
	}
	return ids
}

// RepairNCAID gives the code that was meant: hyphen for underscore, no blanks, capital letters. Letters outside of
// ASCII stay.
func RepairNCAID(id string) string {
	id = strings.Trim(strings.ReplaceAll(UpperASCII(id), "_", "-"), Blanks)
	if !strings.Contains(id, "-") {
		return strings.ReplaceAll(id, " ", "-")
	}
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(Blanks, r) {
			return -1
		}
		return r
	}, id)
}

// UpperASCII is strings.ToUpper without the letters that it folds into ASCII, such as the long s.
func UpperASCII(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' {
			return r - 'a' + 'A'
		}
		return r
	}, s)
}
