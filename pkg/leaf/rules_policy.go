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
	Why:    "A certificate is of one kind. With two policies a verifier takes the one that it looks for first.",
	Fix:    "Ask the issuer (QTSP) for one of QEVCP-w, QNCP-w and QNCP-w-gen at the next re-issue.",
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
				p.Reportf(s.Where("certificatePolicies"), "the policies are %s, want one of them", oidList(own))
			}
		},
	},
	{
		Meta: &lint.Meta{
			ID: "policy-qevcp-without-cabf-ev", Code: "L18", Severity: lint.Error,
			Source: lint.Clause{Document: "EN 319 411-2", Section: "GEN-6.6.1-05"},
			Title:  "QEVCP-w without the policy of the EV guidelines",
			Why: "QEVCP-w builds on the EV guidelines. Browsers take a certificate for a QWAC only when both " +
				"policies are there.",
			Fix: "Ask the issuer (QTSP) to add 2.23.140.1.1 at the next re-issue, or to use QNCP-w-gen outside the " +
				"browsers' world.",
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
			Why: "QNCP-w builds on the Baseline Requirements. Browsers take a certificate for a QWAC only when " +
				"both policies are there.",
			Fix: "Ask the issuer (QTSP) to add 2.23.140.1.2.2 at the next re-issue, or to use QNCP-w-gen outside " +
				"the browsers' world.",
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
			Why: "Domain validation proves the control of a host and nothing of who the holder is. A qualified " +
				"certificate names its holder.",
			Fix: "Ask the issuer (QTSP) for a re-issue with the policy of what it verified: EV, OV or IV.",
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
			Title:      "the PSD2 policy without the PSD2 statement",
			Why:        "The policy says that roles and authority stand in the certificate, and they do not.",
			Fix:        "Ask the issuer (QTSP) for a re-issue with PSD2QcType in qcStatements.",
			SilencedBy: []*lint.Meta{&eidas.RulePSD2Missing, &eidas.RuleWallet},
		},
		// In a certificate for websites psd2-statement-missing says it.
		Applies: func(s *eidas.Subject) bool {
			return s.Leaf != nil && !s.Pure() && s.Type != eidas.TypeWallet &&
				s.Info.Policy(eidas.OIDPolicyPSD2) != nil &&
				s.Readable() && s.Info.PSD2 == nil
		},
		Check: func(p *lint.Pass, s *eidas.Subject) {
			p.Reportf(s.Where(eidas.PathStatements),
				"the policy %s is named, but there is no %s", eidas.Label(eidas.OIDPolicyPSD2),
				eidas.Label(eidas.OIDPSD2Statement))
		},
	},
	{
		Meta: &lint.Meta{
			ID: "policy-psd2-without-base", Code: "L23", Severity: lint.Error, Source: eidas.TS495("OVR-6.1-3"),
			Title: "the PSD2 policy without a policy for websites",
			Why: "QCP-w-psd2 adds to QEVCP-w, QNCP-w or QNCP-w-gen and does not stand alone: validators of QWACs " +
				"look for those.",
			Fix: "Ask the issuer (QTSP) to add QEVCP-w, QNCP-w or QNCP-w-gen at the next re-issue.",
		},
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
			Why:   "anyPolicy is for CA certificates. In a leaf it says nothing, and the browsers' rules forbid it.",
			Fix:   "Ask the issuer (QTSP) to name the policy that was followed at the next re-issue.",
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
		Where:   s.Where("certificatePolicies"),
		Message: fmt.Sprintf("%s stands without %s", eidas.Label(has), strings.ReplaceAll(oidList(want), ", ", " or ")),
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
