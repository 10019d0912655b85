package eidas

import "qwac/pkg/lint"

// The rules that name what was given in the place of a PSD2 QWAC: [Subject.Confusion] tells which. The room psd2
// reports them, and others are silenced by them.
var (
	RuleTypeCA = lint.Meta{
		ID: "type-ca", Code: "J07", Severity: lint.Error, Source: Inference(),
		Title: "only CA certificates were given",
		Means: "A CA is an issuer of certificates. The file has certificates of CAs only. Your own certificate, " +
			"which the CA made for you, is not in it.",
		Why:   "The bank registers your certificate. That of a CA says nothing about you.",
		Wrong: "intermediate, root",
		Right: "leaf, intermediate, root",
		Fix:   "Add your own certificate, the leaf, as the first of the files.",
		See:   lint.SeeBlocks,
	}

	RulePairSwapped = lint.Meta{
		ID: "type-pair-swapped", Code: "J08", Severity: lint.Error, Source: Inference(),
		Title: "QWAC and QSealC are exchanged",
		Means: "For PSD2 you may have two certificates: the QWAC for connections and the QSealC, a seal for " +
			"signing messages. You passed the one in the place of the other.",
		Why: "A seal cannot make a connection, and a QWAC must not sign messages. With the two exchanged " +
			"nothing works.",
		Wrong: "QSealC given as QWAC, QWAC given as QSealC",
		Right: "each in its place",
		Fix:   "Pass the two files the other way round.",
		See:   lint.SeeStatements,
	}

	Rule2QWAC = lint.Meta{
		ID: "type-2-qwac", Code: "J03", Severity: lint.Error,
		Source: lint.Clause{Document: "TS 119 411-5", Section: "4.2.2"},
		Title:  "2-QWAC: cannot be a TLS certificate",
		Means: "There are two kinds of QWAC. A 1-QWAC is used for connections. A 2-QWAC only signs a statement " +
			"about another certificate that is used for the connection. This is a 2-QWAC.",
		Why:   "Nobody can make a connection with a 2-QWAC, so the bank would never see it.",
		Wrong: "tls-binding (0.4.0.194115.1.0)",
		Right: "TLS Web Client Authentication, TLS Web Server Authentication",
		Fix: "Provide the 1-QWAC or the QNCP-w-gen certificate with clientAuth, or order one from the issuer " +
			"(QTSP).",
		See: lint.SeeUsage,
	}

	RuleWallet = lint.Meta{
		ID: "type-wallet-access", Code: "J12", Severity: lint.Error,
		Source: lint.Clause{Document: "TS 119 475"},
		Title:  "wallet access certificate, no QWAC",
		Means: "In the EU people will have a digital identity on their phone, the wallet. A wallet access " +
			"certificate lets a company ask such a wallet for data. Its numbers look nearly like those of PSD2, but " +
			"it is no PSD2 certificate.",
		Why:   "It says nothing about payment services: no PSD2 role and no authority.",
		Wrong: "policy 0.4.0.194118.1.2",
		Right: "policies QNCP-w-gen and QCP-w-psd2",
		Fix: "Provide the PSD2 QWAC of the company; if there is none, order one from a qualified trust service " +
			"provider (QTSP).",
		See: lint.SeePolicies,
	}

	RuleOBWAC = lint.Meta{
		ID: "type-obwac", Code: "J06", Severity: lint.Error,
		Source: lint.Clause{Document: "EN 319 412-5", Section: "QCS-5-01"},
		Title:  "PSD2 roles without QcCompliance, as in a UK OBWAC or OBSeal",
		Means: "The Open Banking directory of the United Kingdom issues certificates that look much like PSD2 " +
			"ones (OBWAC for connections, OBSeal for signing). They have PSD2 roles, but not the statement " +
			"QcCompliance, which says that a certificate is qualified in the EU.",
		Why:   "Banks in the European Economic Area accept qualified certificates of the EU only.",
		Wrong: "issuer O=OpenBanking",
		Right: "issuer: a QTSP from the EU trusted lists",
		Fix: "Provide the QWAC of a qualified trust service provider (QTSP) from the EU trusted lists, or order " +
			"one.",
		See: lint.SeeIssuer,
	}

	RuleQSealC = lint.Meta{
		ID: "type-qsealc", Code: "J01", Severity: lint.Error,
		Source: lint.Clause{Document: "EN 319 412-5", Section: "4.2.3"},
		Title:  "QSealC: an electronic seal, no QWAC",
		Means: "For PSD2 there are two kinds of certificates: the QWAC for connections and the QSealC, an " +
			"electronic seal for signing messages. Most issuers deliver both. This is the QSealC.",
		Why: "The bank knows you by the certificate of the connection (mutual TLS). A seal cannot be used for " +
			"that.",
		Wrong: "QcType eseal",
		Right: "QcType web",
		Fix: "Provide the QWAC instead, which has the same organisation and QcType web; if there is none, order one " +
			"from your QTSP.",
		See: lint.SeeStatements,
	}

	RuleQSig = lint.Meta{
		ID: "type-qsig", Code: "J02", Severity: lint.Error,
		Source: lint.Clause{Document: "EN 319 412-5", Section: "4.2.3"},
		Title:  "personal signature certificate, no QWAC",
		Means: "There are qualified certificates for persons, who sign documents with them, and for companies. " +
			"A PSD2 QWAC is one of a company. This one is for the signatures of a person.",
		Why: "The bank registers companies by their QWAC. A person has no authorisation as a payment service " +
			"provider.",
		Wrong: "QcType esign",
		Right: "QcType web",
		Fix:   "Provide the QWAC of the company instead: it has QcType web.",
		See:   lint.SeeStatements,
	}

	RulePlainTLS = lint.Meta{
		ID: "type-plain-tls", Code: "J05", Severity: lint.Error,
		Source: lint.Clause{Document: "EN 319 412-5", Section: "QCS-5-01"},
		Title:  "ordinary TLS certificate, no QWAC",
		Means: "Ordinary certificates for websites (DV, OV and EV) say that a host name is yours, and sometimes " +
			"who you are. A PSD2 QWAC is a qualified certificate: it also says which authority authorised you, and " +
			"for what. This is an ordinary one.",
		Why:   "A bank cannot see from it that you are an authorised payment service provider.",
		Wrong: "CABF OV, no qcStatements",
		Right: "qcStatements: QcCompliance, QcType web, PSD2QcType",
		Fix: "Provide the QWAC; if there is none, order a PSD2 QWAC from a qualified trust service provider " +
			"(QTSP).",
		See: lint.SeePolicies,
	}

	RulePlainQWAC = lint.Meta{
		ID: "type-plain-qwac", Code: "J04", Severity: lint.Error,
		Source: lint.Clause{Document: "Regulation (EU) 2018/389", Section: "Article 34(3)"},
		Title:  "QWAC without PSD2 attributes",
		Means: "A QWAC is a qualified certificate for websites and connections. For PSD2 it also has to name " +
			"your roles (what you may do) and your authority. This one does not.",
		Why: "Without roles and authority the bank cannot tell what you may do. Such a QWAC is for websites " +
			"only.",
		Wrong: "qcStatements: QcCompliance, QcType web",
		Right: "qcStatements: QcCompliance, QcType web, PSD2QcType",
		Fix: "Provide the PSD2 QWAC of the company; if there is none, order one: the issuer looks into the " +
			"register of the authority and adds roles and authority.",
		See: lint.SeeStatements,
	}
)
