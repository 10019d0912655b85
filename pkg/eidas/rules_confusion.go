package eidas

import "qwac/pkg/lint"

// The rules that name what was given in the place of a PSD2 QWAC: [Subject.Confusion] tells which. The room psd2
// reports them, and others are silenced by them.
var (
	RuleTypeCA = lint.Meta{
		ID: "type-ca", Code: "J07", Severity: lint.Error, Source: Inference(),
		Title: "only CA certificates were given",
		Why: "The bank registers the certificate of the payment service provider; a CA certificate says nothing of " +
			"it.",
		Fix: "Add the leaf certificate, the one that the issuer made for you, as the first of the files.",
	}

	RulePairSwapped = lint.Meta{
		ID: "type-pair-swapped", Code: "J08", Severity: lint.Error, Source: Inference(),
		Title: "QWAC and QSealC are exchanged",
		Why: "The QWAC authenticates the TLS connection, the QSealC signs messages; neither can stand in for the " +
			"other.",
		Fix: "Exchange the two files.",
	}

	Rule2QWAC = lint.Meta{
		ID: "type-2-qwac", Code: "J03", Severity: lint.Error,
		Source: lint.Clause{Document: "TS 119 411-5", Section: "4.2.2"},
		Title:  "2-QWAC: cannot be a TLS certificate",
		Why: "A 2-QWAC signs a statement about another TLS certificate. It cannot be used in a TLS handshake, so the " +
			"bank cannot see it.",
		Fix: "Provide the 1-QWAC or the QNCP-w-gen certificate with clientAuth, or order one from the issuer (QTSP).",
	}

	RuleWallet = lint.Meta{
		ID: "type-wallet-access", Code: "J12", Severity: lint.Error,
		Source: lint.Clause{Document: "TS 119 475"},
		Title:  "wallet access certificate, no QWAC",
		Why: "Such a certificate lets a party ask for data in EU digital identity wallets. Its identifiers differ " +
			"from those of PSD2 by one digit, but it says nothing of payment services.",
		Fix: "Provide the PSD2 QWAC of the company; if there is none, order one from a qualified trust service " +
			"provider.",
	}

	RuleOBWAC = lint.Meta{
		ID: "type-obwac", Code: "J06", Severity: lint.Error,
		Source: lint.Clause{Document: "EN 319 412-5", Section: "QCS-5-01"},
		Title:  "PSD2 roles without QcCompliance, as in a UK OBWAC or OBSeal",
		Why: "Certificates of the UK Open Banking directory carry PSD2 roles but are no eIDAS certificates. Only " +
			"qualified ones count in the EEA.",
		Fix: "Provide the QWAC of a qualified trust service provider from the EU trusted lists, or order one.",
	}

	RuleQSealC = lint.Meta{
		ID: "type-qsealc", Code: "J01", Severity: lint.Error,
		Source: lint.Clause{Document: "EN 319 412-5", Section: "4.2.3"},
		Title:  "QSealC: an electronic seal, no QWAC",
		Why: "A seal signs messages. For mutual TLS the bank needs the QWAC, which most issuers deliver together " +
			"with the seal.",
		Fix: "Provide the QWAC instead; it has the same organisation and QcType web.",
	}

	RuleQSig = lint.Meta{
		ID: "type-qsig", Code: "J02", Severity: lint.Error,
		Source: lint.Clause{Document: "EN 319 412-5", Section: "4.2.3"},
		Title:  "personal signature certificate, no QWAC",
		Why: "A certificate for electronic signatures belongs to a person. The bank registers the QWAC of a " +
			"company.",
		Fix: "Provide the QWAC of the company instead; it has QcType web.",
	}

	RulePlainTLS = lint.Meta{
		ID: "type-plain-tls", Code: "J05", Severity: lint.Error,
		Source: lint.Clause{Document: "EN 319 412-5", Section: "QCS-5-01"},
		Title:  "ordinary TLS certificate, no QWAC",
		Why: "A DV, OV or EV certificate proves a domain name. The bank needs a qualified certificate that names " +
			"authorisation and roles.",
		Fix: "Provide the QWAC; if there is none, order a PSD2 QWAC from a qualified trust service provider.",
	}

	RulePlainQWAC = lint.Meta{
		ID: "type-plain-qwac", Code: "J04", Severity: lint.Error,
		Source: lint.Clause{Document: "Regulation (EU) 2018/389", Section: "Article 34(3)"},
		Title:  "QWAC without PSD2 attributes",
		Why: "Without roles and authority the bank cannot tell what the holder may do. Such a QWAC is for websites " +
			"only.",
		Fix: "Provide the PSD2 QWAC of the company; if there is none, order one: the issuer adds the PSD2 statement " +
			"after a look into the register of the authority.",
	}
)
