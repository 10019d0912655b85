package core

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"qwac/pkg/check"
	"qwac/pkg/lint"
	"qwac/pkg/report"
)

// askOf is a message to the QTSP: which certificate is meant, and for each rule that it can help with, what is asked
// for in the words of the rule, and what was found.
func askOf(r *check.Result, shown report.Result) string {
	c := shown.Certificate
	asks := asksOf(r)
	if len(asks) == 0 || c == nil {
		return ""
	}
	var b strings.Builder
	b.WriteString("About this certificate:\n\n")
	for _, line := range [][2]string{
		{"subject", c.Subject}, {"issuer", c.Issuer}, {"serial number", c.SerialNumber}, {"SHA-256", c.SHA256},
		{"valid", c.NotBefore.Format(time.DateOnly) + " to " + c.NotAfter.Format(time.DateOnly)},
	} {
		fmt.Fprintf(&b, "  %-14s %s\n", line[0], report.Clean(line[1]))
	}
	for i, f := range asks {
		fmt.Fprintf(&b, "\n%d. %s\n   Found: %s\n   Rule: %s (%s), %s\n", i+1, f.Rule.Ask, report.Clean(f.Message),
			f.Rule.ID, f.Rule.Code, f.Source)
	}
	return b.String()
}

// asksOf are the findings that a QTSP can help with, one for each question.
func asksOf(r *check.Result) []check.Finding {
	var out []check.Finding
	for _, f := range r.Findings {
		known := slices.ContainsFunc(out, func(o check.Finding) bool { return o.Rule.Ask == f.Rule.Ask })
		if f.Rule.Ask != "" && !known && (f.Blocks || f.Severity >= lint.Warning) {
			out = append(out, f)
		}
	}
	return out
}
