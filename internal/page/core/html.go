package core

import (
	"bytes"

	"qwac/pkg/report"
	"qwac/pkg/report/html"
)

// htmlOf is the report as an element of the page.
func htmlOf(r *report.Report) (string, error) {
	var b bytes.Buffer
	err := html.Fragment(&b, r, words())
	return b.String(), err
}
