package bank

// etsi is no bank: what blocks is what no bank could accept. It predicts no status and has no environments; an address of the caller's own
// is spoken to as qwac sandbox is.
var etsi = Bank{
	Name:          "etsi",
	AsItIs:        true,
	Texts:         []Block{{Rules: textForm}, {Rules: textOrder}},
	Certificates:  []Block{{Rules: unreadable}, {Rules: untrusted}, {Rules: incomplete}, {Rules: invalid}, {Rules: unfit}, {Rules: doubtful}, {Rules: noClient}, {Rules: unusable}},
	Registrations: []Block{{Rules: askedRoles}, {Rules: askedURIs}},
	RedirectURIs:  []Block{{Rules: askedURIs}},
	API: API{
		Clients: "/tpp", RedirectURIs: "/redirect-uris", Certificates: "/certificates", Certificate: "certificate", RequestID: "X-Request-ID",
	},
	Support: []Section{SectionChain, SectionIssuer, SectionPreFlight, SectionCalls, SectionFailed, SectionPEM},
}
