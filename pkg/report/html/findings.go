package html

import (
	"cmp"

	"qwac/pkg/report"
)

// maxPlaces bounds the places of a finding that are named: there may be one for each line of a file.
const maxPlaces = 20

// finding is what is written of one.
type finding struct {
	Level, Word         string // block, error, warning, notice, suppressed; and what stands for it
	Title               string
	Rule, Code          string
	Status              string
	Message             string
	Next, Why           []part
	Clause, Fingerprint string
	Places              []string
	More                int    // places that are not named
	Near                string // where the first is, in a few words
	Mild                bool   // it is good to know, no more
	NotCounted          string
	Fixable             bool
}

func newFindings(findings []report.Finding, rules map[string]report.Rule) []finding {
	var out []finding
	for _, f := range findings {
		out = append(out, newFinding(f, rules[f.Rule]))
	}
	return out
}

func newFinding(f report.Finding, rule report.Rule) finding {
	v := finding{
		Title: name(cmp.Or(rule.Title, f.Rule)), Rule: name(f.Rule), Code: name(f.Code), Message: text(f.Message),
		Next: parts(cmp.Or(f.Hint, rule.Fix)), Why: parts(rule.Why), Clause: text(f.Clause),
		Fingerprint: name(f.Fingerprint), Fixable: f.Fixable,
	}
	v.Level, v.Word = level(f)
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
	for _, p := range f.Places {
		if s := p.String(); s != "" && len(v.Places) < maxPlaces {
			v.Places = append(v.Places, text(s))
		} else if s != "" {
			v.More++
		}
	}
	return v
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
