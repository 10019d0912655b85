package ident

import (
	"cmp"
	"errors"
	"html"
	"net/url"
	"strings"
	"unicode"
)

// RepairOrgID returns the PSD identifier that a damaged one was meant to be: hyphens in their places, capital letters,
// nothing around it, the authority of the table, or that of the NCAId if there is none. It is empty if the result would
// not be a good identifier.
func RepairOrgID(id string, n NCAID) string {
	_, s := Unlabelled(PlainID(unescaped(id)))
	if strings.HasPrefix(s, "PSDPSD") {
		s = s[len("PSD"):]
	} else if i := strings.Index(s, "PSD"); i > 0 && strings.IndexByte(separators+",;=", s[i-1]) >= 0 {
		s = s[i:] // behind other parts of a name
	} else if n.Country != "" && strings.HasPrefix(s, n.String()+"-") {
		s = "PSD" + s
	}
	if o, err := ParseOrgID(s); errors.Is(err, errDoubled) || errors.Is(err, errAttribute) {
		if s = plainReference(o); GoodOrgID(s) {
			return s
		}
		return ""
	}
	for _, end := range schemeEnds(s) {
		for _, c := range countriesOf(s[end:], n) {
			if want := c.identifier(n); GoodOrgID(want) && want != id && !strings.ContainsAny(want, escapes+brackets) {
				return want
			}
		}
	}
	return ""
}

const (
	escapes  = "%&" // what is left of characters that were written for a URL or a page
	brackets = "[]{}<>"
)

// unescaped takes away what a URL, a page or a template has put into a value: %2D, &ndash;, brackets around the parts.
func unescaped(s string) string {
	if text, err := url.PathUnescape(s); err == nil {
		s = text
	}
	s = html.UnescapeString(s)
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(brackets, r) {
			return -1
		}
		return r
	}, s)
}

// GoodOrgID reports whether an identifier can be sent to an issuer.
func GoodOrgID(id string) bool {
	o, err := ParseOrgID(id)
	return err == nil && o.Scheme == "PSD" && IsCountry(o.Country) && OddInID(id) == ""
}

// Unlabelled removes quotation marks around a value, and the name of the attribute before it, which is there when
// somebody copied a whole line of a request.
func Unlabelled(s string) (label, value string) {
	s = strings.Trim(s, `"'<> `)
	i := strings.IndexAny(s, "=: ")
	if i <= 0 {
		return "", s
	}
	name, rest := strings.Trim(s[:i], " "), strings.Trim(s[i:], `=: "'`)
	scheme := UpperASCII(rest[:min(3, len(rest))])
	if !IsAlphanumeric(strings.NewReplacer(".", "", "_", "").Replace(name)) || !knownScheme(scheme) {
		return "", s
	}
	return name, rest
}

// schemeEnds are the places where the scheme PSD, or a typo of it, may end.
func schemeEnds(s string) []int {
	var ends []int
	lengths := []int{3, 4, 2}
	if strings.HasPrefix(UpperASCII(s), "PSD") {
		lengths = []int{3, 4} // nothing is missing
	}
	for _, n := range lengths {
		if len(s) >= n && slip(UpperASCII(s[:n]), "PSD") {
			ends = append(ends, n)
		}
	}
	return ends
}

// slip reports whether two words differ by one typo: a letter missing, added or replaced, or two neighbours swapped.
func slip(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	switch {
	case len(b)-len(a) > 1:
		return false
	case i == len(b):
		return true
	case len(a) < len(b):
		return a[i:] == b[i+1:]
	case a[i+1:] == b[i+1:]:
		return true
	}
	return i+1 < len(a) && a[i] == b[i+1] && a[i+1] == b[i] && a[i+2:] == b[i+2:]
}

// inCountry is an identifier from which the country has been read.
type inCountry struct{ country, rest string }

// countriesOf reads the country in every way that may be meant: two letters, or three or wrong ones instead of those of
// the NCAId.
func countriesOf(s string, n NCAID) []inCountry {
	s = strings.TrimLeft(s, separators)
	letters := len(s) - len(strings.TrimLeftFunc(s, unicode.IsLetter))
	var all []inCountry
	if letters >= 2 && IsLetters(s[:2]) {
		all = append(all, inCountry{OwnCountry(UpperASCII(s[:2])), s[2:]})
	}
	if n.Country != "" && letters == 3 && strings.HasPrefix(UpperASCII(s), n.Country[:1]) { // of ISO 3166-1 alpha-3
		all = append(all, inCountry{n.Country, s[3:]})
	}
	return all
}

// identifier assembles the identifier. It is empty without a known authority or without a number.
func (c inCountry) identifier(n NCAID) string {
	rest := c.rest
	if strings.HasPrefix(rest, "+") { // a province
		rest = strings.TrimLeftFunc(rest[1:], func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) })
	}
	for _, nca := range c.authorities(n) {
		if number := cmp.Or(afterLetters(rest, nca), beforeLetters(rest, nca)); number != "" {
			return "PSD" + c.country + "-" + nca + "-" + number
		}
	}
	if n.Country != c.country {
		return ""
	}
	number := strings.TrimLeft(rest, separators)
	if _, after, ok := strings.Cut(number, "-"); ok && strings.IndexFunc(number[:1], unicode.IsDigit) < 0 {
		number = after // another name of the authority
	} else if strings.IndexFunc(number, unicode.IsDigit) < 0 {
		return ""
	}
	return "PSD" + n.String() + "-" + number
}

// authorities are the short names of those of a country.
func (c inCountry) authorities(n NCAID) []string {
	var all []string
	for _, a := range authorities {
		if a.Country == c.country {
			all = append(all, a.ID[len("DK-"):])
		}
	}
	if n.Country == c.country {
		all = append(all, n.NCA)
	}
	return all
}

// afterLetters returns the number after the letters of an authority, which may be separated. It is empty if the letters
// differ, if there are more of them, if nothing follows, or if the start of the number is ambiguous: something directly
// after the letters, and then a hyphen.
func afterLetters(s, authority string) string {
	for _, want := range authority {
		s = strings.TrimLeft(s, separators)
		if s == "" || unicode.ToUpper(rune(s[0])) != want {
			return ""
		}
		s = s[1:]
	}
	number := strings.TrimLeft(s, separators)
	if s == number && (s == "" || s[0] < '0' || s[0] > '9' || strings.Contains(s, "-")) {
		return ""
	}
	return number
}

// beforeLetters returns the number that stands before an authority in place of behind it, and empty if none does.
func beforeLetters(s, authority string) string {
	number, ok := strings.CutSuffix(UpperASCII(s), authority)
	bare := strings.Trim(number, separators)
	if !ok || bare == "" || bare[0] < '0' || bare[0] > '9' || strings.TrimRight(number, separators) == number {
		return ""
	}
	return strings.Trim(s[:len(number)], separators)
}

// TableNCA returns the NCAId of the table that has the letters of id, whatever is between them, or "".
func TableNCA(id string) string {
	letters := func(s string) string {
		return strings.Map(func(r rune) rune {
			if unicode.IsLetter(r) || unicode.IsDigit(r) {
				return r
			}
			return -1
		}, UpperASCII(s))
	}
	for _, a := range authorities {
		if a.Status != NCADoubtful && letters(a.ID) == letters(id) {
			return a.ID
		}
	}
	return ""
}
