package ident

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"qwac/pkg/ber"
)

const Blanks = " \t\u00a0"

// isDash recognises what only looks like a hyphen: dashes of all lengths, minus signs, the soft hyphen, bullets,
// rules.
func isDash(r rune) bool {
	return r != '-' && (unicode.Is(unicode.Pd, r) ||
		strings.ContainsRune("\u00ad\u02d7\u2043\u207b\u208b\u2212\u23af\u2500\u2796", r))
}

// isOddBlank recognises blanks other than U+0020, and invisible characters.
func isOddBlank(r rune) bool {
	return r != ' ' && (unicode.IsSpace(r) || unicode.IsControl(r) || Invisible(r) && r != '\u00ad')
}

// Invisible reports whether a character is one that most programs do not show: marks of direction and of joining,
// the soft hyphen, variation selectors, fillers (Unicode's Default_Ignorable_Code_Point), and the empty pattern of
// Braille. Controls and blanks are other things.
func Invisible(r rune) bool {
	return r >= 0x80 && (r == '\u2800' || unicode.In(r, unicode.Cf, unicode.Variation_Selector,
		unicode.Other_Default_Ignorable_Code_Point))
}

// OddCharacter describes what in a value nobody would type or find in a register: look-alikes of hyphen and blank,
// surplus blanks, the replacement character. It is empty for a plain value.
func OddCharacter(s string) string {
	n := 0
	before := ' '
	for _, r := range s {
		n++
		switch {
		case r > ' ' && r < 0x7f:
		case r == utf8.RuneError:
			return fmt.Sprintf("a replacement character (U+FFFD) at character %d, in the place of one that was lost", n)
		case r == '\u00ad':
			return fmt.Sprintf("a soft hyphen (U+00AD) at character %d, which most programs do not show", n)
		case isDash(r):
			return fmt.Sprintf("%U at character %d, which only looks like a hyphen", r, n)
		case r == '\n' || r == '\r':
			return fmt.Sprintf("a line break (%U) at character %d", r, n)
		case isOddBlank(r):
			return fmt.Sprintf("%s (%U) at character %d", blankName(r), r, n)
		case r == ' ' && n == 1:
			return "a blank at its beginning"
		case r == ' ' && before == ' ':
			return fmt.Sprintf("two blanks in a row at character %d", n-1)
		}
		before = r
	}
	if n > 0 && before == ' ' {
		return "a blank at its end"
	}
	return ""
}

func blankName(r rune) string {
	switch {
	case r == '\t':
		return "a tab"
	case r == '\u00a0' || r == '\u202f':
		return "a no-break blank"
	case unicode.IsSpace(r):
		return "an unusual blank"
	}
	return "an invisible character"
}

// Plain returns a value with plain hyphens and blanks: none at its ends, one at a time. Line breaks, tabs and invisible
// characters are removed. A replacement character stays, since nobody knows what it replaced.
func Plain(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case isDash(r):
			return '-'
		case r == '\n' || r == '\r' || r == '\t':
			return -1
		case unicode.IsSpace(r):
			return ' '
		case isOddBlank(r):
			return -1
		}
		return r
	}, s)
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r == ' ' }), " ")
}

// Absent reports whether a value means "none": only blanks and punctuation, or "N/A" in one of its forms.
func Absent(s string) bool {
	letters := strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToUpper(r)
		}
		return -1
	}, s)
	return slices.Contains([]string{"", "NA", "NONE", "NULL", "NIL", "UNKNOWN", "UNDEFINED", "TBD", "NOTAPPLICABLE",
		"NOTAVAILABLE"}, letters)
}

// Mojibake undoes the decoding of UTF-8 as ISO 8859-1 or Windows-1252: "Ã¸" becomes "ø". Ok is false if the text does
// not look like that. One such letter of a Latin alphabet is enough; others also arise by chance, so it takes two.
func Mojibake(s string) (meant string, ok bool) {
	if ber.ASCII(s) { // as nearly always
		return s, false
	}
	var out strings.Builder
	latin, other := 0, 0
	runes := []rune(s)
	for i := 0; i < len(runes); {
		r, n := misread(runes[i:])
		switch {
		case n == 0:
			out.WriteRune(runes[i])
			i++
			continue
		case r < 0x180 || r >= 0x1e00 && r < 0x2100: // Latin letters, punctuation, signs of currency
			latin++
		default:
			other++
		}
		out.WriteRune(r)
		i += n
	}
	return out.String(), latin > 0 || other > 1
}

// misread returns the character whose UTF-8 bytes the first n characters are, or zero.
func misread(runes []rune) (r rune, n int) {
	var buf []byte
	for _, c := range runes[:min(len(runes), utf8.UTFMax)] {
		b, ok := singleByte(c)
		if !ok || b < 0x80 {
			break
		}
		buf = append(buf, b)
	}
	r, n = utf8.DecodeRune(buf)
	if n < 2 || unicode.IsControl(r) {
		return 0, 0
	}
	return r, n
}

// Windows1252 are the characters of the bytes 0x80 to 0x9f in Windows-1252; a blank stands for those that it leaves
// undefined.
const Windows1252 = "€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ"

// singleByte is the byte that ISO 8859-1 or Windows-1252 decodes to a character.
func singleByte(r rune) (byte, bool) {
	if r <= 0xff {
		return byte(r), true
	}
	before, _, ok := strings.Cut(Windows1252, string(r))
	return byte(0x80 + utf8.RuneCountInString(before)), ok
}
