package eidas

import (
	"crypto/x509/pkix"
	"fmt"
	"slices"
	"strings"
	"time"

	"qwac/pkg/ber"
)

// ShortName is the name by which a person knows a CA.
func ShortName(n pkix.Name) string {
	parts := append([]string{n.CommonName}, append(n.Organization, n.Country...)...)
	parts = slices.DeleteFunc(parts, func(p string) bool { return p == "" })
	return ber.Quote(strings.Join(parts, ", "))
}

// Quoted writes values as in a sentence; no values are "missing". Of many only the first few are shown.
func Quoted(values []string) string {
	if len(values) == 0 {
		return "missing"
	}
	const few = 4
	shown := ber.Quotes(values[:min(few, len(values))], " and ")
	if more := len(values) - few; more > 0 {
		shown += fmt.Sprintf(" and %d more", more)
	}
	return shown
}

// Day writes the day of a time.
func Day(t time.Time) string { return t.UTC().Format(time.DateOnly) }

// Reissue is the next step for a field that only the issuer can change: a sentence to send.
func Reissue(field, want string) string {
	return "A certificate cannot be edited; ask the issuer (QTSP) for a re-issue and send this: please set " + field +
		" to " + want + "."
}
