package ident

import (
	"fmt"
	"strings"
	"unicode"
)

// lookAlikes are Cyrillic and Greek letters, and the letters and digits of ASCII that they look like.
const (
	lookAlikes = "АВЕЅІЈКМНОРСТХаеорсухіѕјΑΒΕΖΗΙΚΜΝΟΡΤΥΧο"
	looksLike  = "ABESIJKMHOPCTXaeopcyxisjABEZHIKMNOPTYXo"
)

// asciiOf is the character of ASCII that one looks like: a letter of another alphabet, one that is as wide as those of
// East Asia, or a digit of another script. Letter: among others of its alphabet it would be meant.
func asciiOf(r rune) (like rune, letter, ok bool) {
	switch {
	case r < 0x80:
		return 0, false, false
	case '\uff01' <= r && r <= '\uff5e':
		return r - 0xfee0, false, true
	case unicode.Is(unicode.Nd, r):
		zero := r // the ten digits of a script stand together
		for n := rune(0); n < 9 && unicode.Is(unicode.Nd, zero-1); n++ {
			zero--
		}
		return '0' + (r-zero)%10, false, true
	}
	if i := strings.IndexRune(lookAlikes, r); i >= 0 {
		n := len([]rune(lookAlikes[:i]))
		return rune(looksLike[n]), true, true
	}
	return 0, false, false
}

// otherAlphabet reports whether a text has letters that only another alphabet than the Latin has.
func otherAlphabet(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool {
		_, _, like := asciiOf(r)
		return unicode.IsLetter(r) && !unicode.Is(unicode.Latin, r) && !like
	})
}

// firstArrow begins what are pictures. Signs before it are in registers: the degree of N° 12, and №.
const firstArrow = '\u2190'

// OddInID is [OddCharacter] for an identifier, in which no letter may only look like another. It is empty for a plain
// one.
func OddInID(s string) string {
	if odd := OddCharacter(s); odd != "" {
		return odd
	}
	other, n := otherAlphabet(s), 0
	for _, r := range s {
		n++
		if like, letter, ok := asciiOf(r); ok && !(letter && other) {
			return fmt.Sprintf("%U at character %d, which only looks like %c", r, n, like)
		}
		switch {
		case unicode.Is(unicode.Mn, r):
			return fmt.Sprintf("a mark over or under another character (%U) at character %d", r, n)
		case r >= firstArrow && unicode.In(r, unicode.So, unicode.Co):
			return fmt.Sprintf("a sign (%U) at character %d, which no register has", r, n)
		}
	}
	return ""
}

// PlainID is [Plain] for an identifier. A soft hyphen, which is not shown, is a hyphen only where one is missing.
func PlainID(s string) string {
	other := otherAlphabet(s)
	s = strings.Map(func(r rune) rune {
		if like, letter, ok := asciiOf(r); ok && !(letter && other) {
			return like
		}
		return r
	}, s)
	if without := Plain(strings.ReplaceAll(s, "\u00ad", "")); without != Plain(s) {
		if _, err := ParseOrgID(without); err == nil {
			return without
		}
		if _, err := ParseNCAID(without); err == nil {
			return without
		}
	}
	return Plain(s)
}
