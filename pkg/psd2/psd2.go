// Package psd2 has the rules about what makes a certificate one for PSD2: its type, its statements (EN 319 412-5),
// roles, authority and organizationIdentifier (TS 119 495). Most people want [Rules].
package psd2

import (
	"qwac/pkg/eidas"
	"qwac/pkg/lint"
)

// Rules returns the rules, in run order: what kind of certificate it is, its statements, its PSD2 attributes, its
// identifiers.
func Rules() [][]*lint.Rule[*eidas.Subject] { return rules }

var rules = [][]*lint.Rule[*eidas.Subject]{
	testRules, typeRules, statementRules, valueRules, pdsRules, semanticsRules, psd2Rules, ncaRules, ncaNameRules,
	orgIDRules, cabfRules,
}
