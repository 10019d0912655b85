package report

import (
	"cmp"
	"io"
	"strings"

	"qwac/pkg/report/encode"
)

// Shapes of the Reviewdog Diagnostic Format. There are no suggestions: a report has no text of a repair.

type rdDiagnostic struct {
	Message  string     `json:"message"`
	Location rdLocation `json:"location"`
	Severity string     `json:"severity"`
	Source   rdSource   `json:"source"`
	Code     rdCode     `json:"code"`
}

type rdLocation struct {
	Path  string   `json:"path"`
	Range *rdRange `json:"range,omitempty"`
}

type rdRange struct {
	Start rdPosition `json:"start"`
}

type rdPosition struct {
	Line   int `json:"line"`
	Column int `json:"column,omitempty"` // in bytes, from 1, as ours
}

type rdSource struct {
	Name string `json:"name"`
}

type rdCode struct {
	Value string `json:"value"`
}

// writeRDJSONL writes a diagnostic for each place of a finding.
func writeRDJSONL(w io.Writer, r *Report, s Style) error {
	return encode.Lines(w, func(yield func(rdDiagnostic) bool) {
		for res, f := range r.each(Result.shown) {
			for _, p := range res.sites(f, s) {
				if !yield(newRDDiagnostic(f, p, res.subject(s), s)) {
					return
				}
			}
		}
	})
}

func newRDDiagnostic(f Finding, p Place, subject string, s Style) rdDiagnostic {
	severity := strings.ToUpper(f.level())
	if severity == "NOTICE" {
		severity = "INFO"
	}
	at := rdLocation{Path: cmp.Or(p.File, subject)}
	if p.Line > 0 {
		at.Range = &rdRange{rdPosition{p.Line, p.Column}}
	}
	return rdDiagnostic{s.words(f), at, severity, rdSource{"qwac"}, rdCode{Clean(f.Rule)}}
}
