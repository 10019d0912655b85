package verifiers_test

import (
	"slices"
	"strings"
	"testing"

	"qwac/internal/cases"
	"qwac/pkg/bundle"
	"qwac/pkg/cert"
	"qwac/pkg/chain"
	"qwac/pkg/eidas"
	"qwac/pkg/verifiers"
)

// TestCases goes through every case: openssl never contradicts what is claimed of it.
func TestCases(t *testing.T) {
	said := map[verifiers.Answer]int{}
	for i, c := range cases.All() {
		tells := func(prefix string) bool { return strings.HasPrefix(c.Name, prefix) }
		if i%every != 0 && !slices.ContainsFunc(telling, tells) {
			continue
		}
		if c.Options.At.IsZero() {
			c.Options.At = cases.At()
		}
		b := new(bundle.Bundle)
		for _, in := range c.Inputs() {
			if err := b.Parse(in.Name, in.Data); err != nil {
				t.Fatal(err)
			}
		}
		built, err := chain.Build(b, chain.Options{At: c.Options.At, Prefer: eidas.Prefer})
		if err != nil || len(built.Path) == 0 {
			continue
		}
		row := verifiers.Compare(t, c.Name, built.Path[0], others(b.Certs, built.Path[0]), c.Options.At)
		said[row.Answer]++
	}
	t.Log(said)
}

// every is how many cases are one that is tried: each starts a program. Of the rules in telling all are.
const every = 12

var telling = []string{"chain-", "x509-parse", "x509-time", "x509-ext", "key-pqc", "key-not", "validity-"}

func others(certs []*cert.Cert, leaf *cert.Cert) (out []*cert.Cert) {
	for _, c := range certs {
		if string(c.Raw) != string(leaf.Raw) {
			out = append(out, c)
		}
	}
	return out
}
