// Package check judges a bundle of certificates as a bank would: it builds the chain, runs every rule over it, and
// looks up in the value of the bank ([bank.Bank]) which findings block the upload and what the bank would answer. Most
// people want [Run].
package check

import (
	"crypto/x509"
	"slices"

	"qwac/pkg/bank"
	"qwac/pkg/bundle"
	"qwac/pkg/cert"
	"qwac/pkg/chain"
	"qwac/pkg/eidas"
	"qwac/pkg/lint"
	"qwac/pkg/memo"
	"qwac/pkg/revocation"
	"qwac/pkg/verifiers"
)

// Rules returns the documentation of every rule, in run order.
func Rules() []lint.Meta {
	return slices.Concat(
		lint.Metas(bundle.Rules()), lint.Metas(cert.Rules()...), lint.Metas(chain.Rules()),
		lint.Metas(LeafRules()...), lint.Metas(revocation.Rules()), lint.Metas(redirectRules),
		lint.Metas(requiredRules), GateRules(),
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
	if opts.Many {
		revoked.OwnOnly()
	}
	revoked.Limit(opts.At, profile.MaxEvidenceAge)
	s.RevocationChecked = revoked.Of(0) != nil
	r := &Result{
		Request: opts.request(), Profile: profile, At: opts.At, Chain: c, Info: s.Info, Type: s.Type,
		Registered: opts.Roles, Trust: trustOf(c, s.Listing), Revocation: revoked.Statuses,
	}
	f := facts{Subject: s, opts: opts, profile: profile, request: r.Request, revoked: revoked}
	r.Checks = f.checks()
	findings := lint.Append(make([]lint.Finding, 0, lint.UsualFindings), b, bundle.Rules())
	findings = certFindings(findings, c.Subject(), opts.Memo)
	findings = lint.Append(findings, c, chain.Rules())
	findings = leafFindings(findings, s)
	findings = lint.Append(findings, revoked, revocation.Rules())
	if opts.RedirectURIs != nil {
		findings = append(findings, redirectFindings(leafOf(c), opts.RedirectURIs)...)
	}
	findings = lint.Append(findings, required{opts.Require, r.Checks}, requiredRules)
	findings = lint.Silence(findings)
	lint.Sort(findings)
	if s.AsItIs && !s.Type.TLS() {
		findings = slices.DeleteFunc(findings, func(f lint.Finding) bool { return slices.Contains(forTLS, f.Rule) })
	}
	r.judge(findings, opts.Sent)
	if opts.Verifiers {
		r.Verifiers = verifiers.Rows(s)
	}
	if opts.AllPaths {
		r.Paths = c.AllPaths()
	}
	return r, nil
}

// certFindings runs the rules on single certificates. What they say of one above the leaf does not depend on the chain
// around it: where that is nothing, they are not asked again.
func certFindings(findings []lint.Finding, s *cert.Subject, known *memo.Memo) []lint.Finding {
	if known == nil || !s.Leaf {
		return lint.Append(findings, s, cert.Rules()...)
	}
	var above []cert.Placed
	whole := s.Path
	s.Path = slices.Clone(whole[:1])
	for _, c := range whole[1:] {
		if !known.Clean(c.Cert, c.Cert == s.Root) {
			above, s.Path = append(above, c), append(s.Path, c)
		}
	}
	before := len(findings)
	findings = lint.Append(findings, s, cert.Rules()...)
	for _, c := range above {
		own := findings[before:]
		if len(own) < lint.MaxFindings && !slices.ContainsFunc(own, func(f lint.Finding) bool {
			return f.Cert == c.Where.Cert
		}) {
			known.KeepClean(c.Cert, c.Cert == s.Root)
		}
	}
	return findings
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
		Previous: opts.Previous, Seal: opts.Seal, Register: opts.Register, BankCountry: p.Country,
		WantsListed: p.Directory,
	}
	s.AsItIs = p.AsItIs && opts.request() == bank.Upload && (!opts.Sent || opts.AsItIs) && opts.Roles == nil
	if len(c.Path) == 0 {
		return s, nil
	}
	s.Leaf = c.Path[0]
	s.Info = eidas.Decode(s.Leaf.Certificate)
	s.Type = eidas.TypeOf(s.Leaf.Certificate, s.Info)
	if opts.Directory != nil {
		s.Listed = eidas.ListedIn(s.Info, opts.Directory, opts.BIC)
	}
	if opts.Register != nil && s.ClaimsPSD2() {
		s.Authorisation = eidas.AuthorisationOf(s.Info, opts.Register, opts.At)
	}
	if opts.Lists == nil {
		return s, nil
	}
	var err error
	s.Listing, err = eidas.ListingOf(c, opts.Lists, opts.At)
	return s, err
}

// forTLS lists the rules about the use of a certificate in TLS, which say nothing of one that is for something else.
// That is no consequence of a finding: a seal that is judged as a seal has none that says so.
var forTLS = []*lint.Meta{
	&chain.EKUNestingClientAuth, &cert.KeyNotUsableInTLS, &cert.KeyPQC, &cert.KeyECBrainpool,
}
