// Package lines makes lines of text for people: nothing unseen is in them, they fit a terminal, and commands to paste
// stand whole on a line of their own. Most people want [Clean] and [Wrap].
package lines

import (
	"bytes"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// Clean makes characters visible that would move the cursor, change colours, turn the direction of writing, or stand
// unseen: names come from the certificates, and a report must show what it was given. They are written as JSON writes
// them, \uXXXX, in two parts beyond the first plane. Line ends and tabs are among them; where they are meant,
// [CleanLines] is right.
func Clean(s string) string {
	if plain(s, "") || !strings.ContainsFunc(s, unseen) {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		if unseen(r) {
			escape(&b, r)
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// CleanLines is [Clean] for whole output, which has line feeds and tabs of its own. JSON keeps its values.
func CleanLines(text []byte) []byte {
	meant := func(r rune) bool { return r == '\n' || r == '\t' }
	if plain(text, "\n\t") || !bytes.ContainsFunc(text, func(r rune) bool { return unseen(r) && !meant(r) }) {
		return text
	}
	var b strings.Builder
	for _, r := range string(text) {
		if unseen(r) && !meant(r) {
			escape(&b, r)
		} else {
			b.WriteRune(r)
		}
	}
	return []byte(b.String())
}

// plain reports whether text is printable ASCII and characters that are meant, as nearly all is: it is looked at
// without decoding characters.
func plain[T string | []byte](text T, meant string) bool {
	for i := range len(text) {
		if c := text[i]; (c < ' ' || c >= 0x7f) && strings.IndexByte(meant, c) < 0 {
			return false
		}
	}
	return true
}

func escape(b *strings.Builder, r rune) {
	for _, unit := range utf16.AppendRune(nil, r) {
		fmt.Fprintf(b, "\\u%04x", unit)
	}
}

// unseen reports whether a terminal obeys a character or shows nothing for it: control and format characters,
// separators of lines and paragraphs, what Unicode calls default ignorable (the fillers of Hangul, variation selectors,
// tags), the blank of braille, and what is no UTF-8.
func unseen(r rune) bool {
	if r < utf8.RuneSelf {
		return r < ' ' || r == 0x7f
	}
	const brailleBlank = '\u2800'
	return r == utf8.RuneError || r == brailleBlank || unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp,
		unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector)
}
