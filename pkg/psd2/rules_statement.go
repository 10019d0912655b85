package psd2

import (
	"slices"

	"qwac/pkg/ber"
	"qwac/pkg/eidas"
	"qwac/pkg/lint"
)

var ruleTypeAsStatement = lint.Meta{
	ID: "qc-type-as-statement", Code: "Q11", Severity: lint.Error, Source: eidas.EN5("4.2.3"),
	Title: "a type stands as a statement of its own",
	Means: "The statement QcType says what a qualified certificate is for: web (websites and " +
		"connections), eseal (seals of companies) or esign (signatures of persons). Here one of these three " +
		"is not inside QcType but is an entry of its own.",
	Why:   "Bank software looks for the type inside QcType. It does not find it, and does not see a QWAC.",
	Wrong: "SEQUENCE { OID web }",
	Right: "SEQUENCE { OID QcType, SEQUENCE { OID web } }",
	Fix:   "Ask the issuer (QTSP) to re-issue the certificate with the type inside QcType (0.4.0.1862.1.6).",
	Ask: "In qcStatements of our certificate, a type (0.4.0.1862.1.6.x) is a statement of its own. " +
		"Please re-issue the certificate with the type inside QcType (ETSI EN 319 412-5, 4.2.3).",
	See: lint.SeeStatements,
}

// statementRules judge qcStatements (group Q). Left out so far are rules that no bank looks at: languages and addresses
// of QcPDS, identification, semantics, unknown statements.
var statementRules = []*lint.Rule[*eidas.Subject]{
	{Meta: &eidas.RuleDoubleOctetString, Check: eidas.ReportFaults},
	{Meta: &eidas.RuleStatementsMalformed, Check: eidas.ReportFaults},
	{
		Meta: &lint.Meta{
			ID: "qc-statements-missing", Code: "Q01", Severity: lint.Error,
			Source: lint.Clause{Document: "EN 319 412-4", Section: "QCS-4.2-1"},
			Title:  "no qcStatements extension",
			Means: "A QWAC is a qualified certificate for websites and connections. What makes it qualified is " +
				"the field qcStatements, in which the issuer declares that the certificate meets EU law (eIDAS). " +
				"This certificate does not have the field.",
			Why: "To a bank this is an ordinary certificate. Names and policies do not make it a qualified one, " +
				"and the PSD2 roles are missing too.",
			Right: "qcStatements: QcCompliance, QcType web, PSD2QcType",
			Fix: "Ask the issuer (QTSP) to re-issue the certificate with the qcStatements extension " +
				"(QcCompliance, QcType web, PSD2QcType).",
			Ask: "Our certificate has no extension qcStatements. Please re-issue it with QcCompliance, QcType " +
				"web and PSD2QcType there (ETSI EN 319 412-4, QCS-4.2-1).",
			See:        "openssl asn1parse -in chain.pem -i | grep OBJECT",
			SilencedBy: []*lint.Meta{&eidas.RulePlainTLS},
		},
		Applies: func(s *eidas.Subject) bool { return s.ClaimsQualified() && !s.Info.Present && s.Extended() },
		Check: func(p *lint.Pass, s *eidas.Subject) {
			p.Reportf(s.Where(eidas.PathStatements), "no extension %s, though %s", eidas.Label(eidas.OIDQcStatements),
				claim(s.Info))
		},
	},
	{
		Meta: &lint.Meta{
			ID: "qc-compliance-missing", Code: "Q05", Severity: lint.Error, Source: eidas.EN5("QCS-5-01"),
			Title: "no QcCompliance",
			Means: "In the field qcStatements the issuer declares that a certificate is qualified, meaning that " +
				"it meets the EU law for trust services (eIDAS). The first and most important entry is " +
				"QcCompliance: it says that this is a qualified certificate of the EU. Here it is missing.",
			Why: "Without this entry the issuer does not say that the certificate is qualified, so it is no " +
				"QWAC for a bank.",
			Right: "QcCompliance (0.4.0.1862.1.1)",
			Fix: "Ask the issuer (QTSP) to re-issue the certificate with the statement QcCompliance " +
				"(0.4.0.1862.1.1).",
			Ask: "qcStatements of our certificate has no QcCompliance (0.4.0.1862.1.1). Please re-issue the " +
				"certificate with it (ETSI EN 319 412-5, QCS-5-01).",
			See: lint.SeeStatements,
			SilencedBy: []*lint.Meta{&eidas.RuleStatementsMalformed, &eidas.RuleOBWAC, &eidas.RulePlainTLS,
				&eidas.RuleWallet},
		},
		Applies: func(s *eidas.Subject) bool {
			return s.ClaimsQualified() && s.Info.Present && !s.Info.Compliance
		},
		Check: func(p *lint.Pass, s *eidas.Subject) {
			p.Reportf(s.Where(eidas.PathStatements), "no %s among the statements (%s)",
				eidas.Label(eidas.OIDQcCompliance),
				statementNames(s.Info))
		},
	},
	{Meta: &eidas.RuleComplianceInfo, Check: eidas.ReportFaults},
	{
		Meta:    &ruleTypeAsStatement,
		Applies: func(s *eidas.Subject) bool { return s.Leaf != nil },
		Check:   checkTypeAsStatement,
	},
	{
		Meta: &lint.Meta{
			ID: "qc-type-missing", Code: "Q07", Severity: lint.Error, Source: eidas.EN5("QCS-5-01"),
			Title: "no QcType",
			Means: "The statement QcType says what a qualified certificate is for: web (websites and " +
				"connections), eseal (seals of companies) or esign (signatures of persons). This certificate does " +
				"not have it.",
			Why: "Software takes a qualified certificate without a type as one for the signatures of persons, " +
				"not as a QWAC.",
			Right: "QcType web (0.4.0.1862.1.6.3)",
			Fix:   "Ask the issuer (QTSP) to re-issue the certificate with QcType web (0.4.0.1862.1.6.3).",
			Ask: "qcStatements of our certificate has no QcType. Please re-issue the certificate with QcType " +
				"web (ETSI EN 319 412-5, QCS-5-01).",
			See:        lint.SeeStatements,
			SilencedBy: []*lint.Meta{&eidas.RuleStatementsMalformed, &ruleTypeAsStatement},
		},
		Applies: func(s *eidas.Subject) bool {
			return s.ClaimsQualified() && s.Info.Present && len(s.Info.Types) == 0
		},
		Check: func(p *lint.Pass, s *eidas.Subject) {
			found := "no QcType"
			if s.Info.States(eidas.OIDQcType) {
				found = "QcType is an empty list"
			}
			p.Reportf(s.Where("qcStatements.QcType"), "%s, want QcType web", found)
		},
	},
	{
		Meta: &lint.Meta{
			ID: "qc-type-multiple", Code: "Q09", Severity: lint.Error, Source: eidas.EN5("4.2.3"),
			Title: "more than one type",
			Means: "The statement QcType says what a qualified certificate is for: web (websites and " +
				"connections), eseal (seals of companies) or esign (signatures of persons). It names exactly one of " +
				"them. Here it names several.",
			Why: "Some software takes the first type and some the last. Some takes none, and then the " +
				"certificate is no QWAC.",
			Wrong: "QcType web, eseal",
			Right: "QcType web",
			Fix:   "Ask the issuer (QTSP) to re-issue the certificate with QcType web alone.",
			Ask: "In qcStatements of our certificate, QcType holds more than one type. Please re-issue the " +
				"certificate with web alone (ETSI EN 319 412-5, 4.2.3).",
			See: lint.SeeStatements,
		},
		Applies: func(s *eidas.Subject) bool { return s.Leaf != nil && len(s.Info.Types) > 1 },
		Check: func(p *lint.Pass, s *eidas.Subject) {
			p.Reportf(s.Where("qcStatements.QcType"), "QcType holds %s, want web only", typeNames(s.Info.Types))
		},
	},
	{
		Meta: &lint.Meta{
			ID: "qc-type-unknown", Code: "Q10", Severity: lint.Error, Source: eidas.EN5("4.2.3"),
			Title: "unknown type",
			Means: "The statement QcType says what a qualified certificate is for: web (websites and " +
				"connections), eseal (seals of companies) or esign (signatures of persons). Here it holds a number " +
				"that is none of the three.",
			Why:   "Only web makes a QWAC. Bank software does not know this type, so it does not see a QWAC.",
			Wrong: "QcType 0.4.0.1862.1.6.4",
			Right: "QcType web (0.4.0.1862.1.6.3)",
			Fix:   "Ask the issuer (QTSP) to re-issue the certificate with QcType web (0.4.0.1862.1.6.3).",
			Ask: "In qcStatements of our certificate, QcType holds a type that the standard does not define. " +
				"Please re-issue the certificate with QcType web (ETSI EN 319 412-5, 4.2.3).",
			See: lint.SeeStatements,
		},
		Applies: func(s *eidas.Subject) bool {
			return s.Leaf != nil && len(s.Info.Types) == 1 && !knownType(s.Info.Types[0])
		},
		Check: func(p *lint.Pass, s *eidas.Subject) {
			p.Reportf(s.Where("qcStatements.QcType"), "QcType holds %s, want web (%s)", s.Info.Types[0],
				eidas.OIDQctWeb)
		},
	},
	{
		Meta: &lint.Meta{
			ID: "qc-type-not-web", Code: "Q08", Severity: lint.Error, Source: eidas.EN5("4.2.3"),
			Title: "QcType is not web",
			Means: "The statement QcType says what a qualified certificate is for: web (websites and " +
				"connections), eseal (seals of companies) or esign (signatures of persons). In a QWAC it is web. " +
				"Here it is another one, though the rest of the certificate looks like a QWAC.",
			Why: "By its type the certificate is for seals or signatures. A bank that looks at the type refuses " +
				"it for connections.",
			Wrong: "QcType eseal",
			Right: "QcType web",
			Fix:   "Ask the issuer (QTSP) to re-issue the certificate with QcType web (0.4.0.1862.1.6.3).",
			Ask: "In qcStatements of our certificate, QcType is not web, though the policy is one for websites. " +
				"Please re-issue the certificate with QcType web (ETSI EN 319 412-5, 4.2.3).",
			See:        lint.SeeStatements,
			SilencedBy: []*lint.Meta{&eidas.RuleQSealC, &eidas.RuleQSig},
		},
		Applies: func(s *eidas.Subject) bool {
			return s.Pure() && (s.Type == eidas.TypeQSealC || s.Type == eidas.TypeQSig) && len(s.Info.Types) == 1
		},
		Check: func(p *lint.Pass, s *eidas.Subject) {
			p.Reportf(s.Where("qcStatements.QcType"), "QcType is %s though %s, want web",
				eidas.TypeName(s.Info.Types[0]),
				webClaim(s))
		},
	},
	{
		Meta: &lint.Meta{
			ID: "qc-non-eu", Code: "Q14", Severity: lint.Error,
			Source: lint.Clause{Document: "Regulation (EU) No 910/2014", Section: "Article 14"},
			Title:  "qualified under the law of a country outside the EU",
			Means: "The statement QcCClegislation says under the law of which country a certificate is " +
				"qualified. It is for countries outside the EU. Here it names such a country and none of the EU.",
			Why: "It is not a qualified certificate of the EU unless an agreement of the EU with that country " +
				"says so.",
			Wrong: "QcCClegislation CH",
			Right: "no QcCClegislation",
			Fix: "Provide a QWAC from a qualified trust service provider (QTSP) on the EU trusted lists, or " +
				"order one.",
			See: lint.SeeStatements,
		},
		Applies: func(s *eidas.Subject) bool { return s.Leaf != nil && foreign(s.Info) },
		Check: func(p *lint.Pass, s *eidas.Subject) {
			p.Reportf(s.Where("qcStatements.QcCClegislation"), "QcCClegislation names %s, want no such statement",
				ber.List(s.Info.Countries, ", "))
		},
	},
	{
		Meta: &lint.Meta{
			ID: "qc-cclegislation-in-eu-qc", Code: "Q12", Severity: lint.Error, Source: eidas.EN5("QCS-4.2.4-01"),
			Title: "QcCClegislation in an EU qualified certificate",
			Means: "The statement QcCClegislation says that a certificate is qualified under the law of a " +
				"country outside the EU. A qualified certificate of the EU does not have it. Here it is present.",
			Why: "Software that sees the statement may take the certificate as one of another law, not of the " +
				"EU.",
			Wrong: "QcCClegislation DK",
			Right: "no QcCClegislation",
			Fix:   "Ask the issuer (QTSP) to re-issue the certificate without QcCClegislation.",
			Ask: "qcStatements of our certificate has QcCClegislation, though it is an EU qualified " +
				"certificate. Please re-issue the certificate without it (ETSI EN 319 412-5, QCS-4.2.4-01).",
			See:        lint.SeeStatements,
			SilencedBy: []*lint.Meta{&eidas.RuleStatementsMalformed},
		},
		Applies: func(s *eidas.Subject) bool {
			return s.Leaf != nil && s.Info.States(eidas.OIDQcCClegislation) && !foreign(s.Info)
		},
		Check: func(p *lint.Pass, s *eidas.Subject) {
			countries := "no country"
			if len(s.Info.Countries) > 0 {
				countries = ber.List(s.Info.Countries, ", ")
			}
			p.Reportf(s.Where("qcStatements.QcCClegislation"), "QcCClegislation is present (%s), want none", countries)
		},
	},
	{
		Meta: &eidas.RuleSSCD,
		Applies: func(s *eidas.Subject) bool {
			return s.Leaf != nil && s.Info.SSCD && slices.ContainsFunc(s.Info.Types, eidas.OIDQctWeb.Equal)
		},
		Check: func(p *lint.Pass, s *eidas.Subject) {
			p.Reportf(s.Where("qcStatements.QcSSCD"), "QcSSCD is present beside QcType web, want none")
		},
	},
	{
		Meta: &lint.Meta{
			ID: "qc-statements-critical", Code: "Q03", Severity: lint.Error, Source: eidas.EN5("QCS-4.1-02"),
			Title: "qcStatements is critical",
			Means: "A certificate has fields that are called extensions. An issuer can mark one as critical: " +
				"software that does not know it must refuse the certificate. The field qcStatements must not have " +
				"this mark. Here it does.",
			Why:   "Few programs for secure connections know this field. All others refuse the connection.",
			Wrong: "qcStatements: critical",
			Right: "qcStatements (not critical)",
			Fix:   "Ask the issuer (QTSP) to re-issue the certificate with qcStatements not critical.",
			Ask: "The extension qcStatements of our certificate is critical. Please re-issue the certificate " +
				"with it not critical (ETSI EN 319 412-5, QCS-4.1-02).",
			See: "openssl x509 -in chain.pem -noout -text | grep qcStatements",
		},
		Applies: func(s *eidas.Subject) bool { return s.Leaf != nil && s.Info.Critical },
		Check: func(p *lint.Pass, s *eidas.Subject) {
			p.Reportf(s.Where(eidas.PathStatements), "the extension is marked critical, want non-critical")
		},
	},
	{
		Meta: &lint.Meta{
			ID: "qc-statement-duplicate", Code: "Q04", Severity: lint.Error,
			Source: lint.Clause{Document: "EN 319 412-5", Version: "V2.6.1", Section: "QCS-4.1-02A"},
			Title:  "a statement stands twice",
			Means: "In the field qcStatements the issuer declares that a certificate is qualified, meaning that " +
				"it meets the EU law for trust services (eIDAS). Each statement of the standard may be there once. " +
				"Here one is there twice.",
			Why: "Some software takes the first and some the last of the two. The certificate may say different " +
				"things to different banks.",
			Wrong: "QcCompliance, QcType, QcCompliance",
			Right: "QcCompliance, QcType",
			Fix:   "Ask the issuer (QTSP) to re-issue the certificate with each statement once.",
			Ask: "qcStatements of our certificate has the same statement more than once. Please re-issue the " +
				"certificate with each statement once (ETSI EN 319 412-5 V2.6.1, QCS-4.1-02A).",
			See: lint.SeeStatements,
		},
		Applies: func(s *eidas.Subject) bool { return s.Leaf != nil },
		Check:   checkDuplicates,
	},
}
