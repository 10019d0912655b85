package chain

import (
	"slices"
	"strings"

	"qwac/pkg/cert"
	"qwac/pkg/lint"
	"qwac/pkg/path"
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
		p.Reportf(c.field(f.Cert, f.Field), "the path is not valid by RFC 5280, %s: %s", f.Clause, f.Detail)
	}
	valid := len(c.Failures) == len(c.failed(path.RuleGap, path.RuleRootMissing))
	for _, err := range []error{c.Verify, c.lenient} {
		if err == nil {
			continue
		}
		d := c.difference(err)
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

// unverified reports whether a signature of the path was not verified.
func (c *Chain) unverified() bool {
	return slices.ContainsFunc(c.Links, func(l Link) bool { return l.Unsupported })
}

// untold are the failures of certificates of the path that no rule on certificates tells: where an extension has a form
// that [cert.MalformedOf] takes, or is known but must not be critical. An empty extKeyUsage lacks clientAuth by its
// rules.
func (c *Chain) untold() []path.Failure {
	var all []path.Failure
	for _, f := range c.failed(path.RuleMalformed, path.RuleCritical) {
		if f.Cert == len(c.Path) || c.Path[f.Cert].Refused != nil { // chain-anchor-not-trusted, x509-go-unparseable
			continue
		}
		malformed := len(cert.MalformedOf(c.Path[f.Cert])) > 0
		id, unknown := strings.CutPrefix(f.Field, "extensions.")
		if f.Rule == path.RuleMalformed && !malformed && f.Field != "extKeyUsage" ||
			f.Rule == path.RuleCritical && (!unknown || cert.Understood(id, false)) {
			all = append(all, f)
		}
	}
	return all
}

// difference is the cause for which crypto/x509 refuses a path that is valid by section 6; nil: none is known.
func (c *Chain) difference(err error) *path.Difference { return path.DifferenceOf(c.facts, err) }
