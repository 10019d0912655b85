package chain

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"qwac/pkg/bundle"
	"qwac/pkg/cert"
	"qwac/pkg/path"
)

// corpusPath is a place in the corpus: certificates and cases that nobody on this project made. Tests over it are
// skipped where it is not.
func corpusPath(t testing.TB, parts ...string) string {
	t.Helper()
	dir := os.Getenv("QWAC_CORPUS")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "shared", "corpus")
	}
	if _, err := os.Stat(dir); err != nil {
		t.Skipf("skipped: no corpus, set QWAC_CORPUS to its folder: %v", err)
	}
	return filepath.Join(append([]string{dir}, parts...)...)
}

// pathCase is one case of path building.
type pathCase struct {
	ID, Expect, Time   string
	Leaf               []byte
	Untrusted, Trusted [][]byte
}

func readCases(t *testing.T, suite string) []pathCase {
	t.Helper()
	f, err := os.Open(corpusPath(t, "paths", suite+".jsonl.gz"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	var cases []pathCase
	lines := bufio.NewScanner(z)
	lines.Buffer(nil, 16<<20) // the largest pool is a line of some 200 KiB
	for lines.Scan() {
		var c pathCase
		if err := json.Unmarshal(lines.Bytes(), &c); err != nil {
			t.Fatal(err)
		}
		cases = append(cases, c)
	}
	if lines.Err() != nil {
		t.Fatal(lines.Err())
	}
	return cases
}

// input is the case as bundle and options; false: crypto/x509 refuses the leaf.
func (c *pathCase) input(t *testing.T) (*bundle.Bundle, Options, bool) {
	t.Helper()
	leaf, err := x509.ParseCertificate(c.Leaf)
	if err != nil {
		return nil, Options{}, false
	}
	b := &bundle.Bundle{Certs: []*cert.Cert{{Certificate: leaf}}}
	for _, crt := range parseAll(c.Untrusted) {
		b.Certs = append(b.Certs, &cert.Cert{Certificate: crt})
	}
	opts := Options{
		At:      leaf.NotBefore.Add(leaf.NotAfter.Sub(leaf.NotBefore) / 2),
		Anchors: parseAll(c.Trusted),
		Prefer: func(cert *cert.Cert) int {
			if bytes.Equal(cert.Raw, c.Leaf) {
				return 0
			}
			return 1
		},
	}
	if c.Time != "" {
		if opts.At, err = time.Parse(time.RFC3339, c.Time); err != nil {
			t.Fatal(err)
		}
	}
	return b, opts, true
}

func parseAll(ders [][]byte) []*x509.Certificate {
	var certs []*x509.Certificate
	for _, der := range ders {
		if c, err := x509.ParseCertificate(der); err == nil {
			certs = append(certs, c)
		}
	}
	return certs
}

// suiteCount is what Build made of a suite.
type suiteCount struct {
	Accepted int      // cases that are to be accepted
	Reached  int      // of them, those with a path from the leaf to a trusted certificate
	Missed   []string // the others
	Budget   []string // cases whose search was given up
}

// Missed are those whose leaf is a CA certificate, which has no place in a chain for a bank. Given up are two with a
// hundred CAs of one name without key identifiers, none of them trusted: to know that takes a hundred checks for each.
func TestBuildCorpusPaths(t *testing.T) {
	want := map[string]suiteCount{
		"adversarial": {Accepted: 78, Reached: 78},
		"gostd": {Accepted: 117, Reached: 113,
			Missed: []string{"TestEKUEnforcement/001", "TestEKUEnforcement/002", "TestEKUEnforcement/004",
				"TestEKUEnforcement/006"},
			Budget: []string{"TestPathologicalChains/002"}},
		"limbo-core": {Accepted: 63, Reached: 61,
			Missed: []string{"pathlen::validation-ignores-pathlen-in-leaf", "rfc5280::ca-as-leaf"},
			Budget: []string{"pathological::pathological-chain-same-subject-distinct-key"}},
		"limbo-bettertls-pathbuilding": {Accepted: 45, Reached: 45},
	}
	got := map[string]suiteCount{}
	for suite := range want {
		var n suiteCount
		for _, pc := range readCases(t, suite) {
			b, opts, ok := pc.input(t)
			if !ok {
				continue
			}
			c, err := Build(b, opts)
			if err != nil {
				n.Budget = append(n.Budget, pc.ID)
				continue
			}
			found(c) // no rule panics
			if pc.Expect != "accept" {
				continue
			}
			n.Accepted++
			if c.Anchor != nil && bytes.Equal(c.Path[0].Raw, pc.Leaf) {
				n.Reached++
			} else {
				n.Missed = append(n.Missed, pc.ID)
			}
		}
		got[suite] = n
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestBuildCorpusShuffled(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	for _, pc := range readCases(t, "adversarial") {
		b, opts, ok := pc.input(t)
		if !ok || len(b.Certs) > 60 { // the larger pools take long and are of the same kinds
			continue
		}
		first := mustBuild(t, b, opts)
		for range 5 {
			random.Shuffle(len(b.Certs), func(i, j int) { b.Certs[i], b.Certs[j] = b.Certs[j], b.Certs[i] })
			if !bytes.Equal(first.PEM(), mustBuild(t, b, opts).PEM()) {
				t.Errorf("%s: another order of the input gives another path", pc.ID)
			}
		}
	}
}

// Every file of the pools is one bundle; Build must come to an end within its budget.
func TestBuildCorpusPools(t *testing.T) {
	files, err := filepath.Glob(corpusPath(t, "pools", "*.pem"))
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		b := readBundle(t, file)
		start := time.Now()
		c, err := Build(b, Options{})
		var budget *path.BudgetError
		if err != nil && !errors.As(err, &budget) {
			t.Error(err)
		}
		t.Logf("%s: %d certificates, %v, error %v, found %v", filepath.Base(file), len(b.Certs), time.Since(start), err,
			c != nil)
	}
}

// readBundle reads clean PEM.
func readBundle(t *testing.T, file string) *bundle.Bundle {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	b := &bundle.Bundle{}
	for block, rest := pem.Decode(data); block != nil; block, rest = pem.Decode(rest) {
		if c, err := x509.ParseCertificate(block.Bytes); err == nil {
			b.Certs = append(b.Certs, &cert.Cert{Certificate: c})
		}
	}
	return b
}

// The genuine chains are whole at a date within the leaf's validity, and crypto/x509 agrees, except for
// precertificates, whose poison it refuses.
func TestBuildCorpusChains(t *testing.T) {
	for _, kind := range []string{"psd2-qwac", "qwac"} {
		dirs, err := os.ReadDir(corpusPath(t, "chains", kind))
		if err != nil {
			t.Fatal(err)
		}
		for _, dir := range dirs {
			b := readBundle(t, corpusPath(t, "chains", kind, dir.Name(), "chain.pem"))
			leaf := readBundle(t, corpusPath(t, "chains", kind, dir.Name(), "leaf.pem")).Certs[0]
			c := mustBuild(t, b, Options{At: leaf.NotBefore.Add(24 * time.Hour)})
			if len(c.Path) < 3 || !c.Path[0].Equal(leaf.Certificate) || c.Gap != nil || c.Unused != nil ||
				len(c.Leaves) > 1 {
				t.Errorf("%s/%s: %+v", kind, dir.Name(), outlineOf(c))
			}
			if got := found(c); len(got) > 0 {
				t.Errorf("%s/%s: %q", kind, dir.Name(), got)
			}
		}
	}
}
