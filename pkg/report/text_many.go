package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"qwac/pkg/ber"
)

// many writes several results: one line for each that is good, and of the others what makes them refused. What is good
// to know of one is shown when it is judged by itself.
func (t textWriter) many(r *Report) {
	apart := false // a blank line comes first
	for i, res := range r.Results {
		good := !res.Held()
		apart = t.style.Depth != Brief && i > 0 && (apart || !good)
		if apart {
			t.WriteString("\n")
		}
		switch {
		case good && t.style.Depth == Brief:
		case res.Spared():
			t.WriteString(t.paint("passes", blue))
			t.beside(len("passes"), indent, res.Target+": not counted: "+strings.Join(res.NotCounted(), "; "))
		case good:
			t.goodLine(res)
		case t.style.Depth == Brief:
			t.refusedLine(res)
		default:
			t.short(res).refused(res)
		}
		apart = !good
	}
	if t.style.Depth != Brief {
		t.configuration(r)
		t.counts(r.Summary, nil)
	}
	t.total(r)
}

// total is how many targets are well, and of the others why they are not.
func (t textWriter) total(r *Report) {
	n := r.Summary
	s := ber.Count(n.Results, "target") + " judged: " + n.Counted()
	var causes []string
	often := map[string]int{}
	for _, res := range r.Results {
		if !res.Held() {
			continue
		}
		cause := t.cause(res)
		if often[cause]++; often[cause] == 1 && cause != "" {
			causes = append(causes, cause)
		}
	}
	slices.SortStableFunc(causes, func(a, b string) int { return often[b] - often[a] })
	if more := len(causes) - maxCauses; more > 0 {
		causes = append(causes[:maxCauses], "and "+ber.Count(more, "other cause"))
	}
	for i, c := range causes {
		if often[c] > 1 {
			causes[i] += fmt.Sprintf(" (%d times)", often[c])
		}
	}
	if len(causes) > 0 {
		s += ": " + strings.Join(causes, "; ")
	}
	t.paragraph(verdictColor(n.Held > 0), "  ", s)
}

// maxCauses is how many causes the last line names: a line of a terminal has room for about two.
const maxCauses = 2

// refusedLine is a target and why it is refused.
func (t textWriter) refusedLine(r Result) {
	t.WriteString(t.paint("refuse", red))
	cause := t.cause(r)
	if _, why, unread := strings.Cut(r.Cause, cause+": this could not be read: "); unread {
		cause = "this could not be read: " + why
	}
	t.beside(len("refuse"), indent, r.Target+": "+cmp.Or(cause, r.sentence())+r.mendedBy(t.style.Words))
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
	t.WriteString(t.paint("accept", blue))
	t.beside(len("accept"), indent, r.Target, strings.Join(parts, ", "))
}

// refused is the target, the verdict, and the findings that make it.
func (t textWriter) refused(r Result) {
	t.WriteString(t.paint("refuse", red) + "  " + t.paint(r.Target, bold) + "\n")
	t.verdict(r)
	t.origins(r)
	if t.style.Depth == Full {
		t.findings(slices.DeleteFunc(slices.Clone(r.Findings), func(f Finding) bool { return f.Suppressed != nil }))
		for _, s := range r.NotCounted() {
			t.wrap("not counted  ", indentCounted, s)
		}
		return
	}
	for _, f := range r.Findings {
		if f.Blocks && f.Suppressed == nil {
			t.finding(f)
		}
	}
	for _, s := range r.NotCounted() {
		t.wrap("not counted  ", indentCounted, s)
	}
	if n := r.countOf(func(f Finding) bool { return !f.Blocks && f.Suppressed == nil }); n > 0 {
		t.wrap("", "", fmt.Sprintf("and %s that do not block", ber.Count(n, "finding")))
	}
}

const indentCounted = "             "

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
