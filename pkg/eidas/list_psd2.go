package eidas

import "qwac/pkg/lint"

// listPSD2 returns the rules about what the certificate says, in run order: what kind of certificate it is, its
// statements, its PSD2 attributes. Those of the room leaf run between them and [listBank].
func listPSD2() [][]*lint.Rule[*Subject] { return rulesSaid }

var rulesSaid = [][]*lint.Rule[*Subject]{
	testRules, typeRules, statementRules, valueRules, pdsRules, semanticsRules, psd2Rules, ncaRules, ncaNameRules,
	orgIDRules,
}

// listBank returns the rules about what stands outside the certificate, in run order: the roles at the bank, what it
// replaces, the issuer on the trusted lists, and what is not checked.
func listBank() [][]*lint.Rule[*Subject] { return rulesAround }

var rulesAround = [][]*lint.Rule[*Subject]{roleRules, requestRules, renewalRules, trustRules, accessRules}
