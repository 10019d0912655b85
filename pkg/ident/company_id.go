package ident

import "strings"

// KnownCountry reports whether the country of an identifier exists for its scheme. VAT numbers have EL for Greece and
// XI for Northern Ireland, LEI has XG.
func (o OrgID) KnownCountry() bool {
	return IsCountry(strings.ToUpper(o.Country)) || o.Scheme == "LEI" ||
		o.Scheme == "VAT" && (o.Country == "EL" || o.Country == "XI")
}

// RepairCompanyID returns the identifier of a register of companies, of taxes or of legal entities that a damaged one
// was meant to be: VATDK-97351842 for VAT-DK-97351842 (EN 319 412-1, 5.1.4). It is empty if that is no good one.
func RepairCompanyID(id string) string {
	_, s := Unlabelled(PlainID(id))
	for _, scheme := range []string{"VAT", "NTR", "LEI"} {
		rest, ok := strings.CutPrefix(UpperASCII(s), scheme)
		country := strings.TrimLeft(rest, separators)
		if !ok || len(country) < 2 {
			continue
		}
		number := strings.TrimLeft(s[len(s)-len(country)+2:], separators)
		want := scheme + country[:2] + "-" + number
		o, err := ParseOrgID(want)
		if err == nil && o.KnownCountry() && OddInID(want) == "" && want != id && IsAlphanumeric(number[:1]) &&
			strings.ContainsAny(number, digits) {
			return want
		}
	}
	return ""
}

// digits are in every number of a company.
const digits = "0123456789"
