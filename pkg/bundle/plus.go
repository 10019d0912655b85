package bundle

import (
	"bytes"
)

const plusLost = "blanks stand in the base64 where + was, as when a form is decoded; with + in their places it has " +
	"the length that it says"

// plusInLines puts + for the blanks in lines, and fills the lines up to the same length, where an editor has cut off
// the blanks: at their ends, or at their beginnings.
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

// plusInLine puts + for the blanks of a text whose line breaks became blanks, too: those behind each line of this
// width.
func plusInLine(body []byte, width int) (chars []byte) {
	body = bytes.TrimSpace(body)
	for len(body) > width {
		chars = append(chars, body[:width]...)
		body = bytes.TrimPrefix(body[width:], []byte(" "))
	}
	return bytes.ReplaceAll(append(chars, body...), []byte(" "), []byte("+"))
}
