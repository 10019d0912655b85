package bundle

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"unicode"
	"unicode/utf8"

	"qwac/pkg/ber"
	"qwac/pkg/foreign"
	"qwac/pkg/lint"
	"qwac/pkg/unwrap"
)

// lineLength is how long RFC 7468, section 2, makes the lines.
const lineLength = 64

// bodyReader decodes what stands between two boundaries.
type bodyReader struct {
	s              *scanner
	start, end     int
	opened, closed bool // a BEGIN boundary is at start, an END boundary is at end
	report         bool // name faults

	chars   []byte // base64 without blanks
	last    int    // offset behind the last of chars
	padded  bool   // = was seen
	oneLine bool   // the body shares a line with a boundary
	headers bool   // among RFC 1421 headers
}

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

// shared notes that body and boundary stand on one line.
func (r *bodyReader) shared(off int) {
	if !r.oneLine {
		r.fault(&pemNoLineBreaks, off, "base64 is on the same line as a boundary, want a line break")
	}
	r.oneLine = true
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

func (r *bodyReader) fault(rule *lint.Meta, off int, detail string) {
	if r.report {
		r.s.fault(rule, off, detail)
	}
}

// plusRestored decodes a body in which blanks stand where + was: a form was decoded that had not been encoded. What
// comes out must be one element of the length that it says; then nothing can be wrong with it but what a signature
// shows. Nil: that is not so.
func (r *bodyReader) plusRestored() []byte {
	body := r.s.src.text[r.start:r.end]
	at := r.start + bytes.IndexByte(body, ' ')
	if len(r.s.prefix) > 0 { // quoted as in a mail
		body = bytes.ReplaceAll(body, append([]byte("\n"), r.s.prefix...), []byte("\n"))
	}
	if bytes.IndexByte(body, ' ') < 0 || isElement(decodeAny(bytes.ReplaceAll(body, []byte(" "), nil))) {
		return nil // none is missing
	}
	for _, chars := range [][]byte{unwrap.Plus(body, false), unwrap.Plus(body, true), unwrap.PlusInLine(body, 64),
		unwrap.PlusInLine(body, 76)} {
		data := make([]byte, base64.StdEncoding.DecodedLen(len(chars)))
		if n, err := base64.StdEncoding.Decode(data, chars); err == nil && isElement(data[:n]) {
			if r.report || !r.opened && !r.closed {
				r.s.fault(&pemPlusLost, at, plusLost)
			}
			if bytes.IndexByte(bytes.TrimSpace(body), '\n') < 0 {
				r.shared(r.start)
			}
			return data[:n]
		}
	}
	return nil
}

// unwrapped decodes a body whose lines stand in other text, the same for each: the quotes of a program, <br>, a bar,
// the number of the line; or in which + / = are written as in a page, a mail or JSON. What comes out must be one
// element of the length that it says, so nothing can be wrong with it but what a signature shows. Nil: that is not so.
func (r *bodyReader) unwrapped() []byte {
	if !r.opened || !r.closed {
		return nil
	}
	body := r.s.src.text[r.start:r.end]
	unquoted := body
	if len(r.s.prefix) > 0 {
		unquoted = bytes.ReplaceAll(body, append([]byte("\n"), r.s.prefix...), []byte("\n"))
	}
	if isElement(unwrap.Decode(unwrap.RemoveBlanks(unquoted))) {
		return nil // blanks are for the reader of lines
	}
	text := []byte(unwrap.Entities(string(body)))
	entities := len(text) != len(body)
	if bytes.Contains(text, []byte("=3D")) { // quoted-printable (RFC 2045, 6.7); = at the end of a line goes on with it
		text = bytes.ReplaceAll(bytes.ReplaceAll(text, []byte("=\r\n"), nil), []byte("=\n"), nil)
		text, entities = bytes.ReplaceAll(text, []byte("=3D"), []byte("=")), true
	}
	if entities && isElement(unwrap.Decode(unwrap.RemoveBlanks(text))) {
		return r.told(unwrap.Decode(unwrap.RemoveBlanks(text)), "", entities)
	}
	if lines, around := unwrap.Lines(text); isElement(unwrap.Decode(lines)) {
		return r.told(unwrap.Decode(lines), "the same text stands around each line of the base64: "+ber.Quote(around),
			entities)
	}
	if lines := unwrap.Numbered(text); isElement(unwrap.Decode(lines)) {
		return r.told(unwrap.Decode(lines), "each line of the base64 has its number before it", entities)
	}
	for _, lines := range [][]byte{unwrap.Columns(text, r.column()), unwrap.Words(text, false),
		unwrap.Words(text, true)} {
		if data := unwrap.Decode(lines); isElement(data) {
			return r.told(data, "the base64 is a column of a table or a log: other text stands on each line", entities)
		}
	}
	if data := r.amongOthers(unquoted); data != nil {
		return data
	}
	if bytes.ContainsAny(unquoted, "-_") && bytes.ContainsAny(unquoted, "+/") {
		return nil // one alphabet with a damaged character
	}
	if data := decodeAny(unwrap.RemoveBlanks(unquoted)); isElement(data) {
		return r.otherForm(data, unquoted)
	}
	return nil
}

// amongOthers decodes a body with lines among its own that are none of it; nil: that is not so. Headers, and what
// stands behind the BEGIN boundary, are for the reader of lines.
func (r *bodyReader) amongOthers(body []byte) []byte {
	first, rest, _ := unwrap.CutLine(body)
	chars, passed := unwrap.FullLines(rest)
	if !unwrap.IsBlank(first) || passed == nil || isHeader(passed) || bytes.HasPrefix(passed, []byte("<<<<<<<")) {
		return nil
	}
	data := unwrap.Decode(chars)
	if !isElement(data) {
		return nil
	}
	if r.report {
		at := r.start + max(bytes.Index(r.s.src.text[r.start:r.end], passed), 0)
		r.s.faults.add(&PEMIndented, r.s.at(&PEMIndented, at), "a line stands among those of the base64 that is none "+
			"of them").Hint = "Take out this line and others like it, or take the file " +
			"that was there before."
	}
	return data
}

// column is how much stands before the BEGIN boundary on its line, in bytes.
func (r *bodyReader) column() int {
	before := r.s.src.text[max(0, r.start-unwrap.MaxAround-maxLabel):r.start]
	before = before[bytes.LastIndexAny(before, "\r\n")+1:]
	return max(bytes.Index(before, []byte("-----")), 0)
}

// otherForm tells how a body is written that is whole, but neither in the alphabet nor with the padding of RFC 4648,
// section 4.
func (r *bodyReader) otherForm(data, body []byte) []byte {
	what, next := "the padding = at the end of the base64 is missing", "Copy the base64 again, with the = at its end; "+
		"nothing else is missing."
	end := bytes.TrimRight(body, unwrap.Blanks+"\r\n")
	at := r.start + len(end)
	if i := bytes.IndexAny(body, "-_"); i >= 0 {
		at, what, next = r.start+i, urlAlphabet, urlHint
	} else if bytes.HasSuffix(end, []byte("=")) {
		what = "the padding = at the end of the base64 is not what its length asks for"
		next = "Let the number of characters be a multiple of 4, by as many = at the end as that takes; nothing else " +
			"is wrong."
	}
	if r.report {
		r.s.faults.add(&pemURLEncoded, r.s.at(&pemURLEncoded, min(at, r.end)), what).Hint = next
	}
	return data
}

// told names what was taken away.
func (r *bodyReader) told(data []byte, wrap string, entities bool) []byte {
	if !r.report {
		return data
	}
	at := r.start + max(bytes.IndexByte(r.s.src.text[r.start:r.end], 'M'), 0)
	if entities {
		r.s.faults.add(&pemURLEncoded, r.s.at(&pemURLEncoded, at),
			"characters are written as in a page, a URL, a mail or JSON (&#43;, %2B, =3D, \\/); want the text itself")
	}
	if wrap != "" {
		r.s.faults.add(&PEMIndented, r.s.at(&PEMIndented, at), wrap).Hint =
			"Take away what was added to each line, or take the file that was there before."
	}
	return data
}

const plusLost = "the base64 has blanks where + was, as when a form is decoded; with + in their places its length " +
	"is right"
