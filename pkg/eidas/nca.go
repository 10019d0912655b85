package eidas

import (
	"slices"
	"strings"
)

// Authority is a national competent authority as the EBA names it in NCAId.
type Authority struct {
	ID      string // "DK-DFSA"
	Country string // "DK"
	Name    string // "Danish Financial Supervisory Authority"
	Status  NCAStatus
}

// NCAStatus says how an NCAId stands to the list of the EBA.
type NCAStatus string

// The statuses.
const (
	NCACurrent  NCAStatus = "current"
	NCAHistoric NCAStatus = "historic" // was in use; fine in old certificates
	NCADoubtful NCAStatus = "doubtful" // occurs in examples only
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

// currentByShort returns the current NCAIds whose part after the hyphen is short. Some are shared by two countries.
func currentByShort(short string) []string {
	var ids []string
	for _, a := range authorities {
		if a.Status == NCACurrent && strings.HasSuffix(a.ID, "-"+short) {
			ids = append(ids, a.ID)
		}
	}
	return ids
}
