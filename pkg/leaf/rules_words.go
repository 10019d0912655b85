package leaf

import (
	"strings"
	"unicode/utf8"

	cbasn1 "golang.org/x/crypto/cryptobyte/asn1"

	"qwac/pkg/ber"
	"qwac/pkg/eidas"
	"qwac/pkg/ident"
	"qwac/pkg/lint"
)

// wordRules judge the values of a name one by one (group X).
var wordRules = []*lint.Rule[*eidas.Subject]{
	{
		Meta: &lint.Meta{
			ID: "x509-dn-no-value", Code: "X19d", Severity: lint.Warning, Source: br("7.1.4.2"),
			Title: "a value that says there is none",
			Means: "The subject of a certificate is a list of fields. One of them holds a dash, a dot, N/A or the " +
				"like in the place of a value. It usually comes from an order form that wants each field filled.",
			Why: "A program takes it for the value: the company is then in the town \"-\". The browsers' rules " +
				"forbid it.",
			Wrong: "L=-",
			Right: "no localityName",
			Fix:   "Ask the QTSP to leave the field out, or to fill it, at the next re-issue.",
			Ask: "An attribute in the subject of our certificate has a placeholder for its value, as the enclosed " +
				"report says. Please leave the attribute out at the next re-issue (CA/Browser Forum Baseline " +
				"Requirements, 7.1.4.2).",
			See: lint.SeeSubject,
		},
		Applies: func(s *eidas.Subject) bool { return s.Leaf != nil && s.Type != eidas.TypeCA },
		Check: func(p *lint.Pass, s *eidas.Subject) {
			for _, a := range textsOf(s) {
				if ident.Absent(a.Value) && !mayBeAbsent(s, a) {
					p.Reportf(whereName(s, a.Attribute), "%s is %s, want a value or no such field",
						attributeName(a.Attribute), ber.Quote(a.Value))
				}
			}
		},
	},
	{
		Meta: &lint.Meta{
			ID: "x509-dn-too-long", Code: "X23", Severity: lint.Warning,
			Source: lint.Clause{Document: "RFC 5280", Section: "A.1"},
			Title:  "a value that is longer than its field may be",
			Means: "RFC 5280 says how many characters each field of a name may have. One of them has more. For the " +
				"names of organisations and people ETSI allows more, for the others it does not.",
			Why:   "Some software refuses the longer value or cuts it.",
			Wrong: "serialNumber= and 65 characters",
			Right: "serialNumber=97351842",
			Fix:   "Ask the QTSP for a shorter value at the next re-issue.",
			Ask: "An attribute in the subject of our certificate is longer than RFC 5280, Appendix A.1, allows. " +
				"Please shorten it at the next re-issue.",
			See: lint.SeeSubject,
		},
		Applies: func(s *eidas.Subject) bool { return s.Leaf != nil && s.Type != eidas.TypeCA },
		Check: func(p *lint.Pass, s *eidas.Subject) {
			for _, a := range textsOf(s) {
				most := longest.Of(a.Type)
				if n := utf8.RuneCountInString(a.Value); most > 0 && n > most {
					p.Reportf(whereName(s, a.Attribute), "%s has %d characters, want at most %d",
						attributeName(a.Attribute), n, most)
				}
			}
		},
	},
}

// longest has the upper bounds of RFC 5280, A.1. EN 319 412-2, NAT-4.2.4-18, and EN 319 412-3, LEG-4.2.1-9, lift those
// of the names of people, of organisations and their units, and of the common name.
var longest = ber.Table[int]{
	{"1.2.840.113549.1.9.1", 255},
	{"2.5.4.5", 64},
	{"2.5.4.7", 128},
	{"2.5.4.8", 128},
	{"2.5.4.9", 128}, // X.520, 6.3.3
	{"2.5.4.12", 64},
	{"2.5.4.15", 128}, // EVG 7.1.4.2.3
	{"2.5.4.17", 40},  // X.520, 6.3.2
}

// mayBeAbsent leaves a placeholder to the rule of its attribute. NA is Namibia, and the province of Naples.
func mayBeAbsent(s *eidas.Subject, a eidas.Text) bool {
	if a.Type.Equal(eidas.OIDOrgID) && s.ForPSD2() || a.Type.Equal(eidas.OIDCountryName) {
		return true
	}
	written := a.Tag == cbasn1.UTF8String || a.Tag == cbasn1.PrintableString // else it may not be read here
	return a.Value == "NA" || a.Value == "" && !written ||
		strings.ContainsRune(a.Value, utf8.RuneError)
}
