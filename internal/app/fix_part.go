package app

import (
	"encoding/pem"
	"fmt"
	"slices"

	"qwac/pkg/bundle"
	"qwac/pkg/check"
	"qwac/pkg/lint"
	"qwac/pkg/report"
)

// part reports whether something can be mended of a chain that the bank refuses all the same, and makes the text that
// has it. It loses nothing: with one leaf, and where every part of the inputs was read. Certificates off the path stay
// behind it, since one that is to come may need them.
func (f *fixing) part() bool {
	c := f.result.Chain
	unread := func(fault lint.Fault) bool { return !fault.Rule.Fixable || fault.Unfixable }
	nothingIn := func(found check.Finding) bool { return found.Rule == &bundle.PEMNoCertificate }
	if len(c.Path) == 0 || len(c.Leaves) != 1 || slices.ContainsFunc(f.bundle.Faults, unread) ||
		slices.ContainsFunc(f.result.Findings, nothingIn) {
		return false
	}
	for _, other := range c.Unused {
		f.text = append(f.text, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: other.Raw})...)
	}
	return !f.same()
}

// unmended shows or writes what can be mended of a chain that is refused, and then the report with what is left.
func (e *env) unmended(f *fixing, o *fixOptions, to []destination, style report.Style) error {
	style.Outcome = "nothing to write: what blocks cannot be mended without loss" + f.missing()
	if f.part() {
		style.Outcome = "mended what loses nothing; what blocks is left" + f.missing()
		if !o.write && o.output == "" {
			style.Outcome = "what loses nothing would be mended, what blocks is left" + f.missing()
		}
		if err := e.fixed(f, o); err != nil && err != errFindings {
			return err
		}
		fmt.Fprintln(e.stderr)
	}
	if err := e.writeReport(o.color, report.New(version(), f.result), to, e.stderr, style); err != nil {
		return err
	}
	return errFindings
}
