package psd2

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"qwac/pkg/ber"
	"qwac/pkg/eidas"
	"qwac/pkg/ident"
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
// judge. It sorts one value into kinds that exclude each other; none is a consequence of another (SilencedBy).
func ncaFault(s *eidas.Subject) int {
	if !s.HasPSD2() || s.Info.PSD2.NCAID == "" && s.Info.Has(&eidas.RulePSD2Malformed) {
		return ncaGood
	}
	id := s.Info.PSD2.NCAID
	if id == "NA" || international(s) {
		return ncaNA
	}
	if _, err := ident.ParseNCAID(id); err == nil {
		return ncaGood
	}
	o, orgErr := ident.ParseOrgID(id)
	_, nameErr := ident.ParseNCAID(s.Info.PSD2.NCAName)
	_, repairErr := ident.ParseNCAID(ident.RepairNCAID(id))
	switch {
	case orgErr == nil && o.Scheme == "PSD":
		return ncaOrgID
	case repairErr == nil:
		return ncaRepairable
	case nameErr == nil && strings.ContainsAny(id, smallLetters+" ") && !ident.Absent(id):
		return ncaSwapped // a name has small letters or blanks, a damaged code rarely
	}
	return ncaMalformed
}

// international reports whether a role is one of those that no national authority grants: of a central bank or a public
// authority.
func international(s *eidas.Subject) bool {
	return slices.ContainsFunc(s.Info.PSD2.Roles, func(p eidas.RolePair) bool {
		r, ok := p.Role()
		return ok && (r == ident.RoleCB || r == ident.RolePA)
	})
}

// nca returns the parts of a well-formed NCAId that is one of an authority: not of a test system, not beside roles that
// want NA.
func nca(s *eidas.Subject) (ident.NCAID, bool) {
	if ncaFault(s) != ncaGood || !s.HasPSD2() {
		return ident.NCAID{}, false
	}
	n, err := ident.ParseNCAID(s.Info.PSD2.NCAID)
	return n, err == nil && !testAuthority(n.Country, n.NCA)
}

// listedNCA returns the authority of the NCAId when the table has it.
func listedNCA(s *eidas.Subject) (ident.Authority, bool) {
	n, ok := nca(s)
	if !ok {
		return ident.Authority{}, false
	}
	return ident.LookupNCA(n.String())
}

func inEEA(s *eidas.Subject, country string) bool { return ident.InEEA(country, s.At) }

// What RepairNCAID mends, beside the underscore.
const (
	smallLetters = "abcdefghijklmnopqrstuvwxyz"
)

// repairable reports whether the NCAId has one of the characters and would be good with the repairs of RepairNCAID.
func repairable(s *eidas.Subject, chars string) bool {
	return ncaFault(s) == ncaRepairable && strings.ContainsAny(s.Info.PSD2.NCAID, chars)
}

// guessNCAID gives the code of the table that was probably meant by a malformed NCAId: the one with its letters, the
// one in place of the name, that of the organizationIdentifier, the one with its short name, that of its country. It is
// empty when there is more than one guess or none.
func guessNCAID(s *eidas.Subject) string {
	id := ident.PlainID(s.Info.PSD2.NCAID)
	if want := ident.TableNCA(strings.TrimPrefix(ident.UpperASCII(id), "PSD")); want != "" {
		return want
	}
	if suggestible(s.Info.PSD2.NCAName) {
		return s.Info.PSD2.NCAName
	}
	for _, o := range s.Info.OrgIDs {
		if o, err := ident.ParseOrgID(cmp.Or(ident.RepairOrgID(o, ident.NCAID{}), o)); err == nil &&
			o.Scheme == "PSD" && suggestible(o.NCAID()) {
			return o.NCAID()
		}
	}
	countries := s.Info.Attributes(eidas.OIDCountryName)
	for _, want := range ident.CurrentByShort(ident.UpperASCII(id)) {
		if len(countries) == 1 && strings.HasPrefix(want, countries[0]+"-") {
			return want
		}
	}
	if len(id) > 2 && ident.IsLetters(id[2:3]) || len(id) < 2 {
		return ""
	}
	a, _ := ident.CurrentNCA(ident.OwnCountry(ident.UpperASCII(id[:2])))
	return a.ID
}

// suggestible reports whether the table has an NCAId that may stand in a new certificate.
func suggestible(id string) bool {
	a, ok := ident.LookupNCA(id)
	return ok && a.Status != ident.NCADoubtful
}

// meant adds to a message what should have stood there.
func meant(message, want string) string {
	if strings.Contains(message, "want") {
		return fmt.Sprintf("; probably %s was meant", ber.Quote(want))
	}
	return fmt.Sprintf(", want %s", ber.Quote(want))
}
