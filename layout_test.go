package main

import (
	"bytes"
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"qwac/pkg/bank"
	"qwac/pkg/check"
)

// mayImport is the one direction of the project: which of our packages a package may import. Tests may import more.
var mayImport = map[string][]string{
	"qwac":              {"internal/app"},
	"qwac/pkg/lint":     {},
	"qwac/pkg/advice":   {"pkg/lint"},
	"qwac/pkg/ber":      {},
	"qwac/pkg/pkcs12":   {"pkg/ber"},
	"qwac/pkg/key":      {"pkg/ber"},
	"qwac/pkg/form":     {"pkg/ber"},
	"qwac/pkg/cert":     {"pkg/lint", "pkg/ber", "pkg/form", "pkg/key"},
	"qwac/pkg/foreign":  {"pkg/lint", "pkg/ber"},
	"qwac/pkg/unwrap":   {},
	"qwac/pkg/bundle":   {"pkg/lint", "pkg/ber", "pkg/pkcs12", "pkg/cert", "pkg/foreign", "pkg/unwrap"},
	"qwac/pkg/life":     {},
	"qwac/pkg/second":   {"pkg/key", "pkg/cert"},
	"qwac/pkg/path":     {"pkg/second", "pkg/ber", "pkg/key", "pkg/cert"},
	"qwac/pkg/straight": {"pkg/ber", "pkg/key", "pkg/cert"},
	"qwac/pkg/chain": {"pkg/lint", "pkg/ber", "pkg/form", "pkg/key", "pkg/cert", "pkg/bundle", "pkg/life", "pkg/second", "pkg/path",
		"pkg/memo"},
	"qwac/pkg/memo":       {"pkg/key", "pkg/cert", "pkg/path"},
	"qwac/pkg/tsl":        {"pkg/ber"},
	"qwac/pkg/trustlist":  {"pkg/ber", "pkg/tsl"},
	"qwac/pkg/revocation": {"pkg/lint", "pkg/ber", "pkg/cert", "pkg/path", "pkg/chain"},
	"qwac/pkg/ident":      {"pkg/ber"},
	"qwac/pkg/register":   {"pkg/ident"},
	"qwac/pkg/eds":        {},
	"qwac/pkg/near":       {},
	"qwac/pkg/bank":       {"pkg/lint", "pkg/ident"},
	"qwac/pkg/yamlfile":   {"pkg/lint", "pkg/ident", "pkg/near"},
	"qwac/pkg/profile":    {"pkg/lint", "pkg/bank", "pkg/ident", "pkg/yamlfile"},
	"qwac/pkg/glossary":   {"pkg/lint", "pkg/near"},
	"qwac/pkg/eidas": {"pkg/lint", "pkg/ber", "pkg/cert", "pkg/chain", "pkg/ident", "pkg/register", "pkg/eds", "pkg/tsl",
		"pkg/trustlist"},
	"qwac/pkg/psd2": {"pkg/lint", "pkg/ber", "pkg/cert", "pkg/chain", "pkg/ident", "pkg/trustlist",
		"pkg/eidas"},
	"qwac/pkg/upload": {"pkg/lint", "pkg/ber", "pkg/cert", "pkg/chain", "pkg/ident", "pkg/register", "pkg/eds",
		"pkg/trustlist", "pkg/eidas", "pkg/revocation"},
	"qwac/pkg/leaf":     {"pkg/life", "pkg/lint", "pkg/ber", "pkg/cert", "pkg/chain", "pkg/ident", "pkg/eidas"},
	"qwac/pkg/browsers": {"pkg/ber", "pkg/lint", "pkg/eidas", "pkg/life"},
	"qwac/pkg/verifiers": {"pkg/lint", "pkg/ber", "pkg/key", "pkg/cert", "pkg/path", "pkg/straight", "pkg/chain",
		"pkg/eidas"},
	"qwac/pkg/check": {"pkg/lint", "pkg/memo", "pkg/bank", "pkg/ber", "pkg/cert", "pkg/bundle", "pkg/path", "pkg/chain",
		"pkg/browsers", "pkg/revocation", "pkg/ident", "pkg/register", "pkg/eds", "pkg/eidas", "pkg/psd2", "pkg/upload", "pkg/leaf",
		"pkg/verifiers", "pkg/tsl", "pkg/trustlist"},
	"qwac/pkg/dn":  {"pkg/ber"},
	"qwac/pkg/csr": {"pkg/ident"},
	"qwac/pkg/report": {"pkg/advice", "pkg/life", "pkg/lint", "pkg/bank", "pkg/ber", "pkg/cert", "pkg/bundle", "pkg/path",
		"pkg/chain", "pkg/revocation", "pkg/ident", "pkg/eidas", "pkg/verifiers", "pkg/check", "pkg/report/encode",
		"pkg/report/lines"},
	"qwac/pkg/report/lines":   {},
	"qwac/pkg/report/encode":  {"pkg/report/lines"},
	"qwac/pkg/report/html":    {"pkg/advice", "pkg/life", "pkg/ber", "pkg/chain", "pkg/report"},
	"qwac/pkg/report/formats": {"pkg/report", "pkg/report/html"},
	"qwac/pkg/compare":        {"pkg/life", "pkg/lint", "pkg/bank", "pkg/ber", "pkg/chain", "pkg/leaf", "pkg/upload"},
	"qwac/pkg/rotation":       {"pkg/compare", "pkg/yamlfile"},
	"qwac/pkg/target":         {"pkg/bank", "pkg/near"},
	"qwac/pkg/repo":           {"pkg/lint", "pkg/ber", "pkg/key", "pkg/cert", "pkg/bundle", "pkg/chain"},
	"qwac/pkg/gate":           {"pkg/lint", "pkg/ber", "pkg/check", "pkg/report"},
	"qwac/pkg/stream":         {"pkg/bundle", "pkg/chain", "pkg/check", "pkg/eidas", "pkg/repo", "pkg/report"},
	"qwac/internal/config":    {"pkg/lint", "pkg/ident", "pkg/yamlfile", "pkg/check", "pkg/report/formats", "pkg/gate"},
	"qwac/pkg/submit":         {"pkg/bank", "pkg/chain"},
	"qwac/internal/journal":   {"pkg/submit", "internal/files"},
	"qwac/pkg/submit/sandbox": {"pkg/bank", "pkg/cert", "pkg/bundle", "pkg/chain", "pkg/ident", "pkg/eidas",
		"pkg/trustlist", "pkg/check"},
	"qwac/internal/golden":   {},
	"qwac/internal/testpki":  {},
	"qwac/internal/testbank": {"pkg/bank", "pkg/ident", "pkg/lint"},
	"qwac/internal/cases": {"pkg/trustlist", "internal/testpki", "internal/cases/kit", "internal/cases/form",
		"internal/cases/topic", "internal/cases/asked"},
	"qwac/internal/cases/kit":   {"pkg/lint", "pkg/cert", "pkg/check", "internal/testpki"},
	"qwac/internal/cases/form":  {"pkg/lint", "pkg/cert", "pkg/check", "internal/testpki", "internal/cases/kit"},
	"qwac/internal/cases/topic": {"pkg/bank", "pkg/ident", "pkg/check", "internal/testpki", "internal/cases/kit"},
	"qwac/internal/cases/asked": {"pkg/bank", "pkg/revocation", "pkg/ident", "pkg/tsl", "pkg/trustlist",
		"pkg/register", "pkg/eds", "pkg/check", "internal/testpki", "internal/cases/kit"},
	"qwac/internal/fetch":  {},
	"qwac/internal/redact": {"pkg/bundle"},
	"qwac/internal/files":  {"pkg/lint", "pkg/near"},
	"qwac/internal/scan":   {"pkg/repo", "internal/files"},
	"qwac/internal/store":  {"pkg/trustlist", "pkg/register", "internal/files"},
	"qwac/internal/page/core": {"pkg/advice", "pkg/lint", "pkg/memo", "pkg/bank", "pkg/cert", "pkg/bundle", "pkg/chain",
		"pkg/trustlist", "pkg/revocation", "pkg/ident", "pkg/eidas", "pkg/check", "pkg/repo", "pkg/report",
		"pkg/report/html", "pkg/report/lines", "internal/scan", "internal/page/secret"},
	"qwac/internal/page/secret": {"pkg/ber", "pkg/bundle"},
	"qwac/internal/page":        {"internal/page/core", "pkg/report/html"},
	"qwac/internal/page/build":  {},
	"qwac/internal/howto":       {"pkg/advice", "pkg/lint"},
	"qwac/internal/app": {"internal/howto", "pkg/advice", "pkg/life",
		"pkg/lint", "pkg/ber", "pkg/key", "pkg/cert", "pkg/foreign", "pkg/bundle", "pkg/pkcs12", "pkg/path", "pkg/chain",
		"pkg/tsl",
		"pkg/trustlist", "pkg/psd2", "pkg/leaf", "pkg/upload",
		"pkg/csr", "pkg/dn", "pkg/ident", "pkg/memo", "pkg/bank", "pkg/eidas", "pkg/near", "pkg/yamlfile",
		"pkg/profile", "pkg/register", "pkg/eds",
		"pkg/glossary", "pkg/revocation", "pkg/check", "pkg/compare", "pkg/gate", "internal/config", "pkg/repo",
		"pkg/report", "pkg/report/formats", "pkg/report/lines", "pkg/rotation", "pkg/target",
		"pkg/stream", "pkg/submit", "pkg/submit/sandbox", "internal/fetch", "internal/journal", "internal/redact",
		"internal/files",
		"internal/scan", "internal/page", "internal/page/core",
		"internal/store", "internal/testpki", "internal/cases", // testpki writes their chains
	},
	"qwac/scripts/bench": {"pkg/lint", "pkg/register", "pkg/cert", "pkg/bundle", "pkg/path", "pkg/chain", "pkg/ident",
		"pkg/eidas", "pkg/check", "pkg/report/formats", "internal/testpki"},
	"qwac/scripts/bench/floor":     {},
	"qwac/scripts/bench/gatefloor": {},
	"qwac/scripts/conformance":     {"pkg/bank", "pkg/bundle", "pkg/check"},
	"qwac/scripts/gencorpus":       {"internal/testpki"},
	"qwac/scripts/gendocs": {"internal/howto", "internal/cases", "pkg/bundle", "pkg/report", "pkg/report/formats", "pkg/report/lines",
		"pkg/lint", "pkg/bank", "pkg/check", "pkg/glossary", "internal/app"},
	"qwac/scripts/gennca":      {},
	"qwac/scripts/genregister": {"internal/testpki"},
	"qwac/scripts/mutate":      {},
	"qwac/scripts/browser": {"internal/app", "internal/cases", "internal/testpki", "internal/page", "internal/page/build",
		"internal/page/core", "pkg/bank"},
	"qwac/scripts/browser/empty": {},
	"qwac/scripts/page":          {"internal/page/build"},
	"qwac/scripts/release":       {"internal/page/build"},
	"qwac/scripts/rooms":         {},
	"qwac/scripts/trials":        {},
	"qwac/scripts/paths": {"pkg/lint", "pkg/ber", "pkg/key", "pkg/cert", "pkg/bundle", "pkg/path", "pkg/straight",
		"pkg/chain", "pkg/eidas", "pkg/check", "pkg/revocation"},
}

// mayReachOutside says which packages may touch files, environment and clock (os) or open connections (net, net/http).
var mayReachOutside = map[string][]string{
	"qwac":                     {"os"},
	"qwac/internal/app":        {"os", "net", "net/http"},
	"qwac/internal/files":      {"os"},
	"qwac/internal/golden":     {"os"}, // in tests alone
	"qwac/internal/scan":       {"os"},
	"qwac/internal/page/build": {"os"},
	"qwac/internal/store":      {"os"},
	"qwac/internal/fetch":      {"net", "net/http"},
	"qwac/internal/journal":    {"os"},
	"qwac/pkg/submit":          {"net", "net/http"},
	"qwac/pkg/submit/sandbox":  {"pkg/bank", "net", "net/http"}, // handles requests; opens no socket
}

func TestLayout(t *testing.T) {
	out, err := exec.Command("go", "list", "-json=ImportPath,Imports", "./...").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	for dec := json.NewDecoder(strings.NewReader(string(out))); dec.More(); {
		var p struct {
			ImportPath string
			Imports    []string
		}
		if err := dec.Decode(&p); err != nil {
			t.Fatal(err)
		}
		allowed, known := mayImport[p.ImportPath]
		if !known {
			t.Errorf("package %s is not in the layout: name what it may import", p.ImportPath)
		}
		for _, imp := range p.Imports {
			if own, ok := strings.CutPrefix(imp, "qwac/"); ok && !slices.Contains(allowed, own) {
				t.Errorf("%s imports %s, against the one direction of the project", p.ImportPath, imp)
			}
			outside := imp == "os" || imp == "net" || imp == "net/http"
			if outside && !slices.Contains(mayReachOutside[p.ImportPath], imp) &&
				!strings.HasPrefix(p.ImportPath, "qwac/scripts/") {
				t.Errorf("%s imports %s: it is not among those that may reach outside", p.ImportPath, imp)
			}
		}
	}
}

// TestStart finds packages of ours that do anything before main: they would at every start, for every command. Tables
// are slices and switches, which are laid out when the program is built (with optimisation); patterns and maps are made
// where they are used.
func TestStart(t *testing.T) {
	if testing.CoverMode() != "" {
		t.Skip("counting coverage is work before main")
	}
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	c := exec.Command(program, "-test.run=^$")
	c.Env = append(os.Environ(), "GODEBUG=inittrace=1")
	out, err := c.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if !strings.Contains(string(out), "init net/http ") {
		t.Fatalf("nothing is told of what runs at the start:\n%s", out)
	}
	for line := range strings.Lines(string(out)) {
		if strings.HasPrefix(line, "init qwac/") {
			t.Errorf("before main: %s", line)
		}
	}
}

// TestBanksStandAlone finds a bank that is named outside its file: what is known of it belongs there.
func TestBanksStandAlone(t *testing.T) {
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for _, b := range bank.All() {
			own := path == filepath.Join("pkg", "bank", b.Name+".go") ||
				path == filepath.Join("pkg", "bank", "list.go") ||
				path == filepath.Join("pkg", "bank", "bank.go") // has its name in an example
			if b.Title != "" && !own && bytes.Contains(bytes.ToLower(text), []byte(strings.ToLower(b.Title))) {
				t.Errorf("%s names %s", path, b.Title)
			}
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}

// mayNameRules are folders and files in which rules are named by their ids: tables that are data, and what is a test.
var mayNameRules = []string{
	"pkg/bank", "pkg/profile", // which rules block, as a bank or a file of the user has it
	"internal/testbank",         // a bank
	"internal/cases", "scripts", // what is expected
	"internal/config/entries.go", // the example of a key
}

// TestRulesByPointer finds a rule that is named by its id outside the value that it is: what points to the value the
// compiler follows, also when the rule moves. The id of a rule stands once, behind ID.
func TestRulesByPointer(t *testing.T) {
	var ids []string
	for _, m := range check.Rules() {
		ids = append(ids, m.ID)
	}
	for _, root := range []string{"pkg", "internal", "scripts", "main.go"} {
		err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
			name := filepath.ToSlash(path)
			if err == nil && slices.Contains(mayNameRules, name) && d.IsDir() {
				return fs.SkipDir
			}
			if err != nil || d.IsDir() || filepath.Ext(name) != ".go" || strings.HasSuffix(name, "_test.go") ||
				slices.Contains(mayNameRules, name) {
				return err
			}
			file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
			if err != nil {
				return err
			}
			for _, id := range namedRules(file, ids) {
				t.Errorf("%s names the rule %s: point to its lint.Meta", name, id)
			}
			return nil
		})
		if err != nil {
			t.Error(err)
		}
	}
}

// namedRules are the ids that stand in a file as texts, but where a rule has its own.
func namedRules(file *ast.File, ids []string) (named []string) {
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.KeyValueExpr:
			key, ok := n.Key.(*ast.Ident)
			return !ok || key.Name != "ID"
		case *ast.BasicLit:
			if text, err := strconv.Unquote(n.Value); err == nil && slices.Contains(ids, text) {
				named = append(named, text)
			}
		}
		return true
	})
	return named
}

// maxColumns is how wide a line may be, a tab counting as four.
const maxColumns = 120

// oldPhrases are ways of putting things that were given up: "want", not "want is".
var oldPhrases = regexp.MustCompile(`wanted (is|are)\b|who is[ ]no\b|\bGive[ ]the\b`)

// notYetReworded are the folders whose lines and phrases are still to be mended.
func notYetReworded() []string {
	return []string{
		// made from the program
		"docs/codes.md", "docs/commands.md", "docs/rules.md", "docs/glossary.md", "docs/profiles.md",
	}
}

// TestWords finds lines that are too wide, and old phrases, in all that people write: Go, Markdown, shell, YAML and the
// comments of scripts.
func TestWords(t *testing.T) {
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		name := filepath.ToSlash(path)
		if err != nil || slices.Contains(notYetReworded(), name) || d.Name() == ".git" || name == "testdata/golden" {
			if err == nil && d.IsDir() {
				err = fs.SkipDir
			}
			return err
		}
		if d.IsDir() || name == "layout_test.go" || !isProse(name) {
			return nil
		}
		text, err := os.ReadFile(path)
		for i, line := range strings.Split(string(text), "\n") {
			if oldPhrases.MatchString(line) {
				t.Errorf("%s:%d: old phrase: %s", name, i+1, line)
			}
			if isWide(name, line) {
				t.Errorf("%s:%d: more than %d columns", name, i+1, maxColumns)
			}
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

// isProse reports whether people write the file, line by line.
func isProse(name string) bool {
	return slices.Contains([]string{".go", ".md", ".sh", ".yml", ".yaml", ".txtar"}, filepath.Ext(name))
}

// isWide reports whether a line is too wide. Commands in scripts and to be pasted may be: they stand as a user types
// them, and shells differ in how a line goes on.
func isWide(name, line string) bool {
	if filepath.Ext(name) == ".md" && regexp.MustCompile(`^(\./)?(qwac|curl|jq|printf) `).MatchString(line) {
		return false
	}
	if filepath.Ext(name) == ".txtar" && !strings.HasPrefix(line, "#") {
		return false
	}
	return utf8.RuneCountInString(strings.ReplaceAll(line, "\t", "    ")) > maxColumns
}
