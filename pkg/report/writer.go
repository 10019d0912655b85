package report

import (
	"bufio"
	"cmp"
	"encoding/xml"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// Style says how a format may decorate its text, and from where files are named.
type Style struct {
	Color bool
	Root  string // folder that formats for other programs name files from; empty: as they were given
}

// width is the number of columns that text keeps to where words allow.
const width = 80

type textWriter struct {
	*bufio.Writer
	style Style
	why   map[string]string // by rule
}

// wrap writes s in lines of at most width columns, broken at blanks. The first line begins with first, the others with
// rest. A word that is longer than a line (an URL, a command) stands alone and whole. What s holds is not trusted: see
// [Clean].
func (t textWriter) wrap(first, rest, s string) {
	words := strings.Fields(Clean(s))
	if len(words) == 0 {
		t.WriteString(cmp.Or(strings.TrimRight(first, " "), first) + "\n")
		return
	}
	t.WriteString(first)
	column := utf8.RuneCountInString(first)
	for i, word := range words {
		long := utf8.RuneCountInString(word)
		switch {
		case i == 0:
		case column+1+long > width:
			t.WriteString("\n" + rest)
			column = utf8.RuneCountInString(rest)
		default:
			t.WriteString(" ")
			column++
		}
		t.WriteString(word)
		column += long
	}
	t.WriteString("\n")
}

// paint gives s, of which nothing is trusted, a colour.
func (t textWriter) paint(s, rendition string) string {
	s = Clean(s)
	if !t.style.Color {
		return s
	}
	return "\x1b[" + rendition + "m" + s + "\x1b[0m"
}

// place is a file and a line for people; 0: the file has no lines.
func place(file string, line int) string {
	if line == 0 {
		return file
	}
	return fmt.Sprintf("%s:%d", file, line)
}

// writeXML writes v as an indented document.
func writeXML(w io.Writer, v any) error {
	data, err := xml.MarshalIndent(v, "", "  ")
	if err != nil {
		return err
	}
	_, err = io.WriteString(w, xml.Header+string(data)+"\n")
	return err
}

// xmlText is [Clean] for XML 1.0, which has two characters less (section 2.2).
func xmlText(s string) string {
	return replaced(Clean(s), "\ufffe", `\ufffe`, "\uffff", `\uffff`)
}
