package sandbox

import (
	"crypto/x509"
	"testing"

	"qwac/internal/cases"
	"qwac/internal/testpki"
	"qwac/pkg/bundle"
	"qwac/pkg/check"
	"qwac/pkg/trustlist"
)

// TestListedIssuer: a chain that ends at none of the roots is taken when the trusted lists grant its issuer.
func TestListedIssuer(t *testing.T) {
	pki := testpki.Clean()
	other := testpki.NewChain(func(_, ca, root *testpki.Spec) {
		ca.Key.Name, root.Key.Name = "another CA", "another root"
	})
	lists := func(ca testpki.Cert) *trustlist.Index { return cases.Lists(testpki.TLLists(testpki.TLGranted(ca))) }
	for name, tt := range map[string]struct {
		lists *trustlist.Index
		want  check.Verdict
	}{
		"no lists":   {nil, check.Refuse},
		"granted":    {lists(pki.Intermediate), check.Accept},
		"not listed": {lists(other.Intermediate), check.Refuse},
	} {
		s := &Server{options: Options{Roots: []*x509.Certificate{other.Root.X509()}, Lists: tt.lists}}
		var b bundle.Bundle
		if err := b.Parse("chain.pem", pki.PEM()); err != nil {
			t.Fatal(err)
		}
		r, err := s.judge(&b, check.Options{At: testpki.At()})
		if err != nil {
			t.Fatal(err)
		}
		if r.Verdict != tt.want {
			t.Errorf("%s: %s, want %s", name, r.Verdict, tt.want)
		}
	}
}
