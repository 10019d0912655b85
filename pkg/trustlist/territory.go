package trustlist

import (
	"slices"
	"strings"
)

// Territory is the code that lists use for a country: upper case, EL for Greece, UK for the United Kingdom (5.3.10).
func Territory(country string) string {
	switch c := strings.ToUpper(strings.TrimSpace(country)); c {
	case "GR":
		return "EL"
	case "GB":
		return "UK"
	default:
		return c
	}
}

// territories have lists that qualify under Regulation (EU) 910/2014: the Union and the other states of the EEA.
var territories = [...]string{"AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "EL", "ES", "FI", "FR", "HR", "HU", "IE", "IS", "IT",
	"LI", "LT", "LU", "LV", "MT", "NL", "NO", "PL", "PT", "RO", "SE", "SI", "SK"}

// inUnion also knows the code that a statement of legislation uses for the Union itself.
func inUnion(territory string) bool {
	return territory == "EU" || slices.Contains(territories[:], territory)
}
