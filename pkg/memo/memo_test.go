package memo

import (
	"errors"
	"testing"

	"qwac/internal/testpki"
	"qwac/pkg/cert"
)

// TestFacts: what is remembered of a CA is about the very reading that is asked for, and never about one that Go
// refuses, whatever was asked before.
func TestFacts(t *testing.T) {
	clean := testpki.Clean()
	read := func(c testpki.Cert) *cert.Cert {
		out, err := cert.ParseCertificate(c.DER)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	ca, again, leaf := read(clean.Intermediate), read(clean.Intermediate), read(clean.Leaf)
	refused := &cert.Cert{Certificate: ca.Certificate, Refused: errors.New("refused")}
	m := new(Memo)
	first := m.Facts(ca)
	for _, tt := range []struct {
		name string
		of   *cert.Cert
		same bool
	}{
		{"the same reading", ca, true}, {"another place of it", &cert.Cert{Certificate: ca.Certificate}, true},
		{"another reading", again, false}, {"one that Go refuses", refused, false}, {"the leaf", leaf, false},
	} {
		got := m.Facts(tt.of)
		if got.Cert != tt.of.Certificate {
			t.Errorf("%s: facts of another reading", tt.name)
		}
		if (got == first) != tt.same {
			t.Errorf("%s: remembered %v, want %v", tt.name, got == first, tt.same)
		}
	}
	none := (*Memo)(nil)
	if before, after := none.Facts(ca), none.Facts(ca); before == after {
		t.Error("nil remembers")
	}
}
