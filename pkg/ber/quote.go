package ber

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// maxQuoted bounds what a message quotes of a value, in characters as they are shown: the longest that standards allow
// a field that people compare is an nCAName of 256 (TS 119 495, annex A), and one of 64 is long already (RFC 5280,
// A.1).
const maxQuoted = 200

// Quote quotes a value of an input for a message. Whoever makes an input chooses how long its values are: a long one is
// cut at a character, and its length follows: "abc"… (4096 characters).
func Quote[T ~string](value T) string { return quote(string(value), strconv.Quote) }

// QuoteASCII is Quote with all that is not ASCII escaped, for what looks like something else.
func QuoteASCII(value string) string { return quote(value, strconv.QuoteToASCII) }

func quote(value string, quoted func(string) string) string {
	shown, rest := cut(value, func(r string) string { s := quoted(r); return s[1 : len(s)-1] })
	return `"` + shown + `"` + rest
}

// Cut is Quote without quotes, for a text that is written for people already.
func Cut[T ~string](text T) string {
	shown, rest := cut(string(text), func(r string) string { return r })
	return shown + rest
}

// List writes values for a message, each cut, with sep between them: those that fit on a few lines, and how many more
// there are. They stand as they are, for what is written for people already; see [Quotes].
func List[T ~string](values []T, sep string) string { return list(values, sep, Cut) }

// Quotes is List with each value quoted.
func Quotes[T ~string](values []T, sep string) string { return list(values, sep, Quote) }

// maxListed bounds a list in characters: two long values, or the names of eight organisations.
const maxListed = 2 * maxQuoted

func list[T ~string](values []T, sep string, show func(T) string) string {
	var b strings.Builder
	room := maxListed
	for i, v := range values {
		s := show(v)
		if room -= len(sep) + utf8.RuneCountInString(s); room < 0 && i > 0 {
			return fmt.Sprintf("%s and %d more", b.String(), len(values)-i)
		}
		if i > 0 {
			b.WriteString(sep)
		}
		b.WriteString(s)
	}
	return b.String()
}

func cut(value string, show func(string) string) (shown, rest string) {
	start := plainPrefix(value)
	if start == len(value) && start <= maxQuoted {
		return value, ""
	}
	var b strings.Builder
	start = min(start, maxQuoted)
	b.WriteString(value[:start])
	room := maxQuoted - start
	for i := start; i < len(value); {
		_, size := utf8.DecodeRuneInString(value[i:])
		s := show(value[i : i+size])
		if room -= utf8.RuneCountInString(s); room < 0 {
			return b.String(), fmt.Sprintf("… (%s)", Count(utf8.RuneCountInString(value), "character"))
		}
		b.WriteString(s)
		i += size
	}
	return b.String(), ""
}

// plainPrefix is how many bytes at the beginning of a text are shown as they are: ASCII without what quoting escapes.
func plainPrefix(text string) int {
	for i := range len(text) {
		if c := text[i]; c < ' ' || c >= 0x7f || c == '"' || c == '\\' {
			return i
		}
	}
	return len(text)
}
