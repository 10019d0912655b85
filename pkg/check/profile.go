package check

import (
	"cmp"
	"slices"

	"qwac/pkg/ident"
	"qwac/pkg/lint"
)

// Profile is what is known of one bank, as data.
type Profile struct {
	Name   string       // as on the command line: "lunar"
	Title  string       // as in a sentence: "Lunar"; empty: the profile is no bank's
	Offers []ident.Role // roles that a client can be registered for; nil: all
	// AsItIs judges an upload as what it is: a seal as a seal, a signature certificate as one. False: everything but a PSD2 QWAC is wrong.
	AsItIs bool
	// Rules that make the bank refuse: for the text of an upload; for the certificates, in an upload or as those of the connection
	// that registers; for what a registration asks for; and for a change of redirect URIs. No rule stands twice for one request.
	Texts, Certificates, Registrations, RedirectURIs [][]Block
}

// Block says that rules block, and what the bank would answer.
type Block struct {
	Status int // HTTP status; 0: the profile is no bank's
	Basis  Basis
	Rules  []string // ids
}

// Basis says what a predicted status rests on.
type Basis string

// Documented: the bank's documentation names the kind of fault. Assumed: it does not, and the status is our choice.
const (
	Documented Basis = "documented"
	Assumed    Basis = "assumed"
)

// Profiles returns the known profiles, the default first.
func Profiles() []Profile { return profiles }

var profiles = []Profile{
	{
		Name: "lunar", Title: "Lunar", Offers: []ident.Role{ident.RoleAI, ident.RolePI},
		Texts:         [][]Block{texts, lunarTexts},
		Certificates:  [][]Block{certificates, lunarCertificates},
		Registrations: [][]Block{registrations, lunarRegistrations},
		RedirectURIs:  [][]Block{{{400, Documented, []string{"redirect-uri-missing", "redirect-uri-syntax", "redirect-uri-not-https"}}}},
	},
	{
		Name:          "etsi",
		AsItIs:        true,
		Texts:         [][]Block{texts},
		Certificates:  [][]Block{certificates},
		Registrations: [][]Block{registrations},
		RedirectURIs:  [][]Block{{{Rules: []string{"redirect-uri-missing", "redirect-uri-not-https"}}}},
	},
}

// block returns the row that makes a finding block, or nil. A finding that its rule made milder than it is as a rule (a test
// certificate in the sandbox, a list that was not given, a clock that is minutes off) never blocks.
func (p *Profile) block(r Request, f lint.Finding) *Block {
	if f.Severity < f.Rule.Severity {
		return nil
	}
	block := p.BlockIn(r, f.Rule.ID)
	if block == nil && f.Unfixable && p.BlockIn(Upload, f.Rule.ID) != nil {
		return p.BlockIn(r, "pem-bad-base64") // a block that cannot be read is a certificate that cannot be shown
	}
	return block
}

// BlockOf returns the row with the rule, or nil when a breach of it does not block: that of an upload if there is one, else that of a
// registration.
func (p *Profile) BlockOf(rule string) *Block {
	return cmp.Or(p.BlockIn(Upload, rule), p.BlockIn(Registration, rule))
}

// BlockIn returns the row with the rule as it answers one kind of request, or nil when a breach of it does not block such a request.
func (p *Profile) BlockIn(r Request, rule string) *Block {
	var b *Block
	switch r {
	case Registration:
		b = cmp.Or(asConnection(find(p.Certificates, rule)), find(p.Registrations, rule))
	case RedirectURIs:
		b = find(p.RedirectURIs, rule)
	default: // an upload
		b = cmp.Or(find(p.Texts, rule), find(p.Certificates, rule))
	}
	if b != nil && p.Title == "" { // who is no bank gives no answer
		return &Block{Rules: b.Rules}
	}
	return b
}

func find(lists [][]Block, rule string) *Block {
	for _, blocks := range lists {
		for i := range blocks {
			if slices.Contains(blocks[i].Rules, rule) {
				return &blocks[i]
			}
		}
	}
	return nil
}

// asConnection gives a row about the certificate and its chain as it answers a registration: there the chain is that of the TLS
// connection, and the bank documents no answer to one that it does not take. The sandbox says 401.
func asConnection(b *Block) *Block {
	if b == nil {
		return nil
	}
	return &Block{Status: 401, Basis: Assumed, Rules: b.Rules}
}

// forTLS lists the rules about the use of a certificate in TLS, which say nothing of one that is for something else.
var forTLS = []string{"chain-eku-nesting-clientauth", "key-not-usable-in-tls", "key-pqc", "key-ec-brainpool"}

// texts lists the rules about the text of an upload that no bank could accept the breach of. A client certificate is not shown as text:
// what is wrong with its file does not concern the bank.
var texts = []Block{
	{400, Documented, []string{ // certificate format
		"pem-private-key-present", "pem-csr-instead-of-certificate", "pem-unexpected-label", "pem-input-der", "pem-input-pkcs12",
		"pem-input-pkcs7", "pem-bom", "pem-input-utf16", "pem-glued-boundaries", "pem-escaped-newlines", "pem-indented",
		"pem-no-line-breaks", "pem-cr-only", "pem-bad-boundary", "x509-trailing-data",
		"pem-encoded-twice", "pem-url-encoded", "pem-plus-lost", "input-json-x5c",
	}},
	{400, Documented, []string{"chain-leaf-not-first", "chain-reversed"}},
}

// lunarTexts lists what Lunar refuses beyond that, by its own rules: it wants the order from leaf to root.
var lunarTexts = []Block{{400, Documented, []string{"chain-wrong-order"}}}

// certificates lists the rules about certificates that no bank could accept the breach of: chains that cannot be read or do not verify,
// certificates that are no PSD2 QWAC or whose attributes cannot be read, test certificates in production, another client's.
var certificates = []Block{
	{400, Documented, []string{ // certificates that can be read
		"pem-empty", "pem-no-certificate", "pem-bad-base64", "pem-input-too-large",
	}},
	{400, Documented, []string{"chain-anchor-not-trusted"}}, // where it was given what the bank trusts
	{400, Documented, []string{ // a complete chain from the leaf
		"chain-no-leaf", "chain-multiple-leaves", "chain-intermediate-missing", "chain-incomplete-single",
		"chain-root-not-self-signed",
	}},
	{400, Assumed, []string{ // certificates and chains that no validator takes
		"x509-parse-failed", "x509-version-not-3", "x509-serial-not-positive", "x509-sigalg-inner-outer-differ",
		"x509-duplicate-extension", "x509-validity-inverted", "x509-unknown-critical-extension",
		"x509-precertificate", "x509-dn-empty-issuer", "x509-extension-malformed", "policy-qualifier-unknown", "x509-time-encoding",
		"chain-issuer-name-mismatch", "chain-signature-invalid", "chain-signature-unverifiable",
		"chain-ca-basic-constraints-missing", "leaf-is-ca",
		"chain-ca-pathlen-exceeded", "chain-ca-keyusage-missing-keycertsign", "leaf-keycertsign", "leaf-self-signed",
		"validity-expired", "validity-not-yet-valid", "chain-weak-signature-hash", "chain-name-constraints",
		"chain-eku-nesting-clientauth", "chain-same-key-twice", "chain-policy-tree", "chain-verify-refused", "key-certificate-mismatch",
		"revocation-norevavail-in-ca", "qc-statements-critical", "key-rsa-params", "key-ec-curve", "key-ec-brainpool", "key-ec-explicit",
		"chain-test-ca", // in production
	}},
	{403, Documented, []string{ // eIDAS requirements
		"qc-statements-missing", "qc-statements-malformed", "qc-compliance-missing", "qc-type-missing", "qc-type-not-web",
		"qc-type-multiple", "qc-type-unknown", "qc-type-as-statement", "qc-non-eu", "qc-double-octet-string",
		"psd2-statement-missing", "psd2-statement-as-extension", "psd2-statement-malformed", "psd2-roles-flattened",
		"psd2-roles-explicit-tag", "psd2-string-type", "psd2-roles-empty", "psd2-role-name-oid-mismatch",
		"psd2-role-name-unknown", "psd2-role-oid-arc", "psd2-role-unspecified-only", "psd2-ncaid-malformed",
		"psd2-ncaid-underscore", "psd2-ncaid-case", "psd2-ncaid-space", "psd2-ncaid-country", "psd2-ncaid-non-eea",
		"psd2-nca-na", "psd2-nca-fields-swapped", "psd2-ncaid-is-orgid", "psd2-orgid-missing", "psd2-orgid-multiple",
		"psd2-orgid-malformed", "psd2-orgid-ncaid-country-mismatch", "psd2-orgid-ncaid-nca-mismatch",
		"type-qsealc", "type-qsig", "type-2-qwac", "type-plain-qwac", "type-plain-tls", "type-obwac", "type-ca",
		"type-wallet-access", "type-pair-swapped", // with a QSealC
		"role-not-registered", "role-none-offered",
	}},
	{403, Assumed, []string{
		"type-test-certificate", // in production
		"policy-etsi-inconsistent-with-qctype", "subject-natural-person",
		"key-rsa-too-small", "key-rsa-weak", "renewal-orgid-changed",
		"chain-issuer-not-on-trusted-list", "chain-tl-service-not-for-wsa", "chain-tl-service-not-granted", // with lists
	}},
	{401, Documented, []string{ // certificate authentication
		"leaf-eku-clientauth-missing", "leaf-eku-tls-binding-only", "leaf-ku-digitalsignature-missing",
	}},
	{401, Assumed, []string{ // it is not known whether Lunar looks, or when
		"key-dsa", "key-rsa-exponent", "key-pqc", "key-not-usable-in-tls",
		"revocation-revoked", "revocation-unknown", "revocation-evidence-stale", "revocation-evidence-wrong-issuer",
		"revocation-evidence-signature", "revocation-evidence-unusable",
	}},
}

// lunarCertificates lists what Lunar refuses beyond that, by its own rules: the root, placeholders in production.
var lunarCertificates = []Block{
	{400, Documented, []string{"chain-root-missing"}},
	{403, Documented, []string{
		"psd2-orgid-reference-empty", "psd2-orgid-reference-placeholder", "psd2-role-as-only",
	}},
}

// registrations lists the rules about what a registration asks for. The bank documents no answer to a breach of them.
var registrations = []Block{
	{403, Assumed, []string{"role-not-in-certificate", "role-not-offered-by-bank", "role-request-empty", "role-request-syntax"}},
	{400, Assumed, []string{"redirect-uri-missing", "redirect-uri-not-https"}},
}

// lunarRegistrations lists what Lunar refuses beyond that.
var lunarRegistrations = []Block{{400, Assumed, []string{"redirect-uri-syntax"}}}
