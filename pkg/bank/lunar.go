package bank

import (
	"qwac/pkg/ident"
	"qwac/pkg/lint"
)

// Documents of the bank.
const (
	lunarAPI      = "Lunar client management API"
	lunarRegister = "Lunar register API"
	lunarIssue    = "Lunar issue template \"Registration issues\""
)

// lunarAuthentication is what Lunar documents for a 401, for every call of a client.
const lunarAuthentication = "invalid token or certificate authentication failed"

var lunar = Bank{
	Name: "lunar", Title: "Lunar", Country: "DK", Offers: []ident.Role{ident.RoleAI, ident.RolePI},
	Texts: []Block{
		{Answer{400, Documented}, textForm},                      // certificate format
		{Answer{400, Documented}, textOrder},                     // the order from leaf to root
		{Answer{400, Documented}, []string{"chain-wrong-order"}}, // the same, of the CA certificates
	},
	Certificates: []Block{
		{Answer{400, Documented}, unreadable},
		{Answer{400, Documented}, untrusted}, // if it was given what the bank trusts
		{Answer{400, Documented}, incomplete},
		{Answer{400, Documented}, []string{"chain-root-missing"}},
		{Answer{400, Assumed}, invalid},
		{Answer{403, Documented}, unfit}, // eIDAS requirements, role mismatch
		{Answer{403, Documented}, []string{"psd2-orgid-reference-empty", "psd2-orgid-reference-placeholder"}},
		{Answer{403, Documented}, noService},
		{Answer{403, Documented}, foreign},
		{Answer{403, Assumed}, doubtful},
		{Answer{403, Assumed}, unlisted},
		{Answer{401, Documented}, noClient}, // certificate authentication
		{Answer{401, Assumed}, unusable},    // it is not known whether and when Lunar checks
	},
	Registrations: []Block{ // Lunar documents no answer to a breach of these
		{Answer{403, Assumed}, askedRoles},
		{Answer{400, Assumed}, askedURIs},
		{Answer{400, Assumed}, []string{"redirect-uri-syntax"}},
	},
	RedirectURIs: []Block{
		{Answer{400, Documented}, askedURIs},
		{Answer{400, Documented}, []string{"redirect-uri-syntax"}},
	},
	// The chain is that of the TLS connection. Lunar does not document how it answers one that it does not accept. The
	// sandbox answers 401.
	Connection:        Answer{401, Assumed},
	Order:             []int{400, 403, 401}, // form, content, use in TLS
	RegistrationOrder: []int{401, 400, 403}, // the chain is that of the connection
	Sources: []Source{
		{lint.Clause{Document: lunarAPI, Section: "add certificate, chain integrity"}, []string{
			"chain-intermediate-missing", "chain-root-missing", "chain-anchor-not-trusted",
		}},
		{lint.Clause{Document: lunarAPI}, []string{
			"role-request-empty", "role-request-syntax", "role-not-offered-by-bank", "role-not-in-certificate",
			"role-not-registered",
			"role-not-offered-in-certificate", "redirect-uri-missing", "redirect-uri-not-https",
			"redirect-uri-http-localhost",
		}},
		{lint.Clause{Document: lunarRegister}, []string{"psd2-role-as-only", "role-none-offered"}},
		{lint.Clause{Document: lunarIssue}, []string{"chain-issuer-not-on-trusted-list"}},
	},
	API: API{
		Clients: "/tpp", RedirectURIs: "/redirect-uris", Certificates: "/certificates", Certificate: "certificate",
		RequestID: "X-Request-ID",
		Errors: []DocumentedError{ // of the other calls it documents no errors
			{CallRedirectURIs, 400, "invalid URI or empty array"},
			{CallRedirectURIs, 401, lunarAuthentication},
			{CallRedirectURIs, 404, "client id not found or not owned by your certificate"},
			{CallCertificate, 400, "invalid certificate format or incomplete chain"},
			{CallCertificate, 401, lunarAuthentication},
			{CallCertificate, 403, "certificate does not meet eIDAS requirements, or role mismatch"},
			{CallCertificate, 404, "client id not found"},
		},
	},
	Environments: []Environment{ // no debug host is documented for production
		{
			Name:     Production,
			TokenURL: "https://auth.openbanking.prod.lunar.app/oauth2/token",
			BaseURL:  "https://tpp.openbanking.prod.lunar.tech",
		},
		{
			Name:     Sandbox,
			TokenURL: "https://auth.sandbox.openbanking.prod.lunar.app/oauth2/token",
			BaseURL:  "https://tpp.openbanking-sandbox.prod.lunar.tech",
			DebugURL: "https://debug.openbanking-sandbox.prod.lunar.tech",
		},
	},
	// The issue template closes reports without chain, link to the trusted list, debug call, and output and time of the
	// call.
	Support: []Section{SectionChain, SectionIssuer, SectionPreFlight, SectionCalls, SectionFailed, SectionPEM},
}
