package report

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"qwac/pkg/ber"
)

const (
	// maxRows bounds a table, in rows, and maxCell a cell, in characters: a job summary of GitHub takes 1 MiB.
	maxRows = 300
	maxCell = 300
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
	writeTable(b, []string{"Verdict", "Chain", "Certificate", "Valid until", "Cause"}, chains, "refuse", "passes")
	writeTable(b, []string{"Severity", "Rule", "Where", "What", "Next"}, findings, "blocks", "error", "warning")
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

// MarkdownTable writes rows under their heads, whatever stands in the cells.
func MarkdownTable(w io.Writer, heads []string, rows [][]string) error {
	b := bufio.NewWriter(w)
	writeTable(b, heads, rows)
	return b.Flush()
}

// writeTable writes rows in the order of their first cells, which words gives; without rows nothing.
func writeTable(w *bufio.Writer, heads []string, rows [][]string, words ...string) {
	if len(rows) == 0 {
		return
	}
	rank := func(row []string) int {
		if i := slices.Index(words, row[0]); i >= 0 {
			return i
		}
		return len(words)
	}
	slices.SortStableFunc(rows, func(a, b []string) int { return cmp.Compare(rank(a), rank(b)) })
	fmt.Fprintf(w, "\n| %s |\n|%s\n", strings.Join(heads, " | "), strings.Repeat("---|", len(heads)))
	for _, row := range rows[:min(len(rows), maxRows)] {
		for _, cell := range row {
			w.WriteString("| " + escapeMarkdown(cut(cell)) + " ")
		}
		w.WriteString("|\n")
	}
	if more := len(rows) - maxRows; more > 0 {
		fmt.Fprintf(w, "\nand %d more.\n", more)
	}
}

func cut(s string) string {
	if utf8.RuneCountInString(s) <= maxCell {
		return s
	}
	return string([]rune(s)[:maxCell]) + "..."
}

// escapeMarkdown is text as such: no markup, no link, no mention of anybody.
func escapeMarkdown(s string) string {
	var b strings.Builder
	var before rune
	for _, r := range Clean(s) {
		switch {
		case r == '&':
			b.WriteString("&amp;")
		case r == '<':
			b.WriteString("&lt;")
		case r == '>':
			b.WriteString("&gt;")
		case r == '@':
			b.WriteString("@<!-- -->") // what stands before and after is no longer one word with it
		case strings.ContainsRune("\\`*_[]#|~$", r), r == '/' && before == ':', r == '.' &&
			before|0x20 == 'w': // https://, www.
			b.WriteString("\\" + string(r))
		default:
			b.WriteRune(r)
		}
		before = r
	}
	return b.String()
}
