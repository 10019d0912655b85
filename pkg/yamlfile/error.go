package yamlfile

import (
	"fmt"
	"strings"
)

// Error is a fault of a file.
type Error struct {
	File         string
	Line, Column int // from 1; 0: the whole file
	Message      string
	Hint         string // empty: none
	Excerpt      string // the line; empty: none
}

func (e *Error) Error() string {
	s := e.File
	if e.Line > 0 {
		s += fmt.Sprintf(":%d:%d", e.Line, e.Column)
	}
	s += ": " + e.Message
	if e.Hint != "" {
		s += ": " + e.Hint
	}
	return s
}

// Marked is the excerpt with its number and a mark under the place; empty: there is none.
func (e *Error) Marked() string {
	if e.Excerpt == "" {
		return ""
	}
	number := fmt.Sprintf("%5d | ", e.Line)
	return number + e.Excerpt + "\n" + strings.Repeat(" ", len(number)-2) + "| " +
		strings.Repeat(" ", min(e.Column, maxExcerpt)-1) + "^"
}

// maxExcerpt is the most characters of a line that is shown: a terminal has 80 to 120.
const maxExcerpt = 100

// excerpt makes a line fit to be shown: every character takes one column.
func excerpt(line string) string {
	out := []rune(strings.ToValidUTF8(strings.TrimSuffix(line, "\r"), "?"))
	for i, c := range out {
		if c < ' ' || c >= 0x7f && c < 0xa0 {
			out[i] = ' '
		}
	}
	if len(out) > maxExcerpt {
		return string(out[:maxExcerpt-3]) + "..."
	}
	return string(out)
}
