package leaf

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"qwac/pkg/eidas"
	"qwac/pkg/lint"
)

var rulePolicyETSIMultiple = lint.Meta{
	ID: "policy-etsi-multiple", Code: "L16", Severity: lint.Error,
	Source: lint.Clause{Document: "EN 319 412-2", Section: "QCS-5.2-1"},
	Title:  "more than one policy of EN 319 411-2",
	Means: "Certificate policies are numbers that say by which rules a certificate was issued. Those of EN 319 " +
		"411-2 say what kind of qualified certificate it is, and a certificate is of one kind. Here there are two.",
	Why:   "Each bank takes the policy that it looks for first, so the kind of certificate depends on the bank.",
	Wrong: "QNCP-w-gen, QNCP-w",
	Right: "QNCP-w-gen",
	Fix:   "Ask the issuer (QTSP) for one of QEVCP-w, QNCP-w and QNCP-w-gen at the next re-issue.",
	Ask: "certificatePolicies of our certificate has more than one policy of EN 319 411-2. Please keep one of " +
		"QEVCP-w, QNCP-w and QNCP-w-gen at the next re-issue (ETSI EN 319 412-2, QCS-5.2-1).",
	See: lint.SeePolicies,
}

var rulePolicyPSD2WithoutBase = lint.Meta{
	ID: "policy-psd2-without-base", Code: "L23", Severity: lint.Error, Source: eidas.TS495("OVR-6.1-3"),
	Title: "the PSD2 policy without a policy for websites",
	Means: "Certificate policies are numbers that say by which rules a certificate was issued. " +
		"QCP-w-psd2 says that a certificate is for PSD2. It comes in addition to one of QEVCP-w, QNCP-w and " +
		"QNCP-w-gen, the policies for QWACs. Here none of these is beside it.",
	Why:   "Software that checks QWACs looks for one of the three. QCP-w-psd2 alone is not enough for it.",
	Wrong: "QCP-w-psd2",
	Right: "QNCP-w-gen, QCP-w-psd2",
	Fix:   "Ask the issuer (QTSP) to add QEVCP-w, QNCP-w or QNCP-w-gen at the next re-issue.",
	Ask: "certificatePolicies of our certificate has QCP-w-psd2 (0.4.0.19495.3.1) alone. Please add " +
		"QEVCP-w, QNCP-w or QNCP-w-gen at the next re-issue (ETSI TS 119 495, OVR-6.1-3).",
	See: lint.SeePolicies,
}

// policyRules judge whether the policies fit each other and the statements (group L).
var policyRules = []*lint.Rule[*eidas.Subject]{
	{
		Meta:    &rulePolicyETSIMultiple,
		Applies: func(s *eidas.Subject) bool { return s.Leaf != nil },
		Check: func(p *lint.Pass, s *eidas.Subject) {
			var own []eidas.OID
			for _, id := range s.Info.Policies {
				if eidas.Under(id, eidas.OIDPolicyEIDASArc) && !slices.ContainsFunc(own, id.Equal) {
					own = append(own, id)
				}
			}
			if len(own) > 1 {
				p.Reportf(s.Where("certificatePolicies"), "the policies are %s, want only one of them", oidList(own))
			}
		},
	},
	{
		Meta: &lint.Meta{
			ID: "policy-qevcp-without-cabf-ev", Code: "L18", Severity: lint.Error,
			Source: lint.Clause{Document: "EN 319 411-2", Section: "GEN-6.6.1-05"},
			Title:  "QEVCP-w without the policy of the EV guidelines",
			Means: "Certificate policies are numbers that say by which rules a certificate was issued. QEVCP-w " +
				"is the policy for qualified EV certificates. The browsers have a policy for EV certificates too, " +
				"2.23.140.1.1, which must be beside it. Here it is missing.",
			Why: "Browsers take a certificate as a QWAC only when both policies are there, and so does software " +
				"that follows them.",
			Wrong: "QEVCP-w (0.4.0.194112.1.4)",
			Right: "QEVCP-w (0.4.0.194112.1.4), CABF EV (2.23.140.1.1)",
			Fix: "Ask the issuer (QTSP) to add 2.23.140.1.1 at the next re-issue, or to use QNCP-w-gen, which " +
				"is outside the browsers' rules.",
			Ask: "certificatePolicies of our certificate has QEVCP-w without 2.23.140.1.1. Please add it at the " +
				"next re-issue (ETSI EN 319 411-2, GEN-6.6.1-05).",
			See: lint.SeePolicies,
		},
		Applies: func(s *eidas.Subject) bool { return s.Website() && s.Info.Policy(eidas.OIDPolicyQEVCPw) != nil },
		Check: func(p *lint.Pass, s *eidas.Subject) {
			wantPolicy(s, p, eidas.OIDPolicyQEVCPw,
				eidas.OIDPolicyCABFEV)
		},
	},
	{
		Meta: &lint.Meta{
			ID: "policy-qncp-without-cabf-ov-iv", Code: "L19", Severity: lint.Error,
			Source: lint.Clause{Document: "EN 319 411-2", Section: "GEN-6.6.1-05"},
			Title:  "QNCP-w without the policy of the Baseline Requirements",
			Means: "Certificate policies are numbers that say by which rules a certificate was issued. QNCP-w " +
				"is a policy for QWACs that builds on the browsers' rules. One of the browsers' policies for " +
				"verified organisations or persons must be beside it, 2.23.140.1.2.2 (OV) or 2.23.140.1.2.3 (IV). " +
				"Here it is missing.",
			Why: "Browsers take a certificate as a QWAC only when both policies are there, and so does software " +
				"that follows them.",
			Wrong: "QNCP-w (0.4.0.194112.1.5)",
			Right: "QNCP-w (0.4.0.194112.1.5), CABF OV (2.23.140.1.2.2)",
			Fix: "Ask the issuer (QTSP) to add 2.23.140.1.2.2 at the next re-issue, or to use QNCP-w-gen, which " +
				"is outside the browsers' rules.",
			Ask: "certificatePolicies of our certificate has QNCP-w without 2.23.140.1.2.2 or 2.23.140.1.2.3. " +
				"Please add it at the next re-issue (ETSI EN 319 411-2, GEN-6.6.1-05).",
			See:        lint.SeePolicies,
			SilencedBy: []*lint.Meta{&rulePolicyETSIMultiple},
		},
		Applies: func(s *eidas.Subject) bool { return s.Website() && s.Info.Policy(eidas.OIDPolicyQNCPw) != nil },
		Check: func(p *lint.Pass, s *eidas.Subject) {
			wantPolicy(s, p, eidas.OIDPolicyQNCPw, oidPolicyCABFOV, oidPolicyCABFIV)
		},
	},
	{
		Meta: &lint.Meta{
			ID: "policy-cabf-dv", Code: "L20", Severity: lint.Error,
			Source: lint.Clause{Document: "EN 319 412-4", Section: "WEB-4.1.1-1"},
			Title:  "a qualified certificate that is only domain-validated",
			Means: "Certificate policies are numbers that say by which rules a certificate was issued. " +
				"2.23.140.1.2.1 (DV) says that only the control of a host was checked, not who you are. A qualified " +
				"certificate says who you are, so the two do not go together.",
			Why:   "A bank that reads this policy may believe that nobody verified your company.",
			Wrong: "CABF DV (2.23.140.1.2.1)",
			Right: "CABF OV (2.23.140.1.2.2)",
			Fix:   "Ask the issuer (QTSP) for a re-issue with the policy of what it verified: EV, OV or IV.",
			Ask: "certificatePolicies of our certificate has 2.23.140.1.2.1 (domain-validated), though it is a " +
				"qualified one. Please re-issue the certificate with the policy of what you verified (ETSI EN 319 " +
				"412-4, WEB-4.1.1-1).",
			See: lint.SeePolicies,
		},
		Applies: func(s *eidas.Subject) bool {
			return s.Leaf != nil && s.Info.Compliance && s.Info.Policy(oidPolicyCABFDV) != nil
		},
		Check: func(p *lint.Pass, s *eidas.Subject) {
			p.Reportf(s.Where("certificatePolicies"),
				"a policy is %s beside QcCompliance, want none for domain validation",
				eidas.Label(oidPolicyCABFDV))
		},
	},
	{
		Meta: &lint.Meta{
			ID: "policy-psd2-without-statement", Code: "L22", Severity: lint.Error, Source: eidas.TS495("GEN-5.3-2"),
			Title: "the PSD2 policy without the PSD2 statement",
			Means: "Certificate policies are numbers that say by which rules a certificate was issued. " +
				"QCP-w-psd2 says that roles and authority for PSD2 stand in the certificate, in the statement " +
				"PSD2QcType. They are not there.",
			Why:   "The bank reads the roles, not the policy. It finds none.",
			Wrong: "QCP-w-psd2 without PSD2QcType",
			Right: "QCP-w-psd2 and PSD2QcType (0.4.0.19495.2)",
			Fix:   "Ask the issuer (QTSP) for a re-issue with PSD2QcType in qcStatements.",
			Ask: "Our certificate has the policy QCP-w-psd2 (0.4.0.19495.3.1) but no PSD2QcType in " +
				"qcStatements. Please re-issue the certificate with our roles and our authority there (ETSI TS 119 " +
				"495, GEN-5.3-2).",
			See:        lint.SeePolicies,
			SilencedBy: []*lint.Meta{&eidas.RuleStatementsMalformed, &eidas.RulePSD2Missing, &eidas.RuleWallet},
		},
		// In a certificate for websites psd2-statement-missing says it, or qc-statements-missing.
		Applies: func(s *eidas.Subject) bool {
			return s.Leaf != nil && !s.Pure() && s.Info.Policy(eidas.OIDPolicyPSD2) != nil && s.Info.PSD2 == nil
		},
		Check: func(p *lint.Pass, s *eidas.Subject) {
			p.Reportf(s.Where(eidas.PathStatements),
				"the policy %s is named, but there is no %s", eidas.Label(eidas.OIDPolicyPSD2),
				eidas.Label(eidas.OIDPSD2Statement))
		},
	},
	{
		Meta: &rulePolicyPSD2WithoutBase,
		Applies: func(s *eidas.Subject) bool {
			return s.Leaf != nil && s.Info.Policy(eidas.OIDPolicyPSD2) != nil && s.Info.Profile() == ""
		},
		Check: func(p *lint.Pass, s *eidas.Subject) {
			p.Report(lint.Finding{
				Where: s.Where("certificatePolicies"), Severity: ownPolicy(s),
				Message: fmt.Sprintf("the policies are %s, want QEVCP-w, QNCP-w or QNCP-w-gen among them",
					oidList(s.Info.Policies)),
			})
		},
	},
	{
		Meta: &lint.Meta{
			ID: "policy-anypolicy-in-leaf", Code: "L26", Severity: lint.Warning, Source: br("7.1.2.7.9"),
			Title: "anyPolicy in a leaf",
			Means: "Certificate policies are numbers that say by which rules a certificate was issued. " +
				"anyPolicy means all of them. It is made for CAs, the issuers of certificates. In your certificate " +
				"it says nothing.",
			Why: "The browsers' rules forbid it in a certificate that is not one of a CA. A bank learns nothing " +
				"from it.",
			Wrong: "X509v3 Any Policy",
			Right: "QNCP-w-gen (0.4.0.194112.1.6)",
			Fix:   "Ask the issuer (QTSP) to name the policy that was followed at the next re-issue.",
			Ask: "certificatePolicies of our certificate has anyPolicy. Please name the policies that were " +
				"followed at the next re-issue (CA/Browser Forum Baseline Requirements, 7.1.2.7.9).",
			See: lint.SeePolicies,
		},
		Applies: func(s *eidas.Subject) bool {
			return s.Leaf != nil && s.Type != eidas.TypeCA && s.Info.Policy(oidAnyPolicy) != nil
		},
		Check: func(p *lint.Pass, s *eidas.Subject) {
			p.Reportf(s.Where("certificatePolicies"),
				"a policy is %s, want the policies that were followed", eidas.Label(oidAnyPolicy))
		},
	},
}

// reservedPolicies is the day from which a website certificate must name a policy that CABF reserved: before, the EV
// and the OV policy of the issuer's own could stand instead (ballot SC-31).
func reservedPolicies() time.Time { return time.Date(2020, 9, 30, 0, 0, 0, 0, time.UTC) }

func wantPolicy(s *eidas.Subject, p *lint.Pass, has eidas.OID, want ...eidas.OID) {
	if s.Info.Policy(want...) != nil {
		return
	}
	f := lint.Finding{
		Where: s.Where("certificatePolicies"),
		Message: fmt.Sprintf("%s is there without %s", eidas.Label(has),
			strings.ReplaceAll(oidList(want), ", ", " or ")),
	}
	if s.Leaf.NotBefore.Before(reservedPolicies()) {
		f.Severity = lint.Warning
	} else if want[0].Equal(eidas.OIDPolicyCABFEV) {
		f.Severity = ownPolicy(s)
	}
	p.Report(f)
}

// ownPolicy makes a finding a warning where the leaf has a policy of the issuer's own: EN 319 411-2, GEN-6.6.1-05, lets
// one stand in the place of the others, and which it is cannot be told from the certificate.
func ownPolicy(s *eidas.Subject) lint.Severity {
	standard := func(id eidas.OID) bool {
		return id.Equal(oidAnyPolicy) || eidas.UnderCABF(id) || eidas.Under(id, oidETSI)
	}
	for _, id := range s.Info.Policies {
		if !standard(id) {
			return lint.Warning
		}
	}
	return 0
}
