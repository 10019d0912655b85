// Package formats has the list of all formats of a report. Most people want [All].
package formats

import (
	"slices"

	"qwac/pkg/report"
	"qwac/pkg/report/html"
)

// All returns the formats, the default first: those of [report.Formats] and what is too large to stand there.
func All() []report.Format {
	return slices.Concat(report.Formats(), []report.Format{html.Format()})
}

// Names are the names of all formats, in their order.
func Names() []string {
	var out []string
	for _, f := range All() {
		out = append(out, f.Name)
	}
	return out
}
