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
		found = found || ok && ruleID(lit) != "" && field(lit, "Severity") != nil
		return !found
	})
	return found
}
