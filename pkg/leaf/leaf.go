// Package leaf has the rules about a certificate for websites that are none of PSD2: extensions and their form,
// policies, subject, names of hosts, addresses, key and life. Most people want [Rules].
package leaf

import (
	"qwac/pkg/eidas"
	"qwac/pkg/lint"
)

// Rules returns the rules, in run order.
func Rules() [][]*lint.Rule[*eidas.Subject] { return rules }

var rules = [][]*lint.Rule[*eidas.Subject]{
	nameRules, subjectRules, wordRules, leafRules, websiteRules, leafExtensionRules, extensionRules, policyRules,
	addressRules, lifetimeRules, algorithmRules,
}
