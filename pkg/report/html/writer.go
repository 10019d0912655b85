package html

import (
	"bufio"
	"fmt"
	"html"
	"strconv"
	"strings"
)

// writer writes markup with texts in it. Its errors stick, and Flush returns the first.
type writer struct {
	*bufio.Writer
	tight bool // without line ends, each of which a browser keeps
}

// markup is HTML as it stands in the source: a text of the report is a string and none.
type markup string

// put writes markup in which each verb stands between tags or in a quoted attribute that is neither a style, a handler
// nor an address outside of the page. Strings are escaped; numbers are as they are.
func (w writer) put(format markup, values ...any) {
	if w.tight {
		format = markup(strings.ReplaceAll(string(format), "\n", ""))
	}
	for {
		before, verb, found := strings.Cut(string(format), "%")
		w.WriteString(before)
		switch {
		case !found:
			return
		case verb[0] == '%':
			w.WriteByte('%')
		default: // s or d
			w.value(values[0])
			values = values[1:]
		}
		format = markup(verb[1:])
	}
}

// value writes what stands for a verb: [fmt.Fprintf] takes three times as long, and there are hundreds for a chain.
func (w writer) value(v any) {
	switch v := v.(type) {
	case string:
		w.WriteString(html.EscapeString(v))
	case int:
		w.WriteString(strconv.Itoa(v))
	case markup:
		w.WriteString(string(v))
	default:
		w.WriteString(html.EscapeString(fmt.Sprint(v)))
	}
}

// putIf writes markup with a text, unless that is empty.
func (w writer) putIf(format markup, text string) {
	if text != "" {
		w.put(format, text)
	}
}

// each writes markup for each of some texts.
func (w writer) each(format markup, texts []string) {
	for _, s := range texts {
		w.put(format, s)
	}
}

// parts writes a text with commands in it.
func (w writer) parts(before markup, parts []part, after markup) {
	if len(parts) == 0 {
		return
	}
	w.put(before)
	for _, p := range parts {
		if p.Code {
			w.put("<code>%s</code>", p.Text)
		} else {
			w.put("%s", p.Text)
		}
	}
	w.put(after)
}

// section writes a part of a chain under a heading. It is no landmark: of many chains there would be too many of a
// name.
func (w writer) section(c chainView, id, heading string, write func()) {
	w.put("<h3 id=\"q-%s-%d\">%s</h3>\n", id, c.Number, heading)
	write()
}

// table writes a table that can be scrolled sideways, under the heading of its section.
func (w writer) table(label string, heads []string, rows func()) {
	w.put("<div class=\"q-scroll\" role=\"group\" aria-label=\"%s\" tabindex=\"0\">\n<table>\n<thead><tr>", label)
	w.each("<th scope=\"col\">%s</th>", heads)
	w.put("</tr></thead>\n<tbody>\n")
	rows()
	w.put("</tbody>\n</table>\n</div>\n")
}
