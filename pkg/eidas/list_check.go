package eidas

import (
	"slices"

	"qwac/pkg/lint"
)

// LeafRules returns the rules about the leaf, in run order: what it says, its other fields, what stands around it.
func LeafRules() [][]*lint.Rule[*Subject] {
	return slices.Concat(listPSD2(), listLeaf(), listBank())
}
