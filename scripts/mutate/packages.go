package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strings"
)

// source is a package of the repository without its tests.
type source struct {
	dir   string
	files []string
	trees []*ast.File
}

// helpers are packages without rules whose functions say what is wrong where rules only report it.
var helpers = []string{"form", "ident", "life"}

// rulePackages are the packages that have a rule, and the helpers: whatever their files are called, rules are made of
// them.
func rulePackages() (all []*source, err error) {
	dirs, err := filepath.Glob(filepath.Join("pkg", "*"))
	if err != nil {
		return nil, err
	}
	for _, dir := range dirs {
		s, err := readSource(dir)
		if err != nil {
			return nil, err
		}
		if slices.ContainsFunc(s.trees, hasRule) || slices.Contains(helpers, filepath.Base(dir)) {
			all = append(all, s)
		}
	}
	return all, nil
}

// readSource reads the files of a folder.
func readSource(dir string) (*source, error) {
	found, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		return nil, err
	}
	s := &source{dir: dir}
	for _, file := range found {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		tree, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		s.files, s.trees = append(s.files, file), append(s.trees, tree)
	}
	return s, nil
}

// hasRule reports whether a file has the description of a rule.
func hasRule(f *ast.File) (found bool) {
	ast.Inspect(f, func(n ast.Node) bool {
		lit, ok := n.(*ast.CompositeLit)
		found = found || ok && isDescription(lit)
		return !found
	})
	return found
}

func isDescription(lit *ast.CompositeLit) bool {
	return ruleID(lit) != "" && field(lit, "Severity") != nil
}

// ruleFiles are the files of a package that rules are made of: with a rule, or with a function that the gate or the
// check of a rule is or calls; with faults also those that make a fault for a rule to report.
func (s *source) ruleFiles(faults bool) (files []string) {
	metas, checks := map[string]bool{}, map[string]bool{}
	for _, f := range s.trees {
		ast.Inspect(f, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.ValueSpec:
				for i, value := range n.Values {
					metas[n.Names[i].Name] = metas[n.Names[i].Name] || describes(value)
				}
			case *ast.CompositeLit:
				for _, part := range []string{"Applies", "Check"} {
					if value := field(n, part); value != nil {
						called(value, checks)
					}
				}
			}
			return true
		})
	}
	for i, f := range s.trees {
		if hasRule(f) || declares(f, checks) || faults && uses(f, metas) {
			files = append(files, s.files[i])
		}
	}
	return files
}

// called notes the function that a value is, and those that it calls.
func called(value ast.Expr, names map[string]bool) {
	if id, ok := value.(*ast.Ident); ok {
		names[id.Name] = true
	}
	ast.Inspect(value, func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok {
			if id, ok := call.Fun.(*ast.Ident); ok {
				names[id.Name] = true
			}
		}
		return true
	})
}

// describes reports whether a value is the description of a rule.
func describes(value ast.Expr) bool {
	if u, ok := value.(*ast.UnaryExpr); ok {
		value = u.X
	}
	lit, ok := value.(*ast.CompositeLit)
	return ok && isDescription(lit)
}

// uses reports whether one of the names stands in a file.
func uses(f *ast.File, names map[string]bool) bool {
	return slices.ContainsFunc(used(f), func(name string) bool { return names[name] })
}

// declares reports whether a file declares one of the functions.
func declares(f *ast.File, functions map[string]bool) bool {
	return slices.ContainsFunc(f.Decls, func(d ast.Decl) bool {
		fn, ok := d.(*ast.FuncDecl)
		return ok && fn.Recv == nil && functions[fn.Name.Name]
	})
}
