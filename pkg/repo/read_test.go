package repo

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"strings"
	"testing"

	"qwac/internal/testpki"
	"qwac/pkg/bundle"
)

// readJudged reads a file that was found in a folder.
func readJudged(name string, data []byte) File {
	called := strings.HasSuffix(name, ".pem") || strings.HasSuffix(name, ".p12")
	f, _ := Read(&Source{Name: name, Dir: ".", Judged: true, CertName: called,
		Size: func() int64 { return int64(len(data)) },
		Read: func(limit int) ([]byte, error) { return data[:min(len(data), limit+1)], nil }},
		ReadOptions{Limits: bundle.Limits{Bytes: 1 << 20, Certs: 20}})
	return f
}

// TestEncodedAnywhere reads keys and chains that stand as base64 in a text: wherever the PEM begins in the base64,
// whatever stands beside it, in one line or wrapped.
func TestEncodedAnywhere(t *testing.T) {
	chain := testpki.Clean()
	wrap := func(s string) string {
		var out strings.Builder
		for ; len(s) > 76; s = s[76:] {
			out.WriteString("    " + s[:76] + "\n")
		}
		return out.String() + "    " + s
	}
	for lead := range 90 {
		for beside, text := range map[string]string{"alone": "", "a CA": string(chain.Root.PEM())} {
			for form, written := range map[string]func(string) string{"one line": strings.Clone, "wrapped": wrap} {
				name := fmt.Sprintf("%d characters before, %s, %s", lead, beside, form)
				inside := strings.Repeat("#", max(lead-1, 0)) + strings.Repeat("\n", min(lead, 1))
				in := func(pem []byte) []byte {
					encoded := base64.StdEncoding.EncodeToString(append([]byte(inside), pem...))
					return []byte("kind: Secret\ndata:\n  a: |\n" + written(encoded) + "\n---\n" + text)
				}
				if f := readJudged("s.yaml", in(chain.Leaf.KeyPEM())); !f.Wrong || !f.Bundle.HoldsKey() {
					t.Errorf("%s: the key is not seen", name)
				}
				f := readJudged("s.yaml", in(chain.Leaf.PEM()))
				if f.Bundle == nil || !bytes.Equal(f.Bundle.Certs[0].Raw, chain.Leaf.DER) {
					t.Errorf("%s: the leaf is not seen", name)
				}
			}
		}
	}
}

// TestClosed has containers that are not opened: each is told of, whatever it is called.
func TestClosed(t *testing.T) {
	for _, name := range []string{"chain.p12", "keystore"} {
		store := testpki.PKCS12(testpki.Clean(), "fixture")
		if f := readJudged(name, store); !f.Wrong || f.Bundle == nil {
			t.Errorf("%s: not told of", name)
		}
		f, unread := Read(&Source{Name: name, Dir: ".", Judged: true, CertName: true,
			Read: func(int) ([]byte, error) { return store, nil }},
			ReadOptions{Password: func(string) (string, error) { return "wrong", nil }})
		if !f.Wrong || !unread {
			t.Errorf("%s: wrong password: told of %v, unread %v", name, f.Wrong, unread)
		}
		f, unread = Read(&Source{Name: name, Dir: ".", CertName: true,
			Read: func(int) ([]byte, error) { return store, nil }},
			ReadOptions{Password: func(string) (string, error) { return "wrong", nil }})
		if f.Bundle != nil || unread {
			t.Errorf("%s: nobody asked for it", name)
		}
	}
}

// TestOnlyCAs has files with more certificates than a chain may have: those of CAs lend, all of them; with a leaf among
// them it is too much.
func TestOnlyCAs(t *testing.T) {
	chain := testpki.Clean()
	cas := bytes.Repeat(append(chain.Intermediate.PEM(), chain.Root.PEM()...), 20)
	if f := readJudged("ca-bundle.pem", cas); f.Wrong || len(f.Bundle.Certs) != 40 {
		t.Errorf("40 CAs: wrong %v, %d certificates", f.Wrong, len(f.Bundle.Certs))
	}
	for _, data := range [][]byte{append(chain.Leaf.PEM(), cas...), append(cas, chain.Leaf.PEM()...)} {
		if f := readJudged("all.pem", data); !f.Wrong || len(f.Bundle.Certs) != 20 {
			t.Errorf("40 CAs and a leaf: wrong %v, %d certificates", f.Wrong, len(f.Bundle.Certs))
		}
	}
	if f := readJudged("ca-bundle.pem", bytes.Repeat(chain.Root.PEM(), maxCAs+1)); !f.Wrong {
		t.Error("more CAs than are read: not told of")
	}
}
