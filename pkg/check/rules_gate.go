package check

import (
	"fmt"
	"slices"

	"qwac/pkg/lint"
)

// required is what the rule about required checks judges.
type required struct {
	names  []string // as in [Options]
	checks []Check
}

// RuleRequired blocks whatever the profile: it is the caller who wants the fact established.
var RuleRequired = &lint.Meta{
	ID: "check-required-not-passed", Code: "G01", Severity: lint.Error, Source: lint.Clause{Document: "qwac",
		Section: "configuration"},
	Title: "a required check did not pass",
	Means: "Qwac says for each check whether it passed, failed or was not made. You said that one of them has " +
		"to pass (--require, or require in the configuration). It did not.",
	Why: "You want this fact to be certain before an upload. That nobody asked is not enough, so this blocks " +
		"for every bank.",
	Wrong: "revocation: not asked",
	Right: "revocation: passed",
	Fix:   "Provide what the check needs, or take it out of the required ones.",
}

var requiredRules = []*lint.Rule[required]{{
	Meta: RuleRequired,
	Check: func(p *lint.Pass, s required) {
		facts := Facts()
		for _, c := range s.checks {
			if c.State == Passed || !slices.Contains(s.names, c.Name) {
				continue
			}
			f := lint.Finding{
				Where:   lint.Where{Path: "checks." + c.Name},
				Message: fmt.Sprintf("%s is required, and %s: %s", c.Name, stateWords(c.State), c.Detail),
			}
			if i := slices.IndexFunc(facts, func(f Fact) bool { return f.Name == c.Name }); c.State == NotAsked &&
				facts[i].Ask != "" {
				f.Hint = "Give what it needs (" + facts[i].Ask + "), or take it out of the required checks."
			}
			p.Report(f)
		}
	},
}}

func stateWords(s State) string {
	switch s {
	case NotAsked:
		return "was not asked"
	case NotPossible:
		return "could not be established"
	}
	return "failed"
}

// Rules about the configuration of a run. No run over certificates reports them; package gate does.
var (
	RuleIgnoreExpired = &lint.Meta{
		ID: "gate-ignore-expired", Code: "G02", Severity: lint.Warning,
		Source: lint.Clause{Document: "qwac", Section: "configuration"},
		Title:  "ignore entry has expired",
		Means: "An ignore entry of the configuration says which findings do not count, and until which day. " +
			"This day has come, so the findings count again.",
		Why:   "An entry with an end is a reminder: what it hides should be mended by then.",
		Wrong: "expires: 2026-08-31, today 2026-09-01",
		Right: "expires: 2026-12-31, today 2026-09-01",
		Fix:   "Mend what the entry was about and take it out, or give it a new day with the reason.",
	}
	RuleIgnoreUnused = &lint.Meta{
		ID: "gate-ignore-unused", Code: "G03", Severity: lint.Warning,
		Source: lint.Clause{Document: "qwac", Section: "configuration"},
		Title:  "ignore entry suppresses nothing",
		Means: "An ignore entry of the configuration says which findings do not count. This one matches none: " +
			"the fault is gone, or the entry has another rule, path or fingerprint than was meant.",
		Why:   "If the entry stays, it hides the next fault of this kind, and nobody sees it.",
		Wrong: "rule: psd2-role-duplicates",
		Right: "rule: psd2-role-duplicate",
		Fix:   "Take the entry out, or correct it: a path counts from the folder of the configuration.",
	}
	RuleBaselineGone = &lint.Meta{
		ID: "gate-baseline-gone", Code: "G04", Severity: lint.Notice,
		Source: lint.Clause{Document: "qwac", Section: "configuration"},
		Title:  "entry of the baseline does not occur any more",
		Means: "A baseline is a file of findings that are known already and do not count. One of them does not " +
			"occur any more.",
		Why:   "If the entry stays and the fault comes back, nobody sees it.",
		Wrong: "a baseline with a fault that was mended",
		Right: "a baseline of the faults that are left",
		Fix:   "Run `qwac baseline update` with the same files.",
	}
)

// GateRules are the rules about the configuration of a run.
func GateRules() []lint.Meta {
	return []lint.Meta{*RuleIgnoreExpired, *RuleIgnoreUnused, *RuleBaselineGone}
}
