package report

import (
	"strings"

	"qwac/pkg/check"
)

// Check is one fact that the verdict rests on.
type Check struct {
	Name   string `json:"name"`
	State  string `json:"state"`  // passed, failed, not-asked, not-possible
	Detail string `json:"detail"` // what was found, or why nothing could be; empty: nothing to add
}

func newChecks(checks []check.Check) []Check {
	out := []Check{}
	for _, c := range checks {
		out = append(out, Check{c.Name, string(c.State), c.Detail})
	}
	return out
}

// checkWords are what facts are called in text, and how to have one checked that was not asked.
var checkWords = []struct{ name, words, ask string }{
	{"inputs", "inputs", ""},
	{"path", "chain", ""},
	{"signatures", "signatures", ""},
	{"path-validation", "rules of RFC 5280", ""},
	{"validity", "validity", "--at"},
	{"key", "key", ""},
	{"type", "eIDAS type", ""},
	{"roles", "PSD2 roles", ""},
	{"registered-roles", "registered roles", "--roles"},
	{"anchor", "what the bank trusts", "--trust"},
	{"trusted-list", "issuer on the EU lists", "qwac trust update"},
	{"revocation", "revocation of the leaf", "--ocsp, --crl"},
	{"register", "register of the authority", ""},
	{"key-match", "private key", "--key"},
}

// checks writes one line for each state that a fact has: what was checked, what is not so, and what was not checked.
func (t textWriter) checks(r Result) {
	const indent = "             "
	said := map[string]bool{}
	for _, line := range []struct{ state, head string }{
		{"passed", "checked      "}, {"failed", "failed       "}, {"not-possible", "not possible "},
		{"not-asked", "not checked  "},
	} {
		if items := r.checksIn(line.state, said); len(items) > 0 {
			t.wrap(line.head, indent, strings.Join(items, ", "))
		}
	}
}

// checksIn are the facts in a state, in words. Of what is not so the detail is told, unless it is said already; of what
// was not asked, how to ask.
func (r Result) checksIn(state string, said map[string]bool) []string {
	var items []string
	for _, c := range r.Checks {
		if c.State != state {
			continue
		}
		item, ask, detail := c.Name, "", Clean(c.Detail)
		for _, w := range checkWords {
			if w.name == c.Name {
				item, ask = w.words, w.ask
			}
		}
		switch {
		case state == "not-asked" && ask != "":
			item += " (" + ask + ")"
		case said[detail]:
		case state == "failed", state == "not-possible", c.Name == "revocation" && state == "passed":
			item += " (" + detail + ")"
			said[detail] = true
		}
		items = append(items, item)
	}
	return items
}
