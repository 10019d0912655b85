package cases

import (
	"slices"
)

// All returns every case, in the order of the rules' groups.
func All() []Case {
	return slices.Concat(
		pemCases(), x509Cases(), keyCases(), chainCases(),
		leafCases(), extensionCases(), websiteCases(), subjectCases(), accessCases(), qcCases(), disclosureCases(),
		psd2Cases(), authorityCases(), roleCases(), requestCases(), typeCases(), trustCases(),
		revocationCases(), requiredCases(),
	)
}
