package bundle

import (
	"bytes"
	"encoding/base64"

	"qwac/pkg/ber"
	"qwac/pkg/lint"
)

// maxNested bounds how often a PEM file may stand encoded in another: thrice is the most that anybody did.
const maxNested = 5

// nested reads what stood encoded in the input at a place: text, or DER.
func (r *reader) nested(data []byte, at lint.Location) {
	if r.depth == maxNested {
		r.faults.add("pem-bad-base64", at, "the text is encoded over and over; it was not read to its end")
		return
	}
	before := r.inside
	r.depth, r.inside = r.depth+1, &at
	switch {
	case isEmpty(data):
		r.faults.add("pem-empty", at, "what is encoded here is empty")
	case isBinary(data):
		r.contents(data, at, certificateClass)
	default:
		r.text(data)
	}
	r.depth, r.inside = r.depth-1, before
}

// twice reads a PEM file, or base64, that stands as base64 in the input.
func (r *reader) twice(data []byte, at lint.Location) {
	f := r.faults.add("pem-encoded-twice", at, "the base64 holds a PEM file, or base64 again: it is encoded twice; wanted the file itself")
	f.Hint = "Decode it once: base64 -d. `qwac payload` does it."
	r.nested(data, at)
}

// isEncoded tells whether data that came out of base64 are a PEM file, or base64 again, rather than DER.
func isEncoded(data []byte, depth int) bool {
	if len(data) == 0 || data[0] == ber.TagSequence {
		return false
	}
	if bytes.IndexByte(data, 0) >= 0 {
		data = bytes.ReplaceAll(data, []byte{0}, nil) // UTF-16
	}
	if bytes.Contains(data, []byte("-----BEGIN")) {
		return true
	}
	inner := decodeAny(data)
	return inner != nil && depth > 0 && (isElement(inner) || isEncoded(inner, depth-1))
}

// isElement tells whether data are one element of a known kind, and nothing else.
func isElement(data []byte) bool {
	e, rest, ok := ber.ReadElement(data)
	return ok && len(rest) == 0 && ber.KindOf(e) != ber.UnknownKind
}

// decodeAny decodes base64 of either alphabet (RFC 4648, sections 4 and 5), with padding or without, whatever line breaks and tabs are
// in it. Blanks stand for + if that makes it whole. Nil: it is no base64, or is empty.
func decodeAny(text []byte) []byte {
	chars := make([]byte, 0, len(text))
	blank := false
	for _, c := range bytes.TrimRight(bytes.TrimSpace(text), "=") {
		switch c {
		case '\n', '\r', '\t':
			continue
		case '-':
			c = '+'
		case '_':
			c = '/'
		case ' ':
			blank = true
		}
		chars = append(chars, c)
	}
	if blank {
		if data := decodeRaw(bytes.ReplaceAll(chars, []byte(" "), []byte("+"))); isElement(data) {
			return data
		}
		chars = bytes.ReplaceAll(chars, []byte(" "), nil)
	}
	return decodeRaw(chars)
}

func decodeRaw(chars []byte) []byte {
	data := make([]byte, base64.RawStdEncoding.DecodedLen(len(chars)))
	n, err := base64.RawStdEncoding.Decode(data, chars)
	if err != nil || n == 0 {
		return nil
	}
	return data[:n]
}

// encodedBegin is what the base64 of a PEM file begins with.
const encodedBegin = "LS0tLS1CRUdJTi"

// encodedFiles finds PEM files as base64 in a text without any boundary, as in a secret of Kubernetes.
func (s *scanner) encodedFiles() (found bool) {
	t := s.src.text
	for off := 0; ; {
		i := bytes.Index(t[off:], []byte(encodedBegin))
		if i < 0 {
			return found
		}
		start := off + i
		off = start + base64Run(t[start:])
		data := decodeAny(t[start:off])
		if data == nil {
			s.cause("pem-bad-base64", start, "the base64 of a PEM file is damaged or cut off")
		} else if !s.emit(block{class: encodedClass, at: start, data: data}) {
			return true
		}
		found = true
	}
}

// base64Run is how long the base64 is that t begins with, with the further lines that hold nothing else.
func base64Run(t []byte) int {
	n := 0
	for n < len(t) && (isBase64Char(t[n]) || t[n] == '=') {
		n++
	}
	for n < len(t) && (t[n] == '\n' || t[n] == '\r') {
		line, rest, _ := cutLine(t[n:])
		if len(line) == 0 {
			line, rest, _ = cutLine(rest)
		}
		if isBlank(line) || !isBase64(line) {
			break
		}
		n = len(t) - len(rest)
		if len(rest) > 0 {
			n-- // the line break is looked at again
		}
	}
	return n
}
