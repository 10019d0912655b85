package bundle

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"sort"
	"unicode/utf16"
	"unicode/utf8"

	"qwac/pkg/ber"
	"qwac/pkg/lint"
	"qwac/pkg/unwrap"
)

// source is a text as it is scanned, and the way back to the lines and columns that an editor shows.
type source struct {
	file    string
	raw     []byte // UTF-8; its lines and columns are reported
	text    []byte // raw, or raw without escapes
	escaped bool
	cr      bool           // there is a CR in the text
	inside  *lint.Location // where all of it stands when it was encoded inside another text; nil: it was not

	from   []int32                        // offsets in raw of the bytes of text; nil: they are the same
	lines  struct{ off, line, start int } // where spotRaw stands: lines before off, and where its line starts
	starts []int                          // offsets at which the lines of raw start; nil: not worked out yet
}

// maxLayers bounds how often a text may have been encoded over and over.
const maxLayers = 4

// newSource brings the data to UTF-8 and takes escapes away. What was in the way of a plain reader goes to the faults.
func newSource(file string, data []byte, inside *lint.Location, faults *faultList) *source {
	s := &source{file: file, raw: data, inside: inside}
	if text, what, at := fromUTF16(data); text != nil {
		s.raw = text
		faults.add(&pemInputUTF16, s.place(at), what)
	} else if !utf8.Valid(data) {
		s.raw = ber.DecodeWindows1252(data) // what is not UTF-8 is most likely the one-byte code of Windows
	}
	s.text = s.raw
	if at := unwrap.FullWidth(s.raw); at >= 0 {
		faults.add(&pemBadBoundary, s.spot(at), "the characters are full-width, as East Asian input writes them "+
			"(\uff22 for B), want ASCII").Hint =
			"Export the certificate again, or write the characters in ASCII."
		s.decode(unwrap.Narrow)
	}
	for range maxLayers {
		if at := firstEscape(s.text); at >= 0 {
			faults.add(&PEMEscapedNewlines, s.spot(at),
				"line breaks are written as a backslash and a letter, as inside a JSON string")
			s.decode(unit)
		} else if at, plus := firstPercent(s.text); at >= 0 {
			faults.add(&pemURLEncoded, s.spot(at),
				"the text is URL-encoded (%20, %0A, %2B), as in a form or an HTTP header; want the text itself")
			s.decode(percentUnit(plus))
		} else if at, unit := unwrap.Dashes(s.text); at >= 0 {
			faults.add(&pemURLEncoded, s.spot(at), unwrap.AsInPage)
			s.decode(unit)
		} else {
			break
		}
	}
	s.cr = bytes.IndexByte(s.text, '\r') >= 0
	return s
}

// decode takes one layer of escapes away. A unit is one byte and how many bytes it is written with.
func (s *source) decode(unit func([]byte) (byte, int)) {
	text, from := make([]byte, 0, len(s.text)), make([]int32, 0, len(s.text))
	for i := 0; i < len(s.text); {
		c, n := unit(s.text[i:])
		text, from = append(text, c), append(from, int32(s.origin(i)))
		i += n
	}
	s.text, s.from, s.escaped = text, from, true
}

// fromUTF16 returns the text of data that is UTF-16 or UTF-32, or has pieces of it (PowerShell appends UTF-16 to any
// file), and the offset in the text where it begins; nil: there is none.
func fromUTF16(data []byte) (text []byte, what string, at int) {
	if text, what := ber.FromUTF32(data); text != nil {
		return text, what, 0
	}
	switch {
	case bytes.HasPrefix(data, []byte("\xff\xfe")) && bytes.Contains(data, []byte("-----BEGIN")):
		i := bytes.Index(data, []byte("-----BEGIN"))
		return append(decodeUTF16(data[2:i], binary.LittleEndian), withoutNUL(data[i:])...),
			"the text is UTF-16 at its beginning and plain behind, as when a plain file is appended; want ASCII", 0
	case bytes.HasPrefix(data, []byte("\xff\xfe")):
		return decodeUTF16(data[2:],
			binary.LittleEndian), "the text is UTF-16 (little endian, with byte order mark), want ASCII", 0
	case bytes.HasPrefix(data, []byte("\xfe\xff")):
		return decodeUTF16(data[2:],
			binary.BigEndian), "the text is UTF-16 (big endian, with byte order mark), want ASCII", 0
	case len(data) >= 4 && data[0] != 0 && data[1] == 0 && data[3] == 0:
		return decodeUTF16(data, binary.LittleEndian), "the text is UTF-16 (little endian), want ASCII", 0
	case len(data) >= 4 && data[0] == 0 && data[1] != 0 && data[2] == 0:
		return decodeUTF16(data, binary.BigEndian), "the text is UTF-16 (big endian), want ASCII", 0
	}
	at = bytes.IndexByte(bytes.TrimRight(data, fileEnds), 0)
	if at < 0 {
		return nil, "", 0
	}
	text = withoutNUL(data)
	if !bytes.Contains(text, []byte("-----")) {
		return nil, "", 0 // binary, not text with a second encoding behind it
	}
	return text, "the text has NUL bytes, as when UTF-16 is appended to a plain file", bytes.LastIndexByte(data[:at],
		'\n') + 1
}

// withoutNUL makes plain text of UTF-16 in ASCII letters, and leaves what is plain.
func withoutNUL(data []byte) []byte {
	return bytes.ReplaceAll(bytes.ReplaceAll(data, []byte{0}, nil), []byte("\xff\xfe"), nil)
}

// UTF8 is the text without its byte order mark, and in UTF-8 if it was UTF-16. Of any other text it is the text itself.
func UTF8(data []byte) []byte {
	if text, _, _ := fromUTF16(data); text != nil {
		return text
	}
	return bytes.TrimPrefix(data, utf8BOM)
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

// firstEscape finds an escaped line break at the end of a boundary, or an escaped hyphen before its word, where they
// cannot be anything else; -1: none.
func firstEscape(raw []byte) int {
	for from := 0; ; {
		i := bytes.IndexByte(raw[from:], '\\')
		if i < 0 {
			return -1
		}
		i += from
		c, n := unit(raw[i:])
		if (c == '\n' || c == '\r') && n > 1 && i > 0 && raw[i-1] == '-' ||
			c == '-' && n > 1 && bytes.HasPrefix(raw[i+n:], []byte("BEGIN")) {
			return i
		}
		from = i + n
	}
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
	case '/', '"', '\'', '=', ':', '#', '!': // the last four in properties of Java
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

// firstPercent finds where a PEM file, or its base64 alone, was URL-encoded; -1: it was not. With plus a blank is
// written as +.
func firstPercent(text []byte) (at int, plus bool) {
	if i := bytes.Index(text, []byte("BEGIN+")); i >= 0 {
		return i + len("BEGIN"), true
	}
	percent := bytes.IndexByte(text, '%')
	if percent < 0 {
		return -1, false
	}
	for _, before := range []string{"BEGIN", "-----"} {
		for off := 0; ; {
			i := bytes.Index(text[off:], []byte(before+"%"))
			if i < 0 {
				break
			}
			off += i + len(before)
			if _, ok := hexPair(text[off:]); ok {
				return off, false
			}
		}
	}
	if isPercentBase64(bytes.TrimSpace(text)) {
		return percent, false
	}
	return -1, false
}

// isPercentBase64 tells URL-encoded base64 of a certificate or a PEM file by its first letters, and that there is
// nothing else.
func isPercentBase64(text []byte) bool {
	begins := bytes.HasPrefix(text, []byte("MI")) || bytes.HasPrefix(text, []byte("LS0t")) ||
		bytes.HasPrefix(text, []byte("%2D%2D"))
	return begins && !bytes.ContainsFunc(text, func(r rune) bool {
		return r >= utf8.RuneSelf || !unwrap.IsBase64Char(byte(r)) && bytes.IndexByte([]byte("%=-_ \r\n"), byte(r)) < 0
	})
}

// percentUnit reads one byte of URL-encoded text.
func percentUnit(plus bool) func([]byte) (byte, int) {
	return func(s []byte) (byte, int) {
		if c, ok := hexPair(s); ok {
			return c, 3
		}
		if plus && s[0] == '+' {
			return ' ', 1
		}
		return s[0], 1
	}
}

// hexPair reads % and two digits.
func hexPair(s []byte) (byte, bool) {
	if len(s) < 3 || s[0] != '%' {
		return 0, false
	}
	var c [1]byte
	_, err := hex.Decode(c[:], s[1:3])
	return c[0], err == nil
}

// origin gives the offset in raw of an offset in text.
func (s *source) origin(off int) int {
	switch {
	case s.from == nil:
		return off
	case off < len(s.from):
		return int(s.from[off])
	}
	return len(s.raw)
}

// place is where something stands that begins at an offset in the text. At the beginning of a line it is the whole
// line.
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
	if s.inside != nil {
		return *s.inside
	}
	off = min(off, len(s.raw))
	if off < s.lines.off {
		s.lines.off, s.lines.line, s.lines.start = 0, 0, 0
	}
	s.passLines(off)
	return lint.Location{File: s.file, Line: s.lines.line + 1, Column: off - s.lines.start + 1}
}

// passLines goes on to an offset in raw.
func (s *source) passLines(off int) {
	passed := s.raw[s.lines.off:off]
	if bytes.IndexByte(passed, '\r') < 0 {
		if n := bytes.Count(passed, []byte("\n")); n > 0 {
			s.lines.line += n
			s.lines.start = s.lines.off + bytes.LastIndexByte(passed, '\n') + 1
		}
		s.lines.off = off
		return
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
}

// line is the number of the line of an offset in the text. Any order of offsets costs one walk over the input.
func (s *source) line(off int) int {
	if s.inside != nil {
		return s.inside.Line
	}
	if s.starts == nil {
		s.starts = lineStarts(s.raw)
	}
	return sort.SearchInts(s.starts, s.origin(off)+1)
}

func lineStarts(raw []byte) []int {
	starts := []int{0}
	for i, c := range raw {
		if c == '\n' || c == '\r' && (i+1 == len(raw) || raw[i+1] != '\n') {
			starts = append(starts, i+1)
		}
	}
	return starts
}
