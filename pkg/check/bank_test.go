package check_test

import (
	"slices"
	"testing"

	"qwac/internal/cases"
	"qwac/internal/testpki"
	"qwac/pkg/bank"
	"qwac/pkg/bundle"
	"qwac/pkg/cert"
	"qwac/pkg/check"
	"qwac/pkg/ident"
	"qwac/pkg/lint"
)

func TestRulesAreDocumented(t *testing.T) {
	if err := lint.Validate(check.Rules()); err != nil {
		t.Error(err)
	}
}

// TestEveryBankRefuses has the faults that no bank may accept because they are known of one bank only by its own words.
func TestEveryBankRefuses(t *testing.T) {
	clean := testpki.Clean()
	oneRole := testpki.NewChain(func(leaf, _, _ *testpki.Spec) { leaf.SetRoles("PSP_AI") })
	other := testpki.NewChain(func(leaf, _, _ *testpki.Spec) {
		leaf.Subject.Set(testpki.OIDOrganizationIdentifier, "PSDDK-DFSA-97351843")
	})
	testCA := testpki.NewChain(func(_, intermediate, _ *testpki.Spec) {
		intermediate.Subject.Set(testpki.OIDCommonName, "Fixture Trust TEST CA 1")
	})
	nowhere := testpki.NewChain(func(leaf, _, _ *testpki.Spec) {
		leaf.Subject.Set(testpki.OIDOrganizationIdentifier, "PSDXX-AAA-97351842")
		leaf.SetNCA("XX-AAA", "Authority")
	})
	for _, test := range []struct {
		rule    string
		chain   testpki.Chain
		options check.Options
	}{
		{"role-not-in-certificate", oneRole, check.Options{Requested: []string{"PSP_PI"}}},
		{"role-request-empty", clean, check.Options{Requested: []string{}}},
		{"role-request-syntax", clean, check.Options{Requested: []string{"AISP"}}},
		{"redirect-uri-missing", clean, check.Options{RedirectURIs: []string{}}},
		{"redirect-uri-not-https", clean, check.Options{RedirectURIs: []string{"http://a.example/"}}},
		{"role-not-registered", clean, check.Options{Roles: []ident.Role{ident.RoleAI}}},
		{"renewal-orgid-changed", clean, check.Options{Previous: &cert.Cert{Certificate: other.Leaf.X509()}}},
		{"chain-test-ca", testCA, check.Options{}},
		{"type-test-certificate", nowhere, check.Options{}},
	} {
		for i := range bank.All() {
			o := test.options
			o.At, o.Profile = cases.At(), bank.All()[i]
			b := new(bundle.Bundle)
			if err := b.Parse("chain.pem", test.chain.PEM()); err != nil {
				t.Fatal(err)
			}
			r, err := check.Run(b, o)
			if err != nil {
				t.Fatal(err)
			}
			blocks := func(f check.Finding) bool { return f.Blocks && f.Rule.ID == test.rule }
			if r.Verdict != check.Refuse || !slices.ContainsFunc(r.Findings, blocks) {
				t.Errorf("%s, profile %s: %s", test.rule, o.Profile.Name, r.Verdict)
			}
		}
	}
}
