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
	at   token.Position
	text string
}

// edit is what is put into a file before an offset.
type edit struct {
	at    int
	text  string
	opens bool
}

// mutate puts each condition of a file into a call that may give another answer. The branches have numbers from first
// on.
func mutate(file string, source []byte, first int) (pkg string, branches []branch, mutated []byte, err error) {
	set := token.NewFileSet()
	tree, err := parser.ParseFile(set, file, source, parser.SkipObjectResolution)
	if err != nil {
		return "", nil, nil, err
	}
	var edits []edit
	blunt := func(e ast.Expr) {
		from, to := set.Position(e.Pos()), set.Position(e.End())
		edits = append(edits, edit{from.Offset, fmt.Sprintf("mutant(%d, ", first+len(branches)), true},
			edit{to.Offset, ")", false})
		branches = append(branches, branch{from, string(source[from.Offset:to.Offset])})
	}
	ast.Inspect(tree, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.IfStmt:
			blunt(n.Cond)
		case *ast.SwitchStmt:
			for _, c := range cases(n) {
				blunt(c)
			}
		}
		return true
	})
	return tree.Name.Name, branches, apply(source, edits), nil
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
