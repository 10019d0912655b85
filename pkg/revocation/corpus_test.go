package revocation_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"qwac/pkg/bundle"
	"qwac/pkg/chain"
	"qwac/pkg/revocation"
)

// TestRealResponses judges genuine responses at a time inside their life, and a day before and a month after it.
func TestRealResponses(t *testing.T) {
	root := os.Getenv("QWAC_CORPUS")
	if root == "" {
		root = filepath.Join("..", "..", "..", "shared", "corpus")
	}
	if _, err := os.Stat(root); err != nil {
		t.Skipf("no corpus: %v (QWAC_CORPUS names its folder)", err)
	}
	files, err := filepath.Glob(filepath.Join(root, "chains", "*", "*", "ocsp-response.der"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no response in %s: %v", root, err)
	}
	at := time.Date(2022, 1, 14, 6, 0, 0, 0, time.UTC)
	const revoked = "testrevoked-2015-server-qualified-1.e-mo__GLOBALTRUST-2015-SERVER-QUAL"
	got, want := map[string]string{}, map[string]string{}
	for _, f := range files {
		name := filepath.Base(filepath.Dir(f))
		want[name] = "0 good by ocsp-response.der"
		if name == revoked {
			want[name] = "0 revoked by ocsp-response.der since 2021-10-20 (unspecified)"
		}
		c := buildFiles(t, filepath.Dir(f))
		data, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		evidence, err := revocation.ParseOCSP("ocsp-response.der", data)
		if err != nil {
			t.Fatal(name, err)
		}
		got[name] = outline(revocation.Judge(c, at, evidence))[0]
		for _, other := range []time.Time{at.AddDate(0, 0, -1), at.AddDate(0, 1, 0)} {
			s := revocation.Judge(c, other, evidence)
			stale := len(s.Problems) == 1 && s.Problems[0].Rule.ID == "revocation-evidence-stale"
			if stale == (name == revoked) {
				t.Errorf("%s at %s: %v", name, other, outline(s))
			}
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func buildFiles(t *testing.T, dir string) *chain.Chain {
	t.Helper()
	b := new(bundle.Bundle)
	for _, name := range []string{"leaf.pem", "intermediate.pem", "root.pem"} {
		data, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		if err := b.Parse(name, data); err != nil {
			t.Fatal(err)
		}
	}
	c, err := chain.Build(b, chain.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return c
}
