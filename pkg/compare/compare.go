// Package compare says what a renewal changes: what the old certificate says and what the new one says, field by field,
// what each difference means at the bank, and what follows for the calendar. It judges nothing: that is what package
// check does with the old certificate at hand. Most people want [New].
package compare

import (
	"slices"
	"strings"
	"time"

	"qwac/pkg/bank"
)

// Facts are what is known of one certificate, as text. An empty field says that the certificate has none, or with
// Partial that it is not known.
type Facts struct {
	Partial   bool     // only what client details have is known
	Type      string   // "qwac"
	ID        string   // what it is called: its serial number
	Digest    string   // of the certificate; empty: not known
	Authority string   // nCAId
	OrgID     string   // organizationIdentifier
	LegalName string   // organizationName
	Issuer    string   // distinguished name
	Listed    string   // entry of the issuer on the trusted lists; empty: none, or no lists were given
	Trust     string   // trusted, untrusted, not-checked
	Key       string   // kind, size and digest
	Signature string   // its algorithm
	Roles     []string // likewise sorted: Names, Usages, Policies
	Names     []string // subject alternative names
	Usages    []string // extended key usage
	Policies  []string
	NotBefore time.Time
	NotAfter  time.Time
}

// Options say for whom is compared. The zero value compares for the first bank of [bank.All].
type Options struct {
	Bank       *bank.Bank    // nil: the first
	At         time.Time     // today; zero: nothing is said about days that have passed
	LeadTime   time.Duration // between the upload and the end of the old certificate; zero: none
	Registered []string      // roles of the client; nil: not known
}

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

// Action is what is to be done at the bank.
type Action string

// The actions, the least first.
const (
	Nothing  Action = "nothing"
	Upload   Action = "upload"   // to the client that is there
	Ask      Action = "ask"      // the bank, before the upload
	Register Action = "register" // a client anew
)

func actions() []Action { return []Action{Nothing, Upload, Ask, Register} }

// Words is what an action is called in text.
func (a Action) Words() string {
	switch a {
	case Upload:
		return "upload to the existing client"
	case Ask:
		return "ask the bank"
	case Register:
		return "register anew"
	}
	return "nothing"
}

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

// pair is what the meaning of a field is read from.
type pair struct {
	before, after Facts
	opts          Options
}

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

// reissued reports whether the two are known to be different, whatever their serial numbers say.
func (p pair) reissued() bool { return p.before.Digest != "" && p.before.Digest != p.after.Digest }

// bank is what it is called in a sentence.
func (p pair) bank() string {
	if p.opts.Bank.Title == "" {
		return "the bank"
	}
	return p.opts.Bank.Title
}

// basis is what the bank's refusal of a breach of the rule rests on. What no row of the bank names is assumed.
func (p pair) basis(rule string) bank.Basis {
	if row := p.opts.Bank.BlockIn(bank.Upload, rule); row != nil {
		return row.Basis
	}
	return bank.Assumed
}

// without returns the texts that are not among others.
func without(texts, others []string) []string {
	return slices.DeleteFunc(slices.Clone(texts), func(s string) bool { return slices.Contains(others, s) })
}

func list(texts []string) string { return strings.Join(texts, ", ") }
