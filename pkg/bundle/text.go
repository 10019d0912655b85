package bundle

import (
	"bytes"
	"strings"
	"unicode/utf8"
)

func isHeader(line []byte) bool { return bytes.IndexByte(line, ':') > 0 }

// isBase64 tells whether a line can be part of a body: nothing but base64, or nothing at all.
func isBase64(line []byte) bool {
	line = trimBlanksRight(line[blanksAt(line):])
	for _, c := range line {
		if c != '=' && !isBase64Char(c) {
			return false
		}
	}
	return true
}

func isBase64Char(c byte) bool { return isAlnum(c) || c == '+' || c == '/' }

func removeBlanks(text []byte) []byte {
	out := make([]byte, 0, len(text))
	for len(text) > 0 {
		n := blankSize(text)
		if n == 0 {
			out = append(out, text[0])
			n = 1
		}
		text = text[n:]
	}
	return out
}

func isAlnum(c byte) bool {
	return '0' <= c && c <= '9' || 'A' <= c && c <= 'Z' || 'a' <= c && c <= 'z'
}

// blanks are what blankSize knows. Odd ones are no blanks to other readers: what word processors, chats and web pages
// set for a blank, or put in where a line may break or turns its direction.
const (
	blanks    = " \t" + oddBlanks
	oddBlanks = "\v\f\u00a0\u00ad\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u200c" +
		"\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u202f\u205f\u2060\u2066\u2067\u2068\u2069\u3000\ufeff"
	oddBlanksFault = "no-break spaces or invisible characters stand in the lines of the block"
)

// blanksAt is the number of bytes of blanks that t begins with.
func blanksAt(t []byte) int {
	n := 0
	for n < len(t) {
		size := blankSize(t[n:])
		if size == 0 {
			break
		}
		n += size
	}
	return n
}

// blankSize is the size of the blank that t begins with: beside blank and tab also the odd ones that pasting leaves.
func blankSize(t []byte) int {
	if t[0] == ' ' || t[0] == '\t' || t[0] == '\v' || t[0] == '\f' {
		return 1
	}
	if t[0] < utf8.RuneSelf {
		return 0
	}
	if r, n := utf8.DecodeRune(t); n > 1 && strings.ContainsRune(oddBlanks, r) {
		return n
	}
	return 0
}

func isBlank(t []byte) bool { return blanksAt(t) == len(t) }

// trimBlanksRight takes away the blanks at the end.
func trimBlanksRight(t []byte) []byte {
	return bytes.TrimRight(t, blanks)
}

func isEmpty(data []byte) bool {
	data = bytes.TrimPrefix(bytes.TrimPrefix(data, []byte("\xff\xfe")), []byte("\xfe\xff"))
	return len(bytes.Trim(data, "\x00"+blanks+"\r\n")) == 0
}

// emptyOf names what an empty input is full of. A file that was not written to its end may have NUL bytes.
func emptyOf(data []byte) string {
	switch n := bytes.Count(data, []byte{0}); n {
	case 0:
		return "blanks"
	case len(data):
		return "NUL bytes"
	}
	return "blanks and NUL bytes"
}

var utf8BOM = []byte("\ufeff")

// fileEnds are what some systems fill up or end a text file with: NUL bytes and Ctrl-Z.
const fileEnds = "\x00\x1a \t\r\n"

// cutLine splits off the first line. A line ends with LF, CRLF or CR; more is false when the text ends without one.
func cutLine(text []byte) (line, rest []byte, more bool) {
	i := bytes.IndexAny(text, "\r\n")
	switch {
	case i < 0:
		return text, nil, false
	case text[i] == '\r' && i+1 < len(text) && text[i+1] == '\n':
		return text[:i], text[i+2:], true
	}
	return text[:i], text[i+1:], true
}
