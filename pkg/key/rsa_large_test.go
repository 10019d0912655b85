package key

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"math/big"
	"slices"
	"testing"
)

// largeKeys are throw-away keys of sizes about the bound.
func largeKeys(t testing.TB) (keys []*rsa.PrivateKey) {
	t.Helper()
	for _, bits := range []int{2048, 2049, 3072} {
		k, err := rsa.GenerateKey(rand.Reader, bits)
		if err != nil {
			t.Fatal(err)
		}
		keys = append(keys, k)
	}
	return keys
}

// sameAsCryptoRSA compares the two ways of one signature: ours says yes only where crypto/rsa does, and then always for
// the keys that it is for.
func sameAsCryptoRSA(t *testing.T, what string, pub *rsa.PublicKey, a x509.SignatureAlgorithm, message, sig []byte) {
	t.Helper()
	child := &x509.Certificate{SignatureAlgorithm: a, RawTBSCertificate: message, Signature: sig}
	issuer := &x509.Certificate{PublicKey: pub, PublicKeyAlgorithm: x509.RSA}
	got := provenByLargeRSA(child, issuer)
	want := issuer.CheckSignature(a, message, sig) == nil
	applies := pub.N.BitLen() > minLargeRSA && pub.E == usualExponent && largeRSAHash(a) != 0
	if got != (want && applies) {
		t.Errorf("%s, %d bits, %v: proven %v, crypto/rsa takes it %v", what, pub.N.BitLen(), a, got, want)
	}
	if err := CheckSignatureFast(child, issuer); (err == nil) != want {
		t.Errorf("%s, %d bits, %v: %v, crypto/rsa takes it %v", what, pub.N.BitLen(), a, err, want)
	}
}

// raw is what a private key makes of an encoded message, whatever its form.
func raw(k *rsa.PrivateKey, em []byte) []byte {
	m := new(big.Int).SetBytes(em)
	return m.Exp(m, k.D, k.N).FillBytes(make([]byte, k.Size()))
}

// TestLargeRSAForms signs encodings of every kind that a careless verifier takes: the second block type, short or other
// padding, no or another separator, DigestInfo without NULL, with long lengths, of another hash, with something behind
// it, with a digest of another length.
func TestLargeRSAForms(t *testing.T) {
	message := []byte("to be signed")
	algorithms := []x509.SignatureAlgorithm{x509.SHA1WithRSA, x509.SHA256WithRSA, x509.SHA384WithRSA,
		x509.SHA512WithRSA, x509.SHA256WithRSAPSS, x509.ECDSAWithSHA256}
	for _, k := range largeKeys(t) {
		size := k.Size()
		for _, h := range []crypto.Hash{crypto.SHA256, crypto.SHA384, crypto.SHA512} {
			right := encodedMessage(h, message, size)
			info := len(digestInfoOf(h)) + h.Size()
			at := size - info
			form := func(edit func(em []byte) []byte) []byte { return raw(k, edit(slices.Clone(right))) }
			shifted := func(n int, info []byte) []byte { // n bytes of padding less
				em := slices.Concat(right[:at-1-n], []byte{0}, info)
				return raw(k, append(em, make([]byte, size-len(em))...))
			}
			digest := right[size-h.Size():]
			forms := map[string][]byte{
				"right":            raw(k, right),
				"block type 2":     form(func(em []byte) []byte { em[1] = 2; return em }),
				"block type 0":     form(func(em []byte) []byte { em[1] = 0; return em }),
				"other padding":    form(func(em []byte) []byte { em[5] = 0xfe; return em }),
				"no separator":     form(func(em []byte) []byte { em[at-1] = 0xff; return em }),
				"other separator":  form(func(em []byte) []byte { em[at-1] = 1; return em }),
				"padding of eight": shifted(at-11, right[at:]),
				"garbage behind":   shifted(9, append(slices.Clone(right[at:]), "behind it"...)),
				"without NULL":     shifted(-2, withoutNull(right[at:])),
				"long length":      shifted(1, slices.Concat([]byte{0x30, 0x81}, right[at+1:])),
				"digest alone":     shifted(-(info - len(digest)), digest),
				"digest cut":       shifted(-1, right[at:size-1]),
				"other identifier": form(func(em []byte) []byte { em[at+14] ^= 4; return em }),
				"other digest":     form(func(em []byte) []byte { em[size-1] ^= 1; return em }),
				"zero":             make([]byte, size), "one": append(make([]byte, size-1), 1),
				"the modulus": k.N.FillBytes(make([]byte, size)), "nothing": nil,
				"less one": new(big.Int).Sub(k.N, big.NewInt(1)).FillBytes(make([]byte, size)),
			}
			good := forms["right"]
			forms["longer"], forms["shorter"] = append([]byte{0}, good...), good[1:]
			above := new(big.Int).Add(new(big.Int).SetBytes(good), k.N)
			forms["with the modulus added"] = above.Bytes()
			for name, sig := range forms {
				for _, a := range algorithms {
					sameAsCryptoRSA(t, h.String()+", "+name, &k.PublicKey, a, message, sig)
				}
			}
			even := &rsa.PublicKey{N: new(big.Int).Lsh(k.N, 1), E: k.E}
			for name, pub := range map[string]*rsa.PublicKey{"even modulus": even, "exponent 3": {N: k.N, E: 3},
				"exponent 1": {N: k.N, E: 1}, "even exponent": {N: k.N, E: 65536}} {
				sameAsCryptoRSA(t, name, pub, x509.SHA256WithRSA, message, good)
			}
		}
	}
}

// withoutNull takes the parameters out of a DigestInfo.
func withoutNull(info []byte) []byte {
	out := slices.Concat(info[:15], info[17:])
	out[1], out[3] = out[1]-2, out[3]-2
	return out
}

// FuzzLargeRSA compares the two ways for an encoded message and a signature of any bytes, signed or not.
func FuzzLargeRSA(f *testing.F) {
	keys := largeKeys(f)
	f.Add([]byte("message"), []byte{}, byte(0), uint16(0))
	f.Add([]byte("message"), []byte{0x30}, byte(7), uint16(300))
	f.Fuzz(func(t *testing.T, message, patch []byte, which byte, at uint16) {
		k := keys[int(which)%len(keys)]
		algorithm := []x509.SignatureAlgorithm{x509.SHA256WithRSA, x509.SHA384WithRSA, x509.SHA512WithRSA}[which/4%3]
		em := encodedMessage(largeRSAHash(algorithm), message, k.Size())
		copy(em[int(at)%len(em):], patch)
		sig := raw(k, em)
		sameAsCryptoRSA(t, "patched encoding", &k.PublicKey, algorithm, message, sig)
		copy(sig[int(at)%len(sig):], patch)
		sameAsCryptoRSA(t, "patched signature", &k.PublicKey, algorithm, message, sig)
	})
}

// TestLargeRSAForPSS: a key for RSASSA-PSS alone verifies no PKCS #1 v1.5 signature (RFC 4055, 1.2), fast or not.
func TestLargeRSAForPSS(t *testing.T) {
	k := largeKeys(t)[2]
	der, err := x509.MarshalPKIXPublicKey(&k.PublicKey)
	if err != nil {
		t.Fatal(err)
	}
	var info struct {
		Algorithm pkix.AlgorithmIdentifier
		Key       asn1.BitString
	}
	if _, err := asn1.Unmarshal(der, &info); err != nil {
		t.Fatal(err)
	}
	info.Algorithm = pkix.AlgorithmIdentifier{Algorithm: asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 10}}
	pss, err := asn1.Marshal(info)
	if err != nil {
		t.Fatal(err)
	}
	message := []byte("to be signed")
	sig := raw(k, encodedMessage(crypto.SHA256, message, k.Size()))
	child := &x509.Certificate{SignatureAlgorithm: x509.SHA256WithRSA, RawTBSCertificate: message, Signature: sig}
	for spki, taken := range map[string]bool{string(der): true, string(pss): false} {
		issuer := Holder(&x509.Certificate{RawSubjectPublicKeyInfo: []byte(spki)})
		if issuer.PublicKey == nil {
			t.Fatal("the key is not read")
		}
		for name, check := range map[string]func(child, key *x509.Certificate) error{
			"fast": CheckSignatureFast, "crypto/rsa": CheckSignature,
		} {
			if err := check(child, issuer); (err == nil) != taken {
				t.Errorf("%s, for PSS alone %v: %v", name, !taken, err)
			}
		}
	}
}
