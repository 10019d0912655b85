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

// leafRules judge usage, policies and subject of the leaf (group L). Left out so far is what no bank looks at.
var leafRules = []*lint.Rule[*eidas.Subject]{
	{
		Meta: &lint.Meta{
			ID: "leaf-eku-clientauth-missing", Code: "L01", Severity: lint.Warning, Source: eidas.TS495("5.3, note 3"),
			Title: "no clientAuth",
			Why: "No ETSI clause demands it, but TLS stacks refuse a client certificate whose extended key " +
				"usage does not name clientAuth.",
			Fix: "Ask the issuer (QTSP) for a re-issue with clientAuth in the extended key usage; from " +
				"2027-03-15 that may need a profile outside the browser world (QNCP-w-gen).",
			SilencedBy: []*lint.Meta{&eidas.Rule2QWAC, &eidas.RuleQSealC, &eidas.RuleQSig, &eidas.RulePlainTLS,
				&eidas.RulePlainQWAC},
		},
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
			Source:     lint.Clause{Document: "TS 119 411-5", Section: "4.2.2"},
			Title:      "tls-binding is the only extended key usage",
			Why:        "Such a certificate signs a statement about another one. It cannot be used in a TLS handshake.",
			Fix:        "Provide the certificate with clientAuth, or order one from the issuer (QTSP).",
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
			Why: "In TLS 1.2 and 1.3 the client signs the handshake, which a key without digitalSignature must not " +
				"do.",
			Fix: "Ask the issuer (QTSP) for a re-issue with digitalSignature in the key usage.",
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
			Why:    "The bit is for signatures on documents. Validators of TLS certificates refuse it.",
			Fix:    "Ask the issuer (QTSP) to leave nonRepudiation out at the next re-issue.",
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
			Why: "By QcType the certificate is for websites, by its policy for seals or signatures; a verifier " +
				"that looks at both refuses it.",
			Fix: "Ask the issuer (QTSP) for a re-issue with a policy for websites: QEVCP-w, QNCP-w or QNCP-w-gen.",
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
			Why: "The standard says should, and a policy of the issuer's own may stand instead, but several " +
				"validators take only these for a QWAC.",
			Fix: "Ask the issuer (QTSP) to add QEVCP-w, QNCP-w or QNCP-w-gen at the next re-issue, if the bank " +
				"refuses.",
			SilencedBy: []*lint.Meta{&rulePolicyMissing},
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
			Why: "This profile is outside the browser world: its rules for lifetime and Certificate Transparency " +
				"do not apply.",
			Fix: "Ask the bank whether it accepts QNCP-w-gen if it refuses the certificate.",
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
			Why:    "A payment service provider is a company; a person has no authorisation number.",
			Fix:    "Provide the QWAC of the company.",
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
	return strings.Join(names, ", ")
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
	Why: "A qualified certificate names the policy under which it was issued; validators look for it " +
		"before anything else.",
	Fix: "Ask the issuer (QTSP) for a re-issue with its policies, QEVCP-w, QNCP-w or QNCP-w-gen among them.",
}
