package key

import (
	"crypto/x509"
	"encoding/asn1"
	"math/big"
	"strings"
	"testing"

	"qwac/internal/testpki"
)

// octets is an INTEGER with these octets, whatever they mean.
func octets(b ...byte) []byte { return append([]byte{2, byte(len(b))}, b...) }

func info(spki []byte) Info { return Of(&x509.Certificate{RawSubjectPublicKeyInfo: spki}) }

// TestFault: of a kind that the library knows, a key is either made or its own fault is named; to ask for a key of this
// kind would lead the user back to where he is.
func TestFault(t *testing.T) {
	rsa := func(parts ...[]byte) []byte {
		return testpki.SPKI(asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 1}, testpki.Null(), testpki.Seq(parts...))
	}
	ec := func(point ...byte) []byte {
		return testpki.ECSPKI(asn1.ObjectIdentifier{1, 2, 840, 10045, 3, 1, 7}, point)
	}
	ed := asn1.ObjectIdentifier{1, 3, 101, 112}
	hybrid := testpki.Key{Name: "fault"}.PointSPKI(testpki.Hybrid)
	lying := []byte(strings.Clone(string(hybrid)))
	lying[len(lying)-65] ^= 1
	n := testpki.Modulus("fault", 2048)
	for name, tt := range map[string]struct {
		spki []byte
		want string // empty: it is a key
	}{
		"hybrid":            {hybrid, ""},
		"hybrid, lying":     {lying, "first octet contradicts"},
		"infinity":          {ec(0), "1 octet is not a point"},
		"other curve":       {ec(append([]byte{4}, make([]byte, 96)...)...), "97 octets is not a point"},
		"off the curve":     {ec(append([]byte{4}, make([]byte, 64)...)...), "not a point on the curve P-256"},
		"compressed, none":  {ec(append([]byte{2}, []byte(strings.Repeat("\xff", 32))...)...), "not a point on"},
		"negative modulus":  {rsa(octets(0x81, 1), testpki.Int(65537)), "modulus of the RSA key is negative"},
		"negative exponent": {rsa(testpki.Int(5), octets(0xfd)), "exponent of the RSA key is negative"},
		"padded modulus":    {rsa(octets(0, 0x7f), testpki.Int(65537)), "modulus of the RSA key begins with a"},
		"padded exponent":   {rsa(testpki.Int(5), octets(0, 3)), "exponent of the RSA key begins with a needless"},
		"no modulus":        {rsa(octets(), testpki.Int(3)), "without a value"},
		"modulus 0":         {rsa(octets(0), testpki.Int(3)), "modulus of the RSA key is 0"},
		"no integer":        {rsa(testpki.Null(), testpki.Int(3)), "is no INTEGER"},
		"one number":        {rsa(testpki.Int(5)), "no SEQUENCE of a modulus and an exponent"},
		"long modulus": {testpki.GreatRSASPKI(new(big.Int).Lsh(n, 20000), big.NewInt(3)),
			"22048 bits, which is more than any library takes"},
		"long exponent":       {testpki.GreatRSASPKI(n, new(big.Int).SetBit(big.NewInt(1), 70, 1)), "71 bits: that is"},
		"RSA":                 {testpki.GreatRSASPKI(n, big.NewInt(65537)), ""},
		"Ed25519, 33 octets":  {testpki.SPKI(ed, nil, make([]byte, 33)), "33 octets, want 32"},
		"Ed25519, parameters": {testpki.SPKI(ed, testpki.Null(), make([]byte, 32)), "its algorithm has parameters"},
	} {
		k := info(tt.spki)
		fault := k.Fault()
		if (fault == "") != (tt.want == "") || !strings.Contains(fault, tt.want) {
			t.Errorf("%s: %q, want %q", name, fault, tt.want)
		}
		holder := Holder(&x509.Certificate{RawSubjectPublicKeyInfo: tt.spki})
		if made := holder.PublicKey != nil; made != (tt.want == "") {
			t.Errorf("%s: made: %t", name, made)
		}
		if tt.want != "" && k.TLSFault() == "" {
			t.Errorf("%s: said to work in TLS", name)
		}
		err := Usable(holder)
		if tt.want != "" && (err == nil || !strings.Contains(err.Error(), fault)) {
			t.Errorf("%s: %v, want the fault %q in it", name, err, fault)
		}
	}
}
