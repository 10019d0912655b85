// Package register reads the EBA's register of payment and e-money institutions as the EBA publishes it (one JSON
// document, or a ZIP archive with it), keeps what is asked of it in an index, and answers whether a number is
// authorised. Credit institutions are not in this register. Most people want [Import] and [Index.Ask].
package register

import (
	"cmp"
	"strings"
	"time"
	"unicode"
)

// Kind is the EntityType of an entity. Others than these may come.
type Kind string

// The kinds of Regulation (EU) 2019/410, as the file writes them.
const (
	PaymentInstitution  Kind = "PSD_PI"
	EMoneyInstitution   Kind = "PSD_EMI"
	AccountInformation  Kind = "PSD_AISP"
	ExemptedInstitution Kind = "PSD_EPI"
	ExemptedEMoney      Kind = "PSD_EEMI"
	NationalLaw         Kind = "PSD_ENL"
	Branch              Kind = "PSD_BR"
	Agent               Kind = "PSD_AG"
	Excluded            Kind = "PSD_EXC"
)

// words is the kind in words, or nothing where it is none of the documented ones.
func (k Kind) words() string {
	for _, row := range [...]struct {
		kind  Kind
		words string
	}{
		{PaymentInstitution, "payment institution"}, {EMoneyInstitution, "e-money institution"},
		{AccountInformation, "account information service provider"},
		{ExemptedInstitution, "exempted payment institution"}, {ExemptedEMoney, "exempted e-money institution"},
		{NationalLaw, "entitled under national law"}, {Branch, "branch"}, {Agent, "agent"},
		{Excluded, "excluded from PSD2"},
	} {
		if row.kind == k {
			return row.words
		}
	}
	return ""
}

// String is the kind in words; one that is not known is as the file writes it.
func (k Kind) String() string { return cmp.Or(k.words(), string(k)) }

// Known reports whether the kind is one of the documented ones.
func (k Kind) Known() bool { return k.words() != "" }

// Own reports whether such an entity can have an authorisation or registration of its own. Agents and branches have
// that of their parent, who is excluded from PSD2 needs none, and of a kind that is not known nothing is known.
func (k Kind) Own() bool {
	switch k {
	case PaymentInstitution, EMoneyInstitution, AccountInformation, ExemptedInstitution, ExemptedEMoney, NationalLaw:
		return true
	}
	return false
}

// Entity is one entry of the register. Nothing in it is folded. An agent is most often a person: its name is not kept.
type Entity struct {
	Owner    string   // the authority as the register writes it: "FI_FIN-FSA"
	Code     string   // EntityCode: "FI_FIN-FSA!0111027-9"; of agents empty
	Kind     Kind     // as the file writes it
	Numbers  []string // ENT_NAT_REF_COD
	Names    []string // native and Latin ones, then commercial ones; of agents none
	Country  string   // of residence
	Days     []Day    // authorised, withdrawn, authorised again, ...; of agents and branches none
	Odd      bool     // what stands as dates cannot be read as that: the state is not known
	Services []Service
	Parent   string // EntityCode of the parent of an agent or branch
	Active   bool   // of an agent or branch: by the state of its parent
}

// Service is what an institution may do in one country.
type Service struct {
	Country string   // as the file writes it: "FI"
	Codes   []string // "PS_070"; sorted
}

// Name is the one to show: the first in the Latin alphabet, or else the first.
func (e *Entity) Name() string {
	if len(e.Names) == 0 {
		return ""
	}
	for _, n := range e.Names {
		if !strings.ContainsFunc(n, func(r rune) bool { return unicode.IsLetter(r) && !unicode.Is(unicode.Latin, r) }) {
			return n
		}
	}
	return e.Names[0]
}

// Day is a day as a count from 1970-01-01.
type Day int32

// Time is the beginning of the day.
func (d Day) Time() time.Time { return time.Unix(int64(d)*24*60*60, 0).UTC() }

// String is the day as 2026-08-27.
func (d Day) String() string { return d.Time().Format(time.DateOnly) }

func dayOf(t time.Time) Day { return Day(t.Unix() / (24 * 60 * 60)) }

// parseDay reads 2026-08-27, which is how the file writes days, and a time behind it.
func parseDay(s string) (Day, bool) {
	s = strings.TrimSpace(s)
	if len(s) > len(time.DateOnly) && s[len(time.DateOnly)] == 'T' {
		s = s[:len(time.DateOnly)]
	}
	t, err := time.Parse(time.DateOnly, s)
	return dayOf(t), err == nil && t.Year() >= 1900 && t.Year() < 3000
}
