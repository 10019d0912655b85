package check

import (
	"slices"

	"qwac/pkg/browsers"
	"qwac/pkg/eidas"
	"qwac/pkg/leaf"
	"qwac/pkg/lint"
	"qwac/pkg/psd2"
	"qwac/pkg/upload"
)

// LeafRules returns the rules about the leaf, in run order: what it says, its other fields, what stands around it.
func LeafRules() [][]*lint.Rule[*eidas.Subject] {
	return slices.Concat(psd2.Rules(), leaf.Rules(), browsers.Rules(), upload.Rules())
}

// leafFindings are what they report, after others.
func leafFindings(findings []lint.Finding, s *eidas.Subject) []lint.Finding {
	findings = lint.Append(findings, s, psd2.Rules()...)
	findings = lint.Append(findings, s, leaf.Rules()...)
	findings = lint.Append(findings, s, browsers.Rules()...)
	return lint.Append(findings, s, upload.Rules()...)
}
