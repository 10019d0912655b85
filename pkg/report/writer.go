package report

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"strings"

	"qwac/pkg/advice"
	"qwac/pkg/report/encode"
	"qwac/pkg/report/lines"
)

// Style says how a format may decorate its text, and from where files are named. Words and Root are for all, the rest
// is for text.
type Style struct {
	Color bool
	Root  string // folder that formats for other programs name files from; empty: as they were given
	ASCII bool   // the terminal has no other characters: see [lines.ASCII]
	Width int    // columns that text keeps to; 0: lines are as long as they are, as for files and other programs
	Depth Depth
	// Words are those of the program that shows the text, or makes the file.
	Words advice.Words
	// Mend are the ways to mend what can be mended without loss, the one that writes the payload last; empty: none is
	// shown.
	Mend []Way
	// Outcome is what became of the command, such as that no payload was written; it stands before the last line.
	// Empty: nothing more is to be told.
	Outcome string
	// Sent says that the chain was judged as it would be sent: what is mended is no news.
	Sent bool
	// Found says that the files were found below folders and the like: they are named whole, for many are alike.
	Found bool
}

// Way is a command to paste and what it does: "mends the file itself", "qwac fix --write", before the names of the
// inputs.
type Way struct{ Does, Command string }

// Depth is how much text says. The zero value fits one screen.
type Depth int

// The depths beside the zero value.
const (
	Short Depth = iota
	Brief       // the verdict and its cause alone
	Full        // all findings in full
)

// Clean makes characters visible that would move the cursor, change colours or stand unseen: see [lines.Clean].
func Clean(s string) string { return lines.Clean(s) }

// CleanLines is [Clean] for whole output, which has line feeds and tabs of its own: see [lines.CleanLines].
func CleanLines(text []byte) []byte { return lines.CleanLines(text) }

// WriteJSON writes v as indented JSON in which no character is that [Clean] would take out: see [encode.JSON].
func WriteJSON(w io.Writer, v any) error { return encode.JSON(w, v) }

// place is a file and a line for people; 0: the file has no lines.
func place(file string, line int) string {
	if line == 0 {
		return file
	}
	return fmt.Sprintf("%s:%d", file, line)
}

// writeXML writes v as an indented document.
func writeXML(w io.Writer, v any) error {
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	enc := xml.NewEncoder(w)
	enc.Indent("", "  ")
	if err := enc.Encode(v); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n")
	return err
}

// xmlText is [Clean] for XML 1.0, which has two characters less (section 2.2).
func xmlText(s string) string {
	return strings.ReplaceAll(strings.ReplaceAll(Clean(s), "\ufffe", `\ufffe`), "\uffff", `\uffff`)
}

// textWriter writes text for people. It keeps all of it, because the end depends on how far away the beginning is.
type textWriter struct {
	*bytes.Buffer
	style   Style
	rules   map[string]Rule
	name    func(string) string // what a file is called here
	stepped *int                // where the next step of the first finding that blocks ends; below 0: none is told yet
}

// wrap writes s in lines that fit: see [lines.Wrap].
func (t textWriter) wrap(first, rest, s string) {
	t.WriteString(lines.Wrap(t.clean(first), rest, t.clean(s), t.style.Width))
}

// cut writes s in one line: what does not fit is left out.
func (t textWriter) cut(first, s string) {
	words := strings.Join(strings.Fields(t.clean(s)), " ")
	t.WriteString(lines.Cut(first+words, t.style.Width, t.clean("…")) + "\n")
}

// paragraph writes s in lines that fit, each in a colour.
func (t textWriter) paragraph(rendition, rest, s string) {
	text := strings.TrimSuffix(lines.Wrap("", rest, t.clean(s), t.style.Width), "\n")
	for line := range strings.SplitSeq(text, "\n") {
		t.WriteString(t.paint(line, rendition) + "\n")
	}
}

// steps writes a next step: words that fit, and each command to paste whole and alone on its line, which begins the
// line so that nothing else is copied.
func (t textWriter) steps(first, rest, s string) {
	for i, p := range lines.Parts(s) {
		switch {
		case p.Command:
			t.WriteString(Clean(p.Text) + "\n")
		case i == 0:
			t.wrap(first, rest, p.Text)
		default:
			t.wrap(rest, rest, p.Text)
		}
	}
}

// clean is [Clean] with the characters that the terminal has.
func (t textWriter) clean(s string) string {
	if s = Clean(s); t.style.ASCII {
		s = lines.ASCII(s)
	}
	return s
}

// paint gives s, of which nothing is trusted, a colour.
func (t textWriter) paint(s, rendition string) string {
	s = t.clean(s)
	if !t.style.Color {
		return s
	}
	return "\x1b[" + rendition + "m" + s + "\x1b[0m"
}

// Parameters of Select Graphic Rendition (ECMA-48, 8.3.117); the colours are bold too.
const (
	bold   = "1"
	red    = "1;31"
	blue   = "1;94" // of what is good: many do not tell green from red
	yellow = "1;33"
	cyan   = "1;36"
)

func verdictColor(refused bool) string {
	if refused {
		return red
	}
	return blue
}

// wordsFor is what a name of the report is called in text.
func wordsFor(name string, words []struct{ name, words string }) string {
	for _, w := range words {
		if w.name == name {
			return w.words
		}
	}
	return name
}
