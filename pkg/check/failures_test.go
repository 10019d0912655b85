package check

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strconv"
	"testing"

	"qwac/pkg/lint"
	"qwac/pkg/path"
)

// TestFailureRules has a rule for whatever a validation says that a path breaks.
func TestFailureRules(t *testing.T) {
	ruled := Rules()
	broken := pathRules(t)
	if len(broken) < 30 {
		t.Fatalf("only %d rules of the validation are found", len(broken))
	}
	for _, r := range broken {
		m := RuleOf(path.Failure{Rule: r})
		switch {
		case r == path.RuleHost && m == nil:
		case m == nil:
			t.Errorf("no rule reports that %q is broken", r)
		case ruled[slices.IndexFunc(ruled, func(o lint.Meta) bool { return o.ID == m.ID })].Code != m.Code:
			t.Errorf("%s is no rule of a run", m.ID)
		}
	}
}

// pathRules reads the constants of type Rule.
func pathRules(t *testing.T) (rules []path.Rule) {
	file, err := parser.ParseFile(token.NewFileSet(), filepath.Join("..", "path", "terms.go"), nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok {
			return true
		}
		if kind, ok := spec.Type.(*ast.Ident); ok && kind.Name == "Rule" {
			text, err := strconv.Unquote(spec.Values[0].(*ast.BasicLit).Value)
			if err != nil {
				t.Fatal(err)
			}
			rules = append(rules, path.Rule(text))
		}
		return true
	})
	return rules
}
