package redact

import (
	"strings"
)

// isWordy reports whether a run is made of words and numbers: addresses, names, UUIDs.
func isWordy(s string) bool {
	words, mixed := 0, 0
	for word := range strings.FieldsFuncSeq(s, func(r rune) bool { return strings.ContainsRune(`/-_+\`, r) }) {
		words++
		switch {
		case len(word) > 23 || strings.ContainsAny(word, "%&"):
			return false
		case isWord(word):
		case len(word) <= 12 && strings.Trim(word, "0123456789abcdefABCDEF") == "":
			mixed++
		default:
			return false
		}
	}
	return mixed <= 6 && words <= 24
}

// isWord reports whether letters are as in words, with capitals at most at the beginnings of parts or everywhere, and digits behind them.
func isWord(s string) bool {
	s = strings.TrimRight(s, "0123456789")
	if strings.ToUpper(s) == s {
		return strings.Trim(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == "" && len(s) < 16
	}
	capitals := 0
	for i := range len(s) {
		switch c := s[i]; {
		case c >= 'A' && c <= 'Z':
			if capitals++; i+1 < len(s) && (s[i+1] < 'a' || s[i+1] > 'z') {
				return false
			}
		case c < 'a' || c > 'z':
			return false
		}
	}
	return capitals <= 3
}

// longRun is from how many characters on a run of base64 is taken for a key: one of Ed25519 or P-256 has 43.
const longRun = 40

// longHex is the same for hexadecimal digits: 32 bytes. Request ids, serial numbers and SHA-1 digests are shorter.
const longHex = 64

// span is a part of a text.
type span struct{ from, to int }

// run is a run of characters of base64, with escapes inside.
type run struct {
	span
	chars int
	hex   bool
	plain bool // words, as addresses and names of headers have them
	glued bool // between it and the run before there is nothing but what may break a key: blanks, line ends, quotes, marks
}

// runAt reads the run that begins here.
func runAt(text string, from int) run {
	r := run{span: span{from, from}, hex: true}
	for r.to < len(text) {
		n := charOfBase64(text[r.to:])
		if n == 0 {
			break
		}
		if c := text[r.to]; n > 1 || isAlnum(c) {
			r.chars++
			r.hex = r.hex && n == 1 && isHex(c)
		}
		r.to += n
	}
	r.plain = isWordy(text[r.from:r.to])
	return r
}

// charOfBase64 is how many bytes the next character of base64 has; 0: it is none. In JSON, in addresses and in XML + / and = may be escaped.
func charOfBase64(s string) int {
	switch c := s[0]; {
	case isAlnum(c), c == '+', c == '/', c == '-', c == '_':
		return 1
	case c == '\\' && len(s) > 1 && s[1] == '/':
		return 2
	case c == '\\' && len(s) > 5 && s[1] == 'u' && s[2] == '0' && s[3] == '0' && isHex(s[4]) && isHex(s[5]):
		return 6
	case c == '%' && len(s) > 2 && isHex(s[1]) && isHex(s[2]):
		return 3
	case c == '&' && len(s) > 4 && s[1] == '#':
		if n := strings.IndexByte(s[:min(len(s), 8)], ';'); n > 0 {
			return n + 1
		}
	}
	return 0
}

// glueAt is a step over what is no base64, and whether it may stand inside of a broken key.
func glueAt(s string) (step int, glue bool) {
	if s[0] == '\\' { // escaped line ends: \n, \\n, \r\n
		n := 1
		for n < len(s) && n < 8 && s[n] == '\\' {
			n++
		}
		if n < len(s) && (s[n] == 'n' || s[n] == 'r' || s[n] == 't') {
			n++
		}
		return n, true
	}
	return 1, strings.IndexByte(" \t\r\n\"'`,;|>#*=.()[]{}<\xc2\xa0", s[0]) >= 0
}

func isAlnum(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}

func isHex(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F'
}
