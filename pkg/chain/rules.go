package chain

import "qwac/pkg/lint"

// Rules returns the rules on files, certificates, keys and paths, in the order in which they run.
func Rules() [][]*lint.Rule[*Chain] { return rules }

var rules = [][]*lint.Rule[*Chain]{pemRules, x509Rules, keyRules, chainRules}
