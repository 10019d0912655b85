package bank

import "slices"

// The rules that no bank could accept the breach of, by kind of fault. A bank says for each kind how it answers, and
// whether it documents that: the lists are shared, answers never are. TestBanks demands that every bank has all of them
// but those of noService and foreign.

// Common reports whether no profile could do without a rule, for any request: what its breach leaves open is a fact
// that an accept says is established.
func Common(rule string) bool {
	for _, kind := range [][]string{
		textForm, textOrder, unreadable, untrusted, incomplete, invalid, unfit, doubtful, unlisted, noClient, unusable,
		askedRoles, askedURIs,
	} {
		if slices.Contains(kind, rule) {
			return true
		}
	}
	return false
}

// textForm: the text of an upload is not in the form of PEM certificates. A client certificate is not sent as text, so
// faults of its file do not matter to the bank.
var textForm = []string{
	"pem-private-key-present", "pem-csr-instead-of-certificate", "pem-unexpected-label", "pem-input-der",
	"pem-input-pkcs12",
	"pem-input-pkcs7", "pem-bom", "pem-input-utf16", "pem-glued-boundaries", "pem-escaped-newlines", "pem-indented",
	"pem-no-line-breaks", "pem-cr-only", "pem-bad-boundary", "x509-trailing-data",
	"pem-encoded-twice", "pem-url-encoded", "pem-plus-lost", "input-json-x5c",
}

// textOrder: the first certificate is not the sender's.
var textOrder = []string{
	"chain-leaf-not-first", "chain-reversed",
}

// unreadable: there are no certificates that can be read.
var unreadable = []string{
	"pem-empty", "pem-no-certificate", "pem-bad-base64", "pem-input-too-large",
}

// untrusted: the chain does not end at a certificate that you said the bank trusts.
var untrusted = []string{
	"chain-anchor-not-trusted",
}

// incomplete: no complete chain starts at one leaf.
var incomplete = []string{
	"chain-no-leaf", "chain-multiple-leaves", "chain-intermediate-missing", "chain-incomplete-single",
	"chain-root-not-self-signed",
}

// invalid: certificates and chains that every validator rejects.
var invalid = []string{
	"x509-parse-failed", "x509-version-not-3", "x509-serial-not-positive", "x509-sigalg-inner-outer-differ",
	"x509-duplicate-extension", "x509-validity-inverted", "x509-unknown-critical-extension",
	"x509-precertificate", "x509-dn-empty-issuer", "x509-extension-malformed", "policy-qualifier-unknown",
	"x509-time-encoding",
	"chain-issuer-name-mismatch", "chain-signature-invalid", "chain-signature-unverifiable",
	"chain-ca-basic-constraints-missing", "leaf-is-ca",
	"chain-ca-pathlen-exceeded", "chain-ca-keyusage-missing-keycertsign", "leaf-keycertsign", "leaf-self-signed",
	"validity-expired", "validity-not-yet-valid", "chain-weak-signature-hash", "chain-name-constraints",
	"chain-eku-nesting-clientauth", "chain-same-key-twice", "chain-policy-tree", "chain-verify-refused",
	"key-certificate-mismatch",
	"revocation-norevavail-in-ca", "qc-statements-critical", "key-rsa-params", "key-ec-curve", "key-ec-brainpool",
	"key-ec-explicit",
	"chain-test-ca", // in production
}

// unfit: the certificate is not a PSD2 QWAC, its attributes cannot be read, or it lacks the roles.
var unfit = []string{
	"qc-statements-missing", "qc-statements-malformed", "qc-compliance-missing", "qc-type-missing", "qc-type-not-web",
	"qc-type-multiple", "qc-type-unknown", "qc-type-as-statement", "qc-non-eu", "qc-double-octet-string",
	"psd2-statement-missing", "psd2-statement-as-extension", "psd2-statement-malformed", "psd2-roles-flattened",
	"psd2-roles-explicit-tag", "psd2-string-type", "psd2-roles-empty", "psd2-role-name-oid-mismatch",
	"psd2-role-name-unknown", "psd2-role-oid-arc", "psd2-ncaid-malformed",
	"psd2-ncaid-underscore", "psd2-ncaid-case", "psd2-ncaid-space", "psd2-ncaid-country",
	"psd2-nca-na", "psd2-nca-fields-swapped", "psd2-ncaid-is-orgid", "psd2-orgid-missing", "psd2-orgid-multiple",
	"psd2-orgid-malformed", "psd2-orgid-ncaid-country-mismatch", "psd2-orgid-ncaid-nca-mismatch",
	"type-qsealc", "type-qsig", "type-2-qwac", "type-plain-qwac", "type-plain-tls", "type-obwac", "type-ca",
	"type-wallet-access", "type-pair-swapped", // with a QSealC
	"role-not-registered", "role-none-offered", "psd2-role-as-only", // the last two where the bank says which it offers
}

// noService: the certificate has a role that gives a right to no service of accounts or payments. A scheme of banks may
// do without.
var noService = []string{
	"psd2-role-unspecified-only",
}

// foreign: the authority is none of the EEA. A bank or scheme elsewhere, or one that others take part in, may do
// without.
var foreign = []string{
	"psd2-ncaid-non-eea",
}

// doubtful: the certificate is a test one or another holder's, the key is weak.
var doubtful = []string{
	"type-test-certificate", // in production
	"policy-etsi-inconsistent-with-qctype", "subject-natural-person",
	"key-rsa-too-small", "key-rsa-weak", "renewal-orgid-changed",
	"psd2-register-withdrawn", // where the register is given
}

// unlisted: the issuer is not granted by the trusted lists, where they are given.
var unlisted = []string{
	"chain-issuer-not-on-trusted-list", "chain-tl-service-not-for-wsa", "chain-tl-service-not-granted",
}

// noClient: the certificate is not for TLS clients.
var noClient = []string{
	"leaf-eku-clientauth-missing", "leaf-eku-tls-binding-only", "leaf-ku-digitalsignature-missing",
}

// unusable: TLS does not accept the key, or the certificate is revoked. Few banks say whether and when they check.
var unusable = []string{
	"key-dsa", "key-rsa-exponent", "key-pqc", "key-not-usable-in-tls",
	"revocation-revoked", "revocation-unknown", "revocation-evidence-stale", "revocation-evidence-wrong-issuer",
	"revocation-evidence-signature", "revocation-evidence-unusable",
}

// askedRoles: a registration requests roles that it cannot get.
var askedRoles = []string{
	"role-not-in-certificate", "role-not-offered-by-bank", "role-request-empty", "role-request-syntax",
}

// askedURIs: redirect URIs that are not allowed.
var askedURIs = []string{
	"redirect-uri-missing", "redirect-uri-not-https",
}
