// Package check judges a bundle of certificates as a bank would: it builds the chain, runs every rule over it, and
// looks up in the value of the bank ([bank.Bank]) which findings block the upload and what the bank would answer. Most
// people want [Run].
package check

import (
	"cmp"
	"crypto"
	"crypto/x509"
	"math"
	"slices"
	"time"

	"qwac/pkg/bank"
	"qwac/pkg/bundle"
	"qwac/pkg/cert"
	"qwac/pkg/chain"
	"qwac/pkg/eidas"
	"qwac/pkg/ident"
	"qwac/pkg/lint"
	"qwac/pkg/revocation"
	"qwac/pkg/trustlist"
)

// Options say what is judged and by whom. The zero value judges for production at the first bank, at no particular
// time.
type Options struct {
	Profile       *bank.Bank             // nil: the first of bank.All
	At            time.Time              // zero: validity is not judged
	Sandbox       bool                   // the upload is for the bank's sandbox, where test certificates are welcome
	Roles         []ident.Role           // roles registered for the client; nil: not known
	Requested     []string               // roles that a registration asks for, as written; nil: none is under way
	RedirectURIs  []string               // redirect URIs that a registration asks for; nil: none is under way
	Anchors       []*x509.Certificate    // roots and issuing CAs that the bank trusts; nil: not known
	Lists         *trustlist.Index       // EU trusted lists; nil: not given
	Revocation    []*revocation.Evidence // revocation lists and OCSP responses; nil: not given
	Key           crypto.PublicKey       // key that the leaf must carry; nil: not compared
	Previous      *cert.Cert             // leaf that this one replaces; nil: not known
	Seal          *cert.Cert             // QSealC that goes with the QWAC; nil: not given
	ExpiresWithin time.Duration          // zero: 30 days
	// Sent judges the chain that would be sent (Chain.PEM) instead of the inputs as they stand: fixable findings do not
	// block.
	Sent bool
}

// Verdict is what the bank would make of the request.
type Verdict string

// The two verdicts.
const (
	Accept Verdict = "accept"
	Refuse Verdict = "refuse"
)

// Result is the outcome of one run.
type Result struct {
	Request    bank.Request
	Profile    *bank.Bank
	At         time.Time
	Verdict    Verdict
	Status     int        // predicted HTTP status of a refusal; 0: accepted, or the profile is not a bank's
	Basis      bank.Basis // what the prediction rests on; empty when Status is 0
	Checks     []Check    // the facts that the verdict rests on; with Accept each is passed or not asked
	Findings   []Finding
	Chain      *chain.Chain
	Info       *eidas.Info // of the leaf; nil: no leaf
	Type       eidas.Type  // of the leaf
	Trust      Trust
	Revocation []revocation.Status // of the certificates that there is usable evidence about, from the leaf
}

// Finding is a finding of a rule and what the bank makes of it.
type Finding struct {
	lint.Finding
	Blocks bool
	Status int         // predicted HTTP status when it blocks; 0 otherwise
	Basis  bank.Basis  // what Status rests on
	Source lint.Clause // what the rule rests on at this bank
}

// Rules returns the documentation of every rule, in run order.
func Rules() []lint.Meta {
	return slices.Concat(
		lint.Metas(bundle.Rules()), lint.Metas(cert.Rules()...), lint.Metas(chain.Rules()),
		lint.Metas(eidas.Rules()...), lint.Metas(revocation.Rules()), lint.Metas(redirectRules),
	)
}

// Run judges the certificates in b. An error means that no verdict could be reached (the search budget was spent, the
// index of the trusted lists is damaged); whatever is wrong with the certificates is a finding.
func Run(b *bundle.Bundle, opts Options) (*Result, error) {
	profile := opts.profile()
	c, err := build(b, opts)
	if err != nil {
		return nil, err
	}
	s, err := subject(c, profile, opts)
	if err != nil {
		return nil, err
	}
	revoked := revocation.Judge(c, opts.At, opts.Revocation)
	s.RevocationChecked = revoked.Of(0) != nil
	r := &Result{
		Request: opts.request(), Profile: profile, At: opts.At, Chain: c, Info: s.Info, Type: s.Type,
		Trust: trustOf(c, s.Listing), Revocation: revoked.Statuses,
	}
	f := facts{Subject: s, opts: opts, profile: profile, request: r.Request, revoked: revoked}
	r.Checks = f.checks()
	findings := lint.Run(b, bundle.Rules())
	findings = append(findings, lint.Run(c.Subject(), cert.Rules()...)...)
	findings = append(findings, lint.Run(c, chain.Rules())...)
	findings = append(findings, lint.Run(s, eidas.Rules()...)...)
	findings = append(findings, lint.Run(revoked, revocation.Rules())...)
	if opts.RedirectURIs != nil {
		findings = append(findings, redirectFindings(leafOf(c), opts.RedirectURIs)...)
	}
	lint.Sort(findings)
	r.judge(findings, opts.Sent)
	return r, nil
}

func (o Options) profile() *bank.Bank { return cmp.Or(o.Profile, bank.Default()) }

func (o Options) request() bank.Request {
	if o.Requested != nil || o.RedirectURIs != nil {
		return bank.Registration
	}
	return bank.Upload
}

func leafOf(c *chain.Chain) *x509.Certificate {
	if len(c.Path) == 0 {
		return nil
	}
	return c.Path[0].Certificate
}

func subject(c *chain.Chain, p *bank.Bank, opts Options) (*eidas.Subject, error) {
	s := &eidas.Subject{
		Chain: c, At: opts.At, Sandbox: opts.Sandbox, Registered: opts.Roles, Requested: opts.Requested,
		Offered: p.Offers, Lists: opts.Lists,
		Previous: opts.Previous, Seal: opts.Seal,
	}
	if len(c.Path) == 0 {
		return s, nil
	}
	s.Leaf = c.Path[0]
	s.Info = eidas.Decode(s.Leaf.Certificate)
	s.Type = eidas.TypeOf(s.Leaf.Certificate, s.Info)
	if opts.Lists == nil {
		return s, nil
	}
	var err error
	s.Listing, err = eidas.ListingOf(c, opts.Lists, opts.At)
	return s, err
}

// judge puts the findings that block first and draws the verdict: a finding that blocks refuses, and so does a fact
// that is not established. A rule says why for each such fact; TestFacts holds them together.
func (r *Result) judge(findings []lint.Finding, sent bool) {
	r.Verdict = Accept
	if slices.ContainsFunc(r.Checks, Check.stops) {
		r.Verdict = Refuse
	}
	r.Findings = make([]Finding, 0, len(findings))
	for _, f := range findings {
		v := Finding{Finding: f, Source: r.Profile.SourceOf(f.Rule)}
		if block := r.block(f); block != nil && !(sent && f.Fixable()) {
			v.Blocks, v.Status, v.Basis = true, block.Status, block.Basis
			r.Verdict = Refuse
		}
		r.Findings = append(r.Findings, v)
	}
	slices.SortStableFunc(r.Findings, func(a, b Finding) int { return cmp.Compare(r.rank(a), r.rank(b)) })
	if len(r.Findings) > 0 && r.Findings[0].Blocks {
		r.Status, r.Basis = r.Findings[0].Status, r.Findings[0].Basis
	}
}

// block returns the row that makes a finding block, or nil. A finding that its rule made milder than it is as a rule (a
// test certificate in the sandbox, a list that was not given, a clock that is minutes off) never blocks.
func (r *Result) block(f lint.Finding) *bank.Block {
	if f.Severity < f.Rule.Severity {
		return nil
	}
	block := r.Profile.BlockIn(r.Request, f.Rule.ID)
	if block == nil && f.Unfixable && r.Profile.BlockIn(bank.Upload, f.Rule.ID) != nil {
		// a block that cannot be read is a certificate that cannot be shown
		return r.Profile.BlockIn(r.Request, "pem-bad-base64")
	}
	return block
}

// rank orders findings: what blocks comes first, in the order in which the bank is assumed to look.
func (r *Result) rank(f Finding) int {
	if !f.Blocks {
		return math.MaxInt
	}
	return r.Profile.Rank(r.Request, bank.Answer{Status: f.Status, Basis: f.Basis})
}
