package eidas

import "qwac/pkg/lint"

// listLeaf returns the rules of the room, in run order.
func listLeaf() [][]*lint.Rule[*Subject] { return rules }

var rules = [][]*lint.Rule[*Subject]{
	cabfRules, nameRules, subjectRules, leafRules, websiteRules, leafExtensionRules, extensionRules, policyRules,
	addressRules,
	lifetimeRules, algorithmRules, logRules,
}
