package eidas

import "qwac/pkg/lint"

// The rules of one room by which rules of the other are silenced.
var (
	RuleSubjectMojibake = lint.Meta{
		ID: "subject-mojibake", Code: "S46", Severity: lint.Warning, Source: Inference(),
		Title: "letters of a name were lost or misread",
		Why: "The name was converted from one character set to another in the wrong way. It does not match what the " +
			"register has.",
		Fix: "Ask the issuer (QTSP) to re-issue the certificate with the name as it stands in the register.",
	}

	RulePSD2Missing = lint.Meta{
		ID: "psd2-statement-missing", Code: "S01", Severity: lint.Error, Source: TS495("GEN-5.1-1"),
		Title: "no PSD2 statement",
		Why: "Without roles and authority the bank cannot tell what the holder may do, and Article 34(3) of the " +
			"RTS asks for both.",
		Fix: "Ask the issuer (QTSP) to re-issue the certificate with PSD2QcType (0.4.0.19495.2) in qcStatements.",
		SilencedBy: []*lint.Meta{&RulePlainQWAC, &RulePlainTLS, &RuleQSealC, &RuleQSig, &Rule2QWAC, &RuleWallet,
			&RuleOBWAC},
	}
)
