package bundle

import (
	"bytes"

	"qwac/pkg/ber"
	"qwac/pkg/foreign"
	"qwac/pkg/unwrap"
)

// encodedBegin is what the base64 of a PEM file begins with.
const encodedBegin = "LS0tLS1CRUdJTi"

// encodedFiles finds PEM files, certificates and containers as base64 in a text without any boundary, as in a secret of
// Kubernetes or a mail.
func (s *scanner) encodedFiles() {
	t := s.src.text
	for off := 0; off < len(t); {
		start := unwrap.NextWord(t, off)
		off = start
		for off < len(t) && unwrap.IsBase64Char(t[off]) {
			off++
		}
		word := t[start:off]
		switch {
		case len(word) < foreign.EnoughBase64:
			continue
		case bytes.HasPrefix(word, []byte("MI")):
			next, goOn := s.encodedElement(start)
			if !goOn {
				return
			}
			off = max(off, next)
			continue
		case foreign.InBase64(word) != nil:
			data := foreign.Begin(word)
			if off = start + base64Run(t[start:]); !s.emit(block{class: certificateClass, at: start, data: data}) {
				return
			}
			continue
		}
		end, goOn := s.encodedFile(start)
		if !goOn {
			return
		}
		off = max(off, end)
	}
}

// encodedFile reads the PEM file whose base64 begins here, and says where it ends; where there is none, that is start.
// What was looked into in vain is not looked into again.
func (s *scanner) encodedFile(start int) (end int, goOn bool) {
	if start < s.vain {
		return start, true
	}
	t := s.src.text
	end = start + base64Run(t[start:])
	data := decodeAny(t[start:end])
	switch {
	case bytes.Contains(data, []byte("-----BEGIN")):
		return end, s.emit(block{class: encodedClass, at: start, data: data})
	case data == nil && bytes.HasPrefix(t[start:], []byte(encodedBegin)):
		s.cause(&PEMBadBase64, start, "the base64 of a PEM file is damaged or cut off")
		return end, true
	}
	s.vain = end
	return start, true
}

// encodedElement reads the element whose base64 begins here, and says where it ends. Keys are left to [scanner.lost].
func (s *scanner) encodedElement(start int) (end int, goOn bool) {
	header, _ := decodeStart(s.src.text[start:], 8)
	size := ber.Announced(header)
	if size == 0 || size > maxBytes || s.tries == maxTries {
		return start, true
	}
	data, ok := decodeStart(s.src.text[start:], charsOf(size))
	e, _, whole := ber.ReadElement(data)
	if !ok || !whole || ber.KindOf(e) == ber.UnknownKind {
		s.tries++ // what is read in vain is bounded
		return start, true
	}
	if ber.KindOf(e) == ber.PrivateKind {
		return start + base64Run(s.src.text[start:]), true
	}
	end = start + unwrap.EncodedSize(s.src.text[start:], charsOf(size))
	if all, after := s.further(start, end); all != nil {
		data, end = all, after
	} else {
		data = e.Full
	}
	s.fault(&pemBadBoundary, start, missingAround)
	return end, s.emit(block{class: certificateClass, label: certificateLabel, at: start, data: data})
}

const missingAround = "the BEGIN and END lines are missing around the base64"

// further reads all elements that were put together before they were written as base64, of which the first ends at end;
// nil: there is one alone. What cannot be read is named.
func (s *scanner) further(start, end int) (data []byte, after int) {
	t := s.src.text
	if end == len(t) || !unwrap.IsBase64Char(t[end]) {
		return nil, 0 // as nearly always
	}
	after = start + base64Run(t[start:])
	if data = decodeAny(t[start:after]); isElements(data) {
		return data, after
	}
	s.cause(&PEMBadBase64, end, "base64 goes on behind the end of a certificate, and cannot be read")
	return nil, 0
}

// base64Run is how long the base64 is that t begins with, with the further lines that hold nothing else.
func base64Run(t []byte) int {
	n := 0
	for n < len(t) && unwrap.IsBase64Char(t[n]) {
		n++
	}
	for n < len(t) && t[n] == '=' {
		n++
	}
	for n < len(t) && (t[n] == '\n' || t[n] == '\r') && n > 0 && t[n-1] != '=' { // which is its end
		line, rest, _ := unwrap.CutLine(t[n:])
		if len(line) == 0 {
			line, rest, _ = unwrap.CutLine(rest)
		}
		if unwrap.IsBlank(line) || !unwrap.IsBase64(line) ||
			bytes.IndexByte(bytes.TrimRight(line, "="+unwrap.Blanks), '=') >= 0 {
			break
		}
		n = len(t) - len(rest)
		if len(rest) > 0 {
			n-- // the line break is looked at again
		}
	}
	return n
}
