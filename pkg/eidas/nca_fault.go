package eidas

import (
	"cmp"
	"slices"
	"strings"
)

// The ways in which an NCAId is wrong.
const (
	ncaGood = iota
	ncaNA
	ncaSwapped
	ncaOrgID
	ncaRepairable
	ncaMalformed
)

// ncaFault says which of the rules is to name what is wrong with the NCAId. It is ncaGood also when there is none to
// judge.
func (s *Subject) ncaFault() int {
	if !s.hasPSD2() || s.Info.PSD2.NCAID == "" && s.Info.has(rulePSD2Malformed) {
		return ncaGood
	}
	id := s.Info.PSD2.NCAID
	if id == "NA" || s.international() {
		return ncaNA
	}
	if _, err := ParseNCAID(id); err == nil {
		return ncaGood
	}
	o, orgErr := ParseOrgID(id)
	_, nameErr := ParseNCAID(s.Info.PSD2.NCAName)
	_, repairErr := ParseNCAID(repairNCAID(id))
	switch {
	case orgErr == nil && o.Scheme == "PSD":
		return ncaOrgID
	case repairErr == nil:
		return ncaRepairable
	case nameErr == nil && strings.ContainsAny(id, smallLetters+" "):
		return ncaSwapped // a name has small letters or blanks, a damaged code rarely
	}
	return ncaMalformed
}

// international reports whether a role is one of those that no national authority grants: of a central bank or a public
// authority.
func (s *Subject) international() bool {
	return slices.ContainsFunc(s.Info.PSD2.Roles, func(p RolePair) bool {
		r, ok := p.role()
		return ok && (r == RoleCB || r == RolePA)
	})
}

// nca returns the parts of a well-formed NCAId that is one of an authority: not of a test system, not beside roles that
// want NA.
func (s *Subject) nca() (NCAID, bool) {
	if s.ncaFault() != ncaGood || !s.hasPSD2() {
		return NCAID{}, false
	}
	n, err := ParseNCAID(s.Info.PSD2.NCAID)
	return n, err == nil && !testAuthority(n.Country, n.NCA)
}

// listedNCA returns the authority of the NCAId when the table has it.
func (s *Subject) listedNCA() (Authority, bool) {
	n, ok := s.nca()
	if !ok {
		return Authority{}, false
	}
	return LookupNCA(n.String())
}

func (s *Subject) inEEA(country string) bool { return InEEA(country, s.At) }

// What repairNCAID mends, beside the underscore.
const (
	blanks       = " \t\u00a0"
	smallLetters = "abcdefghijklmnopqrstuvwxyz"
)

// repairable reports whether the NCAId has one of the characters and would be good with the repairs of repairNCAID.
func (s *Subject) repairable(chars string) bool {
	return s.ncaFault() == ncaRepairable && strings.ContainsAny(s.Info.PSD2.NCAID, chars)
}

// repairNCAID gives the code that was meant: hyphen for underscore, no blanks, capital letters. Letters outside of
// ASCII stay.
func repairNCAID(id string) string {
	id = strings.Trim(strings.ReplaceAll(upperASCII(id), "_", "-"), blanks)
	if !strings.Contains(id, "-") {
		return strings.ReplaceAll(id, " ", "-")
	}
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(blanks, r) {
			return -1
		}
		return r
	}, id)
}

// upperASCII is strings.ToUpper without the letters that it folds into ASCII, such as the long s.
func upperASCII(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' {
			return r - 'a' + 'A'
		}
		return r
	}, s)
}

// guessNCAID gives the code of the table that was probably meant by a malformed NCAId: the one with its letters, that
// of the organizationIdentifier, the one with its short name, that of its country. It is empty when there is more than
// one guess or none.
func (s *Subject) guessNCAID() string {
	id := plain(s.Info.PSD2.NCAID)
	if want := tableNCA(strings.TrimPrefix(upperASCII(id), "PSD")); want != "" {
		return want
	}
	for _, o := range s.Info.OrgIDs {
		if o, err := ParseOrgID(cmp.Or(repairOrgID(o, NCAID{}), o)); err == nil && o.Scheme == "PSD" && suggestible(o.NCAID()) {
			return o.NCAID()
		}
	}
	countries := s.Info.attributes(oidCountryName)
	for _, want := range currentByShort(upperASCII(id)) {
		if len(countries) == 1 && strings.HasPrefix(want, countries[0]+"-") {
			return want
		}
	}
	if len(id) > 2 && isLetters(id[2:3]) || len(id) < 2 {
		return ""
	}
	a, _ := CurrentNCA(ownCountry(upperASCII(id[:2])))
	return a.ID
}

// suggestible reports whether the table has an NCAId that may stand in a new certificate.
func suggestible(id string) bool {
	a, ok := LookupNCA(id)
	return ok && a.Status != NCADoubtful
}
