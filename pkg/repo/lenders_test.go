package repo

import (
	"path/filepath"
	"slices"
	"testing"

	"qwac/internal/testpki"
	"qwac/pkg/cert"
)

// TestLending: whatever folders CA certificates stand in, what a folder is lent is the same whether or not others were
// asked for before it.
func TestLending(t *testing.T) {
	clean := testpki.Clean()
	parsed := func(c testpki.Cert) *cert.Cert {
		out, err := cert.ParseCertificate(c.DER)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	leaf, ca, root := parsed(clean.Leaf), parsed(clean.Intermediate), parsed(clean.Root)
	dirs := []string{".", "a", "a/b", "a/b/c", "ab", "..", "../a", "../..", "/", "/a", "/a/b"}
	for _, caDir := range dirs {
		for _, rootDir := range dirs {
			l := newLenders()
			l.add(ca, &File{Dir: filepath.FromSlash(caDir)})
			l.add(root, &File{Dir: filepath.FromSlash(rootDir)})
			for _, dir := range dirs {
				dir = filepath.FromSlash(dir)
				if got, want := l.around(leaf, &File{Dir: dir}), l.above(leaf, dir); !slices.Equal(got, want) {
					t.Errorf("CA in %s, root in %s: %d are lent to %s, want %d", caDir, rootDir, len(got), dir,
						len(want))
				}
			}
		}
	}
}
