// Package kit has what cases are made with: the form of a case, and changes to a clean chain. Most people want [Fires]
// and [Quiet].
package kit

import (
	"slices"
	"strings"
	"time"

	"qwac/internal/testpki"
	"qwac/pkg/check"
	"qwac/pkg/lint"
)

// At is the time as of which cases are judged unless they say otherwise.
func At() time.Time { return testpki.At() }

// Case is one input.
type Case struct {
	Name string // unique: the rule's id, a slash, and what is special
	Near bool   // a near miss: the rule must stay quiet
	// Edit changes the specs of the clean chain before it is issued. Nil: the clean chain.
	Edit func(leaf, intermediate, root *testpki.Spec)
	// Files makes the input of the issued chain; nil: leaf.pem, intermediate.pem and root.pem.
	Files func(testpki.Chain) []Input
	// Options are those of the run; a zero At is replaced by At.
	Options check.Options
	// Want lists the ids of all findings in their order, without those of every chain (cases.Always). A finding that is
	// milder or graver than its rule has its severity after the id: "chain-test-ca:notice".
	Want      []string
	Unfixable bool // the fault cannot be mended, though others of the rule can
}

// Input is a file.
type Input struct {
	Name string
	Data []byte
}

// Rule is the id of the rule that the case is about.
func (c Case) Rule() string {
	for i, r := range c.Name {
		if r == '/' {
			return c.Name[:i]
		}
	}
	return c.Name
}

// Inputs returns the files of the case.
func (c Case) Inputs() []Input {
	pki := testpki.NewChain(c.Edit)
	if c.Files == nil {
		return ThreeFiles(pki)
	}
	return c.Files(pki)
}

func ThreeFiles(pki testpki.Chain) []Input {
	return []Input{
		{"leaf.pem", pki.Leaf.PEM()}, {"intermediate.pem", pki.Intermediate.PEM()}, {"root.pem", pki.Root.PEM()},
	}
}

// Fixable reports whether all findings of the case can be mended without loss, so that its payload is that of a clean
// chain.
func (c Case) Fixable() bool {
	if c.Unfixable {
		return false
	}
	metas := check.Rules()
	for _, id := range c.Want {
		id, _, _ = strings.Cut(id, ":")
		i := slices.IndexFunc(metas, func(m lint.Meta) bool { return m.ID == id })
		if i < 0 || !metas[i].Fixable {
			return false
		}
	}
	return true
}
