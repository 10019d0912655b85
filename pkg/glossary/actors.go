package glossary

import (
	"qwac/pkg/lint"
)

// actors are who is who.
var actors = []Term{
	{
		Name: "TPP", Also: []string{"third party provider"}, Long: "third party provider",
		Text: "One that reads accounts or initiates payments at banks where its customers have their accounts. " +
			"For a bank it is the client.",
		Source: lint.Clause{Document: "Directive (EU) 2015/2366", Section: "Article 4"},
	},
	{
		Name: "PSP", Also: []string{"payment service provider"}, Long: "payment service provider",
		Text:   "Whoever is authorised for payment services: banks and third party providers.",
		Source: lint.Clause{Document: "Directive (EU) 2015/2366", Section: "Article 4(11)"},
	},
	{
		Name: "NCA", Also: []string{"national competent authority", "competent authority"},
		Long: "national competent authority",
		Text: "The authority of a country that authorises payment service providers and keeps their register, " +
			"such as DK-DFSA in Denmark.",
		Source: lint.Clause{Document: "Directive (EU) 2015/2366", Section: "Article 22"},
	},
	{
		Name: "EBA", Also: []string{"European Banking Authority", "EBA register"},
		Long: "European Banking Authority",
		Text: "It keeps the European register of authorised providers and the list of the identifiers of " +
			"authorities. Banks are not in that register.",
		Source: lint.Clause{Document: "Directive (EU) 2015/2366", Section: "Article 15"},
	},
	{
		Name: "EDS", Also: []string{"EPC Directory Service", "local file"}, Long: "EPC Directory Service",
		Text: "The directory of participants of Verification of Payee. Responders look for BIC and number of a " +
			"requester in their copy of it, the local file.",
		Source: lint.Clause{Document: "EPC Directory Service", Section: "local file"},
	},
	{
		Name: "NAN", Also: []string{"national authorisation number", "authorisation number"},
		Long: "national authorisation number",
		Text: "The number under which an authority has an institution in its register: what stands last in " +
			"organizationIdentifier.",
		Source: lint.Clause{Document: "TS 119 495", Section: "GEN-5.2.1-3"},
	},
	{
		Name: "QTSP", Also: []string{"TSP", "qualified trust service provider"},
		Long: "qualified trust service provider",
		Text: "A company that issues qualified certificates and is supervised for it. If a certificate is " +
			"wrong, only its QTSP can issue a right one.",
		Source: lint.Clause{Document: "Regulation (EU) No 910/2014", Section: "Article 3(20)"},
	},
	{
		Name: "CA", Also: []string{"certification authority", "issuing CA"},
		Long:   "certification authority",
		Text:   "The part of a QTSP, with a key and a certificate of its own, that signs certificates.",
		Source: lint.Clause{Document: "RFC 5280", Section: "3"},
	},
	{
		Name: "EPC", Also: []string{"European Payments Council"}, Long: "European Payments Council",
		Text:   "The association of banks that keeps the schemes of SEPA, Verification of Payee among them.",
		Source: lint.Clause{Document: "European Payments Council", Section: "Verification of Payee scheme rulebook"},
	},
	{
		Name: "CA/Browser Forum", Also: []string{"CABF", "baseline requirements"},
		Text: "The association of CAs and browsers whose Baseline Requirements bind certificates that browsers " +
			"trust.",
		Source: lint.Clause{Document: "CA/Browser Forum Baseline Requirements", Section: "1"},
	},
}
