package check_test

import (
	"crypto/x509"
	"fmt"
	"slices"
	"strings"
	"testing"

	"qwac/internal/cases"
	"qwac/internal/golden"
	"qwac/internal/testpki"
	"qwac/pkg/bank"
	"qwac/pkg/bundle"
	"qwac/pkg/check"
	"qwac/pkg/eidas"
	"qwac/pkg/lint"
)

// bundleOf reads the files of a case.
func bundleOf(t *testing.T, c cases.Case) *bundle.Bundle {
	t.Helper()
	b := new(bundle.Bundle)
	for _, in := range c.Inputs() {
		if err := b.Parse(in.Name, in.Data); err != nil {
			t.Fatal(err)
		}
	}
	return b
}

// TestFacts holds facts, findings and verdict together, for every case and profile: what is not established is not
// accepted, and a finding that blocks says why.
func TestFacts(t *testing.T) {
	profiles := bank.All()
	ruleForRoles := slices.ContainsFunc(check.Rules(), func(m lint.Meta) bool { return m.ID == "psd2-role-as-only" })
	for _, c := range cases.All() {
		b := bundleOf(t, c)
		for i := range profiles {
			for _, sent := range []bool{false, true} {
				o := c.Options
				o.Profile, o.Sent = profiles[i], sent
				if o.At.IsZero() {
					o.At = cases.At()
				}
				r := run(t, b, o)
				blocks := slices.ContainsFunc(r.Findings, func(f check.Finding) bool { return f.Blocks })
				stops := slices.IndexFunc(r.Checks, func(c check.Check) bool {
					return c.State == check.Failed || c.State == check.NotPossible
				})
				if accept := r.Verdict == check.Accept; accept != (!blocks && stops < 0) {
					t.Errorf("%s, %s: verdict %s, blocking %v, checks %+v", c.Name, profiles[i].Name, r.Verdict, blocks,
						r.Checks)
				}
				if stops >= 0 && !blocks && (ruleForRoles || r.Checks[stops].Name != "roles") {
					t.Errorf("%s, %s, sent %v: no finding blocks, but %+v", c.Name, profiles[i].Name, sent,
						r.Checks[stops])
				}
				if facts := len(check.Facts()); len(r.Checks) != facts &&
					(len(r.Checks) != facts-1 || profiles[i].Directory) {
					t.Errorf("%s: %d facts", c.Name, len(r.Checks))
				}
			}
		}
	}
}

// TestFactsOfTypes compares what is established of certificates of each type and of parts of a chain, for a bank and as
// what they are, with a file that somebody has read.
func TestFactsOfTypes(t *testing.T) {
	var b strings.Builder
	chain := testpki.Clean()
	root, intermediate := []*x509.Certificate{chain.Root.X509()}, []*x509.Certificate{chain.Intermediate.X509()}
	say := func(name string, o check.Options, certs ...testpki.Cert) {
		for _, profile := range []string{"lunar", "etsi"} {
			o.Profile = bank.Named(profile)
			in := new(bundle.Bundle)
			if err := in.Parse("chain.pem", testpki.PEM(certs...)); err != nil {
				t.Fatal(err)
			}
			r := run(t, in, o)
			fmt.Fprintf(&b, "%s, %s: %s\n", name, profile, r.Verdict)
			for _, c := range r.Checks {
				fmt.Fprintf(&b, "    %s %s: %s\n", c.State, c.Name, c.Detail)
			}
		}
	}
	now := check.Options{At: cases.At()}
	say("without a time", check.Options{}, chain.Leaf, chain.Intermediate, chain.Root)
	say("without its root", now, chain.Leaf, chain.Intermediate)
	say("the leaf", now, chain.Leaf)
	say("the leaf, the root is trusted", check.Options{At: cases.At(), Anchors: root}, chain.Leaf)
	say("the leaf, its issuer is trusted", check.Options{At: cases.At(), Anchors: intermediate}, chain.Leaf)
	say("CAs", now, chain.Intermediate, chain.Root)
	say("nothing", now)
	for _, of := range []struct {
		name string
		edit func(*testpki.Spec)
	}{
		{"a seal", func(s *testpki.Spec) { *s = testpki.QSealC() }},
		{"a QWAC without PSD2", func(s *testpki.Spec) { *s = testpki.PlainQWAC() }},
		{"an ordinary certificate", func(s *testpki.Spec) { *s = testpki.PlainTLS() }},
		{"a signature certificate", func(s *testpki.Spec) { *s = testpki.QSig() }},
		{"a QWAC that claims PSD2", func(s *testpki.Spec) { s.DropStatement(eidas.OIDPSD2Statement) }},
		{"of no known use", func(s *testpki.Spec) {
			s.Drop(eidas.OIDQcStatements, testpki.OIDExtKeyUsage, testpki.OIDKeyUsage, testpki.OIDSubjectAltName)
			s.Set(testpki.Policies())
		}},
		{"a key of no use in TLS", func(s *testpki.Spec) { s.Key.Alg = testpki.P224 }},
	} {
		c := testpki.NewLeaf(of.edit)
		say(of.name, now, c.Leaf, c.Intermediate, c.Root)
	}
	golden.Compare(t, "testdata/facts_of_types.txt", b.String())
}
