package eidas

import (
	"qwac/pkg/chain"
	"slices"
)

// A rule judges what the certificate is: these are the questions by which rules say whom they are about. That a file is
// the wrong one (group J) does not silence what is wrong in it, unless the fault is only a consequence of the type.

// website reports whether the leaf is a website certificate, qualified or not, or was meant to be one.
func (s *Subject) website() bool {
	if s.Leaf == nil || s.Type == TypeCA || s.Type == Type2QWAC {
		return false
	}
	return s.forWeb() || s.Type == TypeTLS || s.Type == TypeQWAC
}

// qualified reports whether the leaf says that it is qualified: by a statement, or by a policy of EN 319 411-2.
func (s *Subject) qualified() bool {
	return s.Leaf != nil && s.Type != TypeCA && (s.Info.Compliance || s.Info.qualifiedPolicy())
}

// browser reports whether the leaf follows the browsers' rules, those of CABF: by its policies. A certificate with
// QNCP-w-gen alone does not.
func (s *Subject) browser() bool {
	if !s.website() {
		return false
	}
	cabf := slices.ContainsFunc(s.Info.Policies, underCABF)
	return cabf || s.Info.policy(oidPolicyQEVCPw, oidPolicyQNCPw, oidPolicyEVCP) != nil
}

// ev reports whether the leaf follows the EV guidelines.
func (s *Subject) ev() bool {
	return s.website() && s.Info.policy(oidPolicyQEVCPw, oidPolicyEVCP, oidPolicyCABFEV) != nil
}

// legal reports whether the leaf is of a legal person by EN 319 412-3: not of a person, and not by the browsers' rules.
func (s *Subject) legal() bool {
	if s.Leaf == nil || s.Type == TypeCA || len(s.Info.natural()) > 0 || s.browser() {
		return false
	}
	normalized := s.Info.policy(oidPolicyNCP, oidPolicyNCPPlus) != nil && len(s.Info.attributes(oidOrganization)) > 0
	return normalized || s.Type == TypeQSealC || s.Info.policy(oidPolicyQNCPwGen) != nil
}

// claimsQualified reports whether the leaf is, or was meant to be, a qualified certificate of the EU: the rest of a
// certificate of UK Open Banking or for wallets says that it is none.
func (s *Subject) claimsQualified() bool {
	switch s.confusion() {
	case &ruleTypeCA, &chain.LeafIsCA, &ruleOBWAC, &ruleWallet, &rulePlainTLS:
		return false
	}
	return s.pure() || s.qualified()
}
