package path

import (
	"cmp"
	"encoding/pem"
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

// corpusFiles are the files of the corpus under a pattern; the test is skipped where it is not there.
func corpusFiles(t *testing.T, patterns ...string) []string {
	t.Helper()
	dir := cmp.Or(os.Getenv("QWAC_CORPUS"), "../../../shared/corpus")
	var files []string
	for _, p := range patterns {
		found, err := filepath.Glob(filepath.Join(dir, filepath.FromSlash(p)))
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, found...)
	}
	if len(files) == 0 {
		t.Skipf("no corpus at %s; set QWAC_CORPUS", dir)
	}
	return files
}

// TestValidateReal: what is in use is well-formed. Few of the certificates of public CAs and of QWACs have a fault of
// their own.
func TestValidateReal(t *testing.T) {
	faults := map[Rule]int{}
	total := 0
	for _, file := range corpusFiles(t, "chains/*/*/chain.pem", "chains/qsealc/*.pem", "pools/*.pem") {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for block, rest := pem.Decode(data); block != nil; block, rest = pem.Decode(rest) {
			c, err := ParseCertificate(block.Bytes)
			if err != nil {
				continue
			}
			total++
			f := FactsOf(c)
			for _, o := range append(f.own, f.odd...) {
				if faults[o.Rule]++; o.Rule != RulePrecert {
					t.Logf("%s: %s: %s %s", filepath.Base(file), c.Name(), o.Rule, o.Detail)
				}
			}
		}
	}
	if text := fmt.Sprint(faults); total < 1000 {
		t.Errorf("%d certificates, %s", total, text)
	}
}
