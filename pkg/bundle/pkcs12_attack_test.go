package bundle

import (
	"bytes"
	"math"
	"testing"

	"qwac/internal/testpki"
	"qwac/pkg/pkcs12"
)

// attacks are files that demand more work than anybody should do for them.
func attacks(t testing.TB) map[string][]byte {
	const most = math.MaxInt32
	clean := testpki.Clean().Certs()
	junk := make([]byte, 32)
	sha512 := testpki.Seq(oidOf(1, 2, 840, 113549, 2, 11), testpki.Null())
	salt := testpki.OctetString(testSalt)
	files := map[string][]byte{
		"most rounds":     pfxOf(encryptedDataPart(pbes2Rounds(most), junk)),
		"5 bytes":         pfxOf(encryptedDataPart(pbes2With(salt, testpki.Int(1<<33), hmacSHA256), junk)),
		"negative":        pfxOf(encryptedDataPart(pbes2With(salt, testpki.Int(-5), hmacSHA256), junk)),
		"9.9M of SHA-512": pfxOf(encryptedDataPart(pbes2With(salt, testpki.Int(9_900_000), sha512), junk)),
		"old scheme": pfxOf(encryptedDataPart(testpki.Seq(pkcs(12, 1, 3), testpki.Seq(salt, testpki.Int(most))),
			junk)),
		"within": pfxOf(encryptedDataPart(pbes2Rounds(400_000), junk)),
		"keys in the clear": pfxOf(dataPart(
			testpki.Seq(bytes.Repeat(bagOf(2, testpki.Seq(pbes2Rounds(most), testpki.OctetString(junk))), 9),
				certBags(clean...)))),
		"keys inside": pfxOf(encryptedDataPart(pbes2Rounds(1), locked(t, "", 1, testpki.Seq(certBags(clean...),
			bagOf(2, testpki.Seq(pbes2Rounds(most), testpki.OctetString(junk))))))),
		"MAC": testpki.Seq(testpki.Int(3), dataPart(testpki.Seq(dataPart(testpki.Seq()))), testpki.Seq(
			testpki.Seq(testpki.Seq(oidOf(1, 3, 14, 3, 2, 26)), testpki.OctetString(junk)), salt, testpki.Int(most))),
		"20 containers": bytes.Repeat([]byte(
			pemBlock("CERTIFICATE", pfxOf(encryptedDataPart(pbes2Rounds(150_000), junk)))), 20),
		"20 labelled": bytes.Repeat([]byte(pemBlock("PKCS12", pfxOf(encryptedDataPart(pbes2Rounds(150_000), junk)))),
			20),
		"20 parts": pfxOf(bytes.Repeat(lockedCerts(t, "", 90_000, clean[0]), 20)),
	}
	for _, tag := range []byte{0x84, 0x44, 0xc4, 0x24, 0xa4, 0x03, 0x30} {
		odd := append([]byte{tag}, salt[1:]...)
		files[string([]byte{'t', 'a', 'g', ' ', "0123456789abcdef"[tag>>4], "0123456789abcdef"[tag&15]})] =
			pfxOf(encryptedDataPart(pbes2With(odd, testpki.Int(most), hmacSHA256), junk))
	}
	return files
}

// TestAttackPKCS12 wants that no file, with a password or without, spends more rounds than a bundle may.
func TestAttackPKCS12(t *testing.T) {
	for name, data := range attacks(t) {
		for _, password := range []func(string) (string, error){nil, given("Größe")} {
			b := Bundle{Password: password}
			for _, file := range []string{"f", "g", "h"} {
				if err := b.Parse(file, data); err != nil && password == nil {
					t.Errorf("%s: %v", name, err)
				}
			}
			if b.derived.Spent > pkcs12.MaxRounds {
				t.Errorf("%s: %d rounds", name, b.derived.Spent)
			}
			if b.Parse("ok", testpki.PKCS12(testpki.Clean(), "")) != nil {
				t.Errorf("%s: a good file fails with an error", name)
			}
		}
	}
}

// TestAttackBudgetIsOne opens good files until the rounds are spent.
func TestAttackBudgetIsOne(t *testing.T) {
	b := Bundle{Limits: Limits{Rounds: 100}}
	data := pfxOf(lockedCerts(t, "", 30, testpki.Clean().Leaf))
	for range 5 {
		if err := b.Parse("f", data); err != nil {
			t.Fatal(err)
		}
	}
	if len(b.Certs) != 3 || b.derived.Spent != 90 {
		t.Errorf("%d certificates for %d rounds", len(b.Certs), b.derived.Spent)
	}
}

// FuzzPKCS12 wants that a file spends no more rounds than it may, whatever is in it.
func FuzzPKCS12(f *testing.F) {
	for _, data := range attacks(f) {
		f.Add(data, "secret")
	}
	whole := pfxOf(lockedCerts(f, "secret", 9, testpki.Clean().Certs()...),
		dataPart(testpki.Seq(lockedKey(f, "secret", 9))))
	f.Add(whole, "secret")
	f.Add(inPieces(whole), "Größe")
	f.Fuzz(func(t *testing.T, data []byte, password string) {
		b := Bundle{Password: given(password), Limits: Limits{Rounds: 2000}}
		_ = b.Parse("f", data)
		_ = b.Parse("g", data)
		if b.derived.Spent > 2000 || b.derived.Spent < 0 {
			t.Errorf("%d rounds", b.derived.Spent)
		}
	})
}
