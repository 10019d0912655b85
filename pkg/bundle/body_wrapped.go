package bundle

import (
	"bytes"
	"encoding/base64"

	"qwac/pkg/ber"
	"qwac/pkg/lint"
	"qwac/pkg/unwrap"
)

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
		r.s.faults.add(&pemURLEncoded, r.s.at(&pemURLEncoded, at), unwrap.AsInPage)
	}
	if wrap != "" {
		r.s.faults.add(&PEMIndented, r.s.at(&PEMIndented, at), wrap).Hint =
			"Take away what was added to each line, or take the file that was there before."
	}
	return data
}

const plusLost = "the base64 has blanks where + was, as when a form is decoded; with + in their places its length " +
	"is right"

// shared notes that body and boundary stand on one line.
func (r *bodyReader) shared(off int) {
	if !r.oneLine {
		r.fault(&pemNoLineBreaks, off, "base64 is on the same line as a boundary, want a line break")
	}
	r.oneLine = true
}

func (r *bodyReader) fault(rule *lint.Meta, off int, detail string) {
	if r.report {
		r.s.fault(rule, off, detail)
	}
}
