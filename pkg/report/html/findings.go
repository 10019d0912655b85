package html

import (
	"cmp"
	"fmt"
	"strings"

	"qwac/pkg/advice"
	"qwac/pkg/report"
)

// maxPlaces bounds the places of a finding that are named: there may be one for each line of a file.
const maxPlaces = 20

// finding is what is written of one.
type finding struct {
	Level, Word         string // block, error, warning, notice, suppressed; and what stands for it
	Title               string
	Rule, Code          string
	Anchor              string // of the rule, where rules stand by themselves
	Status              string
	Message             string
	Next, Why           []part
	Clause, Fingerprint string
	Where               string
	Near                string // where the first is, in a few words
	Mild                bool   // it is good to know, no more
	NotCounted          string
	Mends               []part // what mends it; nil: nothing does
}

// rule is what is written of one.
type rule struct {
	Anchor, ID, Code, Title, Clause string
	Why, Fix                        []part
}

func newRules(rules []report.Rule, words advice.Words) []rule {
	var out []rule
	for _, r := range rules {
		out = append(out, rule{
			Anchor: anchorOf(r.ID), ID: name(r.ID), Code: name(r.Code), Title: name(r.Title), Clause: text(r.Clause),
			Why: parts(r.Why), Fix: parts(words.Advice(r.Fix, r.Needs)),
		})
	}
	return out
}

// anchorOf is the name of a rule of ours, which can stand in an address; of another, nothing.
func anchorOf(id string) string {
	if strings.Trim(id, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" {
		return ""
	}
	return id
}

func newFindings(findings []report.Finding, in terms) []finding {
	var out []finding
	for _, f := range findings {
		out = append(out, newFinding(f, in))
	}
	return out
}

func newFinding(f report.Finding, in terms) finding {
	rule := in.rules[f.Rule]
	if f.Hint == "" {
		f.Hint, f.Needs = rule.Fix, rule.Needs
	}
	v := finding{
		Title: name(cmp.Or(rule.Title, f.Rule)), Rule: name(f.Rule), Code: name(f.Code), Message: text(f.Message),
		Next: parts(in.words.Advice(f.Hint, f.Needs)), Why: parts(rule.Why), Clause: text(f.Clause),
		Fingerprint: name(f.Fingerprint),
	}
	if f.Fixable {
		v.Mends = parts(in.words.Mender() + " mends it without loss.")
	}
	v.Level, v.Word = level(f)
	v.Anchor = anchorOf(f.Rule)
	v.Mild = v.Level == "notice" || v.Level == "suppressed"
	if len(f.Places) > 0 {
		v.Near = near(f.Places[0])
	}
	if f.Status != nil {
		v.Status = name(itoa(*f.Status) + ", " + f.StatusBasis)
	}
	if f.Suppressed != nil {
		v.NotCounted = text(f.Suppressed.String())
	}
	v.Where = where(f.Places)
	return v
}

// where names the places.
func where(places []report.Place) string {
	var out []string
	for _, p := range places[:min(len(places), maxPlaces)] {
		if s := p.String(); s != "" {
			out = append(out, text(s))
		}
	}
	if more := len(places) - maxPlaces; more > 0 {
		out = append(out, fmt.Sprintf("and %d more", more))
	}
	return strings.Join(out, "; ")
}

// near is a place without the folders of its file.
func near(p report.Place) string {
	p.File = base(p.File)
	return name(p.String())
}

func level(f report.Finding) (level, word string) {
	switch {
	case f.Suppressed != nil:
		return "suppressed", "does not count"
	case f.Blocks:
		return "block", "blocks"
	case f.Severity == "error", f.Severity == "warning":
		return f.Severity, f.Severity
	}
	return "notice", "notice"
}
