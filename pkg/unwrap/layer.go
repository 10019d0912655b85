package unwrap

import (
	"bytes"
	"html"
	"strings"
	"unicode/utf8"
)

// AsInPage says that characters are written otherwise than they are.
const AsInPage = "characters are written as in a page, a URL, a mail or JSON (&#43;, %2B, =3D, \\/); want the " +
	"text itself"

// FullWidth finds a boundary with the full-width forms of its letters or hyphens; -1: there is none.
func FullWidth(raw []byte) int {
	if i := bytes.Index(raw, []byte("\uff22\uff25\uff27\uff29\uff2e")); i >= 0 { // BEGIN
		return i
	}
	return bytes.Index(raw, []byte("\uff0d\uff0d\uff0d"))
}

// Narrow reads one byte, or the full-width form of one in ASCII (U+FF01 to U+FF5E).
func Narrow(s []byte) (c byte, n int) {
	if len(s) >= 3 && s[0] == 0xef {
		if r, size := utf8.DecodeRune(s); '\uff01' <= r && r <= '\uff5e' {
			return byte(r - 0xfee0), size
		}
	}
	return s[0], 1
}

// maxReference is the longest reference of a character that is looked for: &hyphen;.
const maxReference = 8

// Dashes finds a boundary whose hyphens are written as a page or a mail writes characters (&#45;, &hyphen;, =2D), and
// gives the way to read one byte of such a text; -1: there is none.
func Dashes(text []byte) (at int, unit func([]byte) (byte, int)) {
	for off := 0; ; {
		i := bytes.Index(text[off:], []byte("BEGIN"))
		if i < 0 {
			return -1, nil
		}
		off += i + len("BEGIN")
		before := bytes.TrimRight(bytes.TrimRight(text[:off-len("BEGIN")], " "), "-")
		for _, read := range []func([]byte) (byte, int){reference, quoted} {
			if n := dashAtEnd(before, read); n > 0 {
				return len(before) - n, read
			}
		}
	}
}

// dashAtEnd is how many bytes a hyphen at the end takes that is not written as itself; zero: there is none. Those
// behind it may be: quoted-printable writes the first of a line so.
func dashAtEnd(text []byte, read func([]byte) (byte, int)) int {
	for n := min(maxReference, len(text)); n > 1; n-- {
		if c, size := read(text[len(text)-n:]); c == '-' && size == n {
			return n
		}
	}
	return 0
}

// reference reads one byte, or a reference of HTML to a character of ASCII or to a dash.
func reference(s []byte) (c byte, n int) {
	end := bytes.IndexByte(s[:min(len(s), maxReference)], ';')
	if s[0] != '&' || end < 0 {
		return s[0], 1
	}
	r, size := utf8.DecodeRuneInString(html.UnescapeString(string(s[:end+1])))
	switch {
	case size == 0 || r == '&' && string(s[:end+1]) != "&amp;":
		return s[0], 1
	case strings.ContainsRune("\u00ad\u2010\u2011\u2012\u2013\u2014\u2015\u2212", r):
		return '-', end + 1
	case r == '\u00a0':
		return ' ', end + 1
	case r < utf8.RuneSelf:
		return byte(r), end + 1
	}
	return s[0], 1
}

// quoted reads one byte of quoted-printable (RFC 2045, 6.7) in ASCII.
func quoted(s []byte) (c byte, n int) {
	const digits = "0123456789ABCDEF"
	if s[0] != '=' || len(s) < 3 {
		return s[0], 1
	}
	high, low := strings.IndexByte(digits, s[1]), strings.IndexByte(digits, s[2])
	if high < 0 || high > 7 || low < 0 {
		return s[0], 1
	}
	return byte(high<<4 | low), 3
}
