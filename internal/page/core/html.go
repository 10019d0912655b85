package core

import (
	"bytes"
	"html"

	"qwac/pkg/report"
)

// htmlOf is the report as a part of a page.
func htmlOf(r *report.Report) (string, error) {
	var text bytes.Buffer
	if err := report.Formats()[0].Write(&text, r, report.Style{}); err != nil {
		return "", err
	}
	return "<pre>" + html.EscapeString(text.String()) + "</pre>", nil
}
