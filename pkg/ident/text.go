package ident

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

const Blanks = " \t\u00a0"

// isDash recognises what looks like a hyphen and is none: dashes of all lengths, minus signs, the soft hyphen, bullets,
// rules.
func isDash(r rune) bool {
	return r != '-' && (unicode.Is(unicode.Pd, r) ||
		strings.ContainsRune("\u00ad\u02d7\u2043\u207b\u208b\u2212\u23af\u2500\u2796", r))
}

// isOddBlank recognises blanks other than the common one, and characters that nobody sees.
func isOddBlank(r rune) bool {
	return r != ' ' && (unicode.IsSpace(r) || unicode.IsControl(r) || unicode.Is(unicode.Cf, r) && r != '\u00ad')
}

// OddCharacter says what in a value nobody would type or find in a register: look-alikes of hyphen and blank, blanks
// too many, the replacement character. It is empty when there is nothing.
func OddCharacter(s string) string {
	n := 0
	before := ' '
	for _, r := range s {
		n++
		switch {
		case r == utf8.RuneError:
			return fmt.Sprintf("a replacement character (U+FFFD) at character %d, where one was lost", n)
		case isDash(r):
			return fmt.Sprintf("%U at character %d, which looks like a hyphen and is none", r, n)
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
	return "a character that nobody sees"
}

// Plain gives a value with hyphens and blanks as they are meant: none at its ends, one at a time. Line breaks, tabs and
// what nobody sees are taken out. A replacement character stays: what was lost is not known.
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

// Absent reports whether a value says that there is none: nothing but blanks and marks, or "N/A" in one of its forms.
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

// Mojibake reads a text again as what it was when its UTF-8 was taken for ISO 8859-1 or Windows-1252: "Ã¸" is "ø". Ok
// is false when it does not look like that. One such letter of a Latin alphabet is enough; of others, which also arise
// by chance, two are wanted.
func Mojibake(s string) (meant string, ok bool) {
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

// misread returns the character whose bytes of UTF-8 the first n characters are; zero: they are not.
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

// singleByte is the byte that a reader of ISO 8859-1 or Windows-1252 takes for a character.
func singleByte(r rune) (byte, bool) {
	if r <= 0xff {
		return byte(r), true
	}
	before, _, ok := strings.Cut(Windows1252, string(r))
	return byte(0x80 + utf8.RuneCountInString(before)), ok
}
