package report

import (
	"bufio"
	"fmt"
	"io"
	"strings"
	"time"

	"qwac/pkg/ber"
	"qwac/pkg/report/lines"
)

// writeMarkdown writes a table of the chains, the refused first, and one of what is wrong with them, the gravest first.
func writeMarkdown(w io.Writer, r *Report, s Style) error {
	b := bufio.NewWriter(w)
	n := r.Summary
	fmt.Fprintf(b, "## qwac: %s, %s\n", ber.Count(n.Results, "chain"), n.Counted())
	var chains, findings [][]string
	for i, res := range r.groups() {
		if i < len(r.Results) {
			chains = append(chains, chainRow(res, s))
		}
		for _, f := range res.shown() {
			if word := markdownSeverity(f); word != "notice" {
				findings = append(findings, findingRow(res, f, word, s))
			}
		}
	}
	lines.WriteTable(b, []string{"Verdict", "Chain", "Certificate", "Valid until", "Cause"}, chains, "refuse", "passes")
	lines.WriteTable(b, []string{"Severity", "Rule", "Where", "What", "Next"}, findings, "blocks", "error", "warning")
	if n.Suppressed > 0 {
		fmt.Fprintf(b, "\n%s.\n", ber.Count(n.Suppressed, "finding")+" suppressed")
	}
	if n.Notice > 0 {
		fmt.Fprintf(b, "\n%s not shown.\n", ber.Count(n.Notice, "notice"))
	}
	return b.Flush()
}

func markdownSeverity(f Finding) string {
	if f.Blocks {
		return "blocks"
	}
	return f.level()
}

func chainRow(r Result, s Style) []string {
	verdict, cause := "refuse", r.Cause
	switch {
	case r.Verdict == "accept":
		verdict = "accept"
	case r.Spared():
		verdict, cause = "passes", "not counted: "+strings.Join(r.NotCounted(), "; ")
	}
	row := []string{verdict, r.subject(s), "", "", cause}
	if len(r.Chain) > 0 {
		row[2], row[3] = r.Chain[0].Name, r.Chain[r.EndsFirst()].NotAfter.UTC().Format(time.DateOnly)
	}
	return row
}

func findingRow(r Result, f Finding, word string, s Style) []string {
	var at []string
	for _, p := range r.sites(f, s) {
		at = append(at, p.String())
	}
	return []string{word, f.Rule, strings.Join(at, ", "), f.Message, s.advice(f)}
}
