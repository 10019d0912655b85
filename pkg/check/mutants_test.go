package check_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"testing"

	"qwac/internal/cases"
	"qwac/internal/testpki"
	"qwac/pkg/bundle"
	"qwac/pkg/cert"
	"qwac/pkg/chain"
	"qwac/pkg/check"
	"qwac/pkg/lint"
	"qwac/pkg/revocation"
)

// equivalent says which mutants are no faults, and why. Branches of checks that are named here choose words alone;
// those of all others choose whether there is a finding.
var equivalent = []struct {
	way, reason string
	rules       []string
}{
	{"blunt", "the gate is the whole condition; the check chooses words",
		[]string{"chain-multiple-leaves", "chain-intermediate-missing", "chain-signature-invalid", "type-obwac",
			"qc-cclegislation-in-eu-qc", "psd2-ncaname-empty",
			"psd2-ncaid-malformed", "psd2-ncaid-country", "psd2-orgid-missing", "psd2-orgid-not-psd",
			"psd2-orgid-state-part", "psd2-orgid-ncaid-country-mismatch", "psd2-orgid-ncaid-nca-mismatch",
			"policy-etsi-inconsistent-with-qctype", "psd2-role-as-only", "trusted-list-not-checked",
			"revocation-not-checked", "psd2-register-not-checked"}},
	{"without a gate", "without a path no certificate of a file has a place, and nothing is out of order",
		[]string{"chain-leaf-not-first", "chain-wrong-order", "chain-reversed"}},
	{"without a gate", "no time is after the end of a validity; that it is before each beginning, TestAtNoTime holds",
		[]string{"validity-expired", "validity-not-yet-valid"}},
}

func (m mutant) equivalent() bool {
	for _, e := range equivalent {
		if e.way == m.way && slices.Contains(e.rules, m.rule) {
			return true
		}
	}
	return false
}

// TestAtNoTime judges as of no time: validity plays no part.
func TestAtNoTime(t *testing.T) {
	b := new(bundle.Bundle)
	if err := b.Parse("chain.pem", testpki.Clean().PEM()); err != nil {
		t.Fatal(err)
	}
	for _, f := range run(t, b, check.Options{}).Findings {
		if strings.HasPrefix(f.Rule.ID, "validity-") {
			t.Errorf("%s: %s", f.Rule.ID, f.Message)
		}
	}
}

// mutant is a rule with a fault put in.
type mutant struct {
	rule, way string
	on, off   func()
}

// TestRuleMutants puts faults into each rule, one at a time, and wants a case to fail: what no case misses is not
// tested. A disabled rule never reports, one without a gate is asked about everything, a blunt one reports wherever
// it is asked. A disabled rule has to be missed by a case of its own. `make mutate` does the same to each condition.
func TestRuleMutants(t *testing.T) {
	all := slices.Concat(mutants(bundle.Rules()), mutants(cert.Rules()...), mutants(chain.Rules()),
		mutants(check.LeafRules()...), mutants(revocation.Rules()), mutants(check.RedirectRules()),
		mutants(check.RequiredRules()))
	gate := len(check.GateRules()) // the last ones are no values: pkg/gate makes their findings, and tests them
	for _, r := range check.Rules()[:len(check.Rules())-gate] {
		if !slices.ContainsFunc(all, func(m mutant) bool { return m.rule == r.ID }) {
			t.Errorf("%s is in none of the lists", r.ID)
		}
	}
	table := newTable()
	caught, same := 0, 0
	for _, m := range all {
		if m.equivalent() {
			same++
			continue
		}
		m.on()
		missed := table.fails(m)
		m.off()
		if !missed {
			t.Errorf("%s, %s: no case fails", m.rule, m.way)
			continue
		}
		caught++
	}
	t.Logf("%d of %d mutants of %d rules are caught, %d are equivalent", caught, len(all)-same, len(check.Rules()),
		same)
}

// mutants are those of the rules of some lists.
func mutants[S any](lists ...[]*lint.Rule[S]) (all []mutant) {
	for _, r := range slices.Concat(lists...) {
		was := *r
		off := func() { *r = was }
		all = append(all, mutant{r.ID, "disabled", func() { r.Check = func(*lint.Pass, S) {} }, off})
		if r.Applies == nil || branches(r.Check) { // else the gate is the whole condition
			all = append(all, mutant{r.ID, "blunt", func() {
				r.Check = func(p *lint.Pass, _ S) { p.Reportf(lint.Where{}, "mutant") }
			}, off})
		}
		if r.Applies != nil {
			all = append(all, mutant{r.ID, "without a gate", func() { r.Applies = nil }, off})
		}
	}
	return all
}

// branches reports whether the source of a function has a branch or a loop.
func branches(f any) (found bool) {
	file, line := runtime.FuncForPC(reflect.ValueOf(f).Pointer()).FileLine(reflect.ValueOf(f).Pointer())
	if _, in, ok := strings.Cut(filepath.ToSlash(file), "/pkg/"); ok { // whatever -trimpath made of it
		file = filepath.Join("..", filepath.FromSlash(in))
	}
	set := token.NewFileSet()
	tree, err := parser.ParseFile(set, file, nil, parser.SkipObjectResolution)
	if err != nil {
		return true
	}
	ast.Inspect(tree, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncDecl:
			found = found || set.Position(n.Pos()).Line == line && hasBranch(n)
		case *ast.FuncLit:
			found = found || set.Position(n.Pos()).Line == line && hasBranch(n)
		}
		return true
	})
	return found
}

func hasBranch(f ast.Node) (found bool) {
	ast.Inspect(f, func(n ast.Node) bool {
		switch n.(type) {
		case *ast.IfStmt, *ast.ForStmt, *ast.RangeStmt, *ast.SwitchStmt:
			found = true
		}
		return true
	})
	return found
}

// table is all cases with their inputs, which are made once.
type table struct {
	cases  []cases.Case
	inputs [][]cases.Input
	told   string // all that is told
}

func newTable() *table {
	t := &table{cases: cases.All(), told: readMessages()}
	for _, c := range t.cases {
		t.inputs = append(t.inputs, c.Inputs())
	}
	return t
}

// fails reports whether a case fails, those of the rule first.
func (t *table) fails(m mutant) bool {
	for i, c := range t.cases {
		if c.Rule() == m.rule && !t.holds(i) {
			return true
		}
	}
	if m.way == "disabled" {
		return false
	}
	for i, c := range t.cases {
		if c.Rule() != m.rule && !t.holds(i) {
			return true
		}
	}
	return false
}

// holds reports whether a case has the outcome that it should, word by word.
func (t *table) holds(i int) (ok bool) {
	defer func() {
		if p := recover(); p != nil {
			ok = false // such as a check that is asked about a certificate without what it looks at
		}
	}()
	r, err := judge(t.cases[i], t.inputs[i])
	c := t.cases[i]
	return err == nil && slices.Equal(ids(c, r), c.Want) && strings.Contains(t.told, told(c, r))
}

// TestTableHolds is the other half of TestRuleMutants: without a fault no case fails.
func TestTableHolds(t *testing.T) {
	table := newTable()
	for i, c := range table.cases {
		if !table.holds(i) {
			t.Errorf("%s fails", c.Name)
		}
	}
}
