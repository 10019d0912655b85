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
	Means: "You said which facts must be established before a chain may pass, in the call or in the " +
		"configuration (require). One of them was not asked, could not be established, or failed.",
	Why:   "That nobody looked is no answer: without the fact the gate stays shut, whatever the profile says.",
	Right: "trusted-list and revocation are required, and the lists and the OCSP response are beside the chain",
	Fix:   "Provide what the check needs, or take it out of the required ones.",
}

var requiredRules = []*lint.Rule[required]{{
	Meta: RuleRequired,
	Check: func(p *lint.Pass, s required) {
		for _, c := range s.checks {
			if c.State == Passed || !slices.Contains(s.names, c.Name) {
				continue
			}
			f := lint.Finding{
				Where:   lint.Where{Path: "checks." + c.Name},
				Message: fmt.Sprintf("%s is required, and %s: %s", c.Name, stateWords(c.State), c.Detail),
			}
			if fact, _ := FactNamed(c.Name); c.State == NotAsked && fact.Needs != nil {
				f.Hint = "Provide what the check needs."
				f.Needs = fact.Needs
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
		Means: "An ignore entry in the configuration suppresses findings until a day that somebody chose. That " +
			"day has come, and the findings count again.",
		Why:   "An exception that nobody renews is forgotten, and its fault with it.",
		Wrong: "expires: 2026-06-30",
		Right: "expires: 2027-06-30, with the reason why it takes longer",
		Fix:   "Mend what it was about and take the entry out, or give it a new day with the reason.",
	}
	RuleIgnoreUnused = &lint.Meta{
		ID: "gate-ignore-unused", Code: "G03", Severity: lint.Warning,
		Source: lint.Clause{Document: "qwac", Section: "configuration"},
		Title:  "ignore entry suppresses nothing",
		Means: "An ignore entry in the configuration suppresses no finding of this run. The fault is mended, or " +
			"the rule, the path or the fingerprint is not the one that was meant.",
		Why:   "Left in, it would suppress the next such fault unseen.",
		Wrong: "an entry for prod/old.pem, which is gone",
		Right: "only entries that suppress something",
		Fix: "Take the entry out, or see what it was to suppress: the path counts from the folder of the " +
			"configuration.",
	}
	RuleBaselineGone = &lint.Meta{
		ID: "gate-baseline-gone", Code: "G04", Severity: lint.Notice,
		Source: lint.Clause{Document: "qwac", Section: "configuration"},
		Title:  "entry of the baseline does not occur any more",
		Means: "A baseline is a list of findings that were known when it was written, so that only new ones " +
			"block. One of them does not occur any more.",
		Why:   "Left in, the entry would let the fault come back unseen.",
		Wrong: "an entry for a finding that is mended",
		Right: "a baseline with today's findings alone",
		Fix:   "Write the baseline anew from the same files.",
		Needs: []lint.Need{{What: lint.NeedBaseline}},
	}
)

// GateRules are the rules about the configuration of a run.
func GateRules() []lint.Meta {
	return []lint.Meta{*RuleIgnoreExpired, *RuleIgnoreUnused, *RuleBaselineGone}
}
