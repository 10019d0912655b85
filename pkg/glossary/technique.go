package glossary

import (
	"qwac/pkg/lint"
)

// technique is about chains, connections and files.
var technique = []Term{
	{
		Name: "trusted list", Also: []string{"TL", "TSL", "EU trusted list"},
		Text: "The signed list in which each member state names its QTSPs and their CAs, and whether each " +
			"service is granted. A QWAC counts only when its CA is on one.",
		Source: lint.Clause{Document: "TS 119 612", Section: "5"},
	},
	{
		Name: "LOTL", Also: []string{"list of trusted lists"}, Long: "list of trusted lists",
		Text: "The signed list of the European Commission that says where the trusted list of each member state " +
			"is and who signs it.",
		Source: lint.Clause{Document: "Implementing Decision (EU) 2015/1505", Section: "Article 4"},
	},
	{
		Name: "granted", Also: []string{"withdrawn"},
		Text: "The status of a service on a trusted list: granted, or withdrawn since a day. A certificate " +
			"counts if the service was granted when it was issued.",
		Source: lint.Clause{Document: "TS 119 612", Section: "5.5.4"},
	},
	{
		Name: "chain", Also: []string{"certificate chain", "certification path"},
		Long: "certification path",
		Text: "The leaf, the certificate of the CA that issued it, that of the CA above, up to a root. Banks " +
			"want to verify each signature on it.",
		Source: lint.Clause{Document: "RFC 5280", Section: "6.1"},
	},
	{
		Name: "leaf", Also: []string{"end-entity certificate"}, Long: "end-entity certificate",
		Text:   "The certificate of the holder, at the beginning of the chain: the QWAC itself.",
		Source: lint.Clause{Document: "RFC 5280", Section: "3"},
	},
	{
		Name: "intermediate", Also: []string{"intermediate CA"}, Long: "intermediate certificate",
		Text: "The certificate of a CA between leaf and root. The CA that issued the leaf is the one that " +
			"stands on the trusted list.",
		Source: lint.Clause{Document: "RFC 5280", Section: "3.2"},
	},
	{
		Name: "root", Also: []string{"root CA", "self-signed certificate"},
		Text:   "The certificate at the end of a chain, signed by its own key.",
		Source: lint.Clause{Document: "RFC 5280", Section: "3.2"},
	},
	{
		Name: "trust anchor", Also: []string{"anchor"},
		Text: "What a reader trusts without proof and where its verification ends: a root, or a CA of the " +
			"trusted list.",
		Source: lint.Clause{Document: "RFC 5280", Section: "6.1.1"},
	},
	{
		Name: "mTLS", Also: []string{"mutual TLS"}, Long: "mutual TLS",
		Text:   "A TLS connection in which the client shows a certificate too. The bank learns by it who calls.",
		Source: lint.Clause{Document: "RFC 8446", Section: "4.4.2"},
	},
	{
		Name: "clientAuth", Also: []string{"id-kp-clientAuth"}, Long: "TLS client authentication",
		Text: "The extended key usage that lets a certificate be the client's in mutual TLS. Without it most " +
			"banks refuse.",
		Source: lint.Clause{Document: "RFC 5280", Section: "4.2.1.12"},
	},
	{
		Name: "EKU", Also: []string{"extended key usage"}, Long: "extended key usage",
		Text:   "The extension that lists what a certificate is for: serverAuth, clientAuth.",
		Source: lint.Clause{Document: "RFC 5280", Section: "4.2.1.12"},
	},
	{
		Name: "AIA", Also: []string{"authority information access", "caIssuers"},
		Long: "authority information access",
		Text: "The extension with the addresses of the issuer's certificate (caIssuers) and of its OCSP " +
			"responder.",
		Source: lint.Clause{Document: "RFC 5280", Section: "4.2.2.1"},
	},
	{
		Name: "OCSP", Also: []string{"online certificate status protocol"},
		Long: "online certificate status protocol",
		Text: "The way to ask the issuer whether one certificate is revoked. The answer is signed and can be " +
			"kept.",
		Source: lint.Clause{Document: "RFC 6960", Section: "2"},
	},
	{
		Name: "CRL", Also: []string{"certificate revocation list"}, Long: "certificate revocation list",
		Text:   "The signed list of the certificates that an issuer revoked.",
		Source: lint.Clause{Document: "RFC 5280", Section: "5"},
	},
	{
		Name: "SAN", Also: []string{"subjectAltName", "subject alternative name"},
		Long:   "subject alternative name",
		Text:   "The extension with the host names of a website certificate.",
		Source: lint.Clause{Document: "RFC 5280", Section: "4.2.1.6"},
	},
	{
		Name: "OID", Also: []string{"object identifier"}, Long: "object identifier",
		Text: "A number with dots that stands for a thing in certificates, such as 0.4.0.19495.1.3 for the role " +
			"PSP_AI.",
		Source: lint.Clause{Document: "X.660", Section: "1"},
	},
	{
		Name: "DER", Long: "distinguished encoding rules",
		Text:   "The one way in which the bytes of a certificate may be written.",
		Source: lint.Clause{Document: "X.690", Section: "10"},
	},
	{
		Name: "PEM",
		Text: "A certificate as text: its bytes in Base64 between two lines with BEGIN and END. Banks take " +
			"chains in this form.",
		Source: lint.Clause{Document: "RFC 7468", Section: "5"},
	},
	{
		Name: "PKCS#12", Also: []string{"PFX", "P12"},
		Text: "A file with certificates and usually their private key, under a password. It must not be given " +
			"away.",
		Source: lint.Clause{Document: "RFC 7292", Section: "1"},
	},
	{
		Name: "CSR", Also: []string{"certificate signing request", "PKCS#10"},
		Long:   "certificate signing request",
		Text:   "What a QTSP is sent: the public key and the name that are to stand in the certificate.",
		Source: lint.Clause{Document: "RFC 2986", Section: "3"},
	},
	{
		Name: "flattened roles",
		Text: "Several roles written into one pair of object identifier and name. Strict readers cannot read " +
			"it, lenient ones see the first role alone.",
		Source: lint.Clause{Document: "TS 119 495", Section: "Annex A"},
	},
}
