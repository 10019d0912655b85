package compare

import (
	"slices"
	"strings"
	"time"

	"qwac/pkg/lint"

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

// pair is what the meaning of a field is read from.
type pair struct {
	before, after Facts
	opts          Options
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
func (p pair) basis(rule *lint.Meta) bank.Basis {
	if row := p.opts.Bank.BlockIn(bank.Upload, rule.ID); row != nil {
		return row.Basis
	}
	return bank.Assumed
}

// without returns the texts that are not among others.
func without(texts, others []string) []string {
	return slices.DeleteFunc(slices.Clone(texts), func(s string) bool { return slices.Contains(others, s) })
}

func list(texts []string) string { return strings.Join(texts, ", ") }

// same reports whether two are of one certificate.
func (f Facts) same(other Facts) bool {
	if f.Digest != "" && other.Digest != "" {
		return f.Digest == other.Digest
	}
	return f.ID != "" && f.ID == other.ID && f.Issuer == other.Issuer
}
