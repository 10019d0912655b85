package lint

import "slices"

// Silence returns the findings without those that are only a consequence of another: see [Meta.SilencedBy].
func Silence(findings []Finding) []Finding {
	consequence := func(f Finding) bool {
		return f.Rule.SilencedBy != nil && slices.ContainsFunc(findings, func(o Finding) bool {
			return slices.Contains(f.Rule.SilencedBy, o.Rule.ID)
		})
	}
	var out []Finding
	for _, f := range findings {
		if !consequence(f) {
			out = append(out, f)
		}
	}
	return out
}
