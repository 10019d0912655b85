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
	Why: "Whoever runs the check wants this fact established (--require, or require in the configuration): that " +
		"nobody asked is no answer. It blocks whatever the profile.",
	Fix: "Give what the check needs, or take it out of the required ones.",
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
		Why:    "An entry of the configuration was to suppress findings until a day that has come. They count again.",
		Fix:    "Mend what it was about and take the entry out, or give it a new day with the reason.",
	}
	RuleIgnoreUnused = &lint.Meta{
		ID: "gate-ignore-unused", Code: "G03", Severity: lint.Warning,
		Source: lint.Clause{Document: "qwac", Section: "configuration"},
		Title:  "ignore entry suppresses nothing",
		Why: "The finding is gone, or the rule, the path or the fingerprint is not what was meant. Left in, it would " +
			"suppress the next such fault unseen.",
		Fix: "Take the entry out, or see what it was to suppress: the path counts from the folder of the " +
			"configuration.",
	}
	RuleBaselineGone = &lint.Meta{
		ID: "gate-baseline-gone", Code: "G04", Severity: lint.Notice,
		Source: lint.Clause{Document: "qwac", Section: "configuration"},
		Title:  "entry of the baseline does not occur any more",
		Why:    "What was known is mended. Left in, the entry would let it come back unseen.",
		Fix:    "Run qwac baseline update with the same files.",
	}
)

// GateRules are the rules about the configuration of a run.
func GateRules() []lint.Meta {
	return []lint.Meta{*RuleIgnoreExpired, *RuleIgnoreUnused, *RuleBaselineGone}
}
