// Package psd2 has the rules about what makes a certificate one for PSD2: its type, its statements (EN 319 412-5),
// roles, authority and organizationIdentifier (TS 119 495), and what stands around it: the roles at the bank, the
// certificate before it, the trusted lists, what was not asked. Most people want [Rules].
package psd2

import (
	"qwac/pkg/eidas"
	"qwac/pkg/lint"
)

// Rules returns the rules about what the certificate says, in run order: what kind of certificate it is, its
// statements, its PSD2 attributes. Those of package leaf run between them and [BankRules].
func Rules() [][]*lint.Rule[*eidas.Subject] { return rulesSaid }

var rulesSaid = [][]*lint.Rule[*eidas.Subject]{
	testRules, typeRules, statementRules, valueRules, pdsRules, semanticsRules, psd2Rules, ncaRules, ncaNameRules,
	orgIDRules,
}

// BankRules returns the rules about what stands outside the certificate, in run order: the roles at the bank, what it
// replaces, the issuer on the trusted lists, and what is not checked.
func BankRules() [][]*lint.Rule[*eidas.Subject] { return rulesAround }

var rulesAround = [][]*lint.Rule[*eidas.Subject]{roleRules, requestRules, renewalRules, trustRules, accessRules}
