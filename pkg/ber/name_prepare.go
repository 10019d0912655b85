package ber

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// prepare writes a text in the form in which RFC 5280, 7.1 compares it: characters are mapped and folded, brought to
// normalization form KC and blanks are squeezed, as RFC 4518, section 2 says. Ok is false for a text with a character
// that RFC 4518 prohibits: it is equal to nothing but itself.
func prepare(text string) (prepared string, ok bool) {
	if strings.ContainsFunc(text, prohibited) {
		return "", false
	}
	// Folding a second time is what table B.2 of RFC 3454 has beside the folding of Unicode.
	text = norm.NFKC.String(foldText(norm.NFKC.String(foldText(mapText(text)))))
	if first, _ := utf8.DecodeRuneInString(text); unicode.Is(unicode.M, first) {
		return "", false
	}
	return squeeze(text), true
}

// prohibited reports whether a character stops the preparation (RFC 4518, 2.4): it is none in Unicode 3.2, is for
// private use, no character or a surrogate, or stands for what could not be read.
func prohibited(r rune) bool {
	switch {
	case r < 0x80:
		return false
	case r == utf8.RuneError, unicode.Is(unicode.Co, r), r&0xfffe == 0xfffe, r >= 0xfdd0 && r <= 0xfdef:
		return true
	case r == 0x2f868, r == 0x2f874, r == 0x2f91f, r == 0x2f95f,
		r == 0x2f9bf: // Unicode 3.2 mapped them wrongly (Corrigendum 4)
		return true
	}
	_, found := slices.BinarySearchFunc(unassigned[:], r, func(span [2]rune, r rune) int {
		switch {
		case span[1] < r:
			return -1
		case span[0] > r:
			return 1
		}
		return 0
	})
	return found
}

// mapText takes out what is mapped to nothing and makes every separator a blank (RFC 4518, 2.2).
func mapText(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case isSeparator(r):
			return ' '
		case isNothing(r):
			return -1
		}
		return r
	}, text)
}

func isSeparator(r rune) bool {
	return r >= 0x09 && r <= 0x0d || r == 0x85 || r == ' ' || r >= 0x80 && unicode.Is(unicode.Z, r)
}

// isNothing reports whether a character plays no part: a control, a soft hyphen, a joiner, a selector of a variation.
func isNothing(r rune) bool {
	switch {
	case r < 0x20, r >= 0x7f && r <= 0x9f, r == 0xad, r == 0x034f, r == 0x06dd, r == 0x070f:
		return true
	case r == 0x1806, r >= 0x180b && r <= 0x180e, r >= 0x200b && r <= 0x200f, r >= 0x202a && r <= 0x202e:
		return true
	case r >= 0x2060 && r <= 0x2063, r >= 0x206a && r <= 0x206f, r >= 0xfe00 && r <= 0xfe0f, r == 0xfeff:
		return true
	case r >= 0xfff9 && r <= 0xfffc, r >= 0x1d173 && r <= 0x1d17a, r == 0xe0001, r >= 0xe0020 && r <= 0xe007f:
		return true
	}
	return false
}

func foldText(text string) string {
	var b strings.Builder
	for _, r := range text {
		i, found := slices.BinarySearchFunc(fullFolding[:], r, func(f folding, r rune) int { return int(f.from - r) })
		if found {
			b.WriteString(fullFolding[i].to)
		} else {
			b.WriteRune(foldRune(r))
		}
	}
	return b.String()
}

// foldRune gives letters that differ in case alone the same letter. Package unicode knows which these are; that a
// small letter is also that of another, as i is of the capital of the dotless one, does not count.
func foldRune(r rune) rune {
	small := unicode.ToLower(unicode.ToUpper(r))
	for other := unicode.SimpleFold(r); other != r; other = unicode.SimpleFold(other) {
		if other == small {
			return small
		}
	}
	return r
}

// squeeze takes out blanks at both ends, and all but one between (RFC 4518, 2.6.1). A blank that carries a mark is
// none.
func squeeze(text string) string {
	var b strings.Builder
	runes := []rune(text)
	pending := false
	for i, r := range runes {
		if r == ' ' && (i+1 == len(runes) || !unicode.Is(unicode.M, runes[i+1])) {
			pending = b.Len() > 0
			continue
		}
		if pending {
			b.WriteByte(' ')
			pending = false
		}
		b.WriteRune(r)
	}
	return b.String()
}
