package repo

import (
	"crypto/x509"
	"path/filepath"
	"slices"
	"strconv"
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

// TestManyOfOneName: thousands of CAs of one name with a key each, and as many certificates that ask for them, cost
// work in proportion to their number, whether or not the key identifiers are there and right.
func TestManyOfOneName(t *testing.T) {
	const few, many = 500, 2000
	for _, tt := range []struct {
		name   string
		ca     func(i int) []byte // key identifier of a CA, and of its issuer
		issuer func(i int) []byte // that a certificate names
	}{
		{"each names its own", number, number},
		{"none is there", func(int) []byte { return nil }, func(int) []byte { return nil }},
		{"CAs have none", func(int) []byte { return nil }, number},
		{"all are wrong", number, func(i int) []byte { return append(number(i), 1) }},
		{"all have one", func(int) []byte { return number(1) }, func(int) []byte { return number(1) }},
	} {
		work := func(n int) int {
			l := newLenders()
			folder := &File{Dir: "."}
			for i := range n {
				l.add(named("CA", "CA", tt.ca(i), nil, i), folder)
			}
			for i := range n {
				issuer := "CA"
				if tt.name == "all have one" {
					issuer = strconv.Itoa(i)
				}
				if got := l.around(named("leaf", issuer, nil, tt.issuer(i), n+i), folder); len(got) == 0 ||
					len(got) > maxLent {
					t.Fatalf("%s: %d are lent", tt.name, len(got))
				}
			}
			return l.looked
		}
		if a, b := work(few), work(many); b > 5*a*many/few/4 || b > 100*many {
			t.Errorf("%s: %d comparisons for %d, %d for %d", tt.name, a, few, b, many)
		}
	}
}

func number(i int) []byte { return []byte{byte(i >> 8), byte(i)} }

// named is a certificate with nothing but names and key identifiers.
func named(subject, issuer string, subjectKey, issuerKey []byte, i int) *cert.Cert {
	return &cert.Cert{Certificate: &x509.Certificate{Raw: []byte(strconv.Itoa(i)),
		RawSubject: testpki.Seq([]byte(subject)), RawIssuer: testpki.Seq([]byte(issuer)), SubjectKeyId: subjectKey,
		AuthorityKeyId: issuerKey}}
}
