// Package glossary explains the words of PSD2 and of qualified certificates to somebody who meets them for the first
// time. Most people want [Find].
package glossary

import (
	"slices"
	"strings"
)

// All returns the terms, by what they are about.
func All() []Term { return slices.Concat(roles, certificates, law, actors, technique) }

// Find returns the term of that name, in any case and with any or no separators; false: there is none.
func Find(name string) (Term, bool) {
	key := fold(name)
	for _, t := range All() {
		if key != "" && (fold(t.Name) == key || slices.ContainsFunc(t.Also, func(s string) bool {
			return fold(s) == key
		})) {
			return t, true
		}
	}
	return Term{}, false
}

// Names are all names under which terms can be found.
func Names() []string {
	var names []string
	for _, t := range All() {
		names = append(append(names, t.Name), t.Also...)
	}
	return names
}

// fold keeps letters and digits, in small letters.
func fold(s string) string {
	return strings.Map(func(c rune) rune {
		if c >= '0' && c <= '9' || c >= 'a' && c <= 'z' {
			return c
		}
		return -1
	}, strings.ToLower(s))
}
