package bank

// openBankingGeneric is no bank in particular, but what a careful one of the European Union refuses: beyond what none
// could accept, what breaks a "shall" of the standards, and what readers that many banks use do not take. No bank's
// documents are behind it: every row is assumed, its source is that of the rule. It predicts no status and has no
// environments.
var openBankingGeneric = Bank{
	Name: "openbanking-generic", Title: "A careful European bank",
	Texts: []Block{
		{Answer{Basis: Assumed}, textForm}, {Answer{Basis: Assumed}, textOrder}, {Answer{Basis: Assumed}, strictText},
	},
	Certificates: []Block{
		{Answer{Basis: Assumed}, unreadable}, {Answer{Basis: Assumed}, untrusted}, {Answer{Basis: Assumed}, incomplete},
		{Answer{Basis: Assumed}, invalid}, {Answer{Basis: Assumed}, unfit}, {Answer{Basis: Assumed}, noService},
		{Answer{Basis: Assumed}, foreign},
		{Answer{Basis: Assumed}, doubtful}, {Answer{Basis: Assumed}, unlisted}, {Answer{Basis: Assumed}, noClient},
		{Answer{Basis: Assumed}, unusable},
		{Answer{Basis: Assumed}, strictForm}, {Answer{Basis: Assumed}, strictChain},
		{Answer{Basis: Assumed}, strictLeaf},
		{Answer{Basis: Assumed}, strictAccess},
		{Answer{Basis: Assumed}, strictStatements}, {Answer{Basis: Assumed}, strictPSD2},
		{Answer{Basis: Assumed}, strictKey},
	},
	Registrations: []Block{{Answer{Basis: Assumed}, askedRoles}, {Answer{Basis: Assumed}, askedURIs},
		{Answer{Basis: Assumed}, strictURIs}},
	RedirectURIs: []Block{{Answer{Basis: Assumed}, askedURIs}, {Answer{Basis: Assumed}, strictURIs}},
	API: API{
		Clients: "/tpp", RedirectURIs: "/redirect-uris", Certificates: "/certificates", Certificate: "certificate",
		RequestID: "X-Request-ID",
	},
	Support: []Section{SectionChain, SectionIssuer, SectionPreFlight, SectionCalls, SectionFailed, SectionPEM},
}

// What some banks refuse and some do not. Left out on purpose: what a standard allows though it is rare (identifiers by
// VAT, register or LEI, no policy of ETSI's, a root that is not sent), what only a dated table contradicts (the list of
// authorities), and what no certificate is re-issued for (blocks that stand twice, text between blocks).

// strictText: upload forms that read no more than RFC 7468 allows refuse it.
var strictText = []string{
	"pem-legacy-label", "pem-rfc1421-headers", "chain-wrong-order",
}

// strictForm: RFC 5280 and X.690 forbid it, and libraries differ in whether they read it.
var strictForm = []string{
	"x509-der-not-canonical", "x509-serial-too-long", "x509-dn-country-encoding",
}

// strictChain: one of the common validators does not build the path: Go and NSS compare names by their bytes, OpenSSL
// the key identifiers.
var strictChain = []string{
	"chain-name-encoding-differs", "chain-aki-ski-mismatch", "chain-aki-issuer-serial-mismatch", "chain-aki-missing",
	"chain-pathlen-on-non-ca",
}

// strictLeaf: the profile of certificates for websites forbids it.
var strictLeaf = []string{
	"leaf-ku-nonrepudiation", "leaf-ku-missing", "leaf-ku-empty", "leaf-ku-wrong-for-key",
	"leaf-eku-missing", "leaf-eku-serverauth-missing", "leaf-eku-tls-binding-mixed", "leaf-eku-critical",
	"policy-duplicate", "policy-qevcp-without-cabf-ev", "policy-qncp-without-cabf-ov-iv", "policy-cabf-dv",
	"policy-psd2-without-statement", "san-missing", "san-critical", "san-dns-syntax", "subject-attribute-missing",
}

// strictAccess: without it a bank cannot find out whether the certificate is revoked, or fetch the certificate of its
// issuer.
var strictAccess = []string{
	"aia-missing", "aia-caissuers-missing", "revocation-info-missing", "revocation-short-term-norevavail",
}

// strictStatements: EN 319 412-5 has a "shall" against it.
var strictStatements = []string{
	"qc-statement-duplicate", "qc-compliance-has-info", "qc-cclegislation-in-eu-qc", "qc-sscd-in-qwac",
	"qc-semantics-orgid",
}

// strictPSD2: TS 119 495 has a "shall" against it, or readers that banks run stop at it.
var strictPSD2 = []string{
	"psd2-role-unspecified-mixed", "psd2-role-oid-unknown", "psd2-ncaname-empty", "psd2-ncaname-length",
	"psd2-orgid-state-part",
	"psd2-cabf-orgid-inconsistent",
	"psd2-orgid-reference-empty", "psd2-orgid-reference-placeholder",
}

// strictKey: the key is lawful, and some TLS stack cannot use it.
var strictKey = []string{
	"key-pss-spki", "key-ed25519",
}

// strictURIs: OAuth 2.0 forbids it.
var strictURIs = []string{
	"redirect-uri-syntax",
}
