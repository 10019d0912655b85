package report

import (
	"slices"
	"strings"

	"qwac/pkg/advice"
	"qwac/pkg/check"
	"qwac/pkg/lint"
)

// Check is one fact that the verdict rests on.
type Check struct {
	Name   string `json:"name"`
	State  string `json:"state"`  // passed, failed, not-asked, not-possible
	Detail string `json:"detail"` // what was found, or why nothing could be; empty: nothing to add
	// Suppressed: that it is not established does not hold the result. Null: it does.
	Suppressed *Suppression `json:"suppressed,omitempty"`
}

// Stops reports whether a fact is not established, so that no bank is said to accept.
func (c Check) Stops() bool {
	return c.State == string(check.Failed) || c.State == string(check.NotPossible)
}

// Words are what the fact is called in text.
func (c Check) Words() string {
	if f, ok := check.FactNamed(c.Name); ok {
		return f.Words
	}
	return c.Name
}

// Needs are what it needs to be checked, where it was not.
func (c Check) Needs() []lint.Need {
	f, _ := check.FactNamed(c.Name)
	return f.Needs
}

func newChecks(checks []check.Check) []Check {
	out := make([]Check, 0, len(checks))
	for _, c := range checks {
		out = append(out, Check{Name: c.Name, State: string(c.State), Detail: c.Detail})
	}
	return out
}

// underFact stands below the name of a fact.
const underFact = "             "

// checks writes one line for each state that a fact has: what was checked, what is not so, and what was not checked.
func (t textWriter) checks(r Result) {
	said := map[string]bool{}
	for _, line := range []struct{ state, head string }{
		{"passed", "checked      "}, {"failed", "failed       "}, {"not-possible", "not possible "},
		{"not-asked", "not checked  "},
	} {
		var words advice.Words
		if r.Verdict == string(check.Accept) || t.style.Depth == Full {
			words = t.style.Words
		}
		if items := r.checksIn(line.state, said, words); len(items) > 0 {
			t.wrap(line.head, underFact, strings.Join(items, ", "))
		}
	}
	for _, s := range r.NotCounted() {
		t.wrap("not counted  ", underFact, s)
	}
}

// NotCounted are the findings and facts that are suppressed, those for the same reason together.
func (r Result) NotCounted() []string {
	var reasons []string
	names := map[string][]string{}
	add := func(name string, s *Suppression) {
		if s == nil {
			return
		}
		why := s.String()
		if names[why] == nil {
			reasons = append(reasons, why)
		}
		names[why] = append(names[why], name)
	}
	for _, f := range r.Findings {
		add(f.Rule, f.Suppressed)
	}
	for _, c := range r.Checks {
		add(c.Name, c.Suppressed)
	}
	for i, why := range reasons {
		reasons[i] = strings.Join(names[why], ", ") + " (" + why + ")"
	}
	return reasons
}

// checksIn are the facts in a state, in words. Of what is not so the detail is told, unless it is said already; with
// words, of what was not asked how to ask.
func (r Result) checksIn(state string, said map[string]bool, words advice.Words) []string {
	var items []string
	for _, c := range r.Checks {
		if c.State != state {
			continue
		}
		item, ask := c.Words(), words.Asking(c.Needs())
		detail := Clean(c.Detail)
		switch {
		case c.Name == "register" && detail != check.NoRegister && state != "failed":
			item += " (" + detail + ")"
		case state == "not-asked":
			if ask == "" {
				break
			}
			item += " (" + ask + ")"
		case said[detail]:
		case state == "failed", state == "not-possible", state == "passed" &&
			slices.Contains([]string{"revocation", "directory"}, c.Name):
			item += " (" + detail + ")"
			said[detail] = true
		}
		items = append(items, item)
	}
	return items
}
