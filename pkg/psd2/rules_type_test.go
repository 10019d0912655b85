package psd2

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"qwac/internal/testpki"
	"qwac/pkg/bundle"
	"qwac/pkg/chain"
	"qwac/pkg/eidas"
	"qwac/pkg/lint"
)

// TestTestCertificate checks that the finding says which name or identifier is that of a test system.
func TestTestCertificate(t *testing.T) {
	const where = `: this is a sandbox certificate; `
	const give = "Provide the production certificate; use this one only in the sandbox."
	ca := func(_, ca, root *testpki.Spec) {
		ca.Subject.Set(testpki.OIDCommonName, "Fixture TEST CA")
		root.Subject.Set(testpki.OIDOrganization, "Fixture DEMO")
	}
	const marked = `subject says "Fixture TEST CA": "TEST" marks a certificate for tests; certificate 3 too: subject ` +
		`says "Fixture DEMO"; `
	for _, tt := range []struct {
		name    string
		edit    func(leaf, ca, root *testpki.Spec)
		sandbox bool
		want    string
	}{
		{"CA", ca, false,
			`C45 error 2 subject: ` + marked + "Use the certificate from the production service of your " +
				"QTSP, or upload to the sandbox."},
		{"CA, in the sandbox", ca, true, `C45 notice 2 subject: ` + marked +
			"Nothing to do for the sandbox; the production environment will not take it."},
		{"notice", func(leaf, _, _ *testpki.Spec) {
			leaf.Set(testpki.PolicyInfos(
				testpki.Policy{ID: testpki.OIDQNCPwGen, Notice: testpki.UTF8("Issued only for testing purposes")}))
		}, false, `C45 error 1 certificatePolicies.userNotice: certificatePolicies.userNotice says "Issued only for ` +
			`testing purposes": "for testing purposes" marks a certificate for tests; ` +
			"Use the certificate from the production service of your QTSP, or upload to the sandbox."},
		{"identifier", func(leaf, _, _ *testpki.Spec) { leaf.SetNCA("XX-DFSA", "DFSA") }, false,
			`J10 error 1 qcStatements.PSD2QcType.nCAId: "XX-DFSA" is an identifier of a test system` + where + give},
		{"nothing", nil, false, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b := new(bundle.Bundle)
			if err := b.Parse("chain.pem", testpki.NewChain(tt.edit).PEM()); err != nil {
				t.Fatal(err)
			}
			c, err := chain.Build(b, chain.Options{})
			if err != nil {
				t.Fatal(err)
			}
			s := &eidas.Subject{Chain: c, Leaf: c.Path[0], Info: eidas.Decode(c.Path[0].Certificate),
				Sandbox: tt.sandbox}
			s.Type = eidas.TypeOf(s.Leaf.Certificate, s.Info)
			got := ""
			for _, f := range lint.Run(s, allRules()...) {
				if f.Rule.Code == "J10" || f.Rule.Code == "C45" {
					got += fmt.Sprintf("%s %s %d %s: %s; %s", f.Rule.Code, f.Severity, f.Cert, f.Path, f.Message,
						f.Hint)
				}
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}
