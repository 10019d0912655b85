package app

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"qwac/internal/testpki"
)

// TestPrivateKeyKinds gives --key files that people take for the key: each is named, with the way to the key.
func TestPrivateKeyKinds(t *testing.T) {
	c := testpki.Clean()
	file := filepath.Join(t.TempDir(), "leaf.key")
	for _, tt := range []struct {
		name string
		data []byte
		want string // in the error; empty: it is read
	}{
		{"behind a certificate", append(c.Leaf.PEM(), c.Leaf.KeyPEM()...), ""},
		{"behind parameters", append([]byte("-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n"), c.Leaf.KeyPEM()...), ""},
		{"PKCS#12", testpki.PKCS12(c, "secret"), "openssl pkcs12 -nocerts"},
		{"JKS", []byte("\xfe\xed\xfe\xed\x00\x00\x00\x02"), "keytool -importkeystore"},
		{"PuTTY", []byte("PuTTY-User-Key-File-3: ssh-rsa\n"), "puttygen"},
		{"certificate", c.Leaf.PEM(), "it has certificates"},
	} {
		if err := os.WriteFile(file, tt.data, 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := new(env).privateKey(file, "")
		switch {
		case (err != nil) != (tt.want != ""), err != nil && !strings.Contains(err.Error(), tt.want):
			t.Errorf("%s: error %v, want %q", tt.name, err, tt.want)
		case err != nil && strings.Contains(err.Error(), "-inform DER"):
			t.Errorf("%s: taken for DER: %v", tt.name, err)
		}
	}
}

// TestReadSecret gives the first line of a file in what editors write.
func TestReadSecret(t *testing.T) {
	file := filepath.Join(t.TempDir(), "password.txt")
	for _, data := range []string{"gr\u00fcn\n", "gr\u00fcn\r\nsecond\n", "\ufeffgr\u00fcn", "\xff\xfeg\x00r\x00\xfc\x00n\x00\r\x00\n\x00", "\xfe\xff\x00g\x00r\x00\xfc\x00n"} {
		if err := os.WriteFile(file, []byte(data), 0o600); err != nil {
			t.Fatal(err)
		}
		if got, err := new(env).readSecret(file); err != nil || string(got) != "grün" {
			t.Errorf("%q: %q, %v", data, got, err)
		}
	}
}
