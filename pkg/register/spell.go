package register

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"qwac/pkg/ident"
)

// Fold is a number or an authority as the register's own spelling and that of certificates are to be compared: without
// hyphens, underscores and blanks, whatever they look like, and in capital letters. FI_FIN-FSA and FI-FINFSA are equal
// so, 0111027-9 and 01110279 too.
func Fold(s string) string {
	return strings.Map(func(r rune) rune {
		if r == '-' || r == '_' || r == ' ' {
			return -1
		}
		return unicode.ToUpper(r)
	}, ident.Plain(norm.NFKC.String(s)))
}

// letters are the letters and digits of a value in capitals; all else goes.
func letters(s string) string {
	if isKey(s) {
		return s
	}
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToUpper(r)
		}
		return -1
	}, norm.NFKC.String(s))
}

// keyOf is what all spellings of a number have in common: its letters and digits without the letters and zeros that it
// begins with. A number without digits is its letters.
func keyOf(number string) string {
	if n := digitsOnly(number); n {
		return withoutZeros(number)
	}
	s := letters(number)
	i := strings.IndexFunc(s, unicode.IsDigit)
	if i < 0 {
		return s
	}
	return withoutZeros(s[i:])
}

// digitsOnly is the usual case, which needs no table of letters.
func digitsOnly(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

// isKey reports whether a value is letters and digits in capitals already, which most are.
func isKey(s string) bool {
	for i := range len(s) {
		if c := s[i]; (c < '0' || c > '9') && (c < 'A' || c > 'Z') {
			return false
		}
	}
	return true
}

// withoutZeros takes the zeros from the beginning, but for a last one.
func withoutZeros(s string) string {
	if t := strings.TrimLeft(s, "0"); t != "" {
		return t
	}
	return s[:min(len(s), 1)]
}

// minPart is the least length of a part of a value that stands for a number of its own: years and running numbers are
// shorter.
const minPart = 5

// partsOf are the numbers in a value that holds several: "123456 / 654321". A value with one has none.
func partsOf(number string) []string {
	fields := strings.FieldsFunc(number, func(r rune) bool { return strings.ContainsRune("/,;|()\n\t", r) })
	if len(fields) < 2 {
		return nil
	}
	var out []string
	for _, f := range fields {
		if s := letters(f); len(s) >= minPart && strings.ContainsFunc(s, unicode.IsDigit) {
			out = append(out, strings.TrimSpace(f))
		}
	}
	return out
}

// codeNumber is the number at the end of an EntityCode: 384558 of FR_ACPR!384558, 277289060 of LT_LT_BL_277289060.
func codeNumber(code string) string {
	return code[1+strings.LastIndexAny(code, "!_"):]
}

// sameCountry compares codes of countries. The EU writes EL and UK for two of them.
func sameCountry(a, b string) bool { return iso(a) == iso(b) }

func iso(country string) string {
	switch c := strings.ToUpper(strings.TrimSpace(country)); c {
	case "EL":
		return "GR"
	case "UK":
		return "GB"
	default:
		return c
	}
}

// ownerCountry is the country of an authority: FI of FI_FIN-FSA.
func ownerCountry(owner string) string {
	if i := strings.IndexAny(owner, "_- "); i >= 0 {
		return iso(owner[:i])
	}
	return iso(owner)
}

// foldName is a name without what people write differently: case, accents, punctuation, blanks.
func foldName(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToUpper(r)
		}
		return -1
	}, norm.NFKD.String(s))
}
