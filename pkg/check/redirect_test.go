package check_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"qwac/internal/testpki"
	"qwac/pkg/bank"
	"qwac/pkg/check"
)

// TestRunRedirectURIs has the outcome for URIs without a chain.
func TestRunRedirectURIs(t *testing.T) {
	leaf := testpki.Clean().Leaf.X509()
	type outcome struct {
		Verdict  check.Verdict
		Status   int
		Basis    bank.Basis
		Findings []string
	}
	for name, test := range map[string]struct {
		uris []string
		want outcome
	}{
		"good":  {[]string{"https://psd2.fixture-payments.example/"}, outcome{Verdict: check.Accept}},
		"empty": {nil, outcome{check.Refuse, 400, bank.Documented, []string{"redirect-uri-missing"}}},
		"two faults": {[]string{"https://other.example/", "http://other.example/", "x"},
			outcome{check.Refuse, 400, bank.Documented, []string{
				"redirectUris[2] redirect-uri-syntax", "redirectUris[1] redirect-uri-not-https",
				"redirectUris[0] redirect-host-not-in-san",
			}}},
	} {
		r := check.RunRedirectURIs(leaf, check.Options{RedirectURIs: test.uris})
		got := outcome{r.Verdict, r.Status, r.Basis, nil}
		for _, f := range r.Findings {
			text := f.Rule.ID
			if f.Path != "redirectUris" {
				text = f.Path + " " + text
			}
			got.Findings = append(got.Findings, text)
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}
