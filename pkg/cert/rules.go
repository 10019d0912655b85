package cert

import (
	"qwac/pkg/lint"
)

// Rules returns the rules on each certificate, in the order in which they run.
func Rules() [][]*lint.Rule[*Subject] { return rules }

var rules = [][]*lint.Rule[*Subject]{x509Rules, keyRules}
