// Package html writes a report as HTML: one file that needs no network, and no script to be read. Most people want
// [Render]; who has a page of their own wants [New], its Fragment, [CSS] and [Script].
package html

import (
	"bufio"
	"crypto/sha256"
	_ "embed" // template, style and script
	"encoding/base64"
	"html/template"
	"io"

	"qwac/pkg/report"
)

var (
	//go:embed report.tmpl
	reportTemplate string
	//go:embed report.css
	reportCSS string
	//go:embed page.css
	pageCSS string
	//go:embed report.js
	reportScript string
)

// Renderer writes reports. Many are written faster with one than with [Render]: it has read its templates.
type Renderer struct{ templates *template.Template }

// New makes a Renderer.
func New() *Renderer { return &Renderer{template.Must(template.New("").Parse(reportTemplate))} }

// Render writes a report as a page.
func Render(w io.Writer, r *report.Report) error { return New().Page(w, r) }

// Fragment writes a report as an element for a page that has [CSS] and, if it likes, [Script]. Its headings begin
// with h2. Nothing in it loads anything, has a handler, or a style of its own.
func (r *Renderer) Fragment(w io.Writer, rep *report.Report) error {
	b := bufio.NewWriter(w)
	if err := r.templates.ExecuteTemplate(b, "report", newPage(rep)); err != nil {
		return err
	}
	return b.Flush()
}

// Page writes a report as a whole document. Its policy allows the style and the script that are in it, by their
// digests, and nothing else.
func (r *Renderer) Page(w io.Writer, rep *report.Report) error {
	style := reportCSS + pageCSS
	p := newPage(rep)
	p.Policy = "default-src 'none'; style-src '" + digest(style) + "'; script-src '" + digest(reportScript) +
		"'; base-uri 'none'; form-action 'none'"
	b := bufio.NewWriter(w)
	if err := r.templates.ExecuteTemplate(b, "head", p); err != nil {
		return err
	}
	// Between these tags stands what the digests are of, byte for byte.
	b.WriteString("<style>" + style + "</style>\n")
	if err := r.templates.ExecuteTemplate(b, "body", p); err != nil {
		return err
	}
	b.WriteString("<script>" + reportScript + "</script>\n</body>\n</html>\n")
	return b.Flush()
}

// CSS is the style of what Fragment writes. All its rules are about elements in one of class qwac-report.
func CSS() string { return reportCSS }

// Script makes findings of a fragment searchable. It defines one function, qwacReport(element), and calls it for each
// element of class qwac-report that is there; what is put in later wants the call again. It is no more than help:
// everything can be read without.
func Script() string { return reportScript }

// Format is the format of a page.
func Format() report.Format {
	return report.Format{Name: "html", About: "a page for people, in one file", Write: write}
}

func write(w io.Writer, r *report.Report, _ report.Style) error { return Render(w, r) }

func digest(s string) string {
	sum := sha256.Sum256([]byte(s))
	return "sha256-" + base64.StdEncoding.EncodeToString(sum[:])
}
