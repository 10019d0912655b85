package bank_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"qwac/internal/cases"
	"qwac/internal/testbank"
	"qwac/internal/testpki"
	"qwac/pkg/bank"
	"qwac/pkg/bundle"
	"qwac/pkg/check"
	"qwac/pkg/report"
	"qwac/pkg/report/formats"
)

// named returns the first word of a known bank in a text; empty: there is none.
func named(text string) string {
	for _, b := range bank.All() {
		words := []string{b.Title}
		for _, s := range b.Sources {
			words = append(words, s.Clause.Document)
		}
		for _, word := range words {
			if word != "" && strings.Contains(strings.ToLower(text), strings.ToLower(word)) {
				return word
			}
		}
	}
	return ""
}

// TestRulesNameNoBank holds the rules to standards.
func TestRulesNameNoBank(t *testing.T) {
	for _, m := range check.Rules() {
		if word := named(strings.Join([]string{m.Title, m.Why, m.Fix, m.Source.String()}, "\n")); word != "" {
			t.Errorf("the rule %s says %q", m.ID, word)
		}
	}
}

// TestOtherBank judges every case for the invented bank: it answers as that one does, and no report names another.
func TestOtherBank(t *testing.T) {
	fixture := testbank.Fixture()
	for _, c := range cases.All() {
		r := judged(t, c, fixture)
		for _, f := range r.Findings {
			row := fixture.BlockIn(r.Request, f.Rule.ID)
			if row != nil && f.Blocks && (bank.Answer{Status: f.Status, Basis: f.Basis}) != row.Answer {
				t.Errorf("%s: %s with %d (%s)", c.Name, f.Rule.ID, f.Status, f.Basis)
			}
		}
		for _, format := range formats.All() {
			var out bytes.Buffer
			if err := format.Write(&out, report.New("test", r), report.Style{}); err != nil {
				t.Fatal(err)
			}
			if word := named(out.String()); word != "" {
				t.Errorf("%s: %q is in the %s report:\n%s", c.Name, word, format.Name, out.String())
			}
		}
	}
}

// TestOrder has a chain that is the wrong way round, with roles that the invented bank does not offer: of its two
// answers that comes first which it is assumed to look at first.
func TestOrder(t *testing.T) {
	clean, fixture := testpki.Clean(), testbank.Fixture()
	bundle := new(bundle.Bundle)
	if err := bundle.Parse("chain.pem",
		slices.Concat(clean.Root.PEM(), clean.Intermediate.PEM(), clean.Leaf.PEM())); err != nil {
		t.Fatal(err)
	}
	r, err := check.Run(bundle, check.Options{Profile: fixture, At: cases.At()})
	if err != nil {
		t.Fatal(err)
	}
	var statuses []int
	for _, f := range r.Findings {
		if f.Blocks {
			statuses = append(statuses, f.Status)
		}
	}
	if want := []int{422, 415}; !slices.Equal(statuses, want) || r.Status != want[0] {
		t.Errorf("status %d, of the findings %v, want %v", r.Status, statuses, want)
	}
}

func judged(t *testing.T, c cases.Case, b *bank.Bank) *check.Result {
	t.Helper()
	bundle := new(bundle.Bundle)
	for _, in := range c.Inputs() {
		if err := bundle.Parse(in.Name, in.Data); err != nil {
			t.Fatal(err)
		}
	}
	o := c.Options
	o.Profile = b
	if o.At.IsZero() {
		o.At = cases.At()
	}
	r, err := check.Run(bundle, o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}
