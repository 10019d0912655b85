package check

import (
	"slices"

	"qwac/pkg/eidas"
	"qwac/pkg/leaf"
	"qwac/pkg/lint"
	"qwac/pkg/psd2"
	"qwac/pkg/upload"
)

// LeafRules returns the rules about the leaf, in run order: what it says, its other fields, what stands around it.
func LeafRules() [][]*lint.Rule[*eidas.Subject] {
	return slices.Concat(psd2.Rules(), leaf.Rules(), upload.Rules())
}
