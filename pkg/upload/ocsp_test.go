package upload

import (
	"testing"

	"qwac/internal/testpki"
	"qwac/pkg/bundle"
	"qwac/pkg/cert"
	"qwac/pkg/chain"
	"qwac/pkg/eidas"
	"qwac/pkg/lint"
)

// TestOpenSSLOCSP names the files of leaf and issuer wherever openssl finds them there.
func TestOpenSSLOCSP(t *testing.T) {
	at := func(file string, line int) lint.Location { return lint.Location{File: file, Line: line} }
	const url = " -url 'http://ocsp.example/'"
	for _, tt := range []struct {
		name  string
		certs []lint.Location // of leaf, issuer, root
		order []int           // of the certificates in the input
		want  string
	}{
		{"one file each", []lint.Location{at("my.pem", 1), at("ca/int.crt", 1), at("root.pem", 1)}, []int{0, 1, 2},
			"To check: `openssl ocsp -issuer ca/int.crt -cert my.pem" + url},
		{"one file", []lint.Location{at("chain.pem", 1), at("chain.pem", 30), at("chain.pem", 60)}, []int{0, 1, 2},
			"To check, with the certificate of chain.pem:30 in ocsp-issuer.pem: `openssl ocsp -issuer " +
				"ocsp-issuer.pem " +
				"-cert chain.pem" + url},
		{"one file, root first", []lint.Location{at("chain.pem", 60), at("chain.pem", 30), at("chain.pem", 1)},
			[]int{2, 1, 0},
			"To check, with the certificate of chain.pem:60 in ocsp-leaf.pem and the certificate of chain.pem:30 in " +
				"ocsp-issuer.pem: " +
				"`openssl ocsp -issuer ocsp-issuer.pem -cert ocsp-leaf.pem" + url},
		{"container", []lint.Location{at("my.p12", 0), at("my.p12", 0)}, []int{0, 1},
			"To check, with the certificate of my.p12 in ocsp-leaf.pem and the certificate of my.p12 in " +
				"ocsp-issuer.pem: " +
				"`openssl ocsp -issuer ocsp-issuer.pem -cert ocsp-leaf.pem" + url},
		{"standard input", []lint.Location{at("stdin", 1), at("int.pem", 1)}, []int{0, 1},
			"To check, with the certificate of stdin:1 in ocsp-leaf.pem: `openssl ocsp -issuer int.pem -cert " +
				"ocsp-leaf.pem" + url},
		{"no issuer", []lint.Location{at("my.pem", 1)}, []int{0},
			"To check, with the issuer's certificate in ocsp-issuer.pem: `openssl ocsp -issuer ocsp-issuer.pem -cert " +
				"my.pem" + url},
		{"odd names", []lint.Location{at("-my.pem", 1), at("the CA's.pem", 1)}, []int{0, 1},
			"To check: `openssl ocsp -issuer 'the CA'\\''s.pem' -cert ./-my.pem" + url},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := &chain.Chain{Bundle: new(bundle.Bundle)}
			for i, at := range tt.certs {
				c.Path = append(c.Path, &cert.Cert{Certificate: testpki.Clean().Certs()[i].X509(), At: at})
			}
			for _, i := range tt.order {
				c.Bundle.Certs = append(c.Bundle.Certs, c.Path[i])
			}
			s := &eidas.Subject{Chain: c, Leaf: c.Path[0]}
			if got := opensslOCSP(s, "http://ocsp.example/"); got != tt.want+
				" -respout ocsp.der`, and provide the answer beside the chain." {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}
