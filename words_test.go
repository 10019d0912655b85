package main

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/urfave/cli/v2"

	"qwac/internal/app"
	"qwac/internal/howto"
	"qwac/pkg/lint"
	"qwac/pkg/report"
	"qwac/pkg/report/formats"
)

// TestCommandWords finds words of the command line in the library, flags and commands: it says what is wrong and what
// is needed ([lint.Need]), and internal/app by which flag or command.
func TestCommandWords(t *testing.T) {
	ours := commandWords(app.App().Commands)
	err := filepath.WalkDir("pkg", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			return err
		}
		for _, text := range spoken(file, ours) {
			t.Errorf("%s: words of the command line: %q", path, text)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestNeeds finds a need that the command line has no way for.
func TestNeeds(t *testing.T) {
	for _, what := range lint.Whats() {
		if howto.Words().How(lint.Need{What: what, With: "FILE"}) == "" {
			t.Errorf("no way for %q", what)
		}
	}
}

// TestPlainReports finds words of the command line in reports that no program has given its own.
func TestPlainReports(t *testing.T) {
	ours := commandWords(app.App().Commands)
	names, err := filepath.Glob(filepath.Join("testdata", "golden", "*.json"))
	if err != nil || len(names) == 0 {
		t.Fatal("no golden file", err)
	}
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		r, err := report.Read(bytes.NewReader(data))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for _, f := range formats.All() {
			var out bytes.Buffer
			if err := f.Write(&out, r, report.Style{Depth: report.Full}); err != nil {
				t.Fatal(err)
			}
			if word := ours.FindString(out.String()); word != "" {
				t.Errorf("%s as %s has %q", name, f.Name, word)
			}
		}
	}
}

// commandWords finds the flags and the commands of the program in a text.
func commandWords(commands []*cli.Command) *regexp.Regexp {
	var flags, names []string
	var add func([]*cli.Command)
	add = func(commands []*cli.Command) {
		for _, c := range commands {
			if c.Name != "sandbox" { // the bank that it plays is called that too
				names = append(names, regexp.QuoteMeta(c.Name))
			}
			for _, f := range c.Flags {
				flags = append(flags, f.Names()[0])
			}
			add(c.Subcommands)
		}
	}
	add(commands)
	return regexp.MustCompile(`(^|[^\w-])--(` + strings.Join(flags, "|") + `)\b|\bqwac (` + strings.Join(names, "|") +
		`)\b|\| *qwac\b`)
}

// spoken are the texts of a file with such words, but for the flags of another program.
func spoken(file *ast.File, ours *regexp.Regexp) []string {
	var out []string
	add := func(text string) {
		if !strings.HasPrefix(text, "curl ") && ours.MatchString(text) {
			out = append(out, text)
		}
	}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.ImportSpec:
			return false
		case *ast.BinaryExpr:
			if text, ok := joined(n); ok {
				add(text)
				return false
			}
		case *ast.BasicLit:
			if text, ok := joined(n); ok {
				add(text)
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
