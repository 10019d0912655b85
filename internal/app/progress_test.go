package app

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestProgress looks at the line as a terminal shows it after each step.
func TestProgress(t *testing.T) {
	screen := &screen{}
	p := &progress{w: screen, of: 2, what: "downloading lists"}
	var seen []string
	for _, act := range []func(){func() { p.show(p.line()) }, p.step, p.step, p.end} {
		act()
		seen = append(seen, strings.TrimRight(string(screen.line), " "))
	}
	want := []string{"downloading lists: 0 of 2", "downloading lists: 1 of 2", "downloading lists: 2 of 2", ""}
	if diff := cmp.Diff(want, seen); diff != "" {
		t.Errorf("lines (-want +got):\n%s", diff)
	}
	if screen.column != 0 {
		t.Errorf("what follows begins in column %d", screen.column)
	}
}

// screen is a terminal of one line.
type screen struct {
	line   []byte
	column int
}

func (s *screen) Write(data []byte) (int, error) {
	for _, b := range data {
		if b == '\r' {
			s.column = 0
			continue
		}
		s.line = slices.Replace(s.line, s.column, min(s.column+1, len(s.line)), b)
		s.column++
	}
	return len(data), nil
}
