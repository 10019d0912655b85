package html

import (
	"strings"

	"qwac/pkg/advice"
	"qwac/pkg/report"
)

// checkGroup are the facts in one state.
type checkGroup struct {
	State, Word string
	Checks      []checkView
}

type checkView struct{ Words, Detail, Ask string }

// line is the group in one line, with why a check did not pass.
func (g checkGroup) line() string {
	var out []string
	for _, c := range g.Checks {
		if c.Detail != "" && (g.State == "failed" || g.State == "not-possible") {
			c.Words += " (" + c.Detail + ")"
		}
		out = append(out, c.Words)
	}
	return strings.Join(out, ", ")
}

// checkGroups are the facts by their states: what is not so stands first.
func checkGroups(r report.Result, words advice.Words) []checkGroup {
	var out []checkGroup
	for _, g := range []checkGroup{
		{"failed", "Failed", nil}, {"not-possible", "Not possible", nil}, {"passed", "Checked", nil},
		{"not-asked", "Not checked", nil},
	} {
		for _, c := range r.Checks {
			if c.State != g.State {
				continue
			}
			v := checkView{Words: name(c.Words()), Detail: text(c.Detail)}
			if c.State == "not-asked" {
				v.Ask = words.Asking(c.Needs())
			}
			g.Checks = append(g.Checks, v)
		}
		if g.Checks != nil {
			out = append(out, g)
		}
	}
	return out
}
