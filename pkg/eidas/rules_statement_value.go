package eidas

import (
	"fmt"
	"strings"

	"qwac/pkg/lint"
)

var ruleLegislation = lint.Meta{
	ID: "qc-cclegislation-country", Code: "Q13", Severity: lint.Error, Source: en5("4.2.4"),
	Title: "country in QcCClegislation is no code of ISO 3166-1",
	Why:   "A reader cannot tell under which law the certificate is qualified.",
	Fix:   "Ask the issuer (QTSP) to leave QcCClegislation out of an EU qualified certificate at the next re-issue.",
}

var rulePDS = lint.Meta{
	ID: "qc-pds-string-type", Code: "Q22", Severity: lint.Error, Source: en5("4.3.4"),
	Title: "QcPDS is malformed",
	Why: "Strict readers do not find the PKI disclosure statement: addresses are IA5String, languages " +
		"PrintableString, and one at least is wanted.",
	Fix: "Ask the issuer (QTSP) to correct QcPDS at the next re-issue.",
}

var ruleLimit = lint.Meta{
	ID: "qc-limit-value", Code: "Q23", Severity: lint.Error, Source: en5("QCS-4.3.2-01"),
	Title: "QcLimitValue is malformed",
	Why: "Readers cannot tell for which amount the certificate is good: a currency of ISO 4217, an amount and an " +
		"exponent are wanted.",
	Fix: "Ask the issuer (QTSP) to correct QcLimitValue at the next re-issue.",
}

var ruleRetention = lint.Meta{
	ID: "qc-retention-period", Code: "Q24", Severity: lint.Error, Source: en5("4.3.3"),
	Title: "QcRetentionPeriod is no number of years",
	Why:   "Readers cannot tell for how long the issuer keeps its records.",
	Fix:   "Ask the issuer (QTSP) to correct QcRetentionPeriod at the next re-issue.",
}

// valueRules judge the values of statements that no bank is known to look at (group Q).
var valueRules = []*lint.Rule[*Subject]{
	{
		Meta: &lint.Meta{
			ID: "qc-pkixqcsyntax-v1", Code: "Q32", Severity: lint.Warning,
			Source: lint.Clause{Document: "RFC 3739", Section: "3.2.6"},
			Title:  "obsolete statement pkixQCSyntax-v1",
			Why: "It is of RFC 3039, which RFC 3739 replaced in 2004; the statement that tells the meaning of " +
				"identifiers today is pkixQCSyntax-v2.",
			Fix: "Ask the issuer (QTSP) to use pkixQCSyntax-v2 (1.3.6.1.5.5.7.11.2) at the next re-issue.",
		},
		Applies: func(s *Subject) bool { return s.Leaf != nil && s.forWeb() },
		Check: func(p *lint.Pass, s *Subject) {
			for n, st := range s.Info.Statements {
				if st.ID.Equal(oidQcSyntaxV1) {
					p.Reportf(s.where(fmt.Sprintf("%s[%d]", pathStatements, n)), "%s is obsolete, want %s",
						label(oidQcSyntaxV1), label(oidQcSyntaxV2))
				}
			}
		},
	},
	{Meta: &ruleLegislation, Check: reportFaults},
	{Meta: &rulePDS, Check: reportFaults},
	{
		Meta:  &ruleLimit,
		Check: checkLimit,
	},
	{Meta: &ruleRetention, Check: reportFaults},
}

// checkLimit reports the faults, and as a warning a currency by its number, which is legal: letters are preferred.
func checkLimit(p *lint.Pass, s *Subject) {
	reportFaults(p, s)
	if s.Leaf == nil || s.Info.Limit == nil || s.Info.has(&ruleLimit) ||
		strings.Trim(s.Info.Limit.Currency, "0123456789") != "" {
		return
	}
	p.Report(lint.Finding{
		Where: s.where("qcStatements.QcLimitValue.currency"), Severity: lint.Warning,
		Message: "QcLimitValue: the currency is the number " + s.Info.Limit.Currency + ", want the letters of ISO 4217",
	})
}
