package chain

import (
	"slices"

	"qwac/pkg/lint"
)

// Rules are the rules on files, certificates, keys and paths, in the order in which they run.
func Rules() []*lint.Rule[*Chain] { return slices.Concat(pemRules, x509Rules, keyRules, chainRules) }
