package key

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"testing"

	"qwac/internal/testpki"
)

// TestLoadKey reads each form of a point on each curve as the same key, and no form that lies about y.
func TestLoadKey(t *testing.T) {
	for _, alg := range []testpki.KeyAlg{testpki.P224, testpki.P256, testpki.P384, testpki.P521} {
		key := testpki.Key{Name: "form", Alg: alg}
		want := key.Signer().Public().(*ecdsa.PublicKey)
		for _, form := range []testpki.PointForm{testpki.Uncompressed, testpki.Compressed, testpki.Hybrid} {
			if got, ok := LoadKey(key.PointSPKI(form)).(*ecdsa.PublicKey); !ok || !got.Equal(want) {
				t.Errorf("kind %d, form %d: %v", alg, form, got)
			}
		}
		if lying := key.PointSPKI(testpki.Hybrid); LoadKey(flip(lying, len(lying)-1)) != nil {
			t.Errorf("kind %d: a hybrid point with another y was read", alg)
		}
	}
	rsa := testpki.Key{Name: "form", Alg: testpki.RSA2048}
	if got := LoadKey(rsa.PSSOnlySPKI(nil)); got == nil ||
		!rsa.Signer().Public().(interface{ Equal(crypto.PublicKey) bool }).Equal(got) {
		t.Errorf("RSASSA-PSS: %v", got)
	}
	for _, der := range [][]byte{nil, {0x30, 0}, testpki.BrainpoolSPKI("form"), testpki.ExplicitECSPKI("form")} {
		if got := LoadKey(der); got != nil {
			t.Errorf("%x: %v", der, got)
		}
	}
}

func flip(der []byte, at int) []byte {
	der = bytes.Clone(der)
	der[at] ^= 1
	return der
}

// FuzzLoadKey: a point that is read is on its curve, and written again in the same form it has the same octets.
func FuzzLoadKey(f *testing.F) {
	for _, form := range []testpki.PointForm{testpki.Uncompressed, testpki.Compressed, testpki.Hybrid} {
		f.Add(testpki.Key{Name: "fuzz"}.PointSPKI(form))
		f.Add(testpki.Key{Name: "fuzz", Alg: testpki.P521}.PointSPKI(form))
	}
	f.Fuzz(func(t *testing.T, der []byte) {
		pub, ok := LoadKey(der).(*ecdsa.PublicKey)
		if !ok {
			return
		}
		plain, err := pub.Bytes()
		if err != nil {
			t.Fatal(err)
		}
		size, odd := len(plain)/2, plain[len(plain)-1]&1
		compressed := append([]byte{PointCompressed | odd}, plain[1:1+size]...)
		hybrid := append([]byte{PointHybrid | odd}, plain[1:]...)
		if !bytes.Contains(der, plain) && !bytes.Contains(der, compressed) && !bytes.Contains(der, hybrid) {
			t.Errorf("%x was read as %x", der, plain)
		}
	})
}
