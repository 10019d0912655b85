package report

import (
	"encoding/xml"
	"io"
)

type checkstyleReport struct {
	XMLName xml.Name         `xml:"checkstyle"`
	Version string           `xml:"version,attr"` // of the program whose format it is
	Files   []checkstyleFile `xml:"file"`
}

type checkstyleFile struct {
	Name   string            `xml:"name,attr"`
	Errors []checkstyleError `xml:"error"`
}

type checkstyleError struct {
	Line     int    `xml:"line,attr,omitempty"`
	Column   int    `xml:"column,attr,omitempty"`
	Severity string `xml:"severity,attr"`
	Message  string `xml:"message,attr"`
	Source   string `xml:"source,attr"`
}

// writeCheckstyle writes the findings by their files, each as often as it has places.
func writeCheckstyle(w io.Writer, r *Report, s Style) error {
	out := checkstyleReport{Version: "4.3"}
	index := map[string]int{}
	for _, res := range r.groups() {
		for _, f := range res.shown() {
			for _, p := range res.sites(f, s) {
				name := p.File
				if name == "" {
					name = res.subject(s)
				}
				i, known := index[name]
				if !known {
					i, index[name] = len(out.Files), len(out.Files)
					out.Files = append(out.Files, checkstyleFile{Name: xmlText(name)})
				}
				out.Files[i].Errors = append(out.Files[i].Errors, newCheckstyleError(f, p, s))
			}
		}
	}
	return writeXML(w, out)
}

func newCheckstyleError(f Finding, p Place, s Style) checkstyleError {
	severity := f.level()
	if severity == "notice" {
		severity = "info"
	}
	return checkstyleError{p.Line, p.Column, severity, xmlText(s.words(f)), xmlText("qwac." + f.Rule)}
}
