package lint

import (
	"cmp"
	"slices"
)

// Sort puts findings into the order in which they are shown: graver first, then by place on the path, then as they were
// found. Findings about the text of a file come before findings about certificates of the path.
func Sort(findings []Finding) {
	slices.SortStableFunc(findings, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(b.Severity, a.Severity), cmp.Compare(a.Cert, b.Cert))
	})
}
