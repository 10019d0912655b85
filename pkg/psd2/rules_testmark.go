package psd2

import (
	"fmt"
	"slices"
	"strings"

	"qwac/pkg/eidas"
	"qwac/pkg/ident"
	"qwac/pkg/lint"
)

// RuleTestCA is the rule on issuers of test certificates.
var RuleTestCA = lint.Meta{
	ID: "chain-test-ca", Code: "C45", Severity: lint.Error, Source: eidas.Inference(),
	Title: "the chain is one of a CA for tests",
	Means: "QTSPs (the issuers of QWACs) also run CAs for tests. Their certificates look like real " +
		"ones, but are handed out without the checks that real ones need. A name or a policy in this chain " +
		"says that it is such a CA.",
	Why: "Test certificates are not qualified. A bank takes them in its sandbox, and refuses them in " +
		"production.",
	Wrong: "CN=Fixture Trust TEST CA 1",
	Right: "CN=Fixture Trust Qualified Web CA 1",
	Fix:   "Use the certificate from the production service of your QTSP, or upload to the sandbox.",
	See:   lint.SeeBlocks,
}

// RuleTestCertificate is the rule on test certificates.
var RuleTestCertificate = lint.Meta{
	ID: "type-test-certificate", Code: "J10", Severity: lint.Error, Source: eidas.Inference(),
	Title: "sandbox certificate",
	Means: "QTSPs, the issuers of PSD2 certificates, make certificates for tests too. These have " +
		"invented values: a country or an authority that does not exist, or the number of a sample. This " +
		"certificate has such a value.",
	Why: "Test certificates are handed out without the checks that real ones need. Banks refuse them in " +
		"production.",
	Wrong: "PSDXX-DFSA-97351842",
	Right: "PSDDK-DFSA-97351842",
	Fix:   "Provide the production certificate; use this one only in the sandbox.",
	See:   lint.SeeSubject,
}

// testRules name certificates for tests (groups C and J). They block on marks that no genuine certificate carries; the
// names of the holder are none: companies are called Test and Demo too.
var testRules = []*lint.Rule[*eidas.Subject]{
	{
		Meta:  &RuleTestCA,
		Check: checkTestCA,
	},
	{
		Meta:    &RuleTestCertificate,
		Applies: (*eidas.Subject).Pure,
		Check:   checkTestCertificate,
	},
}

// checkTestCA reports once, however many certificates of a chain are marked.
func checkTestCA(p *lint.Pass, s *eidas.Subject) {
	marks := testMarks(s)
	if len(marks) == 0 {
		return
	}
	first := marks[0]
	f := lint.Finding{Where: first.where,
		Message: fmt.Sprintf("%s: %q marks a certificate for tests", first, first.word)}
	for _, m := range marks[1:] {
		f.Message += fmt.Sprintf("; certificate %d too: %s", m.where.Cert, m)
	}
	if s.Sandbox {
		f.Severity, f.Hint = lint.Notice, "Nothing to do for the sandbox; the production environment will not take it."
	}
	p.Report(f)
}

func checkTestCertificate(p *lint.Pass, s *eidas.Subject) {
	path, id := testID(s)
	if id == "" {
		checkTestHost(p, s)
		return
	}
	f := lint.Finding{Where: s.Where(path),
		Message: fmt.Sprintf("%q is an identifier of a test system: this is a sandbox certificate", id)}
	if s.Sandbox {
		f.Severity, f.Hint = lint.Notice, "Nothing to do for the sandbox; production needs a certificate of its own."
	}
	p.Report(f)
}

// checkTestHost says that a host may be one for tests, unless something else says more.
func checkTestHost(p *lint.Pass, s *eidas.Subject) {
	host, word := hostMark(s.Leaf.Certificate)
	if host == "" || s.Sandbox || len(testMarks(s)) > 0 {
		return
	}
	p.Report(lint.Finding{
		Where: s.Where("subjectAltName"), Severity: lint.Notice,
		Message: fmt.Sprintf("the host name %q contains the word %q, as those of test systems do", host,
			word),
		Hint: "Make sure that this is the certificate for production; the name of a host is no reason to refuse it.",
	})
}

// testID is the identifier by which a certificate is one for a test system, and where it stands; empty: none is.
func testID(s *eidas.Subject) (path, id string) {
	for _, id := range s.Info.OrgIDs {
		o, _ := ident.ParseOrgID(id)
		if o.Scheme == "PSD" && testAuthority(o.Country, o.NCA) || sampleOrgID(id) {
			return eidas.PathOrgID, id
		}
	}
	if s.Info.PSD2 != nil {
		if n, _ := ident.ParseNCAID(s.Info.PSD2.NCAID); testAuthority(n.Country, n.NCA) {
			return eidas.PathNCAID, s.Info.PSD2.NCAID
		}
	}
	return "", ""
}

// testAuthority recognises country XX and the names that sample certificates use for an authority: SFO is Konsentus's,
// FAKENCA that of the adorsys sandbox.
func testAuthority(country, nca string) bool {
	return country == "XX" || nca == "TEST" || nca == "SFO" || nca == "FAKENCA"
}

// sampleOrgIDs are identifiers of documentation, whose numbers nobody can have: the example of TS 119 495, 5.2.1, and
// numbers that their own check digits refute.
var sampleOrgIDs = []string{"PSDES-BDE-3DFD21", "PSDPL-PFSA-1234567890", "PSDFI-FINFSA-1234567-8"}

// sampleOrgID also recognises identifiers of a scheme that says what it is: FAKECA-111111.
func sampleOrgID(id string) bool {
	return slices.Contains(sampleOrgIDs, id) || strings.HasPrefix(id, "FAKE")
}
