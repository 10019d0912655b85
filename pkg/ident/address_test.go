package ident

import "testing"

// TestAddresses tells what stands at an address by the address alone.
func TestAddresses(t *testing.T) {
	for _, tt := range []struct {
		address         string
		file, responder bool
	}{
		{"http://ocsp.fixture-trust.example/web", false, true},
		{"http://ocsp.fixture-trust.example", false, true},
		{"HTTP://pki.fixture-trust.example/OCSP/", false, true},
		{"http://web-ocsp1.fixture-trust.example:80/", false, true},
		{"http://ocsp.fixture-trust.example/web.cer", true, false},
		{"http://pki.fixture-trust.example/WEB.P7C", true, false},
		{"https://pki.fixture-trust.example/web.crt?v=1", true, false},
		{"http://crl.fixture-trust.example/web.crl", true, false},
		{"http://ocsp.fixture-trust.example/get?ca=web", false, false},
		{"http://pki.fixture-trust.example/web", false, false},
		{"ldap://ocsp.fixture-trust.example/cn=web.cer", false, false},
		{"http://[ocsp", false, false},
		{"", false, false},
	} {
		if OfFile(tt.address) != tt.file || OfResponder(tt.address) != tt.responder {
			t.Errorf("%q: file %t, responder %t", tt.address, OfFile(tt.address), OfResponder(tt.address))
		}
	}
}
