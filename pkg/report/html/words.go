package html

import (
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"qwac/pkg/report"
)

const (
	// maxText bounds a text, in characters: a page of them. A name may have a megabyte, and the JSON report has it all.
	maxText = 4000
	// maxName bounds what stands in headings and tables, in characters: three lines on a telephone.
	maxName = 120
	// spared are characters that are not left out: to say so would take as many.
	spared = 25
)

// text is a text of the report as it can be shown: nothing in it is unseen or turns the direction of writing.
func text(s string) string { return cut(s, maxText) }

// name is a text for headings and tables.
func name(s string) string { return cut(s, maxName) }

// cut cleans a text and says what it leaves out. No more is cleaned than is shown.
func cut(s string, limit int) string {
	end := s
	for i, n := 0, 0; i < len(s); n++ {
		if n == limit {
			end = s[:i]
			break
		}
		_, size := utf8.DecodeRuneInString(s[i:])
		i += size
	}
	rest := utf8.RuneCountInString(s[len(end):])
	if rest <= spared {
		return report.Clean(s)
	}
	return report.Clean(end) + fmt.Sprintf("… and %d more characters", rest)
}

// part is a piece of a text with commands in it, which stand between backquotes.
type part struct {
	Text string
	Code bool
}

// parts takes a text apart. Only texts of rules have commands.
func parts(s string) []part {
	var out []part
	pieces := strings.Split(text(s), "`")
	for i, p := range pieces {
		if p != "" {
			out = append(out, part{p, i%2 == 1 && i < len(pieces)-1})
		}
	}
	return out
}

func day(t time.Time) string { return t.UTC().Format(time.DateOnly) }

// place is a file, without its folders, and a line; 0: the file has no lines.
func place(file string, line int) string {
	if line == 0 {
		return name(base(file))
	}
	return fmt.Sprintf("%s:%d", name(base(file)), line)
}

// base is a file without its folders.
func base(file string) string { return file[strings.LastIndexAny(file, `/\`)+1:] }
