package main

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
)

// branch is a condition in a file.
type branch struct {
	at       token.Position
	function string
	text     string
	rules    []string // whose condition it is, as far as the names tell
	// ways are the answers that are put in its place. An operand has one alone: with the other one it would decide
	// the whole condition, which is a mutant of its own.
	ways []way
}

// way is how a condition is blunted.
type way int

// The ways.
const (
	never way = iota
	always
)

func (w way) String() string { return [...]string{"never", "always"}[w] }

// edit is what is put into a file before an offset.
type edit struct {
	at    int
	text  string
	opens bool
}

// mutator puts each condition of a file into a call that may give another answer.
type mutator struct {
	set      *token.FileSet
	source   []byte
	function string
	owners   *owners
	rule     string // in whose value we are; empty: in none
	first    int    // number of the first branch
	branches []branch
	edits    []edit
}

// mutate blunts the conditions of a file: those of if and case, the operands of && and ||, and comparisons that are
// returned. The branches have numbers from first on.
func mutate(owners *owners, file string, source []byte, first int) (
	pkg string, branches []branch, mutated []byte, err error) {
	m := &mutator{set: token.NewFileSet(), source: source, owners: owners, first: first}
	tree, err := parser.ParseFile(m.set, file, source, parser.SkipObjectResolution)
	if err != nil {
		return "", nil, nil, err
	}
	for _, d := range tree.Decls {
		m.function, m.rule = declared(d), ""
		ast.Inspect(d, m.visit)
	}
	return tree.Name.Name, m.branches, apply(source, m.edits), nil
}

// declared is the name of what is declared, for people.
func declared(d ast.Decl) string {
	switch d := d.(type) {
	case *ast.FuncDecl:
		return d.Name.Name
	case *ast.GenDecl:
		for _, spec := range d.Specs {
			if v, ok := spec.(*ast.ValueSpec); ok {
				return v.Names[0].Name
			}
		}
	}
	return ""
}

func (m *mutator) visit(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.GenDecl:
		return n.Tok == token.VAR // a constant takes no call
	case *ast.CompositeLit:
		if id := m.owners.rule(n); id != "" {
			m.rule = id
		}
	case *ast.IfStmt:
		m.blunt(n.Cond, never, always)
	case *ast.SwitchStmt:
		for _, c := range cases(n) {
			m.blunt(c, never, always)
		}
	case *ast.ReturnStmt:
		for _, r := range n.Results {
			if isCondition(r) {
				m.blunt(r, never, always)
			}
		}
	case *ast.BinaryExpr:
		switch n.Op {
		case token.LAND:
			m.operands(n, always)
		case token.LOR:
			m.operands(n, never)
		}
	}
	return true
}

// operands blunts both sides of && or ||, but not those that are themselves such a term of the same kind.
func (m *mutator) operands(n *ast.BinaryExpr, w way) {
	for _, o := range []ast.Expr{n.X, n.Y} {
		if b, ok := o.(*ast.BinaryExpr); !ok || b.Op != n.Op {
			m.blunt(o, w)
		}
	}
}

func (m *mutator) blunt(e ast.Expr, ways ...way) {
	from, to := m.set.Position(e.Pos()), m.set.Position(e.End())
	m.edits = append(m.edits, edit{from.Offset, fmt.Sprintf("mutant(%d, ", m.first+len(m.branches)), true},
		edit{to.Offset, ")", false})
	rules := []string{m.rule}
	if m.rule == "" {
		rules = m.owners.of(m.function)
	}
	m.branches = append(m.branches, branch{from, m.function, string(m.source[from.Offset:to.Offset]), rules, ways})
}

// isCondition reports whether an expression is a condition by its form.
func isCondition(e ast.Expr) bool {
	switch e := e.(type) {
	case *ast.ParenExpr:
		return isCondition(e.X)
	case *ast.UnaryExpr:
		return e.Op == token.NOT
	case *ast.BinaryExpr:
		return slices.Contains([]token.Token{token.LAND, token.LOR, token.EQL, token.NEQ, token.LSS, token.LEQ,
			token.GTR, token.GEQ}, e.Op)
	}
	return false
}

// cases are the conditions of a switch without a value. In one with a value they are no conditions.
func cases(s *ast.SwitchStmt) (all []ast.Expr) {
	if s.Tag != nil {
		return nil
	}
	for _, c := range s.Body.List {
		all = append(all, c.(*ast.CaseClause).List...)
	}
	return all
}

// apply puts all edits in; at one place what closes comes before what opens.
func apply(source []byte, edits []edit) []byte {
	slices.SortStableFunc(edits, func(a, b edit) int {
		if a.at != b.at {
			return a.at - b.at
		}
		if a.opens != b.opens && !a.opens {
			return -1
		}
		return 0
	})
	var b bytes.Buffer
	last := 0
	for _, e := range edits {
		b.Write(source[last:e.at])
		b.WriteString(e.text)
		last = e.at
	}
	b.Write(source[last:])
	return b.Bytes()
}
