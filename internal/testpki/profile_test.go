package testpki

import (
	"bytes"
	"crypto/x509"
	"testing"
)

var profiles = []struct {
	name string
	spec func() Spec
	eku  x509.ExtKeyUsage
}{
	{"PSD2QWAC", PSD2QWAC, x509.ExtKeyUsageClientAuth},
	{"QNCPw", QNCPw, x509.ExtKeyUsageClientAuth},
	{"QEVCPw", QEVCPw, x509.ExtKeyUsageClientAuth},
	{"PlainQWAC", PlainQWAC, x509.ExtKeyUsageClientAuth},
	{"PlainTLS", PlainTLS, x509.ExtKeyUsageClientAuth},
	{"TwoQWAC", TwoQWAC, x509.ExtKeyUsageAny},
	{"QSealC", QSealC, x509.ExtKeyUsageAny},
	{"QSig", QSig, x509.ExtKeyUsageAny},
}

func TestProfilesVerify(t *testing.T) {
	for _, p := range profiles {
		for _, alg := range []KeyAlg{P256, RSA2048} {
			c := NewLeaf(func(leaf *Spec) { *leaf = p.spec(); leaf.Key.Alg = alg })
			roots, intermediates := x509.NewCertPool(), x509.NewCertPool()
			roots.AddCert(c.Root.X509())
			intermediates.AddCert(c.Intermediate.X509())
			for _, at := range []int{-30, 0, 60} {
				_, err := c.Leaf.X509().Verify(x509.VerifyOptions{
					Roots: roots, Intermediates: intermediates, CurrentTime: At().AddDate(0, 0, at),
					KeyUsages: []x509.ExtKeyUsage{p.eku},
				})
				if err != nil {
					t.Errorf("%s, key %d, day %d: %v", p.name, alg, at, err)
				}
			}
		}
	}
}

func TestProfilesAreFresh(t *testing.T) {
	for _, p := range profiles {
		want := NewLeaf(func(leaf *Spec) { *leaf = p.spec() }).Leaf.DER
		s := p.spec()
		s.Subject.Set(OIDCountry, "XX")
		s.Drop(OIDKeyUsage)
		s.SetCritical(OIDCertificatePolicies, true)
		got := NewLeaf(func(leaf *Spec) { *leaf = p.spec() }).Leaf.DER
		if !bytes.Equal(got, want) {
			t.Errorf("%s: changing one spec changes the next", p.name)
		}
	}
}
