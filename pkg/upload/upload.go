// Package upload has the rules about what stands around a certificate when it is uploaded: the roles at the bank, the
// certificate that it replaces, the issuer on the trusted lists, and what is not checked. Most people want [Rules].
package upload

import (
	"qwac/pkg/eidas"
	"qwac/pkg/lint"
)

// Rules returns the rules, in run order.
func Rules() [][]*lint.Rule[*eidas.Subject] { return rules }

var rules = [][]*lint.Rule[*eidas.Subject]{roleRules, requestRules, renewalRules, trustRules,
	accessRules, registerRules, directoryRules}

// Comparing are the rules that look at a second certificate: the one that the leaf replaces, or the seal beside it.
func Comparing() []*lint.Meta {
	return []*lint.Meta{
		&ruleRoleLost, &RuleOrgIDChanged, &ruleIssuerChanged, &ruleSameCertificate, &ruleSameKey, &ruleOverlap,
		&eidas.RulePairSwapped, &rulePairRolesDiffer,
	}
}
