package revocation

import (
	"bytes"
	"encoding/base64"
	"net/url"
	"strings"
	"testing"

	"golang.org/x/crypto/ocsp"

	"qwac/internal/testpki"
)

// TestOCSPAddress compares the request in an address with the one that golang.org/x/crypto/ocsp makes.
func TestOCSPAddress(t *testing.T) {
	pki := testpki.Clean()
	leaf, issuer := pki.Leaf.X509(), pki.Intermediate.X509()
	want, err := ocsp.CreateRequest(leaf, issuer, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ responder, before string }{
		{"http://ocsp.example", "http://ocsp.example/"},
		{"http://ocsp.example/", "http://ocsp.example/"},
		{"HTTPS://ocsp.example/a/b.cgi", "HTTPS://ocsp.example/a/b.cgi/"},
		{"http://ocsp.example/?ca=1", ""},
		{"http://ocsp.example/#ca", ""},
		{"ldap://ocsp.example/", ""},
		{"http://", ""},
		{"ocsp.example", ""},
		{"", ""},
	} {
		got := OCSPAddress(leaf, issuer, tt.responder)
		if tt.before == "" {
			if got != "" {
				t.Errorf("%q: %s", tt.responder, got)
			}
			continue
		}
		coded, found := strings.CutPrefix(got, tt.before)
		if plain, err := url.PathUnescape(coded); !found || strings.Contains(coded, "/") || err != nil {
			t.Errorf("%q: %s, %v", tt.responder, got, err)
		} else if der, err := base64.StdEncoding.DecodeString(plain); err != nil || !bytes.Equal(der, want) {
			t.Errorf("%q: %x, want %x, %v", tt.responder, der, want, err)
		}
	}
}

func BenchmarkOCSPAddress(b *testing.B) {
	pki := testpki.Clean()
	leaf, issuer := pki.Leaf.X509(), pki.Intermediate.X509()
	for b.Loop() {
		if OCSPAddress(leaf, issuer, "http://ocsp.example") == "" {
			b.Fatal("no address")
		}
	}
}
