package eidas

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"qwac/internal/testpki"
	"qwac/pkg/chain"
	"qwac/pkg/lint"
)

// TestTestCertificate checks that the finding says which name or identifier is that of a test system.
func TestTestCertificate(t *testing.T) {
	const where = `: this is a sandbox certificate; `
	const give, nothing = "Give the production certificate; use this one in the sandbox.", "Nothing to do for the sandbox; production needs a certificate of its own."
	ca := func(_, ca, _ *testpki.Spec) { ca.Subject.Set(testpki.OIDCommonName, "Fixture TEST CA") }
	for _, tt := range []struct {
		name    string
		edit    func(leaf, ca, root *testpki.Spec)
		sandbox bool
		want    string
	}{
		{"CA", ca, false, `error 2 subject: subject of "Fixture TEST CA, Fixture Trust Services ApS, DK" says "Fixture TEST CA"` + where + give},
		{"CA, in the sandbox", ca, true, `notice 2 subject: subject of "Fixture TEST CA, Fixture Trust Services ApS, DK" says "Fixture TEST CA"` + where + nothing},
		{"identifier", func(leaf, _, _ *testpki.Spec) { leaf.SetNCA("XX-DFSA", "DFSA") }, false,
			`error 1 qcStatements.PSD2QcType.nCAId: "XX-DFSA" is an identifier of a test system` + where + give},
		{"nothing", nil, false, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b := new(chain.Bundle)
			if err := b.Parse("chain.pem", testpki.NewChain(tt.edit).PEM()); err != nil {
				t.Fatal(err)
			}
			c, err := chain.Build(b, chain.Options{})
			if err != nil {
				t.Fatal(err)
			}
			s := &Subject{Chain: c, Leaf: c.Path[0], Info: Decode(c.Path[0].Certificate), Sandbox: tt.sandbox}
			s.Type = TypeOf(s.Leaf.Certificate, s.Info)
			got := ""
			for _, f := range lint.Run(s, Rules()...) {
				if f.Rule.Code == "J10" {
					got += fmt.Sprintf("%s %d %s: %s; %s", f.Severity, f.Cert, f.Path, f.Message, f.Hint)
				}
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}
