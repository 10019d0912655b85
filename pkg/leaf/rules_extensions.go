package leaf

import (
	"crypto/x509"
	"slices"

	"qwac/pkg/chain"
	"qwac/pkg/eidas"
	"qwac/pkg/lint"
)

var ruleEKUMissing = lint.Meta{
	ID: "leaf-eku-missing", Code: "L03", Severity: lint.Error,
	Source: lint.Clause{Document: "EN 319 412-4", Section: "WEB-4.1.3-4(a)"},
	Title:  "no extended key usage in a website certificate",
	Means: "Extended key usage says for what a certificate may be used: clientAuth for a client that " +
		"connects to a server, serverAuth for a server. This certificate does not have the field at all.",
	Why: "Without the field a certificate is good for anything. Software that checks website " +
		"certificates refuses that.",
	Right: "TLS Web Client Authentication, TLS Web Server Authentication",
	Fix:   "Ask the issuer (QTSP) for a re-issue with the extended key usages serverAuth and clientAuth.",
	Ask: "Our certificate has no extKeyUsage. Please re-issue it with serverAuth and clientAuth (ETSI " +
		"EN 319 412-4, WEB-4.1.3-4(a)).",
	See: lint.SeeUsage,
}

var ruleEKUCritical = lint.Meta{
	ID: "leaf-eku-critical", Code: "L04", Severity: lint.Error,
	Source: lint.Clause{Document: "EN 319 412-2", Section: "GEN-4.3.10-1"},
	Title:  "the extended key usage is critical",
	Means: "Extended key usage says for what a certificate may be used: clientAuth for a client that " +
		"connects to a server, serverAuth for a server. An issuer can mark a field of a certificate as " +
		"critical: software that does not know the field must then refuse the certificate. This field must " +
		"not have the mark. Here it does.",
	Why:   "Software that does not know one of the purposes refuses the certificate.",
	Wrong: "X509v3 Extended Key Usage: critical",
	Right: "X509v3 Extended Key Usage:",
	Fix:   "Ask the issuer (QTSP) for an extended key usage that is not critical at the next re-issue.",
	Ask: "extKeyUsage of our certificate is critical. Please re-issue the certificate with it not " +
		"critical (ETSI EN 319 412-2, GEN-4.3.10-1).",
	See: lint.SeeUsage,
}

var ruleKUMissing = lint.Meta{
	ID: "leaf-ku-missing", Code: "L08", Severity: lint.Error,
	Source: lint.Clause{Document: "EN 319 412-2", Section: "NAT-4.3.2-1"},
	Title:  "no key usage, or one of no known type",
	Means: "Key usage says what the key in a certificate may do. EN 319 412-2 has six combinations, A " +
		"to F: for documents, for connections, for encryption. The certificate has another combination, or " +
		"does not have the field.",
	Why:   "Without one of these combinations a bank cannot tell what the key is for.",
	Right: "X509v3 Key Usage: critical, Digital Signature",
	Fix: "Ask the issuer (QTSP) for a re-issue with digitalSignature alone (type C), which is what " +
		"connections need.",
	Ask: "keyUsage of our certificate is missing or is none of the types A to F. Please re-issue the " +
		"certificate with digitalSignature (ETSI EN 319 412-2, NAT-4.3.2-1).",
	See:        lint.SeeUsage,
	SilencedBy: []*lint.Meta{&chain.LeafKeyCertSign, &ruleLeafKUEmpty},
}

var ruleKUNotCritical = lint.Meta{
	ID: "leaf-ku-not-critical", Code: "L11", Severity: lint.Warning,
	Source: lint.Clause{Document: "CABF Baseline Requirements", Section: "7.1.2.7.6"},
	Title:  "the key usage is not critical",
	Means: "Key usage says what the key in a certificate may do. It should be marked as critical, so " +
		"that no software overlooks it. Here the mark is missing.",
	Why: "Software that does not know the field could use the key for anything. No bank is known to " +
		"refuse a certificate for it.",
	Wrong: "X509v3 Key Usage:",
	Right: "X509v3 Key Usage: critical",
	Fix:   "Ask the issuer (QTSP) for a critical key usage at the next re-issue.",
	Ask: "keyUsage of our certificate is not critical. Please mark it as critical at the next re-issue " +
		"(CA/Browser Forum Baseline Requirements, 7.1.2.7.6).",
	See: lint.SeeUsage,
}

var rulePolicyCritical = lint.Meta{
	ID: "policy-critical", Code: "L25", Severity: lint.Warning,
	Source: lint.Clause{Document: "EN 319 412-2", Section: "GEN-4.3.3-1"},
	Title:  "the policies are critical",
	Means: "Certificate policies are numbers that say by which rules a certificate was issued. An " +
		"issuer can mark a field of a certificate as critical: software that does not know the field must " +
		"then refuse the certificate. The policies should not have this mark. Here they do.",
	Why:   "Software that does not look at policies refuses the certificate.",
	Wrong: "X509v3 Certificate Policies: critical",
	Right: "X509v3 Certificate Policies:",
	Fix:   "Ask the issuer (QTSP) for policies that are not critical at the next re-issue.",
	Ask: "certificatePolicies of our certificate is critical. Please mark it as not critical at the " +
		"next re-issue (ETSI EN 319 412-2, GEN-4.3.3-1).",
	See: lint.SeePolicies,
}

var ruleForbiddenExtension = lint.Meta{
	ID: "leaf-forbidden-extension", Code: "L28", Severity: lint.Error,
	Source: lint.Clause{Document: "EN 319 412-2", Section: "GEN-4.3.4-1, GEN-4.3.9-1, GEN-4.3.12-1"},
	Title:  "an extension that only CA certificates have",
	Means: "Some fields are made for CAs, the issuers of certificates: policyMappings, " +
		"policyConstraints and inhibitAnyPolicy rule the certificates below a CA. Your certificate has one " +
		"of them, though there is nothing below it.",
	Why:   "Strict software takes such a certificate for a faulty one and refuses it.",
	Wrong: "policyConstraints",
	Right: "no policyConstraints, policyMappings or inhibitAnyPolicy",
	Fix:   "Ask the issuer (QTSP) to leave the extension out at the next re-issue.",
	Ask: "Our certificate has an extension that is for CA certificates only. Please re-issue it without " +
		"policyMappings, policyConstraints and inhibitAnyPolicy (ETSI EN 319 412-2, GEN-4.3.4-1, " +
		"GEN-4.3.9-1 and GEN-4.3.12-1).",
	See: "openssl x509 -in chain.pem -noout -ext policyMappings,policyConstraints,inhibitAnyPolicy",
}

var ruleNameConstraints = lint.Meta{
	ID: "leaf-name-constraints", Code: "C38", Severity: lint.Error,
	Source: lint.Clause{Document: "RFC 5280", Section: "4.2.1.10"},
	Title:  "nameConstraints in a leaf",
	Means: "nameConstraints is a field for CAs: it limits the names for which a CA may issue " +
		"certificates. It stands in your certificate, which issues none.",
	Why:   "Some software refuses a certificate that has this field and is not a CA.",
	Wrong: "Name Constraints: Permitted: DNS:fixture-payments.example",
	Right: "no Name Constraints",
	Fix:   "Ask the QTSP to leave nameConstraints out at the next re-issue.",
	Ask: "Our certificate has nameConstraints, which only a CA certificate may have. Please re-issue it " +
		"without this extension (RFC 5280, section 4.2.1.10).",
	See: "openssl x509 -in chain.pem -noout -ext nameConstraints",
}

var ruleSANMissing = lint.Meta{
	ID: "san-missing", Code: "L29", Severity: lint.Error,
	Source: lint.Clause{Document: "EN 319 412-4", Section: "WEB-4.1.3-4(b)"},
	Title:  "no alternative name with a host",
	Means: "subjectAltName is the field with the host names that a certificate is for. This certificate " +
		"has no host name there, or does not have the field.",
	Why: "Software takes the names of a website from this field alone. A QWAC without one is not " +
		"complete.",
	Right: "DNS:psd2.fixture-payments.example",
	Fix: "Ask the issuer (QTSP) for a re-issue with the host names of the company as DNS names in " +
		"subjectAltName.",
	Ask: "subjectAltName of our certificate has no dNSName. Please re-issue the certificate with our " +
		"host names there (ETSI EN 319 412-4, WEB-4.1.3-4(b)).",
	See: lint.SeeNames,
}

var ruleSANCritical = lint.Meta{
	ID: "san-critical", Code: "L30", Severity: lint.Error,
	Source: lint.Clause{Document: "EN 319 412-2", Section: "GEN-4.3.5-1"},
	Title:  "the alternative names are critical, or are not where there is no subject",
	Means: "subjectAltName is the field with the host names that a certificate is for. An issuer can " +
		"mark a field of a certificate as critical: software that does not know the field must then refuse " +
		"the certificate. Where the subject says who you are, this field must not have the mark; where the " +
		"subject is empty, it must have it.",
	Why:   "Software that does not know a kind of name in it refuses the certificate.",
	Wrong: "X509v3 Subject Alternative Name: critical",
	Right: "X509v3 Subject Alternative Name:",
	Fix:   "Ask the issuer (QTSP) for alternative names that are not critical at the next re-issue.",
	Ask: "subjectAltName of our certificate is critical. Please re-issue the certificate with it not " +
		"critical (ETSI EN 319 412-2, GEN-4.3.5-1).",
	See: lint.SeeNames,
}

var ruleAIAMissing = lint.Meta{
	ID: "aia-missing", Code: "A01", Severity: lint.Error,
	Source: lint.Clause{Document: "EN 319 412-2", Section: "GEN-4.4.1-2"},
	Title:  "no authorityInfoAccess",
	Means: "authorityInfoAccess is the field with web addresses of the issuer: where its certificate " +
		"is, and where to ask whether yours is still valid. This certificate does not have the field.",
	Why: "The software of some banks fails on a certificate without the field.",
	Right: "OCSP - URI:http://ocsp.fixture-trust.example/web, CA Issuers - " +
		"URI:http://pki.fixture-trust.example/web.cer",
	Fix: "Ask the issuer (QTSP) for a re-issue with authorityInfoAccess.",
	Ask: "Our certificate has no authorityInfoAccess. Please re-issue it with the addresses of your " +
		"OCSP responder and of your CA certificate (ETSI EN 319 412-2, GEN-4.4.1-2).",
	See: lint.SeeAddresses,
}

var ruleAIACritical = lint.Meta{
	ID: "aia-critical", Code: "A10", Severity: lint.Error,
	Source: lint.Clause{Document: "RFC 5280", Section: "4.2.2.1"},
	Title:  "authorityInfoAccess is critical",
	Means: "authorityInfoAccess is the field with web addresses of the issuer: where its certificate " +
		"is, and where to ask whether yours is still valid. An issuer can mark a field of a certificate as " +
		"critical: software that does not know the field must then refuse the certificate. This field must " +
		"not have the mark. Here it does.",
	Why:   "Software that does not ask anything at these addresses refuses the certificate.",
	Wrong: "Authority Information Access: critical",
	Right: "Authority Information Access:",
	Fix:   "Ask the issuer (QTSP) for a re-issue with authorityInfoAccess not critical.",
	Ask: "authorityInfoAccess of our certificate is critical. Please re-issue the certificate with it " +
		"not critical (RFC 5280, section 4.2.2.1).",
	See: lint.SeeAddresses,
}

var ruleCRLDPCritical = lint.Meta{
	ID: "revocation-crldp-critical", Code: "A09", Severity: lint.Error,
	Source: lint.Clause{Document: "EN 319 412-2", Section: "GEN-4.3.11-5"},
	Title:  "cRLDistributionPoints is critical",
	Means: "cRLDistributionPoints is the field with the web address of a list, the CRL: it names the " +
		"certificates that were declared invalid before their end. An issuer can mark a field of a " +
		"certificate as critical: software that does not know the field must then refuse the certificate. " +
		"This field must not have the mark. Here it does.",
	Why:   "Software that asks in another way, by OCSP, refuses the certificate.",
	Wrong: "X509v3 CRL Distribution Points: critical",
	Right: "X509v3 CRL Distribution Points:",
	Fix:   "Ask the issuer (QTSP) for a re-issue with cRLDistributionPoints not critical.",
	Ask: "cRLDistributionPoints of our certificate is critical. Please re-issue the certificate with it " +
		"not critical (ETSI EN 319 412-2, GEN-4.3.11-5).",
	See: lint.SeeAddresses,
}

// extensionRules say which extensions are there and how they are marked (groups C, L and A), by the rows of the table.
var extensionRules = []*lint.Rule[*eidas.Subject]{
	{
		Meta:  &ruleEKUMissing,
		Check: checkTable,
	},
	{
		Meta:  &ruleEKUCritical,
		Check: checkTable,
	},
	{
		Meta:    &ruleKUMissing,
		Applies: func(s *eidas.Subject) bool { return s.Leaf != nil && usageTyped(s) },
		Check:   checkUsageType,
	},
	{
		Meta:  &ruleKUNotCritical,
		Check: checkTable,
	},
	{
		Meta:  &rulePolicyMissing, // of an empty list x509-extension-malformed tells
		Check: checkTable,
	},
	{
		Meta:  &rulePolicyCritical,
		Check: checkTable,
	},
	{
		Meta:  &ruleForbiddenExtension,
		Check: checkTable,
	},
	{
		Meta:  &ruleNameConstraints,
		Check: checkTable,
	},
	{
		Meta: &ruleSANMissing,
		Check: func(p *lint.Pass, s *eidas.Subject) {
			checkTable(p, s)
			san := s.Website() && eidas.Extension(s.Leaf.Certificate, eidas.OIDSubjectAltName) != nil
			if san && !unreadableNames(s) && len(s.Leaf.DNSNames) == 0 && (len(s.Leaf.IPAddresses) == 0 || s.EV()) {
				p.Reportf(s.Where("subjectAltName"), "subjectAltName has no DNS name, want one or more")
			}
		},
	},
	{
		Meta:  &ruleSANCritical,
		Check: checkTable,
	},
	{
		Meta:  &ruleAIAMissing,
		Check: checkTable,
	},
	{
		Meta:  &ruleAIACritical,
		Check: checkTable,
	},
	{
		Meta:  &ruleCRLDPCritical,
		Check: checkTable,
	},
	{
		Meta:  &ruleCASKIMissing,
		Check: checkTable,
	},
	{
		Meta:  &ruleKeyIDCritical,
		Check: checkTable,
	},
	{
		Meta:  &ruleCABasicNotCritical,
		Check: checkTable,
	},
	{
		Meta:  &ruleCAConstraintsNotCritical,
		Check: checkTable,
	},
	{
		Meta:  &ruleCAKUAbsent,
		Check: checkTable,
	},
	{
		Meta:  &ruleRootEKU,
		Check: checkTable,
	},
}

// usageTyped reports whether the key usage of the leaf is that of a clause which knows the types A to F alone: websites
// of the browsers' world follow the Baseline Requirements instead, and a 2-QWAC its own document.
func usageTyped(s *eidas.Subject) bool {
	public := s.Info.Policy(eidas.OIDPolicyQEVCPw, eidas.OIDPolicyQNCPw) != nil
	normalized := s.Info.Policy(eidas.OIDPolicyNCP, eidas.OIDPolicyNCPPlus) != nil
	return !public &&
		(normalized || s.Info.Policy(eidas.OIDPolicyQNCPwGen) != nil || s.Type == eidas.TypeQSealC ||
			s.Type == eidas.TypeQSig)
}

// usageTypes are the key usages of EN 319 412-2, table 1, types A to F, with both bits for key management.
var usageTypes = []x509.KeyUsage{
	x509.KeyUsageContentCommitment,
	x509.KeyUsageContentCommitment | x509.KeyUsageDigitalSignature,
	x509.KeyUsageDigitalSignature,
	x509.KeyUsageDigitalSignature | x509.KeyUsageKeyEncipherment,
	x509.KeyUsageDigitalSignature | x509.KeyUsageKeyAgreement,
	x509.KeyUsageKeyEncipherment, x509.KeyUsageKeyAgreement,
	x509.KeyUsageContentCommitment | x509.KeyUsageDigitalSignature | x509.KeyUsageKeyEncipherment,
	x509.KeyUsageContentCommitment | x509.KeyUsageDigitalSignature | x509.KeyUsageKeyAgreement,
}

func checkUsageType(p *lint.Pass, s *eidas.Subject) {
	checkTable(p, s)
	ku := s.Leaf.KeyUsage
	if ku == 0 || slices.Contains(usageTypes, ku) {
		return
	}
	p.Reportf(s.Where("keyUsage"),
		"the key usage is %s, which is not one of the types A to F, want %s", keyUsageNames(ku), usageWanted(s))
}

// usageWanted is the type for one purpose alone: A for documents, C for authentication.
func usageWanted(s *eidas.Subject) string {
	if s.Type == eidas.TypeQSealC || s.Type == eidas.TypeQSig {
		return "nonRepudiation"
	}
	return "digitalSignature"
}
