// Package bank holds what is known of each bank, as data: one value in one file for each. A new bank is such a file; make docs
// writes the list, [All]. Rules cite standards only; what a bank says beyond them is in its value. Most people want [Named].
package bank

import (
	"cmp"
	"slices"

	"qwac/pkg/ident"
	"qwac/pkg/lint"
)

// Bank is all that is known of one bank. It must not be changed.
type Bank struct {
	Name   string       // as on the command line: "lunar"
	Title  string       // as in a sentence: "Lunar"; empty: this is no bank, and no status is predicted
	Offers []ident.Role // roles that a client can be registered for; nil: all
	// AsItIs judges an upload as what it is: a seal as a seal, a signature certificate as one. False: all but a PSD2 QWAC is wrong.
	AsItIs bool

	// Rules that make the bank refuse: for the text of an upload; for the certificates, in an upload or as those of the connection
	// that registers; for what a registration asks for; and for a change of redirect URIs. No rule is named twice for one request.
	Texts, Certificates, Registrations, RedirectURIs []Block
	// Connection answers a registration over a connection whose certificates an upload would be refused for.
	Connection Answer
	// Order has the statuses in the order in which the bank is assumed to look at an upload or a change of redirect URIs;
	// RegistrationOrder is that of a registration.
	Order, RegistrationOrder []int

	Sources      []Source // rules that the bank has a clause of its own for
	API          API
	Environments []Environment
	Support      []Section // what its support asks for, in the order of the report
}

// Block says that rules block, and what the bank would answer.
type Block struct {
	Answer
	Rules []string // ids
}

// Answer is a predicted status.
type Answer struct {
	Status int // HTTP status; 0: this is no bank
	Basis  Basis
}

// Basis says what a predicted status rests on.
type Basis string

// Documented: the bank's documentation names the kind of fault. Assumed: it does not, and the status is our choice.
const (
	Documented Basis = "documented"
	Assumed    Basis = "assumed"
)

// Request is what the bank is asked.
type Request string

// The requests.
const (
	Upload       Request = "upload"        // of a chain to a client
	Registration Request = "registration"  // of a client with its chain
	RedirectURIs Request = "redirect-uris" // of a client, to replace those it has
)

// Source is what a bank says of the requirement of a rule.
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

// Clause returns what the bank itself says of the requirement of a rule; zero: nothing is known.
func (b *Bank) Clause(rule string) lint.Clause {
	for _, s := range b.Sources {
		if slices.Contains(s.Rules, rule) {
			return s.Clause
		}
	}
	return lint.Clause{}
}

// SourceOf returns what a rule rests on at this bank: the bank's own words where there are any, else the source of the rule.
func (b *Bank) SourceOf(m *lint.Meta) lint.Clause { return cmp.Or(b.Clause(m.ID), m.Source) }

// BlockOf returns the row with the rule, or nil when a breach of it does not block: that of an upload if there is one, else that of a
// registration.
func (b *Bank) BlockOf(rule string) *Block {
	return cmp.Or(b.BlockIn(Upload, rule), b.BlockIn(Registration, rule))
}

// BlockIn returns the row with the rule as it answers one kind of request, or nil when a breach of it does not block such a request.
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

func find(blocks []Block, rule string) *Block {
	for i := range blocks {
		if slices.Contains(blocks[i].Rules, rule) {
			return &blocks[i]
		}
	}
	return nil
}

// Rank says how early the bank is assumed to look at what it answers so: less is earlier. Of one status, what the bank documents comes
// before what we assume.
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
