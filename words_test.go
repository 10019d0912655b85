package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// commandWords are words of the command line: a flag of ours, or a command.
var commandWords = regexp.MustCompile(`(^|[ (` + "`" + `])--[a-z]{2}|\bqwac (check|inspect|payload|fix|csr|` +
	`compare|rotate|trust|register|rules|explain|submit|client|token|baseline|config|testpki)\b`)

// ruleText are the fields of a rule that document it: commands in them are examples, and docs/rules.md has them.
var ruleText = []string{"Means", "Why", "Wrong", "Right", "Fix", "See", "Ask"}

// knownCommandWords are the texts with such words that packages of the library may have, by file: how many, and why.
// More are a mistake: the library says what is wanted, and internal/app by which flag.
var knownCommandWords = map[string]int{
	// next steps of findings that are a command to paste, or name the evidence beside the chain
	"pkg/bundle/foreign.go":      11,
	"pkg/bundle/label.go":        4,
	"pkg/upload/ocsp.go":         1,
	"pkg/upload/rules_access.go": 1,
	// Fact.Ask is how to have a fact checked
	"pkg/check/facts.go": 8,
	// reports are those of the program
	"pkg/report/html/write_findings.go": 1,
	"pkg/report/text.go":                2,
	"pkg/report/text_finding.go":        2,
	"pkg/report/text_many.go":           1,
	"pkg/rotation/schema.go":            1, // a schema names the program whose files it is for
	"pkg/submit/print.go":               3, // flags of curl
}

// TestCommandWords finds words of the command line in the library.
func TestCommandWords(t *testing.T) {
	found := map[string]int{}
	err := filepath.WalkDir("pkg", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			return err
		}
		if n := len(spoken(file)); n > 0 {
			found[filepath.ToSlash(path)] = n
			if n != knownCommandWords[filepath.ToSlash(path)] {
				t.Logf("%s: %q", path, spoken(file))
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(knownCommandWords, found); diff != "" {
		t.Errorf("texts with words of the command line (-known +found); files: %v\n%s",
			slices.Sorted(maps.Keys(found)), diff)
	}
}

// spoken are the texts of a file with words of the command line, but for those that document a rule.
func spoken(file *ast.File) []string {
	var out []string
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.ImportSpec:
			return false
		case *ast.KeyValueExpr:
			if key, ok := n.Key.(*ast.Ident); ok && slices.Contains(ruleText, key.Name) {
				return false
			}
		case *ast.BinaryExpr:
			if text, ok := joined(n); ok {
				if commandWords.MatchString(text) {
					out = append(out, text)
				}
				return false
			}
		case *ast.BasicLit:
			text, err := strconv.Unquote(n.Value)
			if n.Kind == token.STRING && err == nil && commandWords.MatchString(text) {
				out = append(out, text)
			}
		}
		return true
	})
	return out
}

// joined is a text that is written in several pieces.
func joined(e ast.Expr) (string, bool) {
	switch e := e.(type) {
	case *ast.BasicLit:
		text, err := strconv.Unquote(e.Value)
		return text, e.Kind == token.STRING && err == nil
	case *ast.BinaryExpr:
		x, ok := joined(e.X)
		y, and := joined(e.Y)
		return x + y, ok && and && e.Op == token.ADD
	}
	return "", false
}
