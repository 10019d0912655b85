package report

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"qwac/pkg/ber"
)

// gitHubLimit is how many annotations of a level GitHub keeps of a step; it drops the rest without a word.
const gitHubLimit = 10

// annotation is a finding that may become a workflow command.
type annotation struct {
	level, rule string
	rank        int // what blocks first
	result      int // of the groups
	finding     int // of those that are shown
}

// writeGitHub writes the findings as workflow commands, the gravest first. What is beyond the limit is counted by its
// rules.
func writeGitHub(w io.Writer, r *Report, s Style) error {
	b := bufio.NewWriter(w)
	count := map[string]int{}
	var beyond []annotation
	groups := r.groups()
	for _, a := range annotations(groups) {
		if count[a.level]++; count[a.level] > gitHubLimit {
			beyond = append(beyond, a)
			continue
		}
		res := groups[a.result]
		b.WriteString(command(res, res.shown()[a.finding], s) + "\n")
	}
	for _, level := range []string{"error", "warning", "notice"} {
		if s := beyondOf(level, beyond); s != "" {
			b.WriteString(logLine(s))
		}
	}
	for _, res := range r.Results {
		switch {
		case res.Spared():
			b.WriteString(logLine(res.subject(s) + " passes: not counted: " + strings.Join(res.NotCounted(), "; ")))
		case res.Verdict != "accept":
			b.WriteString(logLine(res.subject(s) + " would be refused: " + res.Cause))
		}
	}
	b.WriteString(logLine(ber.Count(r.Summary.Results, "chain") + ", " + r.Summary.Counted()))
	return b.Flush()
}

// annotations are the findings of results, the gravest first.
func annotations(results []Result) []annotation {
	var all []annotation
	for i, res := range results {
		for j, f := range res.shown() {
			a := annotation{f.level(), f.Rule, -1, i, j}
			if !f.Blocks {
				a.rank = slices.Index([]string{"error", "warning", "notice"}, a.level)
			}
			all = append(all, a)
		}
	}
	slices.SortStableFunc(all, func(a, b annotation) int { return cmp.Compare(a.rank, b.rank) })
	return all
}

// command is a finding as a workflow command.
func command(r Result, f Finding, s Style) string {
	sites := r.sites(f, s)
	properties := []string{"title=" + escapeProperty(f.Rule)}
	if p := sites[0]; p.File != "" {
		at := []string{"file=" + escapeProperty(p.File)}
		if p.Line > 0 {
			at = append(at, fmt.Sprintf("line=%d", p.Line))
			if p.Column > 0 {
				at = append(at, fmt.Sprintf("col=%d", p.Column))
			}
		}
		properties = append(at, properties...)
	}
	text := s.words(f)
	for _, p := range sites[1:] {
		text += "; also at " + p.String()
	}
	return "::" + f.level() + " " + strings.Join(properties, ",") + "::" + escapeData(text)
}

// beyondOf counts the annotations of a level that are not shown, by their rules; empty: all are.
func beyondOf(level string, beyond []annotation) string {
	count := map[string]int{}
	var rules []string
	total := 0
	for _, a := range beyond {
		if a.level != level {
			continue
		}
		if count[a.rule]++; count[a.rule] == 1 {
			rules = append(rules, a.rule)
		}
		total++
	}
	if total == 0 {
		return ""
	}
	for i, rule := range rules {
		rules[i] = fmt.Sprintf("%s (%d)", rule, count[rule])
	}
	return ber.Count(total, "more "+level) + ": " + strings.Join(rules, ", ")
}

// logLine is a line of the log that is no command: those begin with two colons, or, in a form that the runner still
// obeys, have ##[ anywhere.
func logLine(s string) string { return "qwac: " + noCommand(s) + "\n" }

func noCommand(s string) string { return strings.ReplaceAll(Clean(s), "##[", "## [") }

// escapeData is text as the value of a workflow command: as that, no line ends it.
func escapeData(s string) string {
	return replaced(noCommand(s), "%", "%25", "\r", "%0D", "\n", "%0A")
}

// escapeProperty is text as a property of a workflow command.
func escapeProperty(s string) string {
	return replaced(escapeData(s), ":", "%3A", ",", "%2C")
}
