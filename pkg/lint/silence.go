package lint

import "slices"

// Silence takes away the findings that are a mere consequence of others ([Meta.SilencedBy]). The findings are those of
// all rules on one input; what one of them silences does not depend on whether it is silenced itself.
func Silence(findings []Finding) []Finding {
	silenced := func(f Finding) bool {
		return len(f.Rule.SilencedBy) > 0 && slices.ContainsFunc(findings, f.silencedBy)
	}
	if !slices.ContainsFunc(findings, silenced) {
		return findings
	}
	return slices.DeleteFunc(slices.Clone(findings), silenced)
}

// silencedBy reports whether f is a consequence of g: they are about the same certificate.
func (f *Finding) silencedBy(g Finding) bool {
	return f.Cert == g.Cert && f.At == g.At && slices.Contains(f.Rule.SilencedBy, g.Rule)
}
