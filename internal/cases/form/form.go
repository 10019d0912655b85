// Package form has the cases about bytes, certificates as such, keys and chains: what can be told without a word of
// eIDAS. Most people want package cases.
package form

import (
	"slices"

	"qwac/internal/cases/kit"
)

// Cases returns them in the order of the rules' groups.
func Cases() []kit.Case {
	return slices.Concat(pemCases(), x509Cases(), keyCases(), chainCases(), browserCases(), edgeCases())
}

// chainCases change what is in the input, its order, and how the certificates fit together (group C).
func chainCases() []kit.Case {
	return slices.Concat(chainInputCases(), chainOrderCases(), chainGapCases(), chainLinkCases(), chainAuthorityCases(),
		signatureCases(), pathCases(), x509KeyFormCases(), x509MoreCases(), chainLeavesCases(), chainStepCases(),
		chainVerifyCases(), x509RareCases())
}

// pathCases change what the certificates of a whole path say (group C).
func pathCases() []kit.Case {
	return slices.Concat(pathCACases(), pathLeafCases(), pathTimeCases(), pathNameCases(), hiddenCases())
}
