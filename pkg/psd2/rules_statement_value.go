package psd2

import (
	"fmt"
	"strings"

	"qwac/pkg/eidas"
	"qwac/pkg/lint"
)

// valueRules judge the values of statements that no bank is known to look at (group Q).
var valueRules = []*lint.Rule[*eidas.Subject]{
	{
		Meta: &lint.Meta{
			ID: "qc-pkixqcsyntax-v1", Code: "Q32", Severity: lint.Warning,
			Source: lint.Clause{Document: "RFC 3739", Section: "3.2.6"},
			Title:  "obsolete statement pkixQCSyntax-v1",
			Means: "The certificate can say by which rules its names are to be read. Today this is done by the " +
				"statement pkixQCSyntax-v2. Here it is done by its forerunner, pkixQCSyntax-v1.",
			Why: "The old statement comes from RFC 3039, which RFC 3739 replaced in 2004. Software of today may " +
				"not know it.",
			Wrong: "1.3.6.1.5.5.7.11.1 (pkixQCSyntax-v1)",
			Right: "1.3.6.1.5.5.7.11.2 (pkixQCSyntax-v2)",
			Fix:   "Ask the issuer (QTSP) to use pkixQCSyntax-v2 (1.3.6.1.5.5.7.11.2) at the next re-issue.",
			Ask: "qcStatements of our certificate has the obsolete pkixQCSyntax-v1 (1.3.6.1.5.5.7.11.1). Please " +
				"use pkixQCSyntax-v2 at the next re-issue (RFC 3739, section 3.2.6).",
			See: lint.SeeStatements,
		},
		Applies: (*eidas.Subject).ForWeb,
		Check: func(p *lint.Pass, s *eidas.Subject) {
			for n, st := range s.Info.Statements {
				if st.ID.Equal(oidQcSyntaxV1) {
					p.Reportf(s.Where(fmt.Sprintf("%s[%d]", eidas.PathStatements, n)), "%s is obsolete, want %s",
						eidas.Label(oidQcSyntaxV1), eidas.Label(oidQcSyntaxV2))
				}
			}
		},
	},
	{Meta: &eidas.RuleLegislation, Check: eidas.ReportFaults},
	{Meta: &eidas.RulePDS, Check: eidas.ReportFaults},
	{
		Meta:  &eidas.RuleLimit,
		Check: checkLimit,
	},
	{Meta: &eidas.RuleRetention, Check: eidas.ReportFaults},
}

// checkLimit reports the faults, and as a warning a currency by its number, which is legal: letters are preferred.
func checkLimit(p *lint.Pass, s *eidas.Subject) {
	eidas.ReportFaults(p, s)
	if s.Leaf == nil || s.Info.Limit == nil || s.Info.Has(&eidas.RuleLimit) ||
		strings.Trim(s.Info.Limit.Currency, "0123456789") != "" {
		return
	}
	p.Report(lint.Finding{
		Where: s.Where("qcStatements.QcLimitValue.currency"), Severity: lint.Warning,
		Message: "QcLimitValue: the currency is the number " + s.Info.Limit.Currency + ", want the letters of ISO 4217",
	})
}
