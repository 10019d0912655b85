// Package advice says next steps in the words of a program. Most people want [Words.Advice].
package advice

import (
	"cmp"
	"strings"

	"qwac/pkg/lint"
)

// Words are how a program is asked for what the library speaks of. The zero value speaks in terms of the field.
type Words struct {
	// How is how a need is met: flags, or a command. Nil, or empty: nothing is said of it.
	How func(lint.Need) string
	// Payload is the command that writes the chain as it should be sent. Empty: the payload is named as such.
	Payload string
}

// Advice is a next step with how its needs are met.
func (w Words) Advice(hint string, needs []lint.Need) string {
	body, stop := strings.CutSuffix(hint, ".")
	if len(needs) == 0 || !stop {
		return hint
	}
	if n := needs[0]; n.What == lint.NeedChain {
		return body + ": `" + cmp.Or(w.how(n), n.With+" > FILE.out") + "`."
	}
	all := w.ways(needs)
	for i, how := range all {
		if !strings.HasPrefix(how, "-") {
			all[i] = "`" + how + "`"
		}
	}
	if all == nil {
		return hint
	}
	return body + " (" + strings.Join(all, ", ") + ")."
}

// Asking is how needs are met, in a few words; empty: nothing is known of it.
func (w Words) Asking(needs []lint.Need) string { return strings.Join(w.ways(needs), ", ") }

func (w Words) ways(needs []lint.Need) (all []string) {
	for _, n := range needs {
		if how := w.how(n); how != "" {
			all = append(all, how)
		}
	}
	return all
}

func (w Words) how(n lint.Need) string {
	if w.How == nil {
		return ""
	}
	return w.How(n)
}

// Mender is what mends a chain without loss.
func (w Words) Mender() string {
	if w.Payload == "" {
		return "the payload"
	}
	return "`" + w.Payload + "`"
}
