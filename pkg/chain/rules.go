package chain

import (
	"qwac/pkg/lint"
)

// Rules returns the rules on the path, in the order in which they run.
func Rules() []*lint.Rule[*Chain] { return chainRules }
