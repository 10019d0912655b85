package eidas

import "qwac/pkg/lint"

// The rules whose faults [Decode] finds while it reads. The room psd2 reports them.
var (
	RulePSD2AsExtension = lint.Meta{
		ID: "psd2-statement-as-extension", Code: "S02", Severity: lint.Error,
		Source: lint.Clause{Document: "TS 119 495"},
		Title:  "PSD2 statement as an extension of its own",
		Means: "A PSD2 certificate says in the field qcStatements which roles you have and which authority " +
			"granted them. The entry there is called PSD2QcType. In this certificate it is not in qcStatements but " +
			"stands beside it, as a field of its own.",
		Why: "Banks look for the roles in qcStatements. They do not find any, and treat the certificate as one " +
			"without PSD2 roles.",
		Wrong: "extensions: qcStatements, 0.4.0.19495.2",
		Right: "qcStatements: QcCompliance, QcType, PSD2QcType (0.4.0.19495.2)",
		Fix: "Ask the issuer (QTSP) to re-issue the certificate with PSD2QcType (0.4.0.19495.2) as an entry of " +
			"qcStatements.",
		Ask: "PSD2QcType (0.4.0.19495.2) is an extension of its own in our certificate. Please re-issue the " +
			"certificate with it as a statement in qcStatements (ETSI TS 119 495, GEN-5.1-1).",
		See: "openssl asn1parse -in chain.pem -i | sed -n '/0.4.0.19495.2/,/OCTET/p'",
	}

	RulePSD2Malformed = lint.Meta{
		ID: "psd2-statement-malformed", Code: "S03", Severity: lint.Error, Source: TS495("GEN-5.1-3"),
		Title: "PSD2 statement cannot be read",
		Means: "The PSD2 statement lists your roles and the authority that granted them. It has exactly three " +
			"parts, in this order: the list of roles, the name of the authority (nCAName) and its code (nCAId). " +
			"Here a part is missing, something else stands in its place, a part too many is there, or a second " +
			"statement says other things.",
		Why: "Some software refuses such a statement and some loses parts of it. The bank sees other roles than " +
			"the issuer meant, or none.",
		Wrong: `SEQUENCE { roles, "DK-DFSA" }`,
		Right: `SEQUENCE { roles, "Danish Financial Supervisory Authority", "DK-DFSA" }`,
		Fix:   "Ask the issuer (QTSP) to re-issue the certificate with PSD2QcType exactly as in TS 119 495, Annex A.",
		Ask: "In qcStatements of our certificate, PSD2QcType does not have the form of the ASN.1 module, as the " +
			"enclosed report says. Please re-issue the certificate with rolesOfPSP, nCAName and nCAId as defined " +
			"there (ETSI TS 119 495, Annex A).",
		See: lint.SeeStatements,
	}

	RuleFlattened = lint.Meta{
		ID: "psd2-roles-flattened", Code: "S04", Severity: lint.Error, Source: TS495("Annex A"),
		Title: "several roles in one pair",
		Means: "Each role must be its own pair. A PSD2 certificate lists its roles as pairs of an object " +
			"identifier (a number with dots, OID) and a name. Here several roles were written into one pair.",
		Why: "Strict banks cannot read the list and refuse. Lenient ones see only the first role, so payments " +
			"fail later with no error at upload.",
		Wrong: `SEQUENCE { OID ai, "PSP_AI", OID pi, "PSP_PI" }`,
		Right: `SEQUENCE { OID ai, "PSP_AI" }, SEQUENCE { OID pi, "PSP_PI" }`,
		Fix:   "Ask the issuer (QTSP) to re-issue the certificate with a pair of its own for each role.",
		Ask: "In qcStatements, PSD2QcType.rolesOfPSP has one RoleOfPSP that holds several roles. Please " +
			"re-issue with one RoleOfPSP per role (ETSI TS 119 495, Annex A).",
		See: lint.SeeStatements,
	}

	RuleExplicitTag = lint.Meta{
		ID: "psd2-roles-explicit-tag", Code: "S05", Severity: lint.Error, Source: TS495("Annex A"),
		Title: "context tag inside the PSD2 statement",
		Means: "A certificate is stored in a format called ASN.1, in which each value has a type. A value can " +
			"also have a tag, a number in brackets such as [0]. The PSD2 statement has no such tags, but this one " +
			"does.",
		Why: "Bank software finds an element that it does not expect and refuses the statement. It then sees no " +
			"roles.",
		Wrong: `[0] { SEQUENCE { OID ai, "PSP_AI" } }`,
		Right: `SEQUENCE { SEQUENCE { OID ai, "PSP_AI" } }`,
		Fix:   "Ask the issuer (QTSP) to re-issue the certificate without context tags in PSD2QcType.",
		Ask: "In qcStatements of our certificate, PSD2QcType has a context-specific tag. Please re-issue the " +
			"certificate without such tags in PSD2QcType (ETSI TS 119 495, Annex A).",
		See: lint.SeeStatements,
	}

	RuleStringType = lint.Meta{
		ID: "psd2-string-type", Code: "S06", Severity: lint.Error, Source: TS495("Annex A"),
		Title: "wrong string type in the PSD2 statement",
		Means: "Each text in a certificate has a type. The names of the roles, the name of the authority " +
			"(nCAName) and its code (nCAId) must have the type UTF8String. Here one of them has another type.",
		Why: "Software that many banks run accepts UTF8String only. It fails on any other type, even where the " +
			"letters are the same.",
		Wrong: `nCAId: PrintableString "DK-DFSA"`,
		Right: `nCAId: UTF8String "DK-DFSA"`,
		Fix:   "Ask the issuer (QTSP) to re-issue the certificate with role names, nCAName and nCAId as UTF8String.",
		Ask: "In qcStatements of our certificate, a text in PSD2QcType is not a UTF8String. Please re-issue the " +
			"certificate with roleOfPspName, nCAName and nCAId as UTF8String (ETSI TS 119 495, Annex A).",
		See: lint.SeeStatements,
	}

	RuleDoubleOctetString = lint.Meta{
		ID: "qc-double-octet-string", Code: "Q31", Severity: lint.Error, Source: Inference(),
		Title: "qcStatements wrapped in a second OCTET STRING",
		Means: "In the field qcStatements the issuer declares that a certificate is qualified, meaning that it " +
			"meets the EU law for trust services (eIDAS). Here its content was packed twice: there is one more " +
			"wrapping (an OCTET STRING) around the list of statements.",
		Why: "Bank software expects the list and finds bytes. It sees no statement at all: not qualified, no " +
			"roles.",
		Wrong: "OCTET STRING { OCTET STRING { SEQUENCE of statements } }",
		Right: "OCTET STRING { SEQUENCE of statements }",
		Fix: "Ask the issuer (QTSP) to re-issue the certificate with the list of statements directly in the " +
			"extension.",
		Ask: "The value of the extension qcStatements in our certificate is an OCTET STRING that holds the " +
			"list. Please re-issue the certificate with the list itself as the value (RFC 3739, section 3.2.6).",
		See: lint.SeeStatements,
	}

	RuleStatementsMalformed = lint.Meta{
		ID: "qc-statements-malformed", Code: "Q02", Severity: lint.Error, Source: EN5("QCS-4.1-03"),
		Title: "qcStatements cannot be read",
		Means: "In the field qcStatements the issuer declares that a certificate is qualified, meaning that it " +
			"meets the EU law for trust services (eIDAS). It is a list of statements, each with an object " +
			"identifier (a number with dots). Here the list is broken, so that not all of it can be read.",
		Why: "Strict software refuses the field and with it the certificate. Lenient software loses statements " +
			"and does not say so.",
		Wrong: "qcStatements with a statement that has no object identifier",
		Right: "SEQUENCE { SEQUENCE { OID QcCompliance }, SEQUENCE { OID QcType, ... }, ... }",
		Fix:   "Ask the issuer (QTSP) to re-issue the certificate with a well-formed qcStatements extension.",
		Ask: "The extension qcStatements of our certificate cannot be decoded, as the enclosed report says. " +
			"Please re-issue the certificate with a well-formed one (ETSI EN 319 412-5, QCS-4.1-03).",
		See: lint.SeeStatements,
	}

	RuleComplianceInfo = lint.Meta{
		ID: "qc-compliance-has-info", Code: "Q06", Severity: lint.Error, Source: EN5("4.2.1"),
		Title: "QcCompliance carries a value",
		Means: "QcCompliance is the entry in the certificate that says: this is a qualified certificate of the " +
			"EU. It is an object identifier (a number with dots) and nothing more. Here a value follows it.",
		Why:   "The entry says all that is needed. Strict software refuses anything that follows it.",
		Wrong: "SEQUENCE { OID QcCompliance, NULL }",
		Right: "SEQUENCE { OID QcCompliance }",
		Fix:   "Ask the issuer (QTSP) to re-issue the certificate with QcCompliance as an object identifier alone.",
		Ask: "In qcStatements of our certificate, QcCompliance has a statementInfo. Please re-issue the " +
			"certificate without it (ETSI EN 319 412-5, 4.2.1).",
		See: lint.SeeStatements,
	}

	RuleSSCD = lint.Meta{
		ID: "qc-sscd-in-qwac", Code: "Q15", Severity: lint.Error,
		Source: lint.Clause{Document: "EN 319 411-2", Section: "GEN-6.6.1-04"},
		Title:  "QcSSCD in a certificate for websites",
		Means: "The statement QcSSCD says that the private key is kept in a certified device for signatures or " +
			"seals. A QWAC, a certificate for websites and connections, does not have it. Here it is present.",
		Why: "The statement belongs to seals and signatures. Software that checks both may doubt that this is a " +
			"QWAC.",
		Wrong: "QcType web, QcSSCD",
		Right: "QcType web",
		Fix:   "Ask the issuer (QTSP) to leave QcSSCD out at the next re-issue.",
		Ask: "qcStatements of our certificate has QcSSCD beside QcType web. Please leave it out at the next " +
			"re-issue (ETSI EN 319 411-2, GEN-6.6.1-04).",
		See: lint.SeeStatements,
	}

	RuleLegislation = lint.Meta{
		ID: "qc-cclegislation-country", Code: "Q13", Severity: lint.Error, Source: EN5("4.2.4"),
		Title: "country in QcCClegislation is no code of ISO 3166-1",
		Means: "The statement QcCClegislation says under the law of which country a certificate is qualified. " +
			"Countries are written as two capital letters of ISO 3166-1, such as CH. The value here is not such a " +
			"code.",
		Why:   "Nobody can tell under which law the certificate is qualified.",
		Wrong: "QcCClegislation QQ",
		Right: "no QcCClegislation in an EU qualified certificate",
		Fix: "Ask the issuer (QTSP) to leave QcCClegislation out of an EU qualified certificate at the next " +
			"re-issue.",
		Ask: "QcCClegislation in qcStatements of our certificate has a value that is no code of ISO 3166-1. " +
			"Please leave the statement out at the next re-issue, as our certificate is an EU qualified one (ETSI " +
			"EN 319 412-5, QCS-4.2.4-01).",
		See: lint.SeeStatements,
	}

	RulePDS = lint.Meta{
		ID: "qc-pds-string-type", Code: "Q22", Severity: lint.Error, Source: EN5("4.3.4"),
		Title: "QcPDS is malformed",
		Means: "The issuer of a qualified certificate publishes its terms, the PKI disclosure statement. The " +
			"statement QcPDS in the certificate has their address and language. It is not in the form that the " +
			"standard asks for: a list of at least one address (type IA5String) with its language (type " +
			"PrintableString).",
		Why:   "Strict software cannot read the statement. No bank is known to look at the terms themselves.",
		Wrong: `UTF8String "https://pki.fixture-trust.example/pds/en.pdf"`,
		Right: `IA5String "https://pki.fixture-trust.example/pds/en.pdf"`,
		Fix:   "Ask the issuer (QTSP) to correct QcPDS at the next re-issue.",
		Ask: "QcPDS in qcStatements of our certificate is malformed, as the enclosed report says. Please " +
			"re-issue the certificate with QcPDS in the form of the standard (ETSI EN 319 412-5, 4.3.4).",
		See: lint.SeeStatements,
	}

	RuleLimit = lint.Meta{
		ID: "qc-limit-value", Code: "Q23", Severity: lint.Error, Source: EN5("QCS-4.3.2-01"),
		Title: "QcLimitValue is malformed",
		Means: "The statement QcLimitValue says up to which amount of money a certificate may be used. It has a " +
			"currency (three capital letters of ISO 4217), an amount and an exponent, a power of ten by which the " +
			"amount is multiplied. Here it has another form.",
		Why:   "Nobody can tell up to which amount the certificate may be used.",
		Wrong: "EURO, 5, 4",
		Right: "EUR, 5, 4 (50 000 euros)",
		Fix:   "Ask the issuer (QTSP) to correct QcLimitValue at the next re-issue.",
		Ask: "QcLimitValue in qcStatements of our certificate is malformed. Please correct or remove it at the " +
			"next re-issue (ETSI EN 319 412-5, QCS-4.3.2-01).",
		See: lint.SeeStatements,
	}

	RuleRetention = lint.Meta{
		ID: "qc-retention-period", Code: "Q24", Severity: lint.Error, Source: EN5("4.3.3"),
		Title: "QcRetentionPeriod is no number of years",
		Means: "The statement QcRetentionPeriod says for how many years the issuer keeps its records after the " +
			"certificate ends. Its value here is not a number of years.",
		Why:   "Nobody can tell how long the issuer keeps its records. No bank is known to look at it.",
		Wrong: "-1",
		Right: "10",
		Fix:   "Ask the issuer (QTSP) to correct QcRetentionPeriod at the next re-issue.",
		Ask: "QcRetentionPeriod in qcStatements of our certificate is not a number of years. Please correct it " +
			"at the next re-issue (ETSI EN 319 412-5, 4.3.3).",
		See: lint.SeeStatements,
	}
)
