// Package topic has the cases about what a certificate says. Most people want package cases.
package topic

import (
	"slices"

	"qwac/internal/cases/kit"
)

// Cases returns them in the order of the rules' groups.
func Cases() []kit.Case {
	return slices.Concat(
		leafCases(), extensionCases(), websiteCases(), subjectCases(), accessCases(), qcCases(), disclosureCases(),
		psd2Cases(), authorityCases(), roleCases(), typeCases(), edgeCases(), edgePSD2Cases(),
	)
}
