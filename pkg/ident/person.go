package ident

import (
	"slices"
	"strings"
)

// personSchemes say of which kind the number of a natural person is: passport, identity card, register of persons, tax.
var personSchemes = []string{"PAS", "IDC", "PNO", "TAX", "TIN"}

// IsPersonID reports whether a serialNumber has the form of EN 319 412-1, 5.1.3: PNODK-970101-0000, or two letters and
// a colon for a national scheme.
func IsPersonID(text string) bool {
	if len(text) < len("PNODK-1") || text[5] != '-' || !IsCountry(text[3:5]) {
		return false
	}
	return slices.Contains(personSchemes, text[:3]) || isUpper(text[:2]) && text[2] == ':'
}

// IsNodeID reports whether an identifier has the form of those between eIDAS nodes: the country that it is of, the one
// that it is for, and the rest: DK/SE/97351842 (Regulation (EU) 2015/1501).
func IsNodeID(text string) bool {
	parts := strings.SplitN(text, "/", 3)
	return len(parts) == 3 && isNodeCountry(parts[0]) && isNodeCountry(parts[1]) && parts[2] != ""
}

// isNodeCountry knows Greece and the United Kingdom by the codes that the EU writes, too.
func isNodeCountry(cc string) bool { return IsCountry(cc) || cc == "EL" || cc == "UK" || cc == "EU" }
