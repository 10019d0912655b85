package chain

import (
	"crypto/x509"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"qwac/internal/testpki"
	"qwac/pkg/bundle"
	"qwac/pkg/lint"
)

// The hint of a missing issuer says where it is to be had.
func TestChainGapHint(t *testing.T) {
	clean := testpki.Clean()
	leaf, ca, root := clean.Leaf, clean.Intermediate, clean.Root
	const fetchRoot = "Download it (caIssuers of \"" + caName + "\"): " +
		"`curl -fL -o issuer.cer 'http://pki.fixture-trust.example/root.cer'`, and add it to the files of the chain."
	const addRoot = `Add the certificate of "` + rootName + `": it is among the trusted certificates that were given.`
	tests := []struct {
		name           string
		given, trusted []testpki.Cert
		want           string
	}{
		{"nothing trusted", []testpki.Cert{leaf, ca}, nil, fetchRoot},
		{"root trusted", []testpki.Cert{leaf, ca}, []testpki.Cert{root}, addRoot},
		{"CA trusted, which is given", []testpki.Cert{leaf, ca}, []testpki.Cert{ca}, fetchRoot},
		{"both trusted", []testpki.Cert{leaf, ca}, []testpki.Cert{ca, root}, addRoot},
		{"CA trusted, leaf alone", []testpki.Cert{leaf}, []testpki.Cert{ca, root},
			`Add the certificate of "` + caName +
				`", which is among the trusted certificates that were given, and the root.`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var anchors []*x509.Certificate
			for _, a := range tt.trusted {
				anchors = append(anchors, a.X509())
			}
			c := mustBuild(t, bundleOf(t, tt.given...), Options{Anchors: anchors})
			if got := lint.Run(c, chainRules)[0].Hint; got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

// What a gap says of the other certificates does not depend on the order of the files.
func TestChainGapInAnyOrder(t *testing.T) {
	clean := testpki.Clean()
	files := map[string]testpki.Cert{"leaf.pem": clean.Leaf}
	for _, name := range []string{"a", "b", "c", "d"} {
		s := testpki.Root()
		s.Key.Name = name
		s.Subject.Set(testpki.OIDCommonName, name)
		files[name+".pem"] = testpki.Issue(s, nil)
	}
	findings := func(order ...string) []string {
		b := new(bundle.Bundle)
		for _, name := range order {
			if err := b.Parse(name, files[name].PEM()); err != nil {
				t.Fatal(err)
			}
		}
		return found(mustBuild(t, b, Options{}))
	}
	order := []string{"a.pem", "b.pem", "c.pem", "d.pem", "leaf.pem"}
	want := findings(order...)
	slices.Reverse(order)
	if diff := cmp.Diff(want, findings(order...)); diff != "" || len(want) != 1 {
		t.Errorf("%q, the other way round (-want +got):\n%s", want, diff)
	}
}
