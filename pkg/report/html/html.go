// Package html writes a report as HTML: one file that needs no network, and no script to be read. Most people want
// [Render]; who has a page of their own wants [Fragment], [CSS] and [Script].
//
// It does not use html/template, which calls methods by their names: the linker then keeps every exported method of
// the program, and the core in a browser grows by a third (1.1 MB when compressed). What has to be escaped is text
// between tags and in quoted attributes, nothing else; put does it, see there.
package html

import (
	"bufio"
	"crypto/sha256"
	_ "embed" // style and script
	"encoding/base64"
	"io"

	"qwac/pkg/advice"
	"qwac/pkg/report"
)

var (
	//go:embed report.css
	reportCSS string
	//go:embed page.css
	pageCSS string
	//go:embed report.js
	reportScript string
)

// Format is the format of a page.
func Format() report.Format {
	write := func(w io.Writer, r *report.Report, s report.Style) error { return Render(w, r, s.Words) }
	return report.Format{Name: "html", About: "a page for people, in one file that loads nothing", Write: write}
}

// Render writes a report as a whole document. Its policy allows the style and the script that are in it, by their
// digests, and nothing else. The words are those of the program that next steps are done with.
func Render(w io.Writer, r *report.Report, words advice.Words) error {
	style := reportCSS + pageCSS
	policy := "default-src 'none'; style-src '" + digest(style) + "'; script-src '" + digest(reportScript) +
		"'; base-uri 'none'; form-action 'none'"
	p := newPage(r, words)
	d := writer{Writer: bufio.NewWriter(w)}
	d.head(p, policy)
	// Between these tags stands what the digests are of, byte for byte.
	d.WriteString("<style>" + style + "</style>\n")
	d.body(p)
	d.WriteString("<script>" + reportScript + "</script>\n</body>\n</html>\n")
	return d.Flush()
}

// Fragment writes a report as an element for a page that has [CSS] and, if it likes, [Script]. Its headings begin
// with h2. Nothing in it loads anything, has a handler, or a style of its own. Names of elements in it begin with
// q-, so a page holds one fragment at a time.
func Fragment(w io.Writer, r *report.Report, words advice.Words) error {
	d := writer{Writer: bufio.NewWriter(w)}
	d.report(newPage(r, words))
	return d.Flush()
}

// CSS is the style of what [Fragment] writes. All its rules are about elements in one of class qwac-report.
func CSS() string { return reportCSS }

// Script makes the findings of a fragment searchable. It defines one function, qwacReport(element), and calls it for
// each element of class qwac-report that is there; what is put in later wants the call again. It is no more than help:
// everything can be read without.
func Script() string { return reportScript }

func digest(s string) string {
	sum := sha256.Sum256([]byte(s))
	return "sha256-" + base64.StdEncoding.EncodeToString(sum[:])
}
