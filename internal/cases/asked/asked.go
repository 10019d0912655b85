// Package asked has the cases about what a certificate is held against: requests, registers, directories, trusted
// lists, revocation, what a gate requires. Most people want package cases.
package asked

import (
	"slices"

	"qwac/internal/cases/kit"
)

// Cases returns them in the order of the rules' groups.
func Cases() []kit.Case {
	return slices.Concat(requestCases(), trustCases(), registerCases(), directoryCases(), revocationCases(),
		requiredCases(), edgeCases(), edgeListsCases())
}
