package check_test

import (
	"path/filepath"
	"slices"
	"testing"

	"qwac/internal/cases"
	"qwac/internal/testpki"
	"qwac/pkg/bundle"
	"qwac/pkg/check"
)

// holderNames are words that a CA for tests has in its name, and that companies have in theirs.
var holderNames = []string{
	"TEST", "Test Achats SC", "DEMO", "Demo Finance ApS", "SANDBOX", "ART Payments ApS", "UAT", "PREPROD",
	"PRE-PROD A/S", "POC",
	"tests", "Testing TEST2 TESTCA", "Trust Service Provider AG", "Contest Attestation Protest Testa Smart Partners",
}

// TestHolderNames: what the holder is called changes no verdict. Each accepted case is judged again with words of tests
// in the names of the leaf.
func TestHolderNames(t *testing.T) {
	n := 0
	for i, c := range cases.All() {
		if c.Options.At.IsZero() {
			c.Options.At = cases.At()
		}
		if c.Options.Revocation != nil || verdict(t, c) != check.Accept { // evidence is about the leaf as it was
			continue
		}
		n++
		for j := range 3 {
			word := holderNames[(3*i+j)%len(holderNames)]
			if got := verdict(t, renamed(c, word)); got != check.Accept {
				t.Errorf("%s with %q in the names of the holder: %s", c.Name, word, got)
			}
		}
	}
	if n < 100 {
		t.Errorf("%d cases are accepted, want 100 or more", n)
	}
}

// renamed puts a word into all names of the holder that may hold it.
func renamed(c cases.Case, word string) cases.Case {
	edit := c.Edit
	c.Edit = func(leaf, intermediate, root *testpki.Spec) {
		if edit != nil {
			edit(leaf, intermediate, root)
		}
		if len(leaf.Subject) == 0 {
			return
		}
		leaf.Subject.Set(testpki.OIDOrganization, word)
		leaf.Subject.Set(testpki.OIDCommonName, word)
		leaf.Subject.Add(testpki.OIDOrganizationalUnit, word)
		leaf.Subject.Add(testpki.OIDEmailAddress, "test@demo.example")
		if c.Rule() == "chain-name-constraints" {
			return // which is about the hosts
		}
		leaf.Set(testpki.SubjectAltName(testpki.DNS(testpki.Host), testpki.DNS("sandbox.demo-uat.example"),
			testpki.Email("poc@test.example")))
	}
	return c
}

func verdict(t *testing.T, c cases.Case) check.Verdict {
	t.Helper()
	b := new(bundle.Bundle)
	for _, in := range c.Inputs() {
		if err := b.Parse(in.Name, in.Data); err != nil {
			t.Fatal(err)
		}
	}
	return run(t, b, c.Options).Verdict
}

// TestRealHolderNames: no genuine chain is one of a CA for tests, by any name in it.
func TestRealHolderNames(t *testing.T) {
	dir := corpus(t, "chains")
	leaves, err := filepath.Glob(filepath.Join(dir, "*qwac", "*", "leaf.pem"))
	if err != nil || len(leaves) < 16 {
		t.Fatalf("%d chains, %v", len(leaves), err)
	}
	for _, leaf := range leaves {
		path := filepath.Dir(leaf)
		r := run(t, read(t, leaf, filepath.Join(path, "intermediate.pem"), filepath.Join(path, "root.pem")),
			check.Options{At: day("2024-06-01")})
		for _, id := range []string{"chain-test-ca", "type-test-certificate"} {
			if slices.Contains(blocking(r), id) {
				t.Errorf("%s: %s blocks", filepath.Base(path), id)
			}
		}
	}
}

// TestListedCAIsNoTestCA: a CA that the lists grant is none for tests, whatever its name.
func TestListedCAIsNoTestCA(t *testing.T) {
	pki := testpki.NewChain(func(_, ca, root *testpki.Spec) {
		ca.Subject.Set(testpki.OIDCommonName, "Fixture TEST CA")
		root.Subject.Set(testpki.OIDCommonName, "Fixture DEMO Root")
	})
	service := testpki.TLGranted(pki.Intermediate)
	withdrawn := testpki.TLGranted(pki.Intermediate)
	withdrawn.States[0].Status = "withdrawn"
	for name, tt := range map[string]struct {
		opts check.Options
		want bool
	}{
		"granted":   {check.Options{At: cases.At(), Lists: cases.Lists(testpki.TLLists(service))}, false},
		"withdrawn": {check.Options{At: cases.At(), Lists: cases.Lists(testpki.TLLists(withdrawn))}, true},
		"unlisted":  {check.Options{At: cases.At(), Lists: cases.Lists(testpki.TLLists())}, true},
		"no lists":  {check.Options{At: cases.At()}, true},
	} {
		b := new(bundle.Bundle)
		if err := b.Parse("chain.pem", pki.PEM()); err != nil {
			t.Fatal(err)
		}
		if got := slices.Contains(blocking(run(t, b, tt.opts)), "chain-test-ca"); got != tt.want {
			t.Errorf("%s: chain-test-ca blocks is %v, want %v", name, got, tt.want)
		}
	}
}
