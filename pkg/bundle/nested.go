package bundle

import (
	"bytes"
)

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
			s.cause(&PEMBadBase64, start, "the base64 of a PEM file is damaged or cut off")
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
