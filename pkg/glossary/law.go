package glossary

import (
	"qwac/pkg/lint"
)

// law is about law and standards.
var law = []Term{
	{
		Name: "PSD2", Also: []string{"payment services directive"},
		Long: "second payment services directive",
		Text: "The directive by which banks must let authorised providers read accounts and initiate payments " +
			"when the owner of the account agrees.",
		Source: lint.Clause{Document: "Directive (EU) 2015/2366", Section: "Articles 66 and 67"},
	},
	{
		Name: "PSR", Also: []string{"PSD3"}, Long: "payment services regulation",
		Text: "The regulation that, with a third directive (PSD3), is to follow PSD2. Until it applies, PSD2 " +
			"and the RTS do.",
		Source: lint.Clause{Document: "proposal COM(2023) 367", Section: "1"},
	},
	{
		Name: "RTS", Also: []string{"RTS on SCA", "regulatory technical standards"},
		Long: "regulatory technical standards",
		Text: "The regulation on strong authentication and secure communication under PSD2. Its Article 34 has " +
			"providers identify themselves to banks by a QWAC or QSealC.",
		Source: lint.Clause{Document: "Regulation (EU) 2018/389", Section: "Article 34"},
	},
	{
		Name: "SCA", Also: []string{"strong customer authentication"},
		Long: "strong customer authentication",
		Text: "Authentication of the owner of an account by two things of different kinds. It concerns the " +
			"owner; the provider is identified by its certificate.",
		Source: lint.Clause{Document: "Directive (EU) 2015/2366", Section: "Article 4(30)"},
	},
	{
		Name: "eIDAS", Also: []string{"eIDAS regulation"},
		Long: "electronic identification, authentication and trust services",
		Text: "The regulation that says what a qualified certificate is, who may issue one, and that each " +
			"member state publishes a trusted list.",
		Source: lint.Clause{Document: "Regulation (EU) No 910/2014", Section: "Article 1"},
	},
	{
		Name: "ETSI", Long: "European Telecommunications Standards Institute",
		Text: "The body that writes the standards of qualified certificates: EN 319 412 for their content, TS " +
			"119 495 for PSD2.",
		Source: lint.Clause{Document: "Regulation (EU) No 1025/2012", Section: "Annex I"},
	},
	{
		Name: "TS 119 495", Also: []string{"TS119495"},
		Text:   "The ETSI standard for the certificates of PSD2: roles, authority, number of the holder.",
		Source: lint.Clause{Document: "TS 119 495", Section: "1"},
	},
	{
		Name: "XS2A", Also: []string{"access to account"}, Long: "access to account",
		Text:   "The right of authorised providers to reach accounts at banks, and the interface for it.",
		Source: lint.Clause{Document: "Directive (EU) 2015/2366", Section: "Articles 66 and 67"},
	},
	{
		Name: "open banking", Also: []string{"NextGenPSD2", "Berlin Group", "STET"},
		Text: "Access to accounts through interfaces of banks. The standards of such interfaces, as NextGenPSD2 " +
			"of the Berlin Group or STET in France, all rest on mutual TLS with a QWAC.",
		Source: lint.Clause{Document: "Regulation (EU) 2018/389", Section: "Article 30"},
	},
	{
		Name: "passporting", Also: []string{"passport", "home member state", "host country"},
		Text: "A provider that the authority of one member state authorised may work in the others of the EEA, " +
			"after its authority told theirs. So the authority in a certificate need not be that of the bank's " +
			"country. The register of the EBA lists services by host country.",
		Source: lint.Clause{Document: "Directive (EU) 2015/2366", Section: "Article 28"},
	},
	{
		Name: "VoP", Also: []string{"verification of payee"}, Long: "verification of payee",
		Text: "The check, before a transfer, of whether name and account of the payee belong together. In the " +
			"scheme of the European Payments Council the one who asks shows a QWAC with PSD2 roles.",
		Source: lint.Clause{Document: "Regulation (EU) 2024/886", Section: "Article 1"},
	},
}
