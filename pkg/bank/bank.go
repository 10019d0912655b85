// Package bank holds what is known about each bank, as data: one value in one file per bank. A new bank takes such a
// file; make docs writes the list, [All]. Rules cite standards only; what a bank says beyond them is in its value. Most
// people want [Named].
package bank

import (
	"cmp"
	"slices"
	"time"

	"qwac/pkg/ident"
	"qwac/pkg/lint"
)

// Bank is all that is known about one bank. Callers must not change it.
type Bank struct {
	Name  string // as on the command line: "lunar"
	Title string // as in a sentence: "Lunar"; empty: what blocks is what no bank could accept
	// Country is where it is: what an institution of another country may do there is its passport. Empty: not known.
	Country string
	// Directory says that it looks up BIC and number in the directory of the EPC.
	Directory bool
	Offers    []ident.Role // roles that a client can be registered for; nil: all
	// AsItIs judges an upload as what it is: a seal as a seal, a signature certificate as one. False: all but a PSD2
	// QWAC is wrong.
	AsItIs bool

	// Rules that make the bank refuse: for the text of an upload; for the certificates, in an upload or as those of the
	// connection that registers; for what a registration asks for; and for a change of redirect URIs. No rule is named
	// twice for one request.
	Texts, Certificates, Registrations, RedirectURIs []Block
	// Connection is the answer to a registration whose connection shows certificates that an upload would be refused
	// for.
	Connection Answer
	// Order has the statuses in the order in which the bank is assumed to look at an upload or a change of redirect
	// URIs; RegistrationOrder is that of a registration. Nil: this is no bank, and no status is predicted.
	Order, RegistrationOrder []int
	// MaxEvidenceAge is how old a revocation list or response may be that proves a certificate good. Zero: as old as it
	// says itself.
	MaxEvidenceAge time.Duration
	Severities     []Severity // of rules that have another one here; nil: none

	Sources      []Source // rules for which the bank has a clause of its own
	API          API
	Environments []Environment
	Support      []Section // what its support asks for, in the order of the report
}

// Block lists rules that block, and what the bank would answer.
type Block struct {
	Answer
	Rules []string // ids
}

// Severity is what findings of some rules have at a bank in place of the severity of the rule. It says how much the
// bank minds, not whether it refuses.
type Severity struct {
	Severity lint.Severity
	Rules    []string // ids
}

// Answer is a predicted status.
type Answer struct {
	Status int // HTTP status; 0: none is predicted
	Basis  Basis
}

// Basis says what a row, and with it a predicted status, rests on.
type Basis string

// Documented: the documentation of the bank or scheme names the kind of fault. Assumed: it does not, and the row is our
// choice.
const (
	Documented Basis = "documented"
	Assumed    Basis = "assumed"
)

// Request is what is requested from the bank.
type Request string

// The requests.
const (
	Upload       Request = "upload"        // of a chain to a client
	Registration Request = "registration"  // of a client with its chain
	RedirectURIs Request = "redirect-uris" // of a client, to replace those it has
)

// Source is the bank's own clause for the requirements of rules.
type Source struct {
	Clause lint.Clause
	Rules  []string // ids
}

// Section is a part of a support report.
type Section string

// The sections.
const (
	SectionChain     Section = "chain"      // the certificates, one by one
	SectionIssuer    Section = "issuer"     // where the issuing CA is on the trusted lists
	SectionPreFlight Section = "pre-flight" // the report of the check
	SectionCalls     Section = "calls"      // calls that change nothing, with their times and request ids
	SectionFailed    Section = "failed"     // the call that failed
	SectionPEM       Section = "pem"        // the chain as text
)

// Clause returns the bank's own clause for the requirement of a rule, or the zero Clause.
func (b *Bank) Clause(rule string) lint.Clause {
	for _, s := range b.Sources {
		if slices.Contains(s.Rules, rule) {
			return s.Clause
		}
	}
	return lint.Clause{}
}

// SourceOf returns what a rule rests on at this bank: the bank's own words where there are any, else the source of the
// rule.
func (b *Bank) SourceOf(m *lint.Meta) lint.Clause { return cmp.Or(b.Clause(m.ID), m.Source) }

// BlockOf returns the row with the rule, or nil if a breach of it does not block. The row of an upload comes before
// that of a registration.
func (b *Bank) BlockOf(rule string) *Block {
	return cmp.Or(b.BlockIn(Upload, rule), b.BlockIn(Registration, rule))
}

// BlockIn returns the row with the rule as it answers one kind of request, or nil if a breach of it does not block such
// a request.
func (b *Bank) BlockIn(r Request, rule string) *Block {
	switch r {
	case Registration:
		if row := find(b.Certificates, rule); row != nil {
			return &Block{b.Connection, row.Rules}
		}
		return find(b.Registrations, rule)
	case RedirectURIs:
		return find(b.RedirectURIs, rule)
	}
	return cmp.Or(find(b.Texts, rule), find(b.Certificates, rule))
}

// Predicts reports whether the profile is that of a bank whose statuses can be predicted.
func (b *Bank) Predicts() bool { return len(b.Order) > 0 }

// SeverityOf returns the severity that findings of a rule have here; zero: that of the rule.
func (b *Bank) SeverityOf(rule string) lint.Severity {
	for _, s := range b.Severities {
		if slices.Contains(s.Rules, rule) {
			return s.Severity
		}
	}
	return 0
}

func find(blocks []Block, rule string) *Block {
	for i := range blocks {
		if slices.Contains(blocks[i].Rules, rule) {
			return &blocks[i]
		}
	}
	return nil
}

// Rank says how early the bank is assumed to check what it answers this way: lower is earlier. For the same status,
// documented answers rank before assumed ones.
func (b *Bank) Rank(r Request, a Answer) int {
	order := b.Order
	if r == Registration {
		order = b.RegistrationOrder
	}
	n := 2 * slices.Index(order, a.Status)
	if a.Basis == Assumed {
		n++
	}
	return n
}
