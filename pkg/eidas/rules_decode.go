package eidas

import "qwac/pkg/lint"

// The rules whose faults [Decode] finds while it reads. The room psd2 reports them.
var (
	RulePSD2AsExtension = lint.Meta{
		ID: "psd2-statement-as-extension", Code: "S02", Severity: lint.Error,
		Source: lint.Clause{Document: "TS 119 495"},
		Title:  "PSD2 statement as an extension of its own",
		Why:    "Banks look for roles inside qcStatements and do not find any.",
		Fix: "Ask the issuer (QTSP) to re-issue the certificate with PSD2QcType (0.4.0.19495.2) as an entry of " +
			"qcStatements.",
	}

	RulePSD2Malformed = lint.Meta{
		ID: "psd2-statement-malformed", Code: "S03", Severity: lint.Error, Source: TS495("GEN-5.1-3"),
		Title: "PSD2 statement cannot be read",
		Why: "Readers refuse the statement or lose parts of it, so the bank sees other roles than the issuer " +
			"meant, or none.",
		Fix: "Ask the issuer (QTSP) to re-issue the certificate with PSD2QcType exactly as in TS 119 495, Annex A.",
	}

	RuleFlattened = lint.Meta{
		ID: "psd2-roles-flattened", Code: "S04", Severity: lint.Error, Source: TS495("Annex A"),
		Title: "several roles in one pair",
		Why: "Strict readers refuse the statement; lenient ones see the first role and lose the others without an " +
			"error.",
		Fix: "Ask the issuer (QTSP) to re-issue the certificate with a SEQUENCE of its own for each role.",
	}

	RuleExplicitTag = lint.Meta{
		ID: "psd2-roles-explicit-tag", Code: "S05", Severity: lint.Error, Source: TS495("Annex A"),
		Title: "context tag inside the PSD2 statement",
		Why: "The module of TS 119 495 has no tags there; readers find an element that they do not expect and refuse " +
			"the statement.",
		Fix: "Ask the issuer (QTSP) to re-issue the certificate without context tags in PSD2QcType.",
	}

	RuleStringType = lint.Meta{
		ID: "psd2-string-type", Code: "S06", Severity: lint.Error, Source: TS495("Annex A"),
		Title: "wrong string type in the PSD2 statement",
		Why: "Validators that many banks run take UTF8String only and fail on any other type, even where the text is " +
			"the same.",
		Fix: "Ask the issuer (QTSP) to re-issue the certificate with role names, nCAName and nCAId as UTF8String.",
	}

	RuleDoubleOctetString = lint.Meta{
		ID: "qc-double-octet-string", Code: "Q31", Severity: lint.Error, Source: Inference(),
		Title: "qcStatements wrapped in a second OCTET STRING",
		Why:   "A reader expects the list of statements and finds bytes, so it sees no statement at all.",
		Fix: "Ask the issuer (QTSP) to re-issue the certificate with the list of statements directly in the " +
			"extension.",
	}

	RuleStatementsMalformed = lint.Meta{
		ID: "qc-statements-malformed", Code: "Q02", Severity: lint.Error, Source: EN5("QCS-4.1-03"),
		Title: "qcStatements cannot be read",
		Why: "Strict readers refuse the whole extension and with it the certificate; lenient ones lose statements " +
			"without a word.",
		Fix: "Ask the issuer (QTSP) to re-issue the certificate with a well-formed qcStatements extension.",
	}

	RuleComplianceInfo = lint.Meta{
		ID: "qc-compliance-has-info", Code: "Q06", Severity: lint.Error, Source: EN5("4.2.1"),
		Title: "QcCompliance carries a value",
		Why:   "The statement is the value; strict readers refuse anything behind it.",
		Fix:   "Ask the issuer (QTSP) to re-issue the certificate with QcCompliance as an object identifier alone.",
	}

	RuleSSCD = lint.Meta{
		ID: "qc-sscd-in-qwac", Code: "Q15", Severity: lint.Error,
		Source: lint.Clause{Document: "EN 319 411-2", Section: "GEN-6.6.1-04"},
		Title:  "QcSSCD in a certificate for websites",
		Why:    "The statement is about devices for signatures and seals; it has no place in a QWAC.",
		Fix:    "Ask the issuer (QTSP) to leave QcSSCD out at the next re-issue.",
	}

	RuleLegislation = lint.Meta{
		ID: "qc-cclegislation-country", Code: "Q13", Severity: lint.Error, Source: EN5("4.2.4"),
		Title: "country in QcCClegislation is no code of ISO 3166-1",
		Why:   "A reader cannot tell under which law the certificate is qualified.",
		Fix: "Ask the issuer (QTSP) to leave QcCClegislation out of an EU qualified certificate at the next " +
			"re-issue.",
	}

	RulePDS = lint.Meta{
		ID: "qc-pds-string-type", Code: "Q22", Severity: lint.Error, Source: EN5("4.3.4"),
		Title: "QcPDS is malformed",
		Why: "Strict readers do not find the PKI disclosure statement: addresses are IA5String, languages " +
			"PrintableString, and one at least is wanted.",
		Fix: "Ask the issuer (QTSP) to correct QcPDS at the next re-issue.",
	}

	RuleLimit = lint.Meta{
		ID: "qc-limit-value", Code: "Q23", Severity: lint.Error, Source: EN5("QCS-4.3.2-01"),
		Title: "QcLimitValue is malformed",
		Why: "Readers cannot tell for which amount the certificate is good: a currency of ISO 4217, an amount and an " +
			"exponent are wanted.",
		Fix: "Ask the issuer (QTSP) to correct QcLimitValue at the next re-issue.",
	}

	RuleRetention = lint.Meta{
		ID: "qc-retention-period", Code: "Q24", Severity: lint.Error, Source: EN5("4.3.3"),
		Title: "QcRetentionPeriod is no number of years",
		Why:   "Readers cannot tell for how long the issuer keeps its records.",
		Fix:   "Ask the issuer (QTSP) to correct QcRetentionPeriod at the next re-issue.",
	}
)
