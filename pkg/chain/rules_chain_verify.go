package chain

import (
	"slices"
	"strings"

	"qwac/pkg/ber"
	"qwac/pkg/cert"
	"qwac/pkg/lint"
	"qwac/pkg/path"
	"qwac/pkg/second"
)

var chainVerifyRefused = lint.Meta{
	ID: "chain-verify-refused", Code: "C56", Severity: lint.Error,
	Title: "Go's own verifier refuses the chain",
	Means: "Go is a programming language in which many bank gateways are written. Its library checks chains, " +
		"and it refuses this one. No other rule of qwac says why, so the message shows the words of the library.",
	Why:    "A bank gateway built on Go refuses exactly this chain.",
	Wrong:  "x509: unhandled critical extension",
	Right:  "a chain that Go's crypto/x509 verifies",
	Fix:    "Show the message to your QTSP, and ask the bank whether its gateway is built on Go.",
	Source: lint.GoX509(),
	See:    lint.SeeChain,
}

func checkChainVerifyRefused(p *lint.Pass, c *Chain) {
	for _, f := range c.untold() {
		p.Reportf(c.field(f.Cert, f.Field), "the path is not valid: %s (%s)", f.Detail, clauseOf(f))
	}
	valid := len(c.Failures) == len(c.failed(path.RuleGap, path.RuleRootMissing))
	for i, err := range []error{c.Verify, c.lenient} {
		if err == nil {
			continue
		}
		d := path.DifferenceOf(c.forgiven(i), err)
		switch {
		case !valid && (d == nil || !d.Always || c.unverified()): // what is wrong was told
			return
		case d == nil:
			p.Reportf(c.Where(0), "the path is good by the other rules, but crypto/x509 refuses it: %v", err)
			return
		case !d.Told:
			p.Report(lint.Finding{Where: c.Where(0), Severity: lint.Warning,
				Message: d.Cause + "; crypto/x509 refuses it: " + err.Error()})
			return
		}
	}
}

// clauseOf is the clause of a failure, which is one of RFC 5280 where it names no document.
func clauseOf(f path.Failure) string {
	return ber.Choose(strings.Contains(f.Clause, "RFC"), f.Clause, "RFC 5280, "+f.Clause)
}

// unverified reports whether a signature of the path was not verified.
func (c *Chain) unverified() bool {
	return slices.ContainsFunc(c.Links, func(l Link) bool { return l.Unsupported })
}

// untold are the failures of certificates of the path that no rule on certificates tells: where an extension has a form
// that [cert.MalformedOf] takes. An empty extKeyUsage lacks clientAuth by its rules.
func (c *Chain) untold() []path.Failure {
	var all []path.Failure
	for _, f := range c.failed(path.RuleMalformed) {
		switch {
		case f.Cert == len(c.Path): // chain-anchor-not-trusted
		case f.Field == "extKeyUsage" || cert.MalformedIn(c.Path[f.Cert], f.Field):
		default:
			all = append(all, f)
		}
	}
	return all
}

// forgiven is what is known of the path, with the certificates that the nth opinion was asked about: those of the path,
// then those of [second.Forgiven].
func (c *Chain) forgiven(n int) []*path.Facts {
	all := slices.Clone(c.facts)
	for range n {
		for i, crt := range second.Forgiven(c.judged()) {
			all[i] = path.FactsOf(crt)
		}
	}
	return all
}
