package app

import (
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/pem"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// lockedKey is an encrypted key with a derivation of the given identifier and parameters; its content is nothing.
func lockedKey(t *testing.T, scheme, kdf asn1.ObjectIdentifier, parameters any) []byte {
	t.Helper()
	marshal := func(v any) []byte {
		der, err := asn1.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		return der
	}
	algorithm := func(id asn1.ObjectIdentifier, parameters any) pkix.AlgorithmIdentifier {
		return pkix.AlgorithmIdentifier{Algorithm: id, Parameters: asn1.RawValue{FullBytes: marshal(parameters)}}
	}
	both := struct{ Derivation, Cipher pkix.AlgorithmIdentifier }{
		algorithm(kdf, parameters), algorithm(asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 1, 42}, make([]byte, 16)),
	}
	return marshal(struct {
		Algorithm pkix.AlgorithmIdentifier
		Data      []byte
	}{algorithm(scheme, both), make([]byte, 64)})
}

// TestAttackKeyRounds holds keys that would cost hours, alone and together, and names kinds of encryption that no
// password opens here.
func TestAttackKeyRounds(t *testing.T) {
	type pbkdf2 struct {
		Salt   []byte
		Rounds int
	}
	salt := []byte("12345678")
	pbes2, kdf := asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 5, 13}, asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 5, 12}
	md5DES := asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 5, 3}
	scrypt := asn1.ObjectIdentifier{1, 3, 6, 1, 4, 1, 11591, 4, 11}
	const perBlock = 2 // AES-256 wants two blocks of SHA-1
	within := lockedKey(t, pbes2, kdf, pbkdf2{salt, maxKeyRounds / perBlock})
	for _, tt := range []struct {
		name string
		keys [][]byte
		want string
		most int // rounds
	}{
		{"as openssl writes it", [][]byte{lockedKey(t, pbes2, kdf, pbkdf2{salt, 2048})}, "wrong password",
			2048 * perBlock},
		{"over the limit", [][]byte{lockedKey(t, pbes2, kdf, pbkdf2{salt, maxKeyRounds/perBlock + 1})},
			"more than 2000000 rounds", 0},
		{"hours", [][]byte{lockedKey(t, pbes2, kdf, pbkdf2{salt, 1<<31 - 1})}, "more than 2000000 rounds", 0},
		{"negative", [][]byte{lockedKey(t, pbes2, kdf, pbkdf2{salt, -1})}, "damaged", 0},
		{"several at the limit", [][]byte{within, within, within}, "more than 2000000 rounds", maxKeyRounds},
		{"DES with MD5", [][]byte{lockedKey(t, md5DES, kdf, pbkdf2{salt, 2048})},
			"DES-CBC with MD5 (1.2.840.113549.1.5.3) is not supported; encrypt it anew: openssl pkey -in ", 0},
		{"scrypt", [][]byte{lockedKey(t, pbes2, scrypt, pbkdf2{salt, 2048})}, "scrypt (1.3.6.1.4.1.11591.4.11)", 0},
		{"damaged", [][]byte{{0x30, 5}}, "damaged", 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			dir := t.TempDir()
			var text []byte
			for _, k := range tt.keys {
				text = append(text, pem.EncodeToMemory(&pem.Block{Type: "ENCRYPTED PRIVATE KEY", Bytes: k})...)
			}
			password := filepath.Join(dir, "pw.txt")
			if err := os.WriteFile(password, []byte("fixture\n"), 0o600); err != nil {
				t.Fatal(err)
			}
			r := new(env).keyReader(filepath.Join(dir, "a b.key"), password)
			r.data = text
			_, err := r.key(nil)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want %q", err, tt.want)
			}
			if r.rounds.Spent > tt.most {
				t.Errorf("%d rounds, want %d at most", r.rounds.Spent, tt.most)
			}
		})
	}
}
