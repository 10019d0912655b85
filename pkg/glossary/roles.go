package glossary

import (
	"qwac/pkg/lint"
)

// roles are the roles of a PSD2 certificate.
var roles = []Term{
	{
		Name: "PSP_AI", Also: []string{"AISP", "AIS", "account information"},
		Long: "account information service provider",
		Text: "A role in a PSD2 certificate: its holder may read accounts on behalf of their owners. Object " +
			"identifier 0.4.0.19495.1.3.",
		Source: lint.Clause{Document: "TS 119 495", Section: "5.1"},
	},
	{
		Name: "PSP_PI", Also: []string{"PISP", "PIS", "payment initiation"},
		Long: "payment initiation service provider",
		Text: "A role in a PSD2 certificate: its holder may initiate payments from accounts at other banks. " +
			"Object identifier 0.4.0.19495.1.2.",
		Source: lint.Clause{Document: "TS 119 495", Section: "5.1"},
	},
	{
		Name: "PSP_AS", Also: []string{"ASPSP", "account servicing"},
		Long: "account servicing payment service provider",
		Text: "A role in a PSD2 certificate: its holder keeps the accounts, as a bank does. It gives no right " +
			"to ask another bank for anything. Object identifier 0.4.0.19495.1.1.",
		Source: lint.Clause{Document: "TS 119 495", Section: "5.1"},
	},
	{
		Name: "PSP_IC", Also: []string{"PIISP", "CBPII"}, Long: "issuer of card-based payment instruments",
		Text: "A role in a PSD2 certificate: its holder issues cards on accounts at other banks and may ask " +
			"whether there is money enough. Object identifier 0.4.0.19495.1.4.",
		Source: lint.Clause{Document: "TS 119 495", Section: "5.1"},
	},
	{
		Name: "PSP_CB", Long: "international central bank",
		Text: "A role that TS 119 495 has since V1.8.1. It is no payment service of PSD2. Object identifier " +
			"0.4.0.19495.1.5.",
		Source: lint.Clause{Document: "TS 119 495", Version: "V1.8.1", Section: "Annex A"},
	},
	{
		Name: "PSP_PA", Long: "international public authority",
		Text: "A role that TS 119 495 has since V1.8.1. It is no payment service of PSD2. Object identifier " +
			"0.4.0.19495.1.6.",
		Source: lint.Clause{Document: "TS 119 495", Version: "V1.8.1", Section: "Annex A"},
	},
	{
		Name: "VOP_RS", Also: []string{"VoP requesting"}, Long: "verification of payee, requesting",
		Text: "A role that TS 119 495 has since V1.8.1, for those that ask in Verification of Payee. Object " +
			"identifier 0.4.0.19495.1.51.",
		Source: lint.Clause{Document: "TS 119 495", Version: "V1.8.1", Section: "Annex A"},
	},
	{
		Name: "VOP_VS",
		Text: "A role for Verification of Payee that TS 119 495 has since V1.8.1. Object identifier " +
			"0.4.0.19495.1.52.",
		Source: lint.Clause{Document: "TS 119 495", Version: "V1.8.1", Section: "Annex A"},
	},
	{
		Name: "Unspecified", Also: []string{"unspecified role"},
		Text: "A role name for a payment service provider that has none of the others. It must stand alone. " +
			"Object identifier 0.4.0.19495.1.0.",
		Source: lint.Clause{Document: "TS 119 495", Section: "5.2.2"},
	},
	{
		Name: "role", Also: []string{"roles", "rolesOfPSP", "RoleOfPSP"},
		Text: "What the holder of a PSD2 certificate is authorised for. Each is a pair of an object identifier " +
			"and a name, in the list rolesOfPSP of the PSD2 statement.",
		Source: lint.Clause{Document: "TS 119 495", Section: "5.1"},
	},
}
