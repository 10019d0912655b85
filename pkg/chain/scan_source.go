package chain

import (
	"bytes"
	"encoding/binary"
	"sort"
	"unicode/utf16"
	"unicode/utf8"

	"qwac/pkg/lint"
)

// source is a text as it is scanned, and the way back to the lines and columns that an editor shows.
type source struct {
	file    string
	raw     []byte // UTF-8; its lines and columns are reported
	text    []byte // raw, or raw without escapes
	escaped bool
	cr      bool // there is a CR in the text

	seen  struct{ text, raw int }        // where origin stands
	lines struct{ off, line, start int } // where spotRaw stands: lines before off, and where its line starts

	starts []int // offsets in text at which the lines of raw start; nil: not worked out yet
}

var utf8BOM = []byte("\ufeff")

// newSource brings the data to UTF-8 and takes escapes away. What was in the way of a plain reader goes to the faults.
func newSource(file string, data []byte, faults *faultList) *source {
	s := &source{file: file, raw: data}
	if text, what, at := fromUTF16(data); text != nil {
		s.raw = text
		faults.add("pem-input-utf16", s.place(at), what)
	} else if !utf8.Valid(data) {
		s.raw = decodeWindows1252(data) // what is not UTF-8 is most likely the one-byte code of Windows
	}
	s.text = s.raw
	if at := firstEscape(s.raw); at >= 0 {
		s.text, s.escaped = unescape(s.raw), true
		faults.add("pem-escaped-newlines", s.spotRaw(at), "line breaks are written as a backslash and a letter, as inside a JSON string")
	}
	s.cr = bytes.IndexByte(s.text, '\r') >= 0
	return s
}

// fromUTF16 returns the text of data that is UTF-16 or has pieces of it (PowerShell appends UTF-16 to any file), and the
// offset in the text where it begins; nil: there is none.
func fromUTF16(data []byte) (text []byte, what string, at int) {
	switch {
	case bytes.HasPrefix(data, []byte("\xff\xfe")):
		return decodeUTF16(data[2:], binary.LittleEndian), "the text is UTF-16 (little endian, with byte order mark), wanted ASCII", 0
	case bytes.HasPrefix(data, []byte("\xfe\xff")):
		return decodeUTF16(data[2:], binary.BigEndian), "the text is UTF-16 (big endian, with byte order mark), wanted ASCII", 0
	case len(data) >= 4 && data[0] != 0 && data[1] == 0 && data[3] == 0:
		return decodeUTF16(data, binary.LittleEndian), "the text is UTF-16 (little endian), wanted ASCII", 0
	case len(data) >= 4 && data[0] == 0 && data[1] != 0 && data[2] == 0:
		return decodeUTF16(data, binary.BigEndian), "the text is UTF-16 (big endian), wanted ASCII", 0
	}
	at = bytes.IndexByte(data, 0)
	if at < 0 {
		return nil, "", 0
	}
	text = bytes.ReplaceAll(data, []byte{0}, nil)
	if !bytes.Contains(text, []byte("-----")) {
		return nil, "", 0 // binary, not text with a second encoding behind it
	}
	text = bytes.ReplaceAll(text, []byte("\xff\xfe"), nil)
	return text, "the text has NUL bytes, as when UTF-16 is appended to a plain file", bytes.LastIndexByte(data[:at], '\n') + 1
}

// decodeUTF16 never returns nil: what is no character becomes the replacement character.
func decodeUTF16(data []byte, order binary.ByteOrder) []byte {
	units := make([]uint16, 0, (len(data)+1)/2)
	for ; len(data) > 1; data = data[2:] {
		units = append(units, order.Uint16(data))
	}
	if len(data) > 0 { // half a unit
		units = append(units, utf8.RuneError)
	}
	return []byte(string(utf16.Decode(units)))
}

// windows1252 has the characters of the bytes 0x80 to 0x9f, a space where there is none. All others are those of Latin-1, and
// thereby of Unicode.
const windows1252 = "€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ"

// decodeWindows1252 turns every byte into a character; those that stand for none become the replacement character.
func decodeWindows1252(data []byte) []byte {
	high := []rune(windows1252)
	out := make([]byte, 0, len(data)+len(data)/8)
	for _, b := range data {
		r := rune(b)
		if b >= 0x80 && b <= 0x9f {
			if r = high[b-0x80]; r == ' ' {
				r = utf8.RuneError
			}
		}
		out = utf8.AppendRune(out, r)
	}
	return out
}

// firstEscape finds an escaped line break at the end of a boundary, where it cannot be anything else; -1: none.
func firstEscape(raw []byte) int {
	for from := 0; ; {
		i := bytes.IndexByte(raw[from:], '\\')
		if i < 0 {
			return -1
		}
		i += from
		c, n := unit(raw[i:])
		if (c == '\n' || c == '\r') && n > 1 && i > 0 && raw[i-1] == '-' {
			return i
		}
		from = i + n
	}
}

func unescape(raw []byte) []byte {
	text := make([]byte, 0, len(raw))
	for i := 0; i < len(raw); {
		c, n := unit(raw[i:])
		text = append(text, c)
		i += n
	}
	return text
}

// maxBackslashes bounds how often a text may have been escaped over and over: three times make eight of one.
const maxBackslashes = 8

// unit reads one byte of escaped text: what it stands for, and how many bytes it takes (at least one).
func unit(s []byte) (c byte, n int) {
	for n < len(s) && n < maxBackslashes && s[n] == '\\' {
		n++
	}
	if n == 0 || n == len(s) {
		return s[0], 1
	}
	switch s[n] {
	case 'n', '\n':
		return '\n', n + 1
	case 'r', '\r':
		return '\r', n + 1
	case 't':
		return '\t', n + 1
	case '/', '"', '\'':
		return s[n], n + 1
	case 'u':
		if c, ok := hexByte(s[n+1:]); ok {
			return c, n + 5
		}
	}
	return s[0], 1
}

// hexByte reads the four digits of a \u escape below 0x80; base64 needs + / = and no more.
func hexByte(s []byte) (byte, bool) {
	if len(s) < 4 || s[0] != '0' || s[1] != '0' || s[2] > '7' {
		return 0, false
	}
	hi, lo := bytes.IndexByte([]byte("01234567"), s[2]), bytes.IndexByte([]byte("0123456789abcdef"), s[3]|0x20)
	if s[3] <= '9' {
		lo = bytes.IndexByte([]byte("0123456789"), s[3])
	}
	return byte(hi<<4 | lo), hi >= 0 && lo >= 0
}

// origin gives the offset in raw of an offset in text.
func (s *source) origin(off int) int {
	if !s.escaped {
		return off
	}
	if off < s.seen.text {
		s.seen.text, s.seen.raw = 0, 0
	}
	for ; s.seen.text < off && s.seen.raw < len(s.raw); s.seen.text++ {
		_, n := unit(s.raw[s.seen.raw:])
		s.seen.raw += n
	}
	return s.seen.raw
}

// place is where something stands that begins at an offset in the text. At the beginning of a line it is the whole line.
func (s *source) place(off int) lint.Location {
	at := s.spot(off)
	if at.Column == 1 {
		at.Column = 0
	}
	return at
}

// spot is the line and column of an offset in the text.
func (s *source) spot(off int) lint.Location { return s.spotRaw(s.origin(off)) }

// spotRaw is the line and column of an offset in raw. It goes on from the place asked for last, so that asking for all
// places in order takes one walk over the input.
func (s *source) spotRaw(off int) lint.Location {
	off = min(off, len(s.raw))
	if off < s.lines.off {
		s.lines.off, s.lines.line, s.lines.start = 0, 0, 0
	}
	for i := s.lines.off; i < off; {
		n := bytes.IndexAny(s.raw[i:off], "\r\n")
		if n < 0 {
			break
		}
		i += n + 1
		if s.raw[i-1] == '\n' || i == len(s.raw) || s.raw[i] != '\n' {
			s.lines.line, s.lines.start = s.lines.line+1, i
		}
	}
	s.lines.off = off
	return lint.Location{File: s.file, Line: s.lines.line + 1, Column: off - s.lines.start + 1}
}

// line is the number of the line of an offset in the text. Any order of offsets costs one walk over the input.
func (s *source) line(off int) int {
	if s.starts == nil {
		s.starts = s.lineStarts()
	}
	return sort.SearchInts(s.starts, off+1)
}

func (s *source) lineStarts() []int {
	starts := []int{0}
	for text, raw := 0, 0; raw < len(s.raw); text++ {
		n := 1
		if s.escaped {
			_, n = unit(s.raw[raw:])
		}
		for _, c := range s.raw[raw : raw+n] {
			raw++
			if c == '\n' || c == '\r' && (raw == len(s.raw) || s.raw[raw] != '\n') {
				starts = append(starts, text+1)
			}
		}
	}
	return starts
}

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
