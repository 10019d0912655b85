package check_test

import (
	"slices"
	"testing"

	"qwac/internal/cases"
	"qwac/internal/testpki"
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

// TestProfilesNameRules finds rows for rules that do not exist, and rows that stand twice.
func TestProfilesNameRules(t *testing.T) {
	for _, p := range check.Profiles() {
		for _, lists := range [][][]check.Block{
			slices.Concat(p.Texts, p.Certificates), slices.Concat(p.Certificates, p.Registrations), p.RedirectURIs,
		} {
			seen := map[string]bool{}
			for _, b := range slices.Concat(lists...) {
				for _, id := range b.Rules {
					if !slices.ContainsFunc(check.Rules(), func(m lint.Meta) bool { return m.ID == id }) {
						t.Errorf("profile %s: no rule %q", p.Name, id)
					}
					if seen[id] {
						t.Errorf("profile %s: %q stands twice", p.Name, id)
					}
					seen[id] = true
				}
			}
		}
	}
}

// TestEveryBankRefuses has the faults that no profile accepts because they are known of one bank only by its own words.
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
		for i := range check.Profiles() {
			o := test.options
			o.At, o.Profile = cases.At(), &check.Profiles()[i]
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
