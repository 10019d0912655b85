package bank

import "qwac/pkg/lint"

// Documents of the scheme. Its rulebook and API specifications are not among them.
const (
	epcValidation = "EPC Verification of Payee FAQ, node/27706"
	epcClientAuth = "EPC Verification of Payee FAQ, node/27711"
	epcRequesting = "EPC Verification of Payee FAQ, requesting a QWAC PSD2"
	epcDirectory  = "EPC Directory Service, local file, node/26861"
)

// epcVOP is a responder in the scheme Verification of Payee of the European Payments Council, which looks at the
// certificate of a requester's TLS connection. A requester needs no root, any role of TS 119 495 will do, Unspecified
// and VOP_RS with it, participants may be of countries outside the EEA, and no status is known.
//
// The scheme also wants the pair of number and BIC in its directory, which is judged where the file is given.
var epcVOP = Bank{
	Name: "epc-vop", Title: "A responder of the VOP scheme", Directory: true,
	// nothing is uploaded, a TLS client reads them
	Texts: []Block{{Answer{Basis: Assumed}, textForm}, {Answer{Basis: Assumed}, textOrder}},
	Certificates: []Block{
		{Answer{Basis: Assumed}, unreadable},
		{Answer{Basis: Documented}, untrusted},  // the CA that issued the leaf, or one above it, is the trust anchor
		{Answer{Basis: Documented}, incomplete}, // up to that CA; what is above it does not count
		{Answer{Basis: Assumed}, invalid},
		{Answer{Basis: Documented}, unfit}, // the profile of TS 119 495
		{Answer{Basis: Assumed}, doubtful},
		{Answer{Basis: Documented}, unlisted},
		{Answer{Basis: Documented}, []string{"leaf-eku-clientauth-missing", "leaf-eku-tls-binding-only"}},
		{Answer{Basis: Assumed}, []string{"leaf-ku-digitalsignature-missing"}},
		{Answer{Basis: Assumed}, unusable},
		// the way up from a leaf that is sent alone
		{Answer{Basis: Documented}, []string{"aia-missing", "aia-caissuers-missing"}},
		{Answer{Basis: Assumed}, vopPSD2},
		{Answer{Basis: Documented}, []string{"eds-pair-missing", "eds-role", "eds-not-ready"}},
		{Answer{Basis: Assumed}, []string{"eds-spelling"}}, // that numbers are compared letter by letter
	},
	Registrations: []Block{{Answer{Basis: Assumed}, askedRoles}, {Answer{Basis: Assumed}, askedURIs}},
	RedirectURIs:  []Block{{Answer{Basis: Assumed}, askedURIs}},
	Severities: []Severity{ // that a certificate is for Verification of Payee is what is wanted
		{lint.Notice, []string{"type-vop-certificate", "psd2-role-unspecified-only"}},
	},
	Sources: []Source{
		{lint.Clause{Document: epcValidation}, []string{
			"chain-anchor-not-trusted", "chain-issuer-not-on-trusted-list", "chain-tl-service-not-for-wsa",
			"chain-tl-service-not-granted",
			"chain-intermediate-missing", "chain-incomplete-single", "chain-root-missing", "trusted-list-not-checked",
			"aia-missing", "aia-caissuers-missing",
		}},
		{lint.Clause{Document: epcClientAuth}, []string{
			"leaf-eku-clientauth-missing", "leaf-eku-tls-binding-only",
		}},
		{lint.Clause{Document: epcDirectory}, []string{
			"eds-pair-missing", "eds-spelling", "eds-role", "eds-not-ready", "eds-not-checked",
		}},
		{lint.Clause{Document: epcRequesting}, []string{
			"psd2-statement-missing", "psd2-orgid-missing", "type-qsealc", "type-plain-qwac", "type-plain-tls",
			"psd2-role-unspecified-only",
		}},
	},
	API: API{
		Clients: "/tpp", RedirectURIs: "/redirect-uris", Certificates: "/certificates", Certificate: "certificate",
		RequestID: "X-Request-ID",
	},
	Support: []Section{SectionChain, SectionIssuer, SectionPreFlight, SectionPEM},
}

// vopPSD2: the number of the certificate is looked up in the directory of the scheme, so there must be one.
var vopPSD2 = []string{
	"psd2-orgid-reference-empty", "psd2-orgid-reference-placeholder",
}
