package testpki

import (
	"crypto"
	"crypto/rsa"
	"crypto/x509"
	"math/big"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// crypto/x509 says what it takes an odd key for.
func TestOddKeys(t *testing.T) {
	n := Modulus("odd", 2048)
	for _, c := range []struct {
		name string
		spki []byte
		want string
	}{
		{"rsa", RSASPKI(n, 3), ""},
		{"rsa without null", RSASPKIWithoutNull(n, 65537), "x509: RSA key missing NULL parameters"},
		{"pss", PSSSPKI(n, 65537), "x509: unknown public key algorithm"},
		{"brainpool", BrainpoolSPKI("odd"), "x509: unsupported elliptic curve"},
		{"explicit curve", ExplicitECSPKI("odd"), "x509: invalid ECDSA parameters"},
		{"dsa", DSASPKI("odd"), ""},
		{"ed448", SPKI([]int{1, 3, 101, 113}, nil, make([]byte, 57)), "x509: unknown public key algorithm"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := ""
			if _, err := x509.ParsePKIXPublicKey(c.spki); err != nil {
				got = err.Error()
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("error (-want +got):\n%s", diff)
			}
			leaf := NewLeaf(func(s *Spec) { s.SPKI = c.spki }).Leaf
			if cert := leaf.X509(); cert != nil && string(cert.RawSubjectPublicKeyInfo) != string(c.spki) {
				t.Error("the certificate has another key")
			}
		})
	}
}

func TestWeakModuli(t *testing.T) {
	near, small, roca := FermatModulus("weak"), SmallFactorModulus("weak"), ROCAModulus("weak")
	root := new(big.Int).Sqrt(near)
	root.Add(root, big.NewInt(1)) // Fermat's first step: the root squared less the modulus is a square
	rest := new(big.Int).Sub(new(big.Int).Mul(root, root), near)
	square := new(big.Int).Sqrt(rest)
	if square.Mul(square, square).Cmp(rest) != 0 {
		t.Error("the near primes are not near")
	}
	if new(big.Int).Mod(small, big.NewInt(743)).Sign() != 0 {
		t.Error("the small factor is none")
	}
	if r := new(big.Int).Mod(roca, big.NewInt(11)).Int64(); r != 1 && r != 10 { // 65537 mod 11 is 10, of order 2
		t.Errorf("the ROCA modulus is %d modulo 11", r)
	}
	for _, n := range []*big.Int{near, small, roca} {
		if n.BitLen() != 2048 {
			t.Errorf("a modulus of %d bits", n.BitLen())
		}
	}
}

func TestRSASizes(t *testing.T) {
	for alg, bits := range map[KeyAlg]int{RSA1024: 1024, RSA2048: 2048, RSA3072: 3072, RSA4096: 4096} {
		key := Key{Name: "size", Alg: alg}.Signer().(*rsa.PrivateKey)
		if key.N.BitLen() != bits {
			t.Errorf("%d bits, want %d", key.N.BitLen(), bits)
		}
	}
	if got := (SigAlg{}).Identifier(crypto.PublicKey(Key{Alg: RSA1024}.Signer().Public())); len(got) != 15 {
		t.Errorf("identifier % x", got)
	}
}
