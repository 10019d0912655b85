package bundle

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"unicode"
	"unicode/utf8"

	"qwac/pkg/ber"
	"qwac/pkg/foreign"
	"qwac/pkg/unwrap"
)

// lineLength is how long RFC 7468, section 2, makes the lines.
const lineLength = 64

// read returns the bytes of the body; nil: it cannot be decoded, and a fault says why.
func (r *bodyReader) read() []byte {
	data := r.plain()
	if n := ber.Announced(data); n > 0 && n < len(data) {
		if whole := r.amongOthers(r.s.src.text[r.start:r.end]); whole != nil {
			return whole
		}
	}
	if data == nil {
		data = r.plusRestored()
	}
	if data == nil {
		data = r.unwrapped()
	}
	if data == nil {
		data = r.joined()
	}
	if data == nil {
		data = r.tolerant()
	}
	if what := r.oneCase(data); what != "" {
		r.lost(r.start, what)
		return nil
	}
	if n := ber.Announced(data); n > len(data) {
		r.lost(r.end,
			fmt.Sprintf("the block holds %d bytes and its first bytes announce %d: lines are missing", len(data), n))
		return nil
	}
	return data
}

// oneCase says that the letters of a body went through a program that writes all of them small or capital; empty: they
// did not.
func (r *bodyReader) oneCase(data []byte) string {
	e, _, _ := ber.ReadElement(data)
	if len(data) < foreign.EnoughBase64 || len(e.Content) > 0 && e.Content[0] == ber.TagSequence { // as nearly always
		return ""
	}
	body := r.s.src.text[r.start:r.end]
	switch {
	case !bytes.ContainsFunc(body, unicode.IsUpper):
		return "all letters of the base64 are small: the capital ones were changed, and cannot be told from the others"
	case !bytes.ContainsFunc(body, unicode.IsLower):
		return "all letters of the base64 are capital: the small ones were changed, and cannot be told from the others"
	}
	return ""
}

// plain decodes a body as encoding/pem does; nil: it is not what RFC 7468 wants and needs a closer look.
func (r *bodyReader) plain() []byte {
	body := r.s.src.text[r.start:r.end]
	if !r.opened || !r.closed || !bytes.HasPrefix(body, []byte("\n")) && !bytes.HasPrefix(body, []byte("\r\n")) ||
		body[len(body)-1] != '\n' {
		return nil
	}
	data := make([]byte, base64.StdEncoding.DecodedLen(len(body)))
	n, err := base64.StdEncoding.Decode(data, body)
	if err != nil || n == 0 {
		return nil
	}
	for off := r.start; len(body) > 0; {
		i := bytes.IndexByte(body, '\n') + 1
		if i > lineLength+1 && len(bytes.TrimRight(body[:i], "\r\n")) > lineLength {
			r.longLine(off)
			break
		}
		off, body = off+i, body[i:]
	}
	return data[:n]
}

func (r *bodyReader) longLine(off int) {
	r.fault(&pemLineLength, off, fmt.Sprintf("a line is longer than %d characters", lineLength))
}

// joined decodes a body that is that of several blocks; nil: it is not. Who takes the elements apart tells of those
// behind the first.
func (r *bodyReader) joined() []byte {
	body := r.s.src.text[r.start:r.end]
	padding := bytes.IndexByte(body, '=')
	if padding < 0 || len(bytes.TrimLeft(body[padding:], "="+unwrap.Blanks+"\r\n")) == 0 {
		return nil
	}
	return decodeJoined(body)
}

// tolerant decodes a body line by line.
func (r *bodyReader) tolerant() []byte {
	r.last = r.start
	first := r.opened
	for off := r.start; off < r.end; first = false {
		line, rest, more := unwrap.CutLine(r.s.src.text[off:r.end])
		if !r.line(off, line, first, r.closed && !more) {
			return nil
		}
		off = r.end - len(rest)
	}
	return r.decode()
}

// line takes one line; first and last say that it shares its line with a boundary. False: it is not base64.
func (r *bodyReader) line(off int, line []byte, first, last bool) bool {
	text := bytes.TrimPrefix(line, r.s.prefix)
	off += len(line) - len(text)
	text = unwrap.TrimRight(text)
	r.oddBlanks(off, line)
	switch {
	case len(text) == 0 || first && unwrap.IsBlank(text):
		if last && !first && len(line) > len(r.s.prefix) {
			r.fault(&PEMIndented, off, "blanks stand before the END line")
		}
		r.headers = r.headers && first
		return true
	case first && !unwrap.IsBase64(unwrap.RemoveBlanks(text)):
		r.fault(&pemBadBoundary, off, "text stands behind the BEGIN boundary on its line")
		return true
	case first || last:
		r.shared(off)
	case r.header(off, text):
		return true
	}
	return r.data(off, text)
}

// oddBlanks notes blanks that are not blanks to other readers.
func (r *bodyReader) oddBlanks(off int, line []byte) {
	if i := bytes.IndexAny(line, unwrap.OddBlanks); i >= 0 {
		r.fault(&PEMIndented, off+i, oddBlanksFault)
	}
}

// header tells whether a line is an RFC 1421 header or goes on one.
func (r *bodyReader) header(off int, text []byte) bool {
	if len(r.chars) > 0 {
		return false
	}
	if isHeader(text) {
		if !r.headers {
			r.fault(&pemRFC1421Headers, off, "headers stand between the BEGIN line and the base64")
		}
		r.headers = true
		return true
	}
	return r.headers && unwrap.BlanksAt(text) > 0
}

// data takes the base64 of a line.
func (r *bodyReader) data(off int, text []byte) bool {
	lead := unwrap.BlanksAt(text)
	if lead > 0 && !r.oneLine {
		r.fault(&PEMIndented, off, "blanks stand before a line of base64")
	}
	for i := lead; i < len(text); {
		if n := unwrap.BlankSize(text[i:]); n > 0 {
			i += n // encoding/pem passes over them, too
			continue
		}
		if !r.char(off+i, text[i:]) {
			return false
		}
		i++
	}
	if r.last = off + len(text); len(text)-lead > lineLength && !r.oneLine {
		r.longLine(off)
	}
	return true
}

// char takes one character of base64.
func (r *bodyReader) char(off int, text []byte) bool {
	c := text[0]
	switch {
	case bytes.HasPrefix(text, []byte("<<<<<<<")), bytes.HasPrefix(text, []byte(">>>>>>>")),
		bytes.HasPrefix(text, []byte("=======")):
		r.bad(off, "the marks of a merge conflict stand in the block; want it resolved")
		return false
	case c == '=':
		r.padded = true
	case bytes.HasPrefix(text, []byte("...")), bytes.HasPrefix(text, []byte("…")):
		r.bad(off, "dots stand for a part of the base64 that was left out")
		return false
	case !unwrap.IsBase64Char(c):
		r.bad(off, fmt.Sprintf("%s is not a character of base64", describeRune(text)))
		return false
	case r.padded:
		r.bad(off, "base64 goes on behind the padding =")
		return false
	}
	r.chars = append(r.chars, c)
	return true
}

func describeRune(text []byte) string {
	c := bytes.Runes(text[:min(4, len(text))])[0]
	if c >= utf8.RuneSelf {
		return fmt.Sprintf("%q (%U)", c, c) // it may look like one that is
	}
	return fmt.Sprintf("%q", c)
}

func (r *bodyReader) decode() []byte {
	switch n := len(r.chars); {
	case n == 0:
		r.lost(r.start, "the block is empty")
		return nil
	case n%4 != 0:
		r.bad(r.last, fmt.Sprintf("the block has %d characters of base64, not a multiple of 4: some are missing, or "+
			"the padding = is", n))
		return nil
	}
	data := make([]byte, base64.StdEncoding.DecodedLen(len(r.chars)))
	n, err := base64.StdEncoding.Decode(data, r.chars)
	if err != nil {
		r.bad(r.last, "the padding = is wrong")
		return nil
	}
	return data[:n]
}

// bad notes what is wrong with the base64, to the column.
func (r *bodyReader) bad(off int, cause string) {
	switch {
	case !r.report:
	case r.s.faults.has(&PEMBadBase64):
		r.s.cause(&PEMBadBase64, off, cause)
	default:
		r.s.faults.addCause(&PEMBadBase64, r.s.src.spot(off), cause, "")
	}
}

// lost notes that a body is not all there.
func (r *bodyReader) lost(off int, cause string) {
	if r.report {
		r.s.cause(&PEMBadBase64, off, cause)
	}
}
