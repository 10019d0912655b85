package gate

import (
	"cmp"
	"fmt"
	"slices"

	"qwac/pkg/ber"
	"qwac/pkg/check"
	"qwac/pkg/lint"
	"qwac/pkg/report"
)

// Apply judges every result of a report, and adds what is found in the entries themselves. name gives the path of a
// target for patterns; whole says that the report is about all that the entries can be about.
func (g *Gate) Apply(r *report.Report, name func(target string) string, whole bool) *report.Report {
	out := *r
	out.Results = make([]report.Result, len(r.Results))
	for i, res := range r.Results {
		path := ""
		if g.suppresses() {
			path = name(res.Target)
		}
		out.Results[i] = g.Judge(path, res)
	}
	return out.With(g.Findings(whole))
}

// Findings are about the entries: those that have expired, those that suppress nothing, and what of the baseline does
// not occur any more. What the run was not about it does not tell, unless it was the whole.
func (g *Gate) Findings(whole bool) []lint.Finding {
	var out []lint.Finding
	for i, e := range g.opts.Ignores {
		switch {
		case e.expired(g.opts.At):
			out = append(out, e.finding(check.RuleIgnoreExpired, "the entry for %s expired on %s: its findings count "+
				"again", e.Rule, date(e.Expires)))
		case !g.used[i] && (whole || g.asked[i]):
			out = append(out, e.finding(check.RuleIgnoreUnused, "the entry for %s suppresses nothing%s", e.Rule,
				e.about()))
		}
	}
	if gone := g.Gone(whole); len(gone) > 0 {
		out = append(out, lint.Finding{
			Rule: check.RuleBaselineGone, Severity: check.RuleBaselineGone.Severity,
			Where:   lint.Where{At: lint.Location{File: g.opts.Baseline.Name}},
			Message: "what does not occur any more: " + rulesOf(gone), Hint: check.RuleBaselineGone.Fix,
			Needs: check.RuleBaselineGone.Needs,
		})
	}
	return out
}

func (e *Ignore) finding(rule *lint.Meta, format string, args ...any) lint.Finding {
	return lint.Finding{
		Rule: rule, Severity: rule.Severity, Message: fmt.Sprintf(format, args...), Hint: rule.Fix,
		Where: lint.Where{At: e.At, Path: "ignore", Discriminator: e.Rule + " " + e.Path + " " + e.Certificate},
	}
}

// about is what an entry is limited to, for messages.
func (e *Ignore) about() string {
	s := ""
	if e.Path != "" {
		s += " under " + ber.Quote(e.Path)
	}
	if e.Certificate != "" {
		s += " about the certificate " + e.Certificate[:min(16, len(e.Certificate))] + "..."
	}
	return s
}

// Gone are the entries of the baseline that did not occur, of the certificates that were judged or, after the whole, of
// all.
func (g *Gate) Gone(whole bool) []Entry {
	var out []Entry
	for i, seen := range g.seen {
		if e := g.opts.Baseline.Entries[i]; !seen && (whole || g.certs[e.Certificate]) {
			out = append(out, e)
		}
	}
	return out
}

// shownRules bounds the rules that one message names: a line of text has room for some.
const shownRules = 10

// rulesOf counts entries by their rules.
func rulesOf(entries []Entry) string {
	count := map[string]int{}
	var names []string
	for _, e := range entries {
		if count[e.Rule]++; count[e.Rule] == 1 {
			names = append(names, e.Rule)
		}
	}
	slices.Sort(names)
	s := ""
	for i, n := range names {
		if i == shownRules {
			return s + fmt.Sprintf(" and of %d rules more", len(names)-i)
		}
		s += fmt.Sprintf("%s%s (%d)", map[bool]string{true: ", "}[i > 0], n, count[n])
	}
	return s
}

// Fails reports whether a report reaches a level of --fail-on: block, error, warning, notice or never.
func Fails(r *report.Report, level string) bool {
	return slices.ContainsFunc(r.Results, func(res report.Result) bool { return ResultFails(&res, level) }) ||
		level != "never" && slices.ContainsFunc(r.Findings, reaching(level))
}

// ResultFails is Fails of one result.
func ResultFails(r *report.Result, level string) bool {
	return level != "never" && (r.Held() || slices.ContainsFunc(r.Findings, reaching(level)))
}

// FindingsFail is Fails of findings about the entries themselves.
func FindingsFail(found []lint.Finding, level string) bool {
	reach := reaching(level)
	return level != "never" && slices.ContainsFunc(found, func(f lint.Finding) bool {
		return reach(report.Finding{Severity: f.Severity.String()})
	})
}

// reaching reports whether a finding counts and is of a level or graver.
func reaching(level string) func(report.Finding) bool {
	grave := []string{"error", "warning", "notice"}
	least := slices.Index(grave, cmp.Or(level, "block"))
	return func(f report.Finding) bool {
		i := slices.Index(grave, f.Severity)
		return f.Suppressed == nil && i >= 0 && i <= least
	}
}
