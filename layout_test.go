package main

import (
	"encoding/json"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// mayImport is the one direction of the project: which of our packages a package may import. Tests may import more.
var mayImport = map[string][]string{
	"qwac":                    {"internal/app"},
	"qwac/pkg/lint":           {},
	"qwac/pkg/chain":          {"pkg/lint"},
	"qwac/pkg/tsl":            {},
	"qwac/pkg/trustlist":      {"pkg/tsl"},
	"qwac/pkg/revocation":     {"pkg/lint", "pkg/chain"},
	"qwac/pkg/ident":          {},
	"qwac/pkg/eidas":          {"pkg/lint", "pkg/ident", "pkg/chain", "pkg/tsl", "pkg/trustlist"},
	"qwac/pkg/check":          {"pkg/lint", "pkg/chain", "pkg/revocation", "pkg/ident", "pkg/eidas", "pkg/tsl", "pkg/trustlist"},
	"qwac/pkg/report":         {"pkg/lint", "pkg/chain", "pkg/revocation", "pkg/ident", "pkg/eidas", "pkg/check"},
	"qwac/pkg/submit":         {"pkg/lint", "pkg/chain"},
	"qwac/internal/journal":   {"pkg/submit", "internal/files"},
	"qwac/pkg/submit/sandbox": {"pkg/chain", "pkg/ident", "pkg/eidas", "pkg/trustlist", "pkg/check"},
	"qwac/internal/testpki":   {},
	"qwac/internal/cases":     {"pkg/lint", "pkg/chain", "pkg/revocation", "pkg/ident", "pkg/eidas", "pkg/tsl", "pkg/trustlist", "pkg/check", "internal/testpki"},
	"qwac/internal/fetch":     {},
	"qwac/internal/redact":    {"pkg/chain"},
	"qwac/internal/files":     {},
	"qwac/internal/store":     {"pkg/trustlist", "internal/files"},
	"qwac/internal/app": {
		"pkg/lint", "pkg/chain", "pkg/tsl", "pkg/trustlist", "pkg/ident", "pkg/eidas", "pkg/revocation", "pkg/check", "pkg/report", "pkg/submit",
		"pkg/submit/sandbox", "internal/fetch", "internal/journal", "internal/redact", "internal/files", "internal/store",
		"internal/testpki", "internal/cases", // testpki writes their chains
	},
	"qwac/scripts/bench":       {"pkg/lint", "pkg/chain", "pkg/ident", "pkg/eidas", "pkg/check", "internal/testpki"},
	"qwac/scripts/bench/floor": {},
	"qwac/scripts/conformance": {"pkg/chain", "pkg/check"},
	"qwac/scripts/gencorpus":   {"internal/testpki"},
	"qwac/scripts/gendocs":     {"pkg/lint", "pkg/check", "internal/app"},
	"qwac/scripts/gennca":      {},
	"qwac/scripts/rooms":       {},
	"qwac/scripts/paths":       {"pkg/lint", "pkg/chain", "pkg/revocation"},
}

// mayReachOutside says which packages may touch files, environment and clock (os) or open connections (net, net/http).
var mayReachOutside = map[string][]string{
	"qwac":                    {"os"},
	"qwac/internal/app":       {"os", "net", "net/http"},
	"qwac/internal/files":     {"os"},
	"qwac/internal/store":     {"os"},
	"qwac/internal/fetch":     {"net", "net/http"},
	"qwac/internal/journal":   {"os"},
	"qwac/pkg/submit":         {"net", "net/http"},
	"qwac/pkg/submit/sandbox": {"net", "net/http"}, // handles requests; opens no socket
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
			if outside && !slices.Contains(mayReachOutside[p.ImportPath], imp) && !strings.HasPrefix(p.ImportPath, "qwac/scripts/") {
				t.Errorf("%s imports %s: it is not among those that may reach outside", p.ImportPath, imp)
			}
		}
	}
}

// TestStart finds packages of ours that do anything before main: they would at every start, for every command. Tables are slices and
// switches, which are laid out when the program is built (with optimisation); patterns and maps are made where they are used.
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
