package bundle

import (
	"bytes"
	"encoding/base64"
)

const plusLost = "blanks stand in the base64 where + was, as when a form is decoded; with + in their places it has the length that it says"

// plusRestored decodes a body in which blanks stand where + was: a form was decoded that had not been encoded. What comes out must be
// one element of the length that it says; then nothing can be wrong with it but what a signature shows. Nil: that is not so.
func (r *bodyReader) plusRestored() []byte {
	body := r.s.src.text[r.start:r.end]
	at := r.start + bytes.IndexByte(body, ' ')
	if len(r.s.prefix) > 0 { // quoted as in a mail
		body = bytes.ReplaceAll(body, append([]byte("\n"), r.s.prefix...), []byte("\n"))
	}
	if bytes.IndexByte(body, ' ') < 0 || isElement(decodeAny(bytes.ReplaceAll(body, []byte(" "), nil))) {
		return nil // none is missing
	}
	for _, chars := range [][]byte{plusInLines(body, false), plusInLines(body, true), plusInLine(body, 64), plusInLine(body, 76)} {
		data := make([]byte, base64.StdEncoding.DecodedLen(len(chars)))
		if n, err := base64.StdEncoding.Decode(data, chars); err == nil && isElement(data[:n]) {
			if r.report || !r.opened && !r.closed {
				r.s.fault("pem-plus-lost", at, plusLost)
			}
			if bytes.IndexByte(bytes.TrimSpace(body), '\n') < 0 {
				r.shared(r.start)
			}
			return data[:n]
		}
	}
	return nil
}

// plusInLines puts + for the blanks in lines, and fills the lines up to the same length, where an editor has cut off the blanks: at
// their ends, or at their beginnings.
func plusInLines(body []byte, front bool) (chars []byte) {
	var lines [][]byte
	width := 0
	for line := range bytes.Lines(body) {
		line = bytes.TrimRight(line, "\r\n")
		if !isBlank(line) {
			lines, width = append(lines, line), max(width, len(line))
		}
	}
	for i, line := range lines {
		var fill []byte
		if i < len(lines)-1 && width-len(line) < maxCut {
			fill = bytes.Repeat([]byte("+"), width-len(line))
		}
		if front {
			line, fill = fill, line
		}
		chars = append(append(chars, line...), fill...)
	}
	return bytes.ReplaceAll(chars, []byte(" "), []byte("+"))
}

// maxCut bounds how many blanks are taken for cut off from one line; more than a few + in a row are no chance.
const maxCut = 8

// plusInLine puts + for the blanks of a text whose line breaks became blanks, too: those behind each line of this width.
func plusInLine(body []byte, width int) (chars []byte) {
	body = bytes.TrimSpace(body)
	for len(body) > width {
		chars = append(chars, body[:width]...)
		body = bytes.TrimPrefix(body[width:], []byte(" "))
	}
	return bytes.ReplaceAll(append(chars, body...), []byte(" "), []byte("+"))
}
