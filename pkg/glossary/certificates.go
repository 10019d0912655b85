package glossary

import (
	"qwac/pkg/lint"
)

// certificates are kinds of certificate and what stands in them.
var certificates = []Term{
	{
		Name: "QWAC", Also: []string{"qualified website authentication certificate"},
		Long: "qualified certificate for website authentication",
		Text: "A certificate that says, with the legal force of eIDAS, which organisation is behind a " +
			"connection. With PSD2, the provider that calls a bank shows it as the client of a TLS " +
			"connection.",
		Source: lint.Clause{Document: "Regulation (EU) No 910/2014", Section: "Article 45 and Annex IV"},
	},
	{
		Name: "QSealC", Also: []string{"QSeal", "qualified electronic seal certificate"},
		Long: "qualified certificate for electronic seals",
		Text: "A certificate of an organisation for sealing data, such as the body of a request. It is no " +
			"certificate for connections: where a QWAC is wanted it is refused.",
		Source: lint.Clause{Document: "Regulation (EU) No 910/2014", Section: "Article 38 and Annex III"},
	},
	{
		Name: "QSig", Also: []string{"qualified signature certificate"},
		Long:   "qualified certificate for electronic signatures",
		Text:   "A certificate of a natural person for signing. It is no certificate for connections.",
		Source: lint.Clause{Document: "Regulation (EU) No 910/2014", Section: "Article 28 and Annex I"},
	},
	{
		Name: "2-QWAC", Also: []string{"2QWAC"},
		Text: "A QWAC that is bound to a TLS certificate by a signed file of the website, and is never used in " +
			"the TLS connection itself. Its only extended key usage says so, and no bank can take it as a " +
			"client certificate.",
		Source: lint.Clause{Document: "TS 119 411-5", Section: "4.2"},
	},
	{
		Name: "OBWAC", Also: []string{"OBSeal"}, Long: "Open Banking web authentication certificate",
		Text: "A certificate of the British Open Banking directory, in place of a QWAC in the United Kingdom. " +
			"It is no qualified certificate of the European Union.",
		Source: lint.Clause{Document: "Open Banking Limited", Section: "certificate profiles"},
	},
	{
		Name: "qcStatements", Also: []string{"QCStatement", "qualified certificate statements"},
		Long: "qualified certificate statements",
		Text: "The extension of a certificate in which the issuer declares that it is qualified, for what, and " +
			"the roles of PSD2.",
		Source: lint.Clause{Document: "RFC 3739", Section: "3.2.6"},
	},
	{
		Name:   "QcCompliance",
		Text:   "The statement that a certificate is a qualified one of the European Union.",
		Source: lint.Clause{Document: "EN 319 412-5", Section: "4.2.1"},
	},
	{
		Name: "QcType",
		Text: "The statement that says what a qualified certificate is for: signatures, seals, or websites " +
			"(web). A QWAC has web.",
		Source: lint.Clause{Document: "EN 319 412-5", Section: "4.2.3"},
	},
	{
		Name: "QcSSCD", Also: []string{"QSCD"},
		Text: "The statement that the key is in a certified device. It belongs to seals and signatures, not to " +
			"a QWAC.",
		Source: lint.Clause{Document: "EN 319 412-5", Section: "4.2.2"},
	},
	{
		Name: "QcPDS", Also: []string{"PDS", "PKI disclosure statement"},
		Long:   "location of the PKI disclosure statement",
		Text:   "The statement with the addresses of the terms of the issuer.",
		Source: lint.Clause{Document: "EN 319 412-5", Section: "4.3.4"},
	},
	{
		Name: "PSD2 statement", Also: []string{"PSD2QcType", "etsi-psd2-qcStatement"},
		Text: "The statement with the roles of the holder and with the name and identifier of the authority " +
			"that authorised it. Object identifier 0.4.0.19495.2.",
		Source: lint.Clause{Document: "TS 119 495", Section: "5.1"},
	},
	{
		Name: "NCAId", Also: []string{"nCAId"}, Long: "identifier of the competent authority",
		Text: "Country and authority in the PSD2 statement, as in DK-DFSA: two letters, a hyphen, two to eight " +
			"letters.",
		Source: lint.Clause{Document: "TS 119 495", Section: "5.2.3"},
	},
	{
		Name: "NCAName", Also: []string{"nCAName"}, Long: "name of the competent authority",
		Text:   "The name of the authority in words, beside NCAId in the PSD2 statement.",
		Source: lint.Clause{Document: "TS 119 495", Section: "5.2.3"},
	},
	{
		Name: "organizationIdentifier", Also: []string{"orgId", "organisation identifier"},
		Text: "The attribute of the subject that names the holder by a number. With PSD2 it reads " +
			"PSDDK-DFSA-97351842: country, authority, and the number under which the authority authorised the " +
			"holder.",
		Source: lint.Clause{Document: "EN 319 412-1", Section: "5.1.4"},
	},
	{
		Name: "QNCP-w", Also: []string{"QNCP"},
		Text: "The policy of a QWAC that also follows the Baseline Requirements of the browsers. Object " +
			"identifier 0.4.0.194112.1.5.",
		Source: lint.Clause{Document: "EN 319 411-2", Section: "5.3"},
	},
	{
		Name: "QNCP-w-gen",
		Text: "The policy of a QWAC outside the browser world, as many for PSD2 are. Object identifier " +
			"0.4.0.194112.1.6.",
		Source: lint.Clause{Document: "EN 319 411-2", Section: "5.3"},
	},
	{
		Name: "QEVCP-w", Also: []string{"QCP-w"},
		Text: "The policy of a QWAC that also follows the extended validation of the browsers. Object " +
			"identifier 0.4.0.194112.1.4.",
		Source: lint.Clause{Document: "EN 319 411-2", Section: "5.3"},
	},
	{
		Name: "EV", Also: []string{"extended validation"}, Long: "extended validation",
		Text:   "The strictest way in which CAs for browsers identify an organisation.",
		Source: lint.Clause{Document: "CA/Browser Forum EV Guidelines", Section: "1"},
	},
	{
		Name: "WRPAC", Also: []string{"wallet access certificate"},
		Long: "wallet relying party access certificate",
		Text: "A certificate by which a service asks a wallet of the European Union for data. It looks much " +
			"like a PSD2 certificate and is none: 0.4.0.19475 in place of 0.4.0.19495.",
		Source: lint.Clause{Document: "TS 119 411-8", Section: "1"},
	},
}
