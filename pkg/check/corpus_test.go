package check_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"qwac/pkg/bundle"
	"qwac/pkg/check"
	"qwac/pkg/eidas"
	"qwac/pkg/ident"
)

// corpus returns a folder of the corpus of real certificates, or skips the test.
func corpus(t *testing.T, folder string) string {
	t.Helper()
	root := os.Getenv("QWAC_CORPUS")
	if root == "" {
		root = filepath.Join("..", "..", "..", "shared", "corpus")
	}
	dir := filepath.Join(root, folder)
	if _, err := os.Stat(dir); err != nil {
		t.Skipf("no corpus: %v (QWAC_CORPUS names its folder)", err)
	}
	return dir
}

// read parses the files of a chain.
func read(t *testing.T, files ...string) *bundle.Bundle {
	t.Helper()
	b := new(bundle.Bundle)
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		if err := b.Parse(filepath.Base(f), data); err != nil {
			t.Fatal(err)
		}
	}
	return b
}

func run(t *testing.T, b *bundle.Bundle, opts check.Options) *check.Result {
	t.Helper()
	r, err := check.Run(b, opts)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func blocking(r *check.Result) []string {
	ids := []string{}
	for _, f := range r.Findings {
		if f.Blocks {
			ids = append(ids, f.Rule.ID)
		}
	}
	return ids
}

func day(s string) time.Time {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		panic(err)
	}
	return t
}

// TestRealPSD2Chains judges genuine chains at a day inside the validity of the leaf.
func TestRealPSD2Chains(t *testing.T) {
	dir := corpus(t, "chains/psd2-qwac")
	type want struct {
		Roles      []ident.Role
		NCA, OrgID string
		Complete   bool
		Blocking   []string
	}
	for _, tt := range []struct {
		name, at string
		want     want
	}{
		{"api.gosafeconnect.com__MULTICERT-SSL-Certification", "2020-06-01",
			want{[]ident.Role{"PSP_AI", "PSP_PI"}, "GB-FCA", "PSDGB-FCA-827001", true, []string{}}},
		{"api.gosafeconnect.com__MULTICERT-SSL-Certification", "2021-06-01",
			want{[]ident.Role{"PSP_AI", "PSP_PI"}, "GB-FCA", "PSDGB-FCA-827001", true, []string{"psd2-ncaid-non-eea"}}},
		{"api.permanenttsb.ie__MULTICERT-QWAC-Certification", "2022-06-01",
			want{[]ident.Role{"PSP_AI", "PSP_AS", "PSP_IC", "PSP_PI"}, "IE-CBI", "PSDIE-CBI-C26914", true, []string{}}},
		{"api.permanenttsb.ie__MULTICERT-QWAC-Certification", "2026-11-23",
			want{[]ident.Role{"PSP_AI", "PSP_AS", "PSP_IC", "PSP_PI"}, "IE-CBI", "PSDIE-CBI-C26914", true,
				[]string{"validity-expired"}}},
		{"obag.cib.hu__Qualified-e-Szigno-TLS-CA-20", "2022-06-01",
			want{[]ident.Role{"PSP_AI", "PSP_IC", "PSP_PI"}, "HU-CBH", "PSDHU-CBH-10136915", true,
				[]string{"x509-precertificate"}}},
		{"xs2apsd2.raiba-steingaden.de__QuoVadis-Qualified-Web-ICA-G", "2022-06-01",
			want{[]ident.Role{"PSP_AI", "PSP_AS", "PSP_IC", "PSP_PI"}, "DE-BAFIN", "PSDDE-BAFIN-102460", true,
				[]string{"x509-precertificate"}}},
		{"moneymonk.nl__QuoVadis-Qualified-Web-ICA-G", "2024-06-01",
			want{[]ident.Role{"PSP_AI"}, "NL-DNB", "PSDNL-DNB-R161162", true, []string{"x509-precertificate"}}},
	} {
		t.Run(tt.name+"@"+tt.at, func(t *testing.T) {
			path := filepath.Join(dir, tt.name)
			b := read(t, filepath.Join(path, "leaf.pem"), filepath.Join(path, "intermediate.pem"),
				filepath.Join(path, "root.pem"))
			r := run(t, b, check.Options{At: day(tt.at)})
			got := want{r.Info.Roles(), r.Info.PSD2.NCAID, r.Info.OrgIDs[0], r.Chain.Gap == nil, blocking(r)}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// TestRealPlainChains: genuine QWACs without roles are refused for that alone.
func TestRealPlainChains(t *testing.T) {
	dir := corpus(t, "chains/qwac")
	leaves, err := filepath.Glob(filepath.Join(dir, "*", "leaf.pem"))
	if err != nil || len(leaves) == 0 {
		t.Fatalf("no chain in %s: %v", dir, err)
	}
	for _, leaf := range leaves {
		path := filepath.Dir(leaf)
		t.Run(filepath.Base(path), func(t *testing.T) {
			b := read(t, leaf, filepath.Join(path, "intermediate.pem"), filepath.Join(path, "root.pem"))
			r := run(t, b, check.Options{At: b.Certs[0].NotBefore.AddDate(0, 0, 1)})
			got := slices.DeleteFunc(blocking(r), func(id string) bool { return id == "x509-precertificate" })
			if !slices.Contains(got, "type-plain-qwac") || r.Type != eidas.TypeQWAC {
				t.Errorf("type %s, blocking %v", r.Type, got)
			}
			for _, id := range got {
				if id == "chain-weak-signature-hash" && strings.HasPrefix(filepath.Base(path), "proveedores.fnmt.es") {
					continue // its intermediate is signed with SHA-1 indeed
				}
				if strings.HasPrefix(id, "chain-") || strings.HasPrefix(id, "pem-") || strings.HasPrefix(id, "x509-") {
					t.Errorf("false structural finding %s", id)
				}
			}
		})
	}
}

// TestEveryRealCertificate: whatever the certificate, it gets a verdict and a type, and broken content gets a name.
func TestEveryRealCertificate(t *testing.T) {
	types := map[eidas.Type]int{}
	for _, folder := range []string{"chains", "etsi"} {
		err := filepath.WalkDir(corpus(t, folder), func(path string, d fs.DirEntry, err error) error {
			if err != nil || filepath.Ext(path) != ".pem" {
				return err
			}
			b := read(t, path)
			r := run(t, b, check.Options{})
			if len(r.Chain.Path) == 0 && r.Type != "" && r.Type != eidas.TypeCA {
				t.Errorf("%s: type %q without a leaf", path, r.Type)
			}
			if strings.Contains(path, "qsealc") &&
				(r.Type != eidas.TypeQSealC || !slices.Contains(blocking(r), "type-qsealc")) {
				t.Errorf("%s: type %s, blocking %v", path, r.Type, blocking(r))
			}
			types[r.Type]++
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("types: %v", types)
}
