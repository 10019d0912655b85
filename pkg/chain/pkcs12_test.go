package chain

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"qwac/internal/testpki"
)

// storeText is what is said of a PKCS#12 file, and whether it can be mended.
type storeText struct {
	Detail    string
	Unfixable bool
	Certs     string
}

func parseStore(t *testing.T, data []byte, password func(string) (string, error)) storeText {
	t.Helper()
	b := Bundle{Password: password}
	certs := parseBytes(t, &b, data).Certs
	if len(b.Faults) != 1 || b.Faults[0].Rule != "pem-input-pkcs12" {
		t.Fatalf("faults %v", b.Faults)
	}
	return storeText{b.Faults[0].Detail, b.Faults[0].Unfixable, certs}
}

func given(password string) func(string) (string, error) {
	return func(string) (string, error) { return password, nil }
}

// aes256CBC is its object identifier in DER.
var aes256CBC = []byte{6, 9, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x01, 0x2a}

// withoutKey is the PKCS#12 file without the part that holds the key, as openssl pkcs12 -export -nokeys writes it.
func withoutKey(t *testing.T, data []byte, password string) []byte {
	t.Helper()
	parts, ok := partsOf(data)
	if !ok || len(parts) != 2 {
		t.Fatalf("%d parts", len(parts))
	}
	file, err := fileOf(password, parts[0])
	if err != nil {
		t.Fatal(err)
	}
	return file
}

func TestPKCS12(t *testing.T) {
	const (
		all     = "leaf intermediate root"
		dropped = "the input is PKCS#12, wanted PEM; read from it: 3 certificates; its key was dropped"
		noKey   = "the input is PKCS#12, wanted PEM; read from it: 3 certificates, no key"
		closed  = "the input is PKCS#12, wanted PEM; without its password it was not opened"
	)
	c := testpki.Clean()
	locked, open := testpki.PKCS12(c, "secret"), testpki.PKCS12(c, "")
	asked := func(string) (string, error) { return "", errors.New("asked for a password that is empty") }
	unknown := withoutKey(t, bytes.ReplaceAll(open, aes256CBC, slices.Concat(aes256CBC[:len(aes256CBC)-1], []byte{0x7f})), "")
	for _, tt := range []struct {
		name     string
		data     []byte
		password func(string) (string, error)
		want     storeText
	}{
		{"with a key", locked, given("secret"), storeText{dropped, false, all}},
		{"no password", locked, nil, storeText{closed, true, ""}},
		{"empty password", open, nil, storeText{dropped, false, all}},
		{"empty password, nobody is asked", open, asked, storeText{dropped, false, all}},
		{"without a key", withoutKey(t, locked, "secret"), given("secret"), storeText{noKey, false, all}},
		{"without a key, empty password", withoutKey(t, open, ""), nil, storeText{noKey, false, all}},
		{"without a key, no password", withoutKey(t, locked, "secret"), nil, storeText{closed, true, ""}},
		{"unknown algorithm", unknown, nil,
			storeText{"the input is PKCS#12, wanted PEM; it could not be read: pkcs12: pbes2 algorithm 2.16.840.1.101.3.4.1.127 is not supported", true, ""}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, parseStore(t, tt.data, tt.password)); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
	for name, data := range map[string][]byte{"with a key": locked, "without a key": withoutKey(t, locked, "secret")} {
		b := Bundle{Password: given("other")}
		if err := b.Parse("f", data); !errors.Is(err, ErrPassword) {
			t.Errorf("%s, wrong password: %v", name, err)
		}
	}
}

// TestPKCS12OfOpenSSL reads what the openssl of this machine writes without a key.
func TestPKCS12OfOpenSSL(t *testing.T) {
	if _, err := exec.LookPath("openssl"); err != nil {
		t.Skip("no openssl on this machine")
	}
	dir := t.TempDir()
	in := filepath.Join(dir, "chain.pem")
	if err := os.WriteFile(in, testpki.Clean().PEM(), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{nil, {"-certpbe", "PBE-SHA1-3DES"}, {"-certpbe", "NONE"}, {"-nomac"}} {
		for _, password := range []string{"", "secret"} {
			out := filepath.Join(dir, "chain.p12")
			cmd := exec.Command("openssl", append([]string{"pkcs12", "-export", "-nokeys", "-in", in, "-out", out, "-passout", "pass:" + password}, args...)...)
			if text, err := cmd.CombinedOutput(); err != nil {
				t.Logf("openssl %v: %v %s", args, err, text) // an older one knows not all of them
				continue
			}
			data, err := os.ReadFile(out)
			if err != nil {
				t.Fatal(err)
			}
			b := Bundle{Password: given(password)}
			if err := b.Parse("f", data); err != nil || len(b.Certs) != 3 {
				t.Errorf("openssl %v, password %q: %d certificates, faults %v, error %v", args, password, len(b.Certs), b.Faults, err)
			}
		}
	}
}
