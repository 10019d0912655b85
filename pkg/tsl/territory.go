package tsl

import (
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
