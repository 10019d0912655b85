package chain

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"qwac/internal/testpki"
	"qwac/pkg/cert"
)

// TestBuildChoosesLeaf gives the certificates in both orders. The names are those of the leaves, the one taken first.
func TestBuildChoosesLeaf(t *testing.T) {
	clean, second := testpki.Clean(), other(nil)
	issue := func(name string, edit func(*testpki.Spec)) testpki.Cert {
		s := testpki.PSD2QWAC()
		s.Key.Name = name
		s.Subject.Set(testpki.OIDCommonName, name)
		if edit != nil {
			edit(&s)
		}
		return testpki.Issue(s, &clean.Intermediate)
	}
	a := issue("a", nil)
	later := issue("later", func(s *testpki.Spec) { s.NotBefore = s.NotBefore.AddDate(0, 1, 0) })
	expired := issue("expired", func(s *testpki.Spec) {
		s.NotBefore, s.NotAfter = s.NotBefore.AddDate(-1, 0, 0), testpki.At().Add(-time.Hour)
	})
	early := issue("early", func(s *testpki.Spec) { s.NotBefore = testpki.At().Add(time.Hour) })
	rank := func(names ...string) func(*cert.Cert) int {
		return func(c *cert.Cert) int { return slices.Index(names, c.Subject.CommonName) }
	}
	at := testpki.At()
	for _, tt := range []struct {
		name  string
		certs []testpki.Cert
		opts  Options
		want  []string
	}{
		{"issued later", []testpki.Cert{a, later}, Options{At: at}, []string{"later", "a"}},
		{"expired", []testpki.Cert{a, expired}, Options{At: at}, []string{"a", "expired"}},
		{"not valid yet", []testpki.Cert{a, early}, Options{At: at}, []string{"a", "early"}},
		{"at no time", []testpki.Cert{a, early}, Options{}, []string{"early", "a"}},
		{"with its issuer before later", []testpki.Cert{second.Leaf, expired}, Options{},
			[]string{"expired", "two.example"}},
		{"valid before with its issuer", []testpki.Cert{second.Leaf, expired}, Options{At: at},
			[]string{"two.example", "expired"}},
		{"preferred before valid", []testpki.Cert{a, expired}, Options{At: at, Prefer: rank("expired", "a")},
			[]string{"expired", "a"}},
		{"with the key before preferred", []testpki.Cert{a, expired},
			Options{At: at, Prefer: rank("a", "expired"), Key: expired.Key.Public()}, []string{"expired", "a"}},
		{"with another key", []testpki.Cert{a, expired}, Options{At: at, Key: second.Leaf.Key.Public()},
			[]string{"a", "expired"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			for range 2 {
				slices.Reverse(tt.certs)
				c := mustBuild(t, bundleOf(t, append(slices.Clone(tt.certs), clean.Intermediate, clean.Root)...),
					tt.opts)
				if diff := cmp.Diff(tt.want, namesOf(c.Leaves)); diff != "" {
					t.Errorf("-want +got:\n%s", diff)
				}
			}
		})
	}
}
