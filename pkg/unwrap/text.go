// Package unwrap takes base64 out of the text that stands around its lines, and knows the blanks that pasting leaves.
// Its functions are pure: text in, characters of base64 out, nil where they are not what the function is for. They do
// not decide: who decodes what comes out sees whether it is whole. Most people want [Lines].
package unwrap

import (
	"bytes"
	"strings"
	"unicode/utf8"
)

// IsBase64 tells whether a line can be part of a body: nothing but base64, or nothing at all.
func IsBase64(line []byte) bool {
	line = TrimRight(line[BlanksAt(line):])
	for _, c := range line {
		if c != '=' && !IsBase64Char(c) {
			return false
		}
	}
	return true
}

// IsBase64Char tells the 64 characters, without the padding.
func IsBase64Char(c byte) bool { return IsAlnum(c) || c == '+' || c == '/' }

// RemoveBlanks takes all blanks out, and leaves the line ends.
func RemoveBlanks(text []byte) []byte {
	out := make([]byte, 0, len(text))
	for len(text) > 0 {
		n := BlankSize(text)
		if n == 0 {
			out = append(out, text[0])
			n = 1
		}
		text = text[n:]
	}
	return out
}

// IsAlnum tells letters and digits of ASCII.
func IsAlnum(c byte) bool {
	return '0' <= c && c <= '9' || 'A' <= c && c <= 'Z' || 'a' <= c && c <= 'z'
}

// Blanks are what BlankSize knows. Odd ones are no blanks to other readers: what word processors, chats and web pages
// set for a blank, or put in where a line may break or turns its direction.
const (
	Blanks    = " \t" + OddBlanks
	OddBlanks = "\v\f\u00a0\u00ad\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u200c" +
		"\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u202f\u205f\u2060\u2066\u2067\u2068\u2069\u3000\ufeff"
)

// BlanksAt is the number of bytes of blanks that t begins with.
func BlanksAt(t []byte) int {
	n := 0
	for n < len(t) {
		size := BlankSize(t[n:])
		if size == 0 {
			break
		}
		n += size
	}
	return n
}

// BlankSize is the size of the blank that t begins with: beside blank and tab also the odd ones that pasting leaves.
func BlankSize(t []byte) int {
	if t[0] == ' ' || t[0] == '\t' || t[0] == '\v' || t[0] == '\f' {
		return 1
	}
	if t[0] < utf8.RuneSelf {
		return 0
	}
	if r, n := utf8.DecodeRune(t); n > 1 && strings.ContainsRune(OddBlanks, r) {
		return n
	}
	return 0
}

// IsBlank tells whether there is nothing but blanks.
func IsBlank(t []byte) bool { return BlanksAt(t) == len(t) }

// TrimRight takes away the blanks at the end.
func TrimRight(t []byte) []byte {
	return bytes.TrimRight(t, Blanks)
}

// CutLine splits off the first line. A line ends with LF, CRLF or CR; more is false when the text ends without one.
func CutLine(text []byte) (line, rest []byte, more bool) {
	i := bytes.IndexAny(text, "\r\n")
	switch {
	case i < 0:
		return text, nil, false
	case text[i] == '\r' && i+1 < len(text) && text[i+1] == '\n':
		return text[:i], text[i+2:], true
	}
	return text[:i], text[i+1:], true
}

// RemoveLineEnds takes out LF and CR.
func RemoveLineEnds(text []byte) []byte {
	return bytes.ReplaceAll(bytes.ReplaceAll(text, []byte("\n"), nil), []byte("\r"), nil)
}

// NextWord is where the next run of characters of base64 begins.
func NextWord(t []byte, off int) int {
	for off < len(t) && !IsBase64Char(t[off]) {
		off++
	}
	return off
}

// EncodedSize is how many bytes of a text the first n characters of base64, of either alphabet, take up, with blanks
// and line breaks among them, and the padding behind them.
func EncodedSize(text []byte, n int) (size int) {
	for ; size < len(text) && (n > 0 || text[size] == '='); size++ {
		if IsBase64Char(text[size]) || IsURLChar(rune(text[size])) {
			n--
		}
	}
	return size
}

// IsURLChar tells the characters of base64url.
func IsURLChar(r rune) bool {
	return r < utf8.RuneSelf && (IsAlnum(byte(r)) || r == '-' || r == '_')
}

// IsEmpty reports whether there is nothing in a file but blanks, line ends and NUL bytes.
func IsEmpty(data []byte) bool {
	data = bytes.TrimPrefix(bytes.TrimPrefix(data, []byte("\xff\xfe")), []byte("\xfe\xff"))
	return len(bytes.Trim(data, "\x00"+Blanks+"\r\n")) == 0
}

// EmptyOf names what an empty input is full of. A file that was not written to its end may have NUL bytes.
func EmptyOf(data []byte) string {
	switch n := bytes.Count(data, []byte{0}); n {
	case 0:
		return "blanks"
	case len(data):
		return "NUL bytes"
	}
	return "blanks and NUL bytes"
}

// Standard is a character of base64url as the other alphabet has it; all others stay.
func Standard(c byte) byte {
	switch c {
	case '-':
		return '+'
	case '_':
		return '/'
	}
	return c
}
