package ident

import (
	"errors"
	"fmt"
	"strings"

	"qwac/pkg/ber"
)

// Errors that let rules distinguish the faults of an organizationIdentifier.
var (
	ErrReferenceEmpty = errors.New("nothing follows the authority, want the authorisation number")
	ErrStatePart      = errors.New("has a state or province, which PSD identifiers do not have")
)

// ParseOrgID splits an organizationIdentifier into its parts. PSD identifiers follow TS 119 495, GEN-5.2.1-3, "PSD"
// country "-" authority "-" number, and are split at the first two hyphens only; all others follow EN 319 412-1, 5.1.4.
// It does not look up whether country and authority exist. With an error, the parts that could be read are set.
func ParseOrgID(s string) (OrgID, error) {
	if strings.HasPrefix(s, "PSD") {
		return parsePSD(s)
	}
	head, ref, hyphen := strings.Cut(s, "-")
	head, state, plus := strings.Cut(head, "+")
	if len(head) != 5 {
		return OrgID{}, errors.New("does not begin with a scheme of three characters and a country of two letters")
	}
	o := OrgID{Scheme: head[:3], Country: head[3:], State: state, Reference: ref, bare: !hyphen}
	switch {
	case !validScheme(o.Scheme):
		return o, fmt.Errorf("the scheme is %s, want VAT, NTR, LEI, PSD or two capital letters and a colon",
			ber.Quote(o.Scheme))
	case !IsLetters(o.Country):
		return o, fmt.Errorf("the country is %s, want two letters", ber.Quote(o.Country))
	case o.Scheme == "LEI" && o.Country != "XG":
		return o, fmt.Errorf("%s follows LEI, want XG", o.Country)
	case plus && !isState(state):
		return o, badState(state)
	case hyphen && badReference(ref):
		return o, errors.New("nothing follows the hyphen, want a number")
	case o.Scheme == "LEI" && hyphen && !goodLEI(ref):
		return o, errors.New("what follows LEIXG is not a legal entity identifier of ISO 17442 (20 characters, the " +
			"last two are check digits)")
	}
	return o, nil
}

// validScheme reports whether EN 319 412-1, 5.1.4, knows a scheme, PSD aside.
func validScheme(s string) bool {
	return s == "VAT" || s == "NTR" || s == "LEI" || isUpper(s[:2]) && s[2] == ':'
}

// parsePSD reads ^PSD[A-Z]{2}-[A-Z]{2,8}-.+$.
func parsePSD(s string) (OrgID, error) {
	country, rest, ok := strings.Cut(s[len("PSD"):], "-")
	country, state, plus := strings.Cut(country, "+")
	o := OrgID{Scheme: "PSD", Country: country, State: state, bare: true}
	if !ok {
		return o, errors.New("no hyphen, want PSD, country, hyphen, authority, hyphen, number")
	}
	if len(country) != 2 || !isUpper(country) {
		return o, fmt.Errorf("the country is %s, want two capital letters", ber.QuoteASCII(country))
	}
	nca, ref, ok := strings.Cut(rest, "-")
	o.NCA, o.Reference, o.bare = nca, ref, !ok
	switch {
	case plus && !isState(state):
		return o, badState(state)
	case len(nca) < 2 || len(nca) > 8 || !isUpper(nca):
		return o, fmt.Errorf("the authority is %s, want two to eight capital letters", ber.QuoteASCII(nca))
	case strings.Trim(ref, Blanks) == "":
		return o, ErrReferenceEmpty
	case badReference(ref):
		return o, errors.New("the authorisation number holds a line break")
	case plus:
		return o, ErrStatePart
	}
	return o, foreignReference(o)
}

// NCAID is an NCAId of TS 119 495, GEN-5.2.3-2, split into its parts.
type NCAID struct {
	Country string // "DK"
	NCA     string // "DFSA"
}

// String puts the identifier together again.
func (n NCAID) String() string { return n.Country + "-" + n.NCA }

// ParseNCAID splits an NCAId into its parts. Anything but country, hyphen, authority is an error. So is the literal NA,
// which means "no authority" with the roles PSP_CB and PSP_PA. It does not look up whether country and authority exist.
func ParseNCAID(s string) (NCAID, error) {
	country, nca, ok := strings.Cut(s, "-")
	switch {
	case s == "":
		return NCAID{}, errors.New("it is empty, want country, hyphen, authority")
	case !ok:
		return NCAID{}, errors.New("no hyphen, want country, hyphen, authority")
	case len(country) != 2 || !isUpper(country):
		return NCAID{}, fmt.Errorf("the country is %s, want two capital letters", ber.QuoteASCII(country))
	case len(nca) < 2 || len(nca) > 8 || !isUpper(nca):
		return NCAID{}, fmt.Errorf("the authority is %s, want two to eight capital letters", ber.QuoteASCII(nca))
	}
	return NCAID{country, nca}, nil
}

func isState(s string) bool { return len(s) >= 1 && len(s) <= 3 && IsAlphanumeric(s) }

func badState(s string) error {
	return fmt.Errorf("the state or province is %s, want one to three letters or digits", ber.Quote(s))
}

func badReference(s string) bool { return s == "" || strings.Contains(s, "\n") }

func isUpper(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r < 'A' || r > 'Z' }) < 0
}

func IsLetters(s string) bool {
	return isUpper(strings.ToUpper(s)) && len(strings.ToUpper(s)) == len(s)
}

func IsAlphanumeric(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool {
		return (r < '0' || r > '9') && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z')
	}) < 0
}
