package check_test

import (
	"cmp"
	"crypto/x509"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"qwac/internal/testpki"
	"qwac/pkg/bank"
	"qwac/pkg/check"
	"qwac/pkg/eidas"
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
		if diff := gocmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// TestRedirectURIForms has what is said of each form of a redirect URI; of what a bank takes, nothing.
func TestRedirectURIForms(t *testing.T) {
	named := func(names ...string) *x509.Certificate {
		var list []testpki.GeneralName
		for _, name := range names {
			list = append(list, testpki.DNS(name))
		}
		return testpki.NewLeaf(func(s *testpki.Spec) {
			s.Drop(eidas.OIDSubjectAltName)
			if len(list) > 0 {
				s.Set(testpki.SubjectAltName(list...))
			}
		}).Leaf.X509()
	}
	const wantAbsolute = "it has no scheme or no host, want an absolute URI"
	const noWildcard = "it has a wildcard, banks compare redirect URIs letter by letter"
	const wantEscape = "it has a character that no URI may have: write it as % and two digits"
	long := "https://psd2.fixture-payments.example/" + strings.Repeat("a", 2000)
	for _, test := range []struct {
		uri, want string
		leaf      *x509.Certificate // nil: the clean one
	}{
		{"https://psd2.fixture-payments.example/callback", "", nil},
		{"https://PSD2.Fixture-Payments.example:8443/callback?a=b", "", nil},
		{"/callback", wantAbsolute, nil},
		{"//psd2.fixture-payments.example/callback", wantAbsolute, nil},
		{"psd2.fixture-payments.example/callback", wantAbsolute, nil},
		{"https:///callback", wantAbsolute, nil},
		{"https://:443/callback", wantAbsolute, nil},
		{"https:callback", "it is no URI", nil},
		{"https://psd2.fixture-payments.example:port/", "it is no URI", nil},
		{"https://psd2.fixture-payments.example/%zz", "it is no URI", nil},
		{"https://psd2.fixture-payments.example/a b", wantEscape, nil},
		{"https://psd2.fixture-payments.example/a\x7f", wantEscape, nil},
		{"https://psd2.fixture-payments.example/\u00e9", wantEscape, nil},
		{"https://psd2.fixture-payments.example/{id}", wantEscape, nil},
		{"https://psd2.fixture-payments.example/a|b", wantEscape, nil},
		{`https://psd2.fixture-payments.example/\`, wantEscape, nil},
		{"https://psd2.fixture-payments.example/#", "it has a fragment", nil},
		{"https://user@psd2.fixture-payments.example/", "it has a user before the host", nil},
		{"https://*.fixture-payments.example/", noWildcard, nil},
		{"https://psd2.fixture-payments.example/*", noWildcard, nil},
		{"https://psd2.fixture-payments.example/?a=*", "", nil},
		{long[:2000], "", nil},
		{long[:2001], "it has more than 2000 bytes", nil},
		{"http://psd2.fixture-payments.example/", "has the scheme http, want https", nil},
		{"ftp://localhost/", "has the scheme ftp, want https", nil},
		{"http://localhost:8080/", "leads to the local machine", nil},
		{"http://LOCALHOST/", "leads to the local machine", nil},
		{"http://127.0.0.1/", "leads to the local machine", nil},
		{"http://[::1]:80/", "leads to the local machine", nil},
		{"http://192.0.2.1/", "has the scheme http, want https", nil},
		{"https://localhost/", "", nil},
		{"https://other.example/", "leads to other.example, the certificate is for psd2.fixture-payments.example", nil},
		{"https://other.example/", "the certificate is for a.example, b.example", named("a.example", "b.example")},
		{"https://other.example/", "the certificate is for 1.example, 2.example, 3.example, 4.example, 5.example",
			named("1.example", "2.example", "3.example", "4.example", "5.example")},
		{"https://other.example/",
			"the certificate is for 1.example, 2.example, 3.example, 4.example, 5.example, others",
			named("1.example", "2.example", "3.example", "4.example", "5.example", "6.example")},
		{"https://other.example/", "the certificate is for no host", named()},
	} {
		leaf := cmp.Or(test.leaf, testpki.Clean().Leaf.X509())
		r := check.RunRedirectURIs(leaf, check.Options{RedirectURIs: []string{test.uri}})
		var said []string
		for _, f := range r.Findings {
			said = append(said, f.Message)
		}
		if got := strings.Join(said, "; "); !strings.HasSuffix(got, test.want) || test.want == "" && got != "" {
			t.Errorf("%s: %q, want %q", test.uri, got, test.want)
		}
	}
}
