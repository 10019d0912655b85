package report

import (
	"fmt"
	"strings"

	"qwac/pkg/ber"
	"qwac/pkg/check"
)

// many writes several results: one line for each that is good, and of the others what makes them refused. What is good
// to know of one is shown when it is judged by itself.
func (t textWriter) many(r *Report) {
	before := false
	for _, res := range r.Results {
		good := res.Verdict == string(check.Accept)
		if before && !good {
			t.WriteString("\n")
		}
		if good {
			t.goodLine(res)
		} else {
			t.refused(res)
		}
		before = true
	}
	n := r.Summary
	s := fmt.Sprintf("%s judged: %d accepted, %d refused", ber.Count(n.Results, "target"), n.Accepted, n.Refused)
	t.WriteString("\n" + t.paint(s, verdictColor(n.Refused > 0)) + "\n")
}

// goodLine is what a person looks for in a list of what is well.
func (t textWriter) goodLine(r Result) {
	parts := []string{}
	if c := r.Certificate; c != nil {
		parts = append(parts, c.Line(), "until "+c.NotAfter.Format("2006-01-02"))
	}
	if n := r.countOf(func(f Finding) bool { return f.Severity != "notice" }); n > 0 {
		parts = append(parts, ber.Count(n, "warning"))
	}
	t.WriteString(t.paint("accept", green) + "  " + Clean(r.Target) + "  " + Clean(strings.Join(parts, ", ")) + "\n")
}

// refused is the target, the verdict, and the findings that make it.
func (t textWriter) refused(r Result) {
	t.WriteString(t.paint("refuse", red) + "  " + t.paint(r.Target, bold) + "\n")
	t.verdict(r)
	t.origins(r)
	for _, f := range r.Findings {
		if f.Blocks {
			t.finding(f)
		}
	}
	if n := r.countOf(func(f Finding) bool { return !f.Blocks }); n > 0 {
		t.wrap("", "", fmt.Sprintf("and %s that do not block", ber.Count(n, "finding")))
	}
	t.WriteString("\n")
}

func (r Result) countOf(is func(Finding) bool) int {
	n := 0
	for _, f := range r.Findings {
		if is(f) {
			n++
		}
	}
	return n
}

// origins says which files lent certificates of the chain, and which are copies.
func (t textWriter) origins(r Result) {
	const indent = "             "
	if len(r.CompletedFrom) > 0 {
		t.wrap("completed    ", indent, "from "+strings.Join(r.CompletedFrom, ", ")+": "+r.Target+
			" by itself is not complete")
	}
	if len(r.Copies) > 0 {
		t.wrap("copies       ", indent, strings.Join(r.Copies, ", "))
	}
}
