package eidas

import "qwac/pkg/lint"

// The rules of one room by which rules of the other are silenced.
var (
	RuleSubjectMojibake = lint.Meta{
		ID: "subject-mojibake", Code: "S46", Severity: lint.Warning, Source: Inference(),
		Title: "letters of a name were lost or misread",
		Means: "Computers store letters as numbers, in a way that is called a character set. Here a name was " +
			"read in the wrong one, so letters such as å turned into other characters or were lost.",
		Why:   "A bank that compares the name with a public register finds another name there.",
		Wrong: "O=Fixture LÃ¥n ApS",
		Right: "O=Fixture Lån ApS",
		Fix:   "Ask the issuer (QTSP) to re-issue the certificate with the name as it stands in the register.",
		Ask: "Letters of a name in our certificate were lost or misread, as the enclosed report says. Please " +
			"re-issue the certificate with the name as it stands in the register.",
		See: lint.SeeSubject,
	}

	RulePSD2Missing = lint.Meta{
		ID: "psd2-statement-missing", Code: "S01", Severity: lint.Error, Source: TS495("GEN-5.1-1"),
		Title: "no PSD2 statement",
		Means: "A PSD2 certificate says which roles you have, such as PSP_AI (account information), and which " +
			"authority granted them. Both stand in an entry of the field qcStatements, the PSD2 statement. This " +
			"certificate does not have the entry.",
		Why: "Without roles and authority the bank cannot tell what you may do. Article 34(3) of Regulation " +
			"(EU) 2018/389 requires both in the certificate.",
		Right: "PSD2QcType (0.4.0.19495.2) with PSP_AI, PSP_PI and DK-DFSA",
		Fix:   "Ask the issuer (QTSP) to re-issue the certificate with PSD2QcType (0.4.0.19495.2) in qcStatements.",
		Ask: "qcStatements of our certificate has no PSD2QcType (0.4.0.19495.2). Please re-issue the " +
			"certificate with our roles and our authority in this statement (ETSI TS 119 495, GEN-5.1-1).",
		See: lint.SeeStatements,
		SilencedBy: []*lint.Meta{&RuleStatementsMalformed, &RulePSD2AsExtension, &RulePlainQWAC, &RulePlainTLS,
			&RuleQSealC, &RuleQSig, &Rule2QWAC, &RuleWallet,
			&RuleOBWAC},
	}
)
