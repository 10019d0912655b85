package app

import (
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/pem"
	"strings"
	"testing"
)

// lockedKey is an encrypted key with a derivation of the given identifier and parameters; its content is nothing.
func lockedKey(t *testing.T, scheme, kdf asn1.ObjectIdentifier, parameters any) *pem.Block {
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
	return &pem.Block{Type: "ENCRYPTED PRIVATE KEY", Bytes: marshal(struct {
		Algorithm pkix.AlgorithmIdentifier
		Data      []byte
	}{algorithm(scheme, both), make([]byte, 64)})}
}

// TestAttackKeyRounds holds keys that would cost hours, and names kinds of encryption that no password opens here.
func TestAttackKeyRounds(t *testing.T) {
	type pbkdf2 struct {
		Salt   []byte
		Rounds int
	}
	salt := []byte("12345678")
	old, scrypt := asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 12, 1, 3}, asn1.ObjectIdentifier{1, 3, 6, 1, 4, 1, 11591,
		4, 11}
	for _, tt := range []struct {
		name  string
		block *pem.Block
		want  string // empty: no error
	}{
		{"as openssl writes it", lockedKey(t, oidPBES2, oidPBKDF2, pbkdf2{salt, 2048}), ""},
		{"at the limit", lockedKey(t, oidPBES2, oidPBKDF2, pbkdf2{salt, maxKeyRounds}), ""},
		{"over it", lockedKey(t, oidPBES2, oidPBKDF2, pbkdf2{salt, maxKeyRounds + 1}), "1000001 rounds"},
		{"hours", lockedKey(t, oidPBES2, oidPBKDF2, pbkdf2{salt, 1<<31 - 1}), "2147483647 rounds"},
		{"negative", lockedKey(t, oidPBES2, oidPBKDF2, pbkdf2{salt, -1}), "-1 rounds"},
		{"old encryption", lockedKey(t, old, oidPBKDF2, pbkdf2{salt, 2048}), "1.2.840.113549.1.12.1.3, which is old"},
		{"scrypt", lockedKey(t, oidPBES2, scrypt, pbkdf2{salt, 2048}), "1.3.6.1.4.1.11591.4.11, not by PBKDF2"},
		{"damaged", &pem.Block{Type: "ENCRYPTED PRIVATE KEY", Bytes: []byte{0x30, 5}}, "damaged"},
		{"not encrypted", &pem.Block{Type: "PRIVATE KEY", Bytes: []byte{0x30, 5}}, ""},
	} {
		err := checkKeyCost("a b.key", tt.block)
		if (err == nil) != (tt.want == "") || err != nil && !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: got %v, want %q", tt.name, err, tt.want)
		}
	}
}
