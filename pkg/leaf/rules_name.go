package leaf

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/crypto/cryptobyte"
	cbasn1 "golang.org/x/crypto/cryptobyte/asn1"

	"qwac/pkg/ber"
	"qwac/pkg/eidas"
	"qwac/pkg/ident"
	"qwac/pkg/lint"
)

// nameRules judge how names are written (groups X and S).
var nameRules = []*lint.Rule[*eidas.Subject]{
	{
		Meta: &lint.Meta{
			ID: "x509-dn-country-encoding", Code: "X15", Severity: lint.Error,
			Source: lint.Clause{Document: "RFC 5280", Section: "A.1"},
			Title:  "countryName is no code of ISO 3166-1 as a PrintableString",
			Means: "A name in a certificate has a country (countryName, C): the two capital letters of ISO " +
				"3166-1. It is stored as a PrintableString, a plain type of text. The United Kingdom is GB there " +
				"and Greece is GR.",
			Why: "Banks compare the country of the certificate with that of the authority and of the register. " +
				"Another code does not match.",
			Wrong: "C=UK",
			Right: "C=GB",
			Fix:   "Ask the QTSP to correct countryName at the next re-issue.",
			Ask: "countryName in our certificate is not an ISO 3166-1 code of two capital letters in a " +
				"PrintableString. Please re-issue it with the right value (RFC 5280, Appendix A.1).",
			See: lint.SeeSubject,
		},
		Check: checkCountries,
	},
	{
		Meta:    &eidas.RuleSubjectMojibake,
		Applies: func(s *eidas.Subject) bool { return s.Leaf != nil && s.Type != eidas.TypeCA },
		Check: func(p *lint.Pass, s *eidas.Subject) {
			for _, a := range s.Info.Subject {
				if field := eidas.Name(a.Type); field != "" && field != "organizationIdentifier" { // S39
					reportMojibake(p, s.Where("subject."+field), field, a.Value)
				}
			}
			if s.Info.PSD2 != nil {
				reportMojibake(p, s.Where(eidas.PathNCAName), "nCAName", s.Info.PSD2.NCAName)
			}
		},
	},
}

func checkCountries(p *lint.Pass, s *eidas.Subject) {
	for i, c := range s.Path() {
		for _, country := range readCountries(c.RawSubject) {
			if fault := country.fault(); fault != "" {
				w := s.WhereOf(i)
				w.Path = "subject.countryName"
				p.Reportf(w, "the country is %s, %s", ber.Quote(country.text), fault)
			}
		}
	}
}

// encodedCountry is a countryName as it stands.
type encodedCountry struct {
	text string
	tag  cbasn1.Tag
}

// fault says what is wrong; empty: nothing. XX is what the CABF Baseline Requirements, 7.1.4.2.2, have for countries
// without a code, EU is reserved for the European Union.
func (c encodedCountry) fault() string {
	own := ident.OwnCountry(ident.UpperASCII(c.text))
	switch {
	case own != ident.UpperASCII(c.text):
		return fmt.Sprintf("want %s, the code of ISO 3166-1", own)
	case own != "XX" && own != "EU" && !ident.IsCountry(own):
		return "want an assigned code of ISO 3166-1"
	case c.text != own:
		return "want " + own + ", in capital letters"
	case c.tag != cbasn1.PrintableString:
		return eidas.TagName(c.tag) + ", want a PrintableString"
	}
	return ""
}

// readCountries reads the countries of a distinguished name.
func readCountries(raw []byte) []encodedCountry {
	s := cryptobyte.String(raw)
	var rdns, rdn, atv, body cryptobyte.String
	var all []encodedCountry
	s.ReadASN1(&rdns, cbasn1.SEQUENCE)
	for rdns.ReadASN1(&rdn, cbasn1.SET) {
		for rdn.ReadASN1(&atv, cbasn1.SEQUENCE) {
			c := encodedCountry{}
			if id, _, _ := ber.ReadOID(&atv); id.Equal(eidas.OIDCountryName) {
				atv.ReadAnyASN1(&body, &c.tag)
				c.text, _ = eidas.StringValue(c.tag, body)
				all = append(all, c)
			}
		}
	}
	return all
}

// reportMojibake leaves bytes that are no UTF-8 alone: that is a fault of the encoding, which other rules name.
func reportMojibake(p *lint.Pass, w lint.Where, field, text string) {
	if !utf8.ValidString(text) {
		return
	}
	if strings.ContainsRune(text, utf8.RuneError) {
		p.Reportf(w, "%s is %s: a letter was lost and U+FFFD, the replacement character, stands for it", field,
			ber.Quote(text))
		return
	}
	if meant, ok := ident.Mojibake(text); ok {
		p.Report(lint.Finding{
			Where: w,
			Message: fmt.Sprintf("%s is %s: UTF-8 was read in another character set, probably %s was meant", field,
				ber.Quote(text), ber.Quote(meant)),
			Hint: eidas.Reissue(field, fmt.Sprintf("%s instead of %s", ber.Cut(meant), ber.Quote(text))),
		})
	}
}
