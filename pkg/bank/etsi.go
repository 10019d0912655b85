package bank

// etsi is a profile without a bank: only what no bank could accept blocks. It predicts no status and has no
// environments. With an address of the caller's own it uses the API of qwac sandbox.
var etsi = Bank{
	Name: "etsi", AsItIs: true,
	Texts: []Block{{Rules: textForm}, {Rules: textOrder}},
	Certificates: []Block{
		{Rules: unreadable}, {Rules: untrusted}, {Rules: incomplete}, {Rules: invalid}, {Rules: unfit},
		{Rules: noService}, {Rules: foreign},
		{Rules: doubtful}, {Rules: unlisted}, {Rules: noClient}, {Rules: unusable},
	},
	Registrations: []Block{{Rules: askedRoles}, {Rules: askedURIs}},
	RedirectURIs:  []Block{{Rules: askedURIs}},
	API: API{
		Clients: "/tpp", RedirectURIs: "/redirect-uris", Certificates: "/certificates", Certificate: "certificate",
		RequestID: "X-Request-ID",
	},
	Support: []Section{SectionChain, SectionIssuer, SectionPreFlight, SectionCalls, SectionFailed, SectionPEM},
}
