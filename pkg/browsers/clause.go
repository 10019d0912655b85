package browsers

import "qwac/pkg/lint"

// br is a clause of the CABF Baseline Requirements.
func br(section string) lint.Clause {
	return lint.Clause{Document: "CABF Baseline Requirements", Section: section}
}
