package bundle

import (
	"bytes"
	"encoding/base64"

	"qwac/pkg/ber"
)

// maxNested bounds how often a PEM file may stand encoded in another: thrice is the most that anybody did.
const maxNested = 5

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

// isElements tells whether data are elements of known kinds one after the other, and nothing else.
func isElements(data []byte) bool {
	for len(data) > 0 {
		e, rest, ok := ber.ReadElement(data)
		if !ok || ber.KindOf(e) == ber.UnknownKind {
			return false
		}
		if data = rest; len(data) == 0 {
			return true
		}
	}
	return false
}

// decodeJoined decodes pieces of base64 that were put together, each with its own padding, whatever line breaks and
// blanks are among them. The pieces must be whole elements of known kinds, so nothing is lost. Nil: that is not so.
func decodeJoined(text []byte) (data []byte) {
	chars := removeLineEnds(removeBlanks(text))
	for len(chars) > 0 {
		n := bytes.IndexByte(chars, '=')
		if n < 0 {
			n = len(chars)
		}
		piece := decodeRaw(chars[:n])
		if !isElements(piece) {
			return nil
		}
		data, chars = append(data, piece...), bytes.TrimLeft(chars[n:], "=")
	}
	return data
}

func removeLineEnds(text []byte) []byte {
	return bytes.ReplaceAll(bytes.ReplaceAll(text, []byte("\n"), nil), []byte("\r"), nil)
}

// decodeAny decodes base64 of either alphabet (RFC 4648, sections 4 and 5), with padding or without, whatever line
// breaks and tabs are in it. Blanks stand for + if that makes it whole. Nil: it is no base64, or is empty.
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
