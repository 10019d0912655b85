package report

import (
	"cmp"
	"strings"

	"qwac/pkg/check"
	"qwac/pkg/lint"
)

// Words are how a program is asked for what reports speak of. The zero value speaks in terms of the field.
type Words struct {
	// How is how a need is met: flags, or a command. Nil, or empty: nothing is said of it.
	How func(lint.Need) string
	// Payload and Fix are the commands that write the chain as it should be sent, and that mend the files themselves.
	// Empty: the payload is named as such, and of files nothing is said.
	Payload, Fix string
}

// Advice is a next step with how its needs are met.
func (w Words) Advice(hint string, needs []lint.Need) string {
	if len(needs) == 0 || hint == "" {
		return hint
	}
	body, stop := strings.CutSuffix(hint, ".")
	if !stop {
		return hint
	}
	if n := needs[0]; n.What == lint.NeedChain {
		return body + ": `" + cmp.Or(w.how(n), n.With+" > FILE.out") + "`."
	}
	var all []string
	for _, n := range needs {
		if how := w.how(n); strings.HasPrefix(how, "-") {
			all = append(all, how)
		} else if how != "" {
			all = append(all, "`"+how+"`")
		}
	}
	if all == nil {
		return hint
	}
	return body + " (" + strings.Join(all, ", ") + ")."
}

func (w Words) how(n lint.Need) string {
	if w.How == nil {
		return ""
	}
	return w.How(n)
}

// Asking is how to have a fact checked that was not asked; empty: it needs no asking, or nothing is known of it.
func (w Words) Asking(c Check) string {
	f, _ := check.FactNamed(c.Name)
	var all []string
	for _, n := range f.Needs {
		if how := w.how(n); how != "" {
			all = append(all, how)
		}
	}
	return strings.Join(all, ", ")
}

// Mender is what mends a chain without loss.
func (w Words) Mender() string {
	if w.Payload == "" {
		return "the payload"
	}
	return "`" + w.Payload + "`"
}

// advice is the next step of a finding, in the words of the program.
func (s Style) advice(f Finding) string { return s.Words.Advice(f.Hint, f.Needs) }
