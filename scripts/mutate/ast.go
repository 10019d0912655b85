package main

import (
	"go/ast"
	"strconv"
)

// ruleID is the identifier in the description of a rule; empty: it is none.
func ruleID(e ast.Expr) string {
	if u, ok := e.(*ast.UnaryExpr); ok {
		e = u.X
	}
	lit, ok := e.(*ast.CompositeLit)
	if !ok {
		return ""
	}
	text, ok := field(lit, "ID").(*ast.BasicLit)
	if !ok {
		return ""
	}
	id, _ := strconv.Unquote(text.Value)
	return id
}

// field is the value of a field; nil: it is not there.
func field(n *ast.CompositeLit, name string) ast.Expr {
	for _, e := range n.Elts {
		if kv, ok := e.(*ast.KeyValueExpr); ok {
			if key, ok := kv.Key.(*ast.Ident); ok && key.Name == name {
				return kv.Value
			}
		}
	}
	return nil
}

// used are the names in a piece of source.
func used(n ast.Node) (names []string) {
	ast.Inspect(n, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok {
			names = append(names, id.Name)
		}
		return true
	})
	return names
}
