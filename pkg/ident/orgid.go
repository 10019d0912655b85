package ident

import (
	"errors"
	"fmt"
	"strings"
)

// Errors by which the rules tell the faults of an organizationIdentifier apart.
var (
	ErrReferenceEmpty = errors.New("nothing stands after the authority, wanted is the authorisation number")
	ErrStatePart      = errors.New("has a state or province, which PSD identifiers do not have")
)

// ParseOrgID takes an organizationIdentifier apart. PSD identifiers follow TS 119 495, GEN-5.2.1-3, "PSD" country "-"
// authority "-" number, and are split at the first two hyphens only; all others follow EN 319 412-1, 5.1.4. Whether country
// and authority exist is not looked up. With an error the parts that could be read are filled.
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
		return o, fmt.Errorf("the scheme is %q, want VAT, NTR, LEI, PSD or two capital letters and a colon", o.Scheme)
	case !IsLetters(o.Country):
		return o, fmt.Errorf("the country is %q, wanted are two letters", o.Country)
	case o.Scheme == "LEI" && o.Country != "XG":
		return o, fmt.Errorf("%s stands behind LEI, want XG", o.Country)
	case plus && !isState(state):
		return o, badState(state)
	case hyphen && badReference(ref):
		return o, errors.New("nothing stands after the hyphen, wanted is a number")
	case o.Scheme == "LEI" && hyphen && !goodLEI(ref):
		return o, errors.New("what stands behind LEIXG is no legal entity identifier of ISO 17442 (20 characters, the last two are check digits)")
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
		return o, errors.New("no hyphen, wanted is PSD, country, hyphen, authority, hyphen, number")
	}
	if len(country) != 2 || !isUpper(country) {
		return o, fmt.Errorf("%+q stands for the country, wanted are two capital letters", country)
	}
	nca, ref, ok := strings.Cut(rest, "-")
	o.NCA, o.Reference, o.bare = nca, ref, !ok
	switch {
	case plus && !isState(state):
		return o, badState(state)
	case len(nca) < 2 || len(nca) > 8 || !isUpper(nca):
		return o, fmt.Errorf("%+q stands for the authority, wanted are two to eight capital letters", nca)
	case strings.Trim(ref, Blanks) == "":
		return o, ErrReferenceEmpty
	case badReference(ref):
		return o, errors.New("the authorisation number holds a line break")
	case plus:
		return o, ErrStatePart
	}
	return o, foreignReference(o)
}

// NCAID is an NCAId of TS 119 495, GEN-5.2.3-2, taken apart.
type NCAID struct {
	Country string // "DK"
	NCA     string // "DFSA"
}

// String puts the identifier together again.
func (n NCAID) String() string { return n.Country + "-" + n.NCA }

// ParseNCAID takes an NCAId apart. The literal NA, which stands for no authority with the roles PSP_CB and PSP_PA, is an
// error like anything else that is not country, hyphen, authority. Whether the two exist is not looked up.
func ParseNCAID(s string) (NCAID, error) {
	country, nca, ok := strings.Cut(s, "-")
	switch {
	case s == "":
		return NCAID{}, errors.New("it is empty, wanted is country, hyphen, authority")
	case !ok:
		return NCAID{}, errors.New("no hyphen, wanted is country, hyphen, authority")
	case len(country) != 2 || !isUpper(country):
		return NCAID{}, fmt.Errorf("%+q stands for the country, wanted are two capital letters", country)
	case len(nca) < 2 || len(nca) > 8 || !isUpper(nca):
		return NCAID{}, fmt.Errorf("%+q stands for the authority, wanted are two to eight capital letters", nca)
	}
	return NCAID{country, nca}, nil
}

func isState(s string) bool { return len(s) >= 1 && len(s) <= 3 && IsAlphanumeric(s) }

func badState(s string) error {
	return fmt.Errorf("the state or province is %q, wanted are one to three letters or digits", s)
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
