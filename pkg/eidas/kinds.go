package eidas

import (
	"slices"

	"qwac/pkg/chain"
)

// A rule judges what the certificate is: these are the questions by which rules say whom they are about. That a file is
// the wrong one (group J) does not silence what is wrong in it, unless the fault is only a consequence of the type.

// Website reports whether the leaf is a website certificate, qualified or not, or was meant to be one.
func (s *Subject) Website() bool {
	return s.ForWeb() || s.Type == TypeTLS || s.Type == TypeQWAC
}

// Qualified reports whether the leaf says that it is qualified: by a statement, or by a policy of EN 319 411-2.
func (s *Subject) Qualified() bool {
	return s.Leaf != nil && s.Type != TypeCA && (s.Info.Compliance || s.Info.qualifiedPolicy())
}

// Browser reports whether the leaf follows the browsers' rules, those of CABF: by its policies. A certificate with
// QNCP-w-gen alone does not.
func (s *Subject) Browser() bool {
	if !s.Website() {
		return false
	}
	cabf := slices.ContainsFunc(s.Info.Policies, UnderCABF)
	return cabf || s.Info.Policy(OIDPolicyQEVCPw, OIDPolicyQNCPw, oidPolicyEVCP) != nil
}

// EV reports whether the leaf follows the EV guidelines.
func (s *Subject) EV() bool {
	return s.Website() && s.Info.Policy(OIDPolicyQEVCPw, oidPolicyEVCP, OIDPolicyCABFEV) != nil
}

// Legal reports whether the leaf is of a legal person by EN 319 412-3: not of a person, and not by the browsers' rules.
func (s *Subject) Legal() bool {
	if s.Leaf == nil || s.Type == TypeCA || len(s.Info.Natural()) > 0 || s.Browser() {
		return false
	}
	normalized := s.Info.Policy(OIDPolicyNCP, OIDPolicyNCPPlus) != nil && len(s.Info.Attributes(OIDOrganization)) > 0
	return normalized || s.Type == TypeQSealC || s.Info.Policy(OIDPolicyQNCPwGen) != nil
}

// ClaimsQualified reports whether the leaf is, or was meant to be, a qualified certificate of the EU: the rest of a
// certificate of UK Open Banking or for wallets says that it is none.
func (s *Subject) ClaimsQualified() bool {
	switch s.Confusion() {
	case &RuleTypeCA, &chain.LeafIsCA, &RuleOBWAC, &RuleWallet, &RulePlainTLS:
		return false
	}
	return s.Pure() || s.Qualified()
}

// ForPSD2 reports whether the leaf is made for PSD2, with or without a readable statement.
func (s *Subject) ForPSD2() bool { return s.judgesPSD2() && s.Info.ClaimsPSD2() }

// judgesPSD2 reports whether what the leaf says about PSD2 is judged: that of a QWAC, and of a seal where a seal is
// judged as what it is (TS 119 495, 5.1 has one statement for both).
func (s *Subject) judgesPSD2() bool { return s.Pure() || s.AsItIs && s.Type == TypeQSealC }
