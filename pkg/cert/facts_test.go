package cert

import (
	"crypto/x509"
	"encoding/asn1"
	"testing"
	"time"

	"qwac/internal/testpki"
	"qwac/pkg/lint"
)

// TestFacts asks for each fact of a certificate on both sides of each of its borders.
func TestFacts(t *testing.T) {
	from, to := time.Unix(1000, 0), time.Unix(2000, 0)
	at := func(s int64) bool { return ValidAt(&x509.Certificate{NotBefore: from, NotAfter: to}, time.Unix(s, 0)) }
	issues := func(version int, issuer string, basic, ca bool) bool {
		return MayIssue(&x509.Certificate{Version: version, RawSubject: []byte("a"), RawIssuer: []byte(issuer),
			BasicConstraintsValid: basic, IsCA: ca})
	}
	unhandled := func(ids ...asn1.ObjectIdentifier) bool {
		return HasUnhandled(&x509.Certificate{UnhandledCriticalExtensions: ids})
	}
	hash := func(a x509.SignatureAlgorithm) bool { return RefusedHash(&x509.Certificate{SignatureAlgorithm: a}) }
	limited := func(basic bool, most int, zero bool) bool {
		_, ok := PathLen(&x509.Certificate{BasicConstraintsValid: basic, MaxPathLen: most, MaxPathLenZero: zero})
		return ok
	}
	beside := func(number int, ca bool) bool {
		return endEntity(lint.Where{Cert: number}, &Cert{Certificate: &x509.Certificate{IsCA: ca}})
	}
	for name, is := range map[string]struct{ got, want bool }{
		"valid before":       {at(999), false},
		"valid at the start": {at(1000), true},
		"valid at the end":   {at(2000), true},
		"valid after":        {at(2001), false},
		"valid at no time":   {ValidAt(&x509.Certificate{NotBefore: from, NotAfter: to}, time.Time{}), true},

		"a CA issues":                             {issues(3, "b", true, true), true},
		"a leaf issues":                           {issues(3, "a", true, false), false},
		"what has no basicConstraints issues":     {issues(3, "a", false, true), false},
		"a root of version 1 issues":              {issues(1, "a", false, false), true},
		"an intermediate of version 1 issues":     {issues(1, "b", true, true), false},
		"nothing is unhandled":                    {unhandled(), false},
		"name constraints are unhandled":          {unhandled(OIDNameConstraints), false},
		"something else is unhandled":             {unhandled(OIDNameConstraints, oidKeyUsage), true},
		"SHA-1 with RSA is refused":               {hash(x509.SHA1WithRSA), true},
		"SHA-1 with ECDSA is refused":             {hash(x509.ECDSAWithSHA1), true},
		"SHA-256 is refused":                      {hash(x509.SHA256WithRSA), false},
		"a limit of one":                          {limited(true, 1, false), true},
		"a limit of none":                         {limited(true, 0, true), true},
		"no limit":                                {limited(true, 0, false), false},
		"no limit, -1":                            {limited(true, -1, true), false},
		"a limit without basicConstraints":        {limited(false, 1, false), false},
		"http without a host is an address":       {IsWeb("http://"), false},
		"http is an address":                      {IsWeb("HTTP://a"), true},
		"ldap is an address":                      {IsWeb("ldap://a"), false},
		"the leaf is an end entity":               {beside(1, true), true},
		"a leaf beside the path is an end one":    {beside(0, false), true},
		"a CA beside the path is an end entity":   {beside(0, true), false},
		"what is above the leaf is an end entity": {beside(2, false), false},
	} {
		if is.got != is.want {
			t.Errorf("%s: %v, want %v", name, is.got, is.want)
		}
	}
}

// TestEachKey wants every key that a rule may have something to say about, not the first alone.
func TestEachKey(t *testing.T) {
	s := new(Subject)
	chain := testpki.NewChain(func(leaf, ca, root *testpki.Spec) {
		leaf.Key.Alg, ca.Key.Alg, root.Key.Alg = testpki.RSA2048, testpki.P256, testpki.RSA1024
	})
	for i, c := range chain.Certs() {
		parsed, err := ParseCertificate(c.DER)
		if err != nil {
			t.Fatal(err)
		}
		s.Path = append(s.Path, Placed{parsed, lint.Where{Cert: i + 1}})
	}
	bits := map[int]int{}
	for w, k := range s.eachKey {
		bits[w.Cert] = k.ModulusBits()
	}
	if len(bits) != 2 || bits[1] != 2048 || bits[3] != 1024 {
		t.Errorf("keys %v, want those of RSA: 2048 bits of the leaf, 1024 of the root", bits)
	}
}
