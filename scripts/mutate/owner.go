package main

import (
	"go/ast"
	"maps"
	"slices"
)

// owners knows which rules a condition is for: the one in whose value it stands, or those that come to the function
// that it is in. Names alone are looked at, so that there may be a rule too many.
type owners struct {
	metas map[string]string   // the rule that a variable describes
	uses  map[string][]string // the names that a function uses
	rules map[string][]string // the names that a rule uses
	of    map[string][]string // the rules that come to a function
}

// newOwners reads the packages of rules.
func newOwners() (*owners, error) {
	o := &owners{map[string]string{}, map[string][]string{}, map[string][]string{}, map[string][]string{}}
	packages, err := rulePackages()
	if err != nil {
		return nil, err
	}
	for _, p := range packages {
		for _, f := range p.trees {
			ast.Inspect(f, o.variables)
		}
	}
	for _, p := range packages {
		for _, f := range p.trees {
			ast.Inspect(f, o.names)
		}
	}
	o.follow()
	return o, nil
}

// variables notes what the variables with the description of a rule are called.
func (o *owners) variables(n ast.Node) bool {
	if v, ok := n.(*ast.ValueSpec); ok && len(v.Names) == 1 && len(v.Values) == 1 {
		if id := ruleID(v.Values[0]); id != "" {
			o.metas[v.Names[0].Name] = id
		}
	}
	return true
}

// names notes what functions and rules use.
func (o *owners) names(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.FuncDecl:
		all := append(o.uses[n.Name.Name], used(n)...)
		slices.Sort(all)
		o.uses[n.Name.Name] = slices.Compact(all)
	case *ast.CompositeLit:
		if id := o.rule(n); id != "" {
			o.rules[id] = append(o.rules[id], used(n)...)
		}
	}
	return true
}

// rule is the rule that a value is; empty: it is none.
func (o *owners) rule(n *ast.CompositeLit) string {
	meta := field(n, "Meta")
	if meta == nil {
		return ""
	}
	if id := ruleID(meta); id != "" {
		return id
	}
	names := used(meta)
	if len(names) == 0 {
		return ""
	}
	return o.metas[names[len(names)-1]]
}

// follow notes of each function which rules come to it.
func (o *owners) follow() {
	for _, id := range slices.Sorted(maps.Keys(o.rules)) {
		seen := map[string]bool{}
		for todo := o.rules[id]; len(todo) > 0; {
			name := todo[0]
			todo = todo[1:]
			if uses, ok := o.uses[name]; ok && !seen[name] {
				seen[name] = true
				o.of[name] = append(o.of[name], id)
				todo = slices.Concat(todo, uses)
			}
		}
	}
}
