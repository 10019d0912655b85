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
