package app

import (
	"io"
	"sync"
	"unicode/utf8"

	"qwac/pkg/report"
)

// terminal is a standard stream for people: whatever is written to it, nothing paints, moves or turns what they see.
// Names of files and certificates and words of servers are in most messages.
type terminal struct {
	raw  io.Writer
	mu   sync.Mutex
	held []byte // the beginning of a character whose rest is still to come
}

func (t *terminal) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	text := append(t.held, p...)
	n := len(text) - partial(text)
	t.held = append([]byte(nil), text[n:]...)
	if _, err := t.raw.Write(report.CleanLines(text[:n])); err != nil {
		return 0, err
	}
	return len(p), nil
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

// raw is the stream behind a terminal: for data that must stay as it is, and for reports, which are clean and may have
// colours.
func raw(w io.Writer) io.Writer {
	if t, ok := w.(*terminal); ok {
		return t.raw
	}
	return w
}
