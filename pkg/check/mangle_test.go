package check_test

import (
	"path"
	"slices"
	"testing"

	"qwac/internal/cases"
	"qwac/internal/testpki"
	"qwac/pkg/bank"
	"qwac/pkg/bundle"
	"qwac/pkg/check"
	"qwac/pkg/lint"
)

// TestMangled spoils each element of each extension that is decoded, and wants a warning or an error that was not
// there before. What may be silent stands in lawful, with the reason.
func TestMangled(t *testing.T) {
	used := make([]bool, len(lawful))
	for _, all := range []func(leaf, ca *testpki.Spec){testpki.UsualExtensions, testpki.RareExtensions} {
		edit := func(leaf, ca, _ *testpki.Spec) { all(leaf, ca) }
		clean := testpki.NewChain(edit)
		before := serious(t, clean)
		for _, m := range mangledChains(clean, edit) {
			fresh := slices.DeleteFunc(serious(t, m.chain), func(f string) bool { return slices.Contains(before, f) })
			i := slices.IndexFunc(lawful, m.is)
			switch {
			case i < 0 && len(fresh) == 0:
				t.Errorf("%s of the %s: element %s %s: nothing is said", m.id, m.who, m.Path, m.How)
			case i >= 0:
				used[i] = used[i] || len(fresh) == 0
			}
		}
	}
	for i, row := range lawful {
		if !used[i] {
			t.Errorf("%s %s %s: something is said, so it needs no reason", row.id, row.path, row.how)
		}
	}
}

// mangledChain has one element of one extension spoiled.
type mangledChain struct {
	testpki.Mangled
	who, id string
	chain   testpki.Chain
}

func mangledChains(clean testpki.Chain, edit func(leaf, ca, root *testpki.Spec)) (all []mangledChain) {
	for i, c := range clean.Certs()[:2] {
		for _, e := range c.Spec.Extensions {
			for _, m := range testpki.Mangle(e.Value) {
				if m.DER == nil {
					m.DER = []byte{}
				}
				changed := testpki.NewChain(func(leaf, ca, root *testpki.Spec) {
					edit(leaf, ca, root)
					[]*testpki.Spec{leaf, ca}[i].Ext(e.OID).Value = m.DER
				})
				all = append(all, mangledChain{m, []string{"leaf", "CA"}[i], e.OID.String(), changed})
			}
		}
	}
	return all
}

// serious are the warnings and errors on a chain.
func serious(t *testing.T, pki testpki.Chain) (all []string) {
	t.Helper()
	b := new(bundle.Bundle)
	if err := b.Parse("chain.pem", pki.PEM()); err != nil {
		t.Fatal(err)
	}
	r, err := check.Run(b, check.Options{Profile: bank.Named("etsi"), At: cases.At()})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range r.Findings {
		if f.Severity != lint.Notice {
			all = append(all, f.Rule.ID+": "+f.Message)
		}
	}
	return all
}

// lawfulRow is a change that leaves an extension in its form. Who, path and how are patterns.
type lawfulRow struct{ who, id, path, how, reason string }

func (m mangledChain) is(row lawfulRow) bool {
	matches := func(pattern, text string) bool {
		ok, err := path.Match(pattern, text)
		return err == nil && ok
	}
	return matches(row.who, m.who) && row.id == m.id && matches(row.path, m.Path) && matches(row.how, m.How)
}

const (
	optional = "the element is OPTIONAL, or one of several"
	again    = "a list may have an entry twice, and readers take either"
	anything = "the value is any number or any octets"
)

// lawful are the changes of which nothing has to be said.
var lawful = []lawfulRow{
	{"*", "2.5.29.14", "0", "one octet longer", anything},
	{"CA", "2.5.29.35", "0.2", "left out",
		"RFC 5280, 4.2.1.1, pairs the serial number with the issuer; readers look at each alone, and genuine " +
			"certificates have one of them"},
	{"CA", "2.5.29.19", "0.1", "left out", optional},
	{"CA", "2.5.29.19", "0.1", "one octet longer", anything},
	{"*", "2.5.29.32", "0.0.1", "left out", optional},
	{"leaf", "2.5.29.32", "0.0.1.[01]", "left out", optional},
	{"*", "2.5.29.32", "0.0.1.[01]", "doubled", again},
	{"leaf", "2.5.29.32", "0.0.1.1.1", "emptied", "both elements of a userNotice are OPTIONAL"},
	{"leaf", "2.5.29.32", "0.0.1.1.1.0", "left out", "both elements of a userNotice are OPTIONAL"},
	{"leaf", "2.5.29.32", "0.1", "left out", "a certificate need not have the policy of TS 119 495"},
	{"*", "1.3.6.1.5.5.7.1.1", "0.[01]", "left out", optional},
	{"*", "1.3.6.1.5.5.7.1.1", "0.[01]", "doubled", again},
	{"*", "2.5.29.31", "0.0", "doubled", again},
	{"*", "2.5.29.31", "0.0.0.0.0", "doubled", again},
	{"leaf", "2.5.29.46", "0.0", "doubled", again},
	{"leaf", "2.5.29.46", "0.0.0.0.0", "doubled", again},
	{"leaf", "2.5.29.37", "0.[01]", "doubled", again},
	{"leaf", "2.5.29.17", "0.[01]", "doubled", again},
	{"leaf", "2.5.29.17", "0.1", "left out", optional},
	{"leaf", "2.5.29.18", "0.0", "doubled", again},
	{"leaf", "1.3.6.1.5.5.7.1.3", "0.0", "left out", "the semantics of names are a notice (S44)"},
	{"leaf", "1.3.6.1.5.5.7.1.3", "0.0", "doubled", "RFC 3739 does not forbid pkixQCSyntax-v2 twice"},
	{"leaf", "1.3.6.1.5.5.7.1.3", "0.0.1", "left out", optional},
	{"leaf", "1.3.6.1.5.5.7.1.3", "0.3.1.1", "left out", "only English is asked for"},
	{"leaf", "1.3.6.1.5.5.7.1.3", "0.4.1.0.[01]", "left out", "one role is enough"},
	{"leaf", "1.3.6.1.5.5.7.1.3", "0.[567]", "left out", optional},
	{"leaf", "1.3.6.1.5.5.7.1.3", "0.5.1.[12]", "one octet longer", anything},
	{"leaf", "1.3.6.1.5.5.7.1.3", "0.6.1", "one octet longer", anything},
	{"leaf", "1.3.6.1.5.5.7.1.3", "0.4.1.0", "doubled", again},
	{"CA", "2.5.29.30", "0.[01]", "left out", optional},
	{"CA", "2.5.29.30", "0.[01].0", "doubled", again},
	{"CA", "2.5.29.30", "0.0.0.0", "emptied", "RFC 5280, 4.2.1.10: the empty domain has all domains below it"},
	{"CA", "2.5.29.36", "0.[01]", "left out", optional},
	{"CA", "2.5.29.36", "0.[01]", "one octet longer", anything},
	{"CA", "2.5.29.54", "0", "one octet longer", anything},
	{"CA", "2.5.29.33", "0.0", "doubled", again},
	{"CA", "1.3.6.1.5.5.7.1.11", "0.0", "doubled", again},
	{"leaf", "1.3.6.1.5.5.7.1.24", "0.0", "doubled", again},
	{"leaf", "1.3.6.1.5.5.7.1.24", "0.0", "one octet longer", anything},
	{"leaf", "2.5.29.9", "0.0", "doubled", again},
	{"leaf", "2.5.29.9", "0.0.1.0", "*",
		"what values an attribute has is not known to RFC 5280, 4.2.1.8, and no reader needs them"},
	{"leaf", "2.5.29.16", "0.[01]", "left out", optional},
}
