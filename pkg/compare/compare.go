// Package compare says what a renewal changes: what the old certificate says and what the new one says, field by field,
// what each difference means at the bank, and what follows for the calendar. It judges nothing: that is what package
// check does with the old certificate at hand. Most people want [New].
package compare

import (
	"slices"

	"qwac/pkg/bank"
)

// Comparison is the outcome.
type Comparison struct {
	Bank     string   `json:"bank"` // as in a sentence
	Rows     []Row    `json:"rows"`
	Action   Action   `json:"action"` // the most that any row asks for
	Calendar Calendar `json:"calendar"`
}

// Row is one field.
type Row struct {
	Field  string     `json:"field"`
	Old    string     `json:"old"`
	New    string     `json:"new"`
	Change Change     `json:"change"`
	Action Action     `json:"action"`
	Basis  bank.Basis `json:"basis"` // what Action rests on; empty: nothing is to be done
	Means  string     `json:"means"` // of a change, in words; empty: nothing changes
}

// Change says whether a field differs.
type Change string

// The changes.
const (
	Same    Change = "same"
	Changed Change = "changed"
	Unknown Change = "unknown" // the old value is not known
)

// New compares the old certificate with the new one.
func New(before, after Facts, opts Options) *Comparison {
	if opts.Bank == nil {
		opts.Bank = bank.Default()
	}
	p := pair{before, after, opts}
	c := &Comparison{Bank: p.bank(), Action: Nothing, Calendar: p.calendar()}
	for _, f := range fields() {
		r := p.row(f)
		c.Rows = append(c.Rows, r)
		if slices.Index(actions(), r.Action) > slices.Index(actions(), c.Action) {
			c.Action = r.Action
		}
	}
	return c
}

// Fails reports whether the new certificate is no renewal of the old one: the bank knows another client by it.
func (c *Comparison) Fails() bool { return c.Action == Register }

func (p pair) row(f field) Row {
	r := Row{Field: f.name, Old: f.text(p.before), New: f.text(p.after), Change: Same, Action: Nothing}
	switch {
	case p.before.Partial && r.Old == "":
		r.Change = Unknown
	case r.Old != r.New || f.name == fieldCertificate && p.reissued():
		r.Change = Changed
	}
	m := meaning{action: Nothing}
	switch {
	case r.Change == Changed:
		m = f.changed(p)
	case r.Change == Same && f.same != nil:
		m = f.same(p)
	}
	r.Action, r.Means = m.action, m.text
	if r.Action != Nothing {
		r.Basis = m.basis
	}
	return r
}
