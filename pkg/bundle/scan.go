package bundle

import (
	"bytes"
	"strings"

	"qwac/pkg/ber"
	"qwac/pkg/lint"
	"qwac/pkg/unwrap"
)

// scan calls emit for each block of a text, in order, until it returns false.
func scan(src *source, faults *faultList, emit func(block) bool) {
	s := &scanner{src: src, faults: faults, emit: emit, first: -1}
	s.fancy = bytes.IndexByte(src.text, 0xe2) >= 0
	switch {
	case !s.blocks():
	case s.first >= 0:
		s.lineEnds()
	default:
		s.bare()
	}
}

// blocks walks over the boundaries; false: stopped before the end.
func (s *scanner) blocks() bool {
	var open *boundary
	for {
		b, ok := s.nextBoundary(s.last)
		if !ok {
			break
		}
		goOn := true
		switch {
		case open != nil && b.begin:
			goOn = s.unterminated(open, b.start)
		case open != nil:
			goOn = s.whole(open, &b)
		case b.begin && b.label == clearSigned:
			s.outside(b.start, true)
			goOn = s.emit(block{class: otherClass, label: b.label, at: b.start})
		case b.begin:
			s.outside(b.start, true)
		default:
			goOn = s.headless(&b)
		}
		if !goOn {
			return false
		}
		open = s.passed(&b)
	}
	if open != nil {
		return s.unterminated(open, len(s.src.text))
	}
	s.outside(len(s.src.text), false)
	return true
}

// passed notes a boundary and returns it when it opens a block.
func (s *scanner) passed(b *boundary) *boundary {
	if b.bad != "" {
		s.fault(&pemBadBoundary, b.start, b.bad)
	}
	if s.first < 0 {
		s.first = b.start
	}
	s.last = b.end
	if b.begin && b.label != clearSigned {
		return b
	}
	return nil
}

// clearSigned begins a text that OpenPGP signs, and has no END line (RFC 9580, section 7).
const clearSigned = "PGP SIGNED MESSAGE"

// whole reads a block that has both boundaries.
func (s *scanner) whole(open, end *boundary) bool {
	b := block{class: classOfPair(open.label, end.label), label: open.label, at: open.start}
	if open.label != end.label {
		s.fault(&pemBadBoundary, end.start, "the labels of the BEGIN line and the END line differ")
	}
	return s.read(b, bodyReader{start: open.end, end: end.start, opened: true, closed: true})
}

// unterminated reads a block without an END line. It ends before the first line that cannot be base64.
func (s *scanner) unterminated(open *boundary, limit int) bool {
	b := block{class: classOf(open.label), label: open.label, at: open.start}
	text := s.src.text[open.end:limit]
	const noEnd = "the block that begins here has no END line"
	if len(bytes.TrimLeft(text, unwrap.Blanks+"\r\n")) == 0 && b.class != keyClass {
		s.fault(&pemBadBoundary, open.start, noEnd)
		return true // the BEGIN line is there twice: nothing is lost
	}
	rest := text
	for headers := true; len(rest) > 0; {
		line, next, _ := unwrap.CutLine(rest)
		line = bytes.TrimPrefix(line, s.prefix)
		if headers = headers && (unwrap.IsBlank(line) || isHeader(line)); !headers && !unwrap.IsBase64(line) {
			break
		}
		rest = next
	}
	f := s.faults.add(&pemBadBoundary, s.at(&pemBadBoundary, open.start), noEnd)
	if size, have := announced(text[:len(text)-len(rest)]); limit == len(s.src.text) && have < size {
		f.Hint = "Copy or download the file again: it ends in the middle of this block."
	}
	goOn := s.read(b, bodyReader{start: open.end, end: limit - len(rest), opened: true})
	s.lost(limit-len(rest), limit)
	return goOn
}

// announced is how many bytes the base64 of a body says that it has, and how many there are.
func announced(body []byte) (size, have int) {
	body = unwrap.RemoveLineEnds(unwrap.RemoveBlanks(body))
	header, _ := decodeStart(body, 8)
	return ber.Announced(header), len(body) / 4 * 3
}

// headless reads a block without a BEGIN line: the lines of base64 before its END line.
func (s *scanner) headless(end *boundary) bool {
	s.fault(&pemBadBoundary, end.start, "the block that ends here has no BEGIN line")
	t, start := s.src.text, end.start
	for start > s.last {
		before := t[s.last : s.last+len(bytes.TrimRight(t[s.last:start], "\r\n"))]
		from := bytes.LastIndexAny(before, "\r\n") + 1
		if unwrap.IsBlank(before[from:]) || !unwrap.IsBase64(before[from:]) {
			break
		}
		start = s.last + from
	}
	s.outside(start, false)
	b := block{class: classOf(end.label), label: end.label, at: start}
	if unwrap.IsBlank(bytes.TrimSpace(s.src.text[start:end.start])) && b.class != keyClass {
		return true // the END line is there twice: nothing is lost
	}
	return s.read(b, bodyReader{start: start, end: end.start, closed: true})
}

// read decodes the body of a block and hands it on. The body of a key is never looked at.
func (s *scanner) read(b block, r bodyReader) bool {
	if b.class != keyClass && b.class != requestClass {
		// misspelt: do not lose it in silence
		r.s, r.report = s, b.class != otherClass || strings.Contains(b.label, "CERT")
		b.data = r.read()
	}
	return s.emit(b)
}

// outside judges the text between the last boundary and end: the rest of the END line, lines of their own, and, when a
// block begins at end, what stands before the BEGIN boundary on its line.
func (s *scanner) outside(end int, begins bool) {
	t, start := s.src.text, s.last
	s.prefix = nil
	if s.first >= 0 || end < len(s.src.text) { // else there is no boundary at all, see bare
		s.lost(start, end)
	}
	if s.first >= 0 {
		line, rest, more := unwrap.CutLine(t[start:end])
		if !more && begins {
			s.sameLine(start, line)
			return
		}
		if !unwrap.IsBlank(line) && !s.src.escaped {
			s.fault(&pemBadBoundary, start, "text stands behind an END line, want a line break")
		}
		if bytes.ContainsAny(line, unwrap.OddBlanks) {
			s.fault(&PEMIndented, start, oddBlanksFault)
		}
		start = end - len(rest)
	}
	if begins {
		begin := end
		end = start + bytes.LastIndexAny(t[start:end], "\r\n") + 1
		s.lead(end, t[end:begin])
	}
	text := bytes.TrimLeft(t[start:end], unwrap.Blanks+"\r\n")
	if len(text) > 0 && !s.src.escaped && (begins || s.first >= 0) {
		what := "there is text outside of the blocks"
		if len(bytes.TrimLeft(text, fileEnds)) == 0 {
			what = "NUL bytes or Ctrl-Z stand outside of the blocks"
		}
		s.fault(&pemExplanatoryText, end-len(text), what)
	}
}

// sameLine judges an END and a BEGIN boundary on one line.
func (s *scanner) sameLine(at int, between []byte) {
	if unwrap.IsBlank(between) {
		s.fault(&PEMGluedBoundaries, at, "an END line is followed by BEGIN without a line break")
	} else if !s.src.escaped {
		s.fault(&pemBadBoundary, at, "text stands between an END and a BEGIN on the same line")
	}
}

// lead judges what stands before a BEGIN boundary on its line. Elsewhere a byte order mark harms no reader.
func (s *scanner) lead(at int, text []byte) {
	if bytes.HasPrefix(text, utf8BOM) {
		s.fault(&pemBOM, at, "a byte order mark stands before BEGIN")
		text = text[len(utf8BOM):]
	}
	switch {
	case len(text) == 0:
	case unwrap.IsBlank(text):
		s.fault(&PEMIndented, at, "blanks stand before the BEGIN line")
	case !s.src.escaped:
		s.prefix = text
		s.fault(&pemBadBoundary, at, "text stands before the BEGIN boundary on its line")
	}
}

// bare takes a text without any boundary that is the base64 of DER and nothing else.
func (s *scanner) bare() {
	s.otherAlphabet(0, len(s.src.text))
	text := s.src.text
	at := len(text) - len(bytes.TrimLeft(text, unwrap.Blanks+"\r\n"))
	r := bodyReader{s: s, start: at, end: len(text)}
	if data := r.read(); len(data) > 0 && (ber.Announced(data) == len(data) || isElements(data)) {
		s.fault(&pemBadBoundary, at, missingAround)
		s.emit(block{class: certificateClass, label: certificateLabel, at: at, data: data})
		return
	} else if isEncoded(data, maxNested) {
		s.emit(block{class: encodedClass, at: at, data: data})
		return
	}
	text = text[at:] // XML may have certificates of anybody
	if !bytes.HasPrefix(text, []byte("<")) || bytes.HasPrefix(text, []byte("<?php")) {
		s.encodedFiles()
	}
	s.lost(0, len(s.src.text))
}

// lineEnds judges the line ends between the first and the last boundary, and the end of the file.
func (s *scanner) lineEnds() {
	t := s.src.text
	if s.src.escaped || s.src.inside != nil {
		return
	}
	if s.src.cr {
		s.lineEndKinds(max(s.first-1, 0), min(s.last+2, len(t)))
	}
	oneLine := s.faults.has(&pemNoLineBreaks) && bytes.IndexByte(t, '\n') < 0
	crOnly := s.faults.has(&PEMCROnly) && t[len(t)-1] == '\r'
	if t[len(t)-1] != '\n' && !oneLine && !crOnly {
		at := s.src.place(len(t))
		at.Column = 0
		s.faults.add(&pemNoFinalNewline, at, "the file does not end with a line break")
	}
}

// lineEndKinds judges the line ends from one offset to another.
func (s *scanner) lineEndKinds(start, end int) {
	t := s.src.text[start:end]
	lf, crlf, cr := -1, -1, -1
	for i, c := range t {
		switch {
		case c == '\n' && (i == 0 || t[i-1] != '\r'):
			lf = firstOf(lf, i)
		case c == '\n':
			crlf = firstOf(crlf, i)
		case c == '\r' && !bytes.HasPrefix(s.src.text[start+i+1:], []byte("\n")): // which may be outside of t
			cr = firstOf(cr, i)
		}
	}
	if cr >= 0 {
		s.wholeLine(&PEMCROnly, start+cr, "lines end with a bare CR")
	}
	if lf >= 0 && crlf >= 0 {
		s.wholeLine(&pemMixedLineEnds, start+max(lf, crlf), "some lines end with LF and some with CRLF")
	}
}

// wholeLine notes a fault of the line that holds an offset.
func (s *scanner) wholeLine(rule *lint.Meta, off int, detail string) {
	at := s.src.spot(off)
	at.Column = 0
	s.faults.add(rule, at, detail)
}
