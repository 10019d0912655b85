package lint

import (
	"cmp"
	"slices"
)

// Sort puts findings into the order in which they are shown: graver first, then by place on the path, then as they were
// found. A finding that is about no certificate of the path (the text of a file) comes before those that are.
func Sort(findings []Finding) {
	slices.SortStableFunc(findings, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(b.Severity, a.Severity), cmp.Compare(a.Cert, b.Cert))
	})
}
