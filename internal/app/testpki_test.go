package app

import (
	"crypto/x509"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"qwac/internal/cases"
	"qwac/internal/testpki"
	"qwac/pkg/bundle"
	"qwac/pkg/check"
)

// rehearsed are the findings of a rehearsal chain: the names say what it is.
var rehearsed = slices.Concat(cases.Always,
	[]string{"chain-test-ca", "chain-test-ca", "chain-test-ca", "type-test-certificate"})

func findings(t *testing.T, pki testpki.Chain, o check.Options) (check.Verdict, []string) {
	t.Helper()
	var b bundle.Bundle
	if err := b.Parse("chain.pem", pki.PEM()); err != nil {
		t.Fatal(err)
	}
	o.Anchors = []*x509.Certificate{rehearsalRoot()}
	r, err := check.Run(&b, o)
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, f := range r.Findings {
		ids = append(ids, f.Rule.ID)
	}
	return r.Verdict, ids
}

// without takes each of the second list once out of the first.
func without(ids, known []string) []string {
	for _, k := range known {
		if i := slices.Index(ids, k); i >= 0 {
			ids = slices.Delete(ids, i, i+1)
		}
	}
	return ids
}

// TestFaults makes the chain of every fault that is offered, some years from now.
func TestFaults(t *testing.T) {
	at := time.Date(2027, 5, 4, 3, 2, 1, 0, time.UTC)
	list := faults()
	for _, c := range list {
		plan := pkiPlan{at: at, roles: []string{"PSP_AI", "PSP_PI"}, days: 365, seed: "x", fault: &c}
		_, ids := findings(t, plan.chain(), check.Options{At: at, Sandbox: true})
		if diff := cmp.Diff([]string{c.Rule()}, without(ids, rehearsed)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.Name, diff)
		}
	}
	if len(list) < 100 {
		t.Errorf("%d faults are offered", len(list))
	}
}

func TestRehearsalChain(t *testing.T) {
	at := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	plan := pkiPlan{at: at, roles: []string{"PSP_AI"}, days: 100, alg: testpki.RSA2048, seed: "a"}
	for name, tt := range map[string]struct {
		options check.Options
		want    check.Verdict
	}{
		"sandbox":            {check.Options{At: at, Sandbox: true}, check.Accept},
		"production":         {check.Options{At: at}, check.Refuse},
		"sandbox, last day":  {check.Options{At: at.AddDate(0, 0, 100).Add(-time.Hour), Sandbox: true}, check.Accept},
		"sandbox, day after": {check.Options{At: at.AddDate(0, 0, 101), Sandbox: true}, check.Refuse},
	} {
		if got, ids := findings(t, plan.chain(), tt.options); got != tt.want {
			t.Errorf("%s: %s %v, want %s", name, got, ids, tt.want)
		}
	}
	_, ids := findings(t, plan.chain(), check.Options{At: at, Sandbox: true})
	if diff := cmp.Diff([]string{}, without(ids, rehearsed)); diff != "" {
		t.Errorf("findings in the sandbox (-want +got):\n%s", diff)
	}
	again, other := plan.chain(), plan
	other.seed = "b"
	if diff := cmp.Diff(again.PEM(), plan.chain().PEM()); diff != "" {
		t.Errorf("one seed gives two chains:\n%s", diff)
	}
	if cmp.Equal(again.Leaf.KeyPEM(), other.chain().Leaf.KeyPEM()) ||
		!cmp.Equal(again.Root.DER, other.chain().Root.DER) {
		t.Error("want another key and the same root")
	}
}
