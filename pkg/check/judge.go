package check

import (
	"cmp"
	"math"
	"slices"

	"qwac/pkg/bank"
	"qwac/pkg/bundle"
	"qwac/pkg/lint"
)

// judge puts the findings that block first and draws the verdict: a finding that blocks refuses, and so does a fact
// that is not established. For each such fact a rule gives the reason; TestFacts checks that.
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
		if v.Status == 0 {
			v.Basis = ""
		}
		if s := r.Profile.SeverityOf(f.Rule.ID); s != 0 && f.Severity == f.Rule.Severity {
			v.Severity = s
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
	if f.Rule == RuleRequired {
		return &bank.Block{}
	}
	block := r.Profile.BlockIn(r.Request, f.Rule.ID)
	if block == nil && f.Unfixable && r.Profile.BlockIn(bank.Upload, f.Rule.ID) != nil {
		// a block that cannot be read is a certificate that cannot be shown
		return r.Profile.BlockIn(r.Request, bundle.PEMBadBase64.ID)
	}
	return block
}

// rank orders findings: those that block come first, in the order in which the bank is assumed to check.
func (r *Result) rank(f Finding) int {
	if !f.Blocks {
		return math.MaxInt
	}
	if f.Rule == RuleRequired { // what the bank looks at comes first
		return math.MaxInt - 1
	}
	return r.Profile.Rank(r.Request, bank.Answer{Status: f.Status, Basis: f.Basis})
}
