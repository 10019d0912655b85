package leaf

import (
	"crypto/x509"
	"encoding/asn1"
	"slices"
	"strings"

	"qwac/pkg/ber"
	"qwac/pkg/eidas"
	"qwac/pkg/lint"
)

// RuleClientAuthMissing is the rule on leaves that are not for clients.
var RuleClientAuthMissing = lint.Meta{
	ID: "leaf-eku-clientauth-missing", Code: "L01", Severity: lint.Warning, Source: eidas.TS495("5.3, note 3"),
	Title: "no clientAuth",
	Means: "Extended key usage says for what a certificate may be used: clientAuth for a client that " +
		"connects to a server, serverAuth for a server. You connect to the bank as a client, so the " +
		"certificate needs clientAuth. It is not in the list here.",
	Why: "No ETSI clause requires it, but the software of the bank refuses a client whose certificate " +
		"has a list without clientAuth. The connection fails even if the upload succeeded.",
	Wrong: "TLS Web Server Authentication",
	Right: "TLS Web Client Authentication, TLS Web Server Authentication",
	Fix: "Ask the issuer (QTSP) for a re-issue with clientAuth; from 2027-03-15 that may need the " +
		"policy QNCP-w-gen, which is outside the browsers' rules.",
	Ask: "extKeyUsage of our certificate does not have clientAuth. Please re-issue the certificate with " +
		"serverAuth and clientAuth, as it is used on both sides (ETSI TS 119 495, 5.3, note 3).",
	See: lint.SeeUsage,
	SilencedBy: []*lint.Meta{&eidas.Rule2QWAC, &eidas.RuleQSealC, &eidas.RuleQSig, &eidas.RulePlainTLS,
		&eidas.RulePlainQWAC},
}

// leafRules judge usage, policies and subject of the leaf (group L). Left out so far is what no bank looks at.
var leafRules = []*lint.Rule[*eidas.Subject]{
	{
		Meta:    &RuleClientAuthMissing,
		Applies: (*eidas.Subject).Pure,
		Check: func(p *lint.Pass, s *eidas.Subject) {
			usages, limited := eidas.ReadUsages(s.Leaf.Certificate)
			if limited && !eidas.BindingOnly(s.Leaf.Certificate) &&
				!eidas.HasUsage(s.Leaf.Certificate, eidas.OIDEKUClientAuth, oidEKUAny) {
				p.Reportf(s.Where("extKeyUsage"), "the extended key usage is %s, want clientAuth among them",
					oidList(usages))
			}
		},
	},
	{
		Meta: &lint.Meta{
			ID: "leaf-eku-tls-binding-only", Code: "L05", Severity: lint.Error,
			Source: lint.Clause{Document: "TS 119 411-5", Section: "4.2.2"},
			Title:  "tls-binding is the only extended key usage",
			Means: "Extended key usage says for what a certificate may be used: clientAuth for a client that " +
				"connects to a server, serverAuth for a server. The only entry here is tls-binding. It means that " +
				"the certificate signs a statement about another certificate and is not itself for connections " +
				"(2-QWAC).",
			Why:        "Nobody can use such a certificate for a connection, so the bank never gets to see it.",
			Wrong:      "0.4.0.194115.1.0 (tls-binding)",
			Right:      "TLS Web Client Authentication, TLS Web Server Authentication",
			Fix:        "Provide the certificate with clientAuth, or order one from the issuer (QTSP).",
			See:        lint.SeeUsage,
			SilencedBy: []*lint.Meta{&eidas.Rule2QWAC},
		},
		Applies: (*eidas.Subject).Pure,
		Check: func(p *lint.Pass, s *eidas.Subject) {
			if eidas.BindingOnly(s.Leaf.Certificate) {
				p.Reportf(s.Where("extKeyUsage"), "the only extended key usage is %s, want clientAuth",
					eidas.Label(eidas.OIDEKUTLSBinding))
			}
		},
	},
	{
		Meta: &lint.Meta{
			ID: "leaf-ku-digitalsignature-missing", Code: "L09", Severity: lint.Error,
			Source: lint.Clause{Document: "RFC 8446", Section: "4.4.2.2"},
			Title:  "key usage without digitalSignature",
			Means: "Key usage says what the key in a certificate may do. When you connect to the bank, your key " +
				"signs a part of the connection. For this it needs digitalSignature. This key does not have it.",
			Why: "In TLS 1.2 and 1.3 the client signs with its key. The bank refuses the signature of a key " +
				"that may not sign, and no connection is made.",
			Wrong: "Key Encipherment",
			Right: "Digital Signature",
			Fix:   "Ask the issuer (QTSP) for a re-issue with digitalSignature in the key usage.",
			Ask: "keyUsage of our certificate does not have digitalSignature. Please re-issue the certificate " +
				"with it (RFC 8446, section 4.4.2.2).",
			See: lint.SeeUsage,
		},
		Applies: func(s *eidas.Subject) bool {
			return s.Pure() && eidas.Extension(s.Leaf.Certificate, oidKeyUsage) != nil
		},
		Check: func(p *lint.Pass, s *eidas.Subject) {
			if s.Leaf.KeyUsage&x509.KeyUsageDigitalSignature == 0 {
				p.Reportf(s.Where("keyUsage"), "the key usage is %s, want digitalSignature among them",
					keyUsageNames(s.Leaf.KeyUsage))
			}
		},
	},
	{
		Meta: &lint.Meta{
			ID: "leaf-ku-nonrepudiation", Code: "L10", Severity: lint.Error,
			Source: lint.Clause{Document: "CABF Baseline Requirements", Section: "7.1.2.7.11"},
			Title:  "key usage nonRepudiation in a TLS certificate",
			Means: "Key usage says what the key in a certificate may do. nonRepudiation (OpenSSL calls it Non " +
				"Repudiation) is for signatures under documents. Here it stands in a certificate for connections.",
			Why:   "Software that follows the browsers' rules refuses it in a certificate for connections.",
			Wrong: "Digital Signature, Non Repudiation",
			Right: "Digital Signature",
			Fix:   "Ask the issuer (QTSP) to leave nonRepudiation out at the next re-issue.",
			Ask: "keyUsage of our certificate has nonRepudiation. Please leave it out at the next re-issue " +
				"(CA/Browser Forum Baseline Requirements, 7.1.2.7.11).",
			See: lint.SeeUsage,
		},
		Applies: (*eidas.Subject).ForWeb,
		Check: func(p *lint.Pass, s *eidas.Subject) {
			web := slices.ContainsFunc(s.Info.Types, eidas.OIDQctWeb.Equal) ||
				eidas.HasUsage(s.Leaf.Certificate, eidas.OIDEKUServerAuth)
			if web && s.Leaf.KeyUsage&x509.KeyUsageContentCommitment != 0 {
				p.Reportf(s.Where("keyUsage"), "the key usage is %s, want no nonRepudiation",
					keyUsageNames(s.Leaf.KeyUsage))
			}
		},
	},
	{
		Meta: &lint.Meta{
			ID: "policy-etsi-inconsistent-with-qctype", Code: "L17", Severity: lint.Error,
			Source: lint.Clause{Document: "EN 319 412-4", Section: "QCS-4.3-1"},
			Title:  "policy and QcType do not fit together",
			Means: "Certificate policies are numbers that say by which rules a certificate was issued. The " +
				"statement QcType says what a qualified certificate is for. Here QcType and a policy disagree: the " +
				"one says websites, the other seals or signatures.",
			Why:   "A bank that looks at both cannot tell whether this is a QWAC, and refuses the certificate.",
			Wrong: "policy QCP-l (seals) and QcType web",
			Right: "policy QNCP-w-gen and QcType web",
			Fix:   "Ask the issuer (QTSP) for a re-issue with a policy for websites: QEVCP-w, QNCP-w or QNCP-w-gen.",
			Ask: "The policy in certificatePolicies of our certificate does not fit QcType in qcStatements. " +
				"Please re-issue the certificate with QcType web and one of QEVCP-w, QNCP-w and QNCP-w-gen (ETSI EN " +
				"319 412-4, QCS-4.3-1).",
			See: lint.SeePolicies,
		},
		Applies: func(s *eidas.Subject) bool {
			return s.ForWeb() && s.Type == eidas.TypeQWAC && s.Info.DocumentPolicy() != nil
		},
		Check: func(p *lint.Pass, s *eidas.Subject) {
			want := "QEVCP-w, QNCP-w or QNCP-w-gen"
			if profile := s.Info.Profile(); profile != "" {
				want = profile.String() + " without it"
			}
			p.Reportf(s.Where("certificatePolicies"), "a policy is %s but QcType is web, want %s",
				eidas.Label(s.Info.DocumentPolicy()), want)
		},
	},
	{
		Meta: &lint.Meta{
			ID: "policy-etsi-missing", Code: "L15", Severity: lint.Warning,
			Source: lint.Clause{Document: "EN 319 412-4", Section: "QCS-4.3-1"},
			Title:  "no policy of EN 319 411-2",
			Means: "Certificate policies are numbers that say by which rules a certificate was issued. ETSI has " +
				"three for QWACs: QEVCP-w, QNCP-w and QNCP-w-gen. None of them is here.",
			Why: "The standard says only that one should be there, and an issuer may use a policy of its own. " +
				"But some software takes a certificate as a QWAC only with one of the three.",
			Wrong: "1.3.6.1.4.1.32473.1.1, QCP-w-psd2",
			Right: "QNCP-w-gen (0.4.0.194112.1.6), QCP-w-psd2",
			Fix: "Ask the issuer (QTSP) to add QEVCP-w, QNCP-w or QNCP-w-gen at the next re-issue, if the bank " +
				"refuses.",
			Ask: "certificatePolicies of our certificate has none of QEVCP-w, QNCP-w and QNCP-w-gen. Please add " +
				"one at the next re-issue (ETSI EN 319 412-4, QCS-4.3-1).",
			See:        lint.SeePolicies,
			SilencedBy: []*lint.Meta{&rulePolicyMissing, &rulePolicyPSD2WithoutBase},
		},
		Applies: func(s *eidas.Subject) bool {
			i := s.Info
			return s.ForWeb() && i.Compliance && len(i.Policies) > 0 && i.Profile() == "" &&
				i.DocumentPolicy() == nil && (s.Type == eidas.TypeQWAC || i.ClaimsPSD2())
		},
		Check: func(p *lint.Pass, s *eidas.Subject) {
			p.Reportf(s.Where("certificatePolicies"),
				"the policies are %s, want QEVCP-w, QNCP-w or QNCP-w-gen among them", oidList(s.Info.Policies))
		},
	},
	{
		Meta: &lint.Meta{
			ID: "policy-qncp-w-gen", Code: "L21", Severity: lint.Notice,
			Source: lint.Clause{Document: "TS 119 495", Section: "OVR-6.1-3A"},
			Title:  "profile QNCP-w-gen",
			Means: "Certificate policies are numbers that say by which rules a certificate was issued. " +
				"QNCP-w-gen is the one for QWACs that browsers need not accept. It is a lawful choice for a PSD2 " +
				"certificate.",
			Why: "The browsers' rules for short life and public logs do not apply to such certificates. Whether " +
				"this bank accepts the policy is not known.",
			Right: "QNCP-w-gen (0.4.0.194112.1.6), if the bank accepts it",
			Fix:   "Nothing to do; if the bank refuses the certificate, ask whether it accepts QNCP-w-gen.",
			See:   lint.SeePolicies,
		},
		Applies: func(s *eidas.Subject) bool { return s.Pure() && s.Info.Policy(eidas.OIDPolicyQNCPwGen) != nil },
		Check: func(p *lint.Pass, s *eidas.Subject) {
			p.Reportf(s.Where("certificatePolicies"),
				"the policy is %s: it is not known whether the bank accepts it, ask",
				eidas.Label(eidas.OIDPolicyQNCPwGen))
		},
	},
	{
		Meta: &lint.Meta{
			ID: "subject-natural-person", Code: "L41", Severity: lint.Error,
			Source: lint.Clause{Document: "Regulation (EU) 2018/389", Section: "Article 34(2)"},
			Title:  "the subject is a natural person",
			Means: "The subject of a certificate says who its holder is. This one has a first name, a surname " +
				"or a pseudonym, so the holder is a person.",
			Why: "A payment service provider is a company with an authorisation number. A certificate of a " +
				"person cannot have one.",
			Wrong: "surname=Fixture",
			Right: "O=Fixture Payments ApS",
			Fix:   "Provide the QWAC of the company.",
			See:   lint.SeeSubject,
		},
		Applies: (*eidas.Subject).ForPSD2,
		Check: func(p *lint.Pass, s *eidas.Subject) {
			if n := s.Info.Natural(); len(n) > 0 {
				name := eidas.Name(n[0].Type)
				p.Reportf(s.Where("subject."+name), "the subject has the %s %s, want a legal person", name,
					ber.Quote(n[0].Value))
			}
		},
	},
}

// oidList writes object identifiers by their names, those without as they are.
func oidList(oids []asn1.ObjectIdentifier) string {
	if len(oids) == 0 {
		return "an empty list"
	}
	names := make([]string, len(oids))
	for i, oid := range oids {
		if names[i] = eidas.Name(oid); names[i] == "" {
			names[i] = oid.String()
		}
	}
	return ber.List(names, ", ")
}

// oneOfEach is what is wanted of attributes that are missing.
func oneOfEach(missing []asn1.ObjectIdentifier) string {
	if len(missing) == 1 {
		return "one"
	}
	return "one of each"
}

// keyUsageBits are the names of RFC 5280, 4.2.1.3, in the order of crypto/x509's bits.
var keyUsageBits = []string{
	"digitalSignature", "nonRepudiation", "keyEncipherment", "dataEncipherment", "keyAgreement", "keyCertSign",
	"cRLSign",
	"encipherOnly", "decipherOnly",
}

func keyUsageNames(ku x509.KeyUsage) string {
	var names []string
	for i, name := range keyUsageBits {
		if ku&(1<<i) != 0 {
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		return "empty"
	}
	return strings.Join(names, ", ")
}

var rulePolicyMissing = lint.Meta{
	ID: "policy-missing", Code: "L14", Severity: lint.Error,
	Source: lint.Clause{Document: "EN 319 412-2", Section: "GEN-4.3.3-2"},
	Title:  "no certificate policy",
	Means: "Certificate policies are numbers that say by which rules a certificate was issued. A qualified " +
		"certificate has at least one. This one has none.",
	Why: "Software that checks qualified certificates looks for the policy first, and refuses a certificate " +
		"without one.",
	Right: "QNCP-w-gen (0.4.0.194112.1.6), QCP-w-psd2 (0.4.0.19495.3.1)",
	Fix:   "Ask the issuer (QTSP) for a re-issue with its policies, QEVCP-w, QNCP-w or QNCP-w-gen among them.",
	Ask: "Our certificate has no policy in certificatePolicies. Please re-issue it with its policies, QEVCP-w, " +
		"QNCP-w or QNCP-w-gen among them (ETSI EN 319 412-2, GEN-4.3.3-2).",
	See: lint.SeePolicies,
}
