package report

import (
	"io"
	"slices"

	"qwac/pkg/report/encode"
)

// Format writes a report.
type Format struct {
	Name  string
	About string // for whom it is, in a few words
	Write func(w io.Writer, r *Report, s Style) error
}

// Formats returns the formats, the default first. A new one is a file with its function and a line here; no function
// reads files, environment or clock.
func Formats() []Format {
	return []Format{
		{"text", "for people", writeText},
		{"json", "the whole report, for programs", writeJSON},
		{"ndjson", "the results of the report, one on a line", writeNDJSON},
		{"sarif", "SARIF 2.1.0, for code scanning", writeSARIF},
		{"junit", "test results, one suite for each chain", writeJUnit},
		{"github", "annotations of GitHub Actions", writeGitHub},
		{"gitlab", "code quality report of GitLab", writeGitLab},
		{"checkstyle", "Checkstyle XML", writeCheckstyle},
		{"rdjsonl", "diagnostics of reviewdog, one on a line", writeRDJSONL},
		{"markdown", "tables for a job summary or a comment", writeMarkdown},
		{"prometheus", "metrics for the textfile collector", writePrometheus},
		{"ics", "a calendar of the days on which certificates end", writeICS},
	}
}

func writeJSON(w io.Writer, r *Report, _ Style) error {
	around := *r
	around.Results = []Result{}
	return encode.List(w, around, `"results":[]`, slices.Values(r.Results))
}

// writeNDJSON writes each result as an object on a line of its own, as it stands in the JSON report.
func writeNDJSON(w io.Writer, r *Report, _ Style) error {
	return encode.Lines(w, slices.Values(r.Results))
}
