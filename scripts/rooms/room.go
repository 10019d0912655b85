package main

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// room is one package, without its tests.
type room struct {
	dir      string
	files    []string
	lines    int
	exported int              // names in the scope of the package
	uses     map[use][]string // names that a file uses of another
	upward   []use            // uses against the order of the files
}

func readRoom(dir string) (*room, error) {
	r := &room{dir: filepath.ToSlash(dir), uses: map[use][]string{}}
	names, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		return nil, err
	}
	set := token.NewFileSet()
	var files []*ast.File
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		text, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		file, err := parser.ParseFile(set, name, text, parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		files = append(files, file)
		r.files = append(r.files, filepath.Base(name))
		r.lines += bytes.Count(text, []byte("\n")) - explanation(set, file)
	}
	r.resolve(set, files)
	r.upward = upward(r.files, r.uses)
	return r, nil
}

// explained are the fields of a rule that are texts for those who run the program.
var explained = []string{"Means", "Why", "Wrong", "Right", "Fix", "Ask", "See"}

// explanation counts the lines of a file that explain a rule: docs/rules.md has them too, and nobody has to read them
// to follow the code.
func explanation(set *token.FileSet, file *ast.File) int {
	n := 0
	ast.Inspect(file, func(node ast.Node) bool {
		kv, ok := node.(*ast.KeyValueExpr)
		if !ok {
			return true
		}
		if key, ok := kv.Key.(*ast.Ident); ok && slices.Contains(explained, key.Name) {
			n += set.Position(kv.End()).Line - set.Position(kv.Pos()).Line + 1
		}
		return true
	})
	return n
}

// resolve finds what the files use of each other. Other packages are taken as empty: only names of this one count.
func (r *room) resolve(set *token.FileSet, files []*ast.File) {
	info := &types.Info{Uses: map[*ast.Ident]types.Object{}}
	conf := types.Config{Importer: empty{}, Error: func(error) {}}
	pkg, _ := conf.Check(r.dir, set, files, info)
	for _, name := range pkg.Scope().Names() {
		if token.IsExported(name) {
			r.exported++
		}
	}
	fileOf := func(p token.Pos) string { return filepath.Base(set.Position(p).Filename) }
	for id, obj := range info.Uses {
		if obj.Pkg() != pkg || !obj.Pos().IsValid() || !shared(obj, pkg) {
			continue
		}
		u := use{fileOf(id.Pos()), fileOf(obj.Pos())}
		if u.from != u.to && !slices.Contains(r.uses[u], obj.Name()) {
			r.uses[u] = append(r.uses[u], obj.Name())
		}
	}
	for u := range r.uses {
		slices.Sort(r.uses[u])
	}
}

// shared reports whether other files can use an object: it is of the package's scope, a method or a field.
func shared(obj types.Object, pkg *types.Package) bool {
	switch o := obj.(type) {
	case *types.Var:
		return o.IsField() || o.Parent() == pkg.Scope()
	case *types.Func:
		return true
	}
	return obj.Parent() == pkg.Scope()
}

// empty imports every package as one without names.
type empty struct{}

func (empty) Import(path string) (*types.Package, error) {
	p := types.NewPackage(path, filepath.Base(path))
	p.MarkComplete()
	return p, nil
}
