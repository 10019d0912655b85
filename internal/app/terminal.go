package app

import (
	"bytes"
	"io"
	"sync"
	"unicode/utf8"

	"qwac/pkg/report"
	"qwac/pkg/report/lines"
)

// terminal is a standard stream for people: whatever is written to it, nothing paints, moves or turns what they see.
// Names of files and certificates and words of servers are in most messages. Lines are broken where the terminal ends.
type terminal struct {
	raw     io.Writer
	columns int  // 0: lines are not broken
	ascii   bool // it has no other characters
	mu      sync.Mutex
	held    []byte // the beginning of a character whose rest is still to come
	within  bool   // the last line has no end yet
}

func (t *terminal) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	text := append(t.held, p...)
	n := len(text) - partial(text)
	t.held = append([]byte(nil), text[n:]...)
	clean := report.CleanLines(text[:n])
	if t.ascii {
		clean = []byte(lines.ASCII(string(clean)))
	}
	if _, err := t.raw.Write(t.fit(clean)); err != nil {
		return 0, err
	}
	return len(p), nil
}

// fit breaks lines that are written at once; what ends a line that has begun stays as it is.
func (t *terminal) fit(text []byte) []byte {
	if t.columns == 0 || len(text) == 0 {
		return text
	}
	begun := 0
	if t.within {
		begun = bytes.IndexByte(text, '\n') + 1
	}
	if !t.within || begun > 0 {
		text = append(text[:begun:begun], lines.Fit(string(text[begun:]), t.columns)...)
	}
	t.within = text[len(text)-1] != '\n'
	return text
}

// flush writes what is held back: nothing more will come.
func (t *terminal) flush() {
	if len(t.held) > 0 {
		t.raw.Write(report.CleanLines(t.held))
	}
	t.held = nil
}

// partial is how many bytes at the end are the beginning of a character.
func partial(text []byte) int {
	for n := 1; n < utf8.UTFMax && n <= len(text); n++ {
		if c := text[len(text)-n]; utf8.RuneStart(c) {
			if !utf8.FullRune(text[len(text)-n:]) {
				return n
			}
			return 0
		}
	}
	return 0
}

// unbroken is a stream for programs, and for people to copy from: it is clean, and its lines stay whole.
func unbroken(w io.Writer) io.Writer {
	if t, ok := w.(*terminal); ok {
		return &terminal{raw: t.raw}
	}
	return w
}

// raw is the stream behind a terminal: for data that must stay as it is, and for reports, which are clean and may have
// colours.
func raw(w io.Writer) io.Writer {
	if t, ok := w.(*terminal); ok {
		return t.raw
	}
	return w
}
