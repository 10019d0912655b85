package bundle

import (
	"crypto/x509"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	gopkcs12 "software.sslmate.com/src/go-pkcs12"

	"qwac/internal/testpki"
	"qwac/pkg/pkcs12"
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
	if len(b.Faults) != 1 || b.Faults[0].Rule.ID != "pem-input-pkcs12" {
		t.Fatalf("faults %v", b.Faults)
	}
	return storeText{b.Faults[0].Detail, b.Faults[0].Unfixable, certs}
}

func given(password string) func(string) (string, error) {
	return func(string) (string, error) { return password, nil }
}

func TestPKCS12(t *testing.T) {
	const (
		all     = "leaf intermediate root"
		dropped = "the input is PKCS#12, want PEM; read from it: 3 certificates; its key was dropped"
		noKey   = "the input is PKCS#12, want PEM; read from it: 3 certificates, no key"
		closed  = "the input is PKCS#12, want PEM; without its password it was not opened"
		unread  = "the input is PKCS#12, want PEM; it could not be read: "
	)
	c := testpki.Clean()
	certs := c.Certs()
	full, open := testpki.PKCS12(c, "secret"), testpki.PKCS12(c, "")
	asked := func(string) (string, error) { return "", errors.New("asked for a password that is not needed") }
	keyPart := dataPart(testpki.Seq(lockedKey(t, "secret", 9)))
	clear := dataPart(testpki.Seq(certBags(certs...)))
	camellia := testpki.Seq(pkcs(5, 13), testpki.Seq(testpki.Seq(pkcs(5, 12),
		testpki.Seq(testpki.OctetString(testSalt), testpki.Int(1))),
		testpki.Seq(oidOf(1, 2, 392, 200011, 61, 1, 1, 1, 4), testpki.OctetString(testIV))))
	whole := pfxOf(lockedCerts(t, "secret", 9, certs...), keyPart)
	for _, tt := range []struct {
		name     string
		data     []byte
		password func(string) (string, error)
		want     storeText
	}{
		{"with a key", full, given("secret"), storeText{dropped, false, all}},
		{"no password", full, nil, storeText{closed, true, ""}},
		{"empty password", open, nil, storeText{dropped, false, all}},
		{"empty password, nobody is asked", open, asked, storeText{dropped, false, all}},
		{"one part, no key", pfxOf(lockedCerts(t, "secret", 9, certs...)), given("secret"),
			storeText{noKey, false, all}},
		{"one part, empty password", pfxOf(lockedCerts(t, "", 9, certs...)), nil, storeText{noKey, false, all}},
		{"one part, no password", pfxOf(lockedCerts(t, "secret", 9, certs...)), nil, storeText{closed, true, ""}},
		{"a part for each", pfxOf(lockedCerts(t, "secret", 9, c.Leaf), keyPart,
			lockedCerts(t, "secret", 7, c.Intermediate), dataPart(testpki.Seq(certBags(c.Root)))),
			given("secret"), storeText{dropped, false, all}},
		{"certificates in the clear", pfxOf(clear), asked, storeText{noKey, false, all}},
		{"certificates in the clear, no password", pfxOf(clear, keyPart), nil, storeText{dropped, false, all}},
		{"certificates in the clear, password", pfxOf(clear, keyPart), given("secret"), storeText{dropped, false, all}},
		{"bags in a bag", pfxOf(dataPart(testpki.Seq(bagOf(6, testpki.Seq(certBags(certs...)))))), nil,
			storeText{noKey, false, all}},
		{"in BER", inPieces(whole), given("secret"), storeText{dropped, false, all}},
		{"in BER, twice", inPieces(pfxOf(dataPart(inPieces(testpki.Seq(certBags(certs...)))))), nil,
			storeText{noKey, false, all}},
		{"Latin-1 password", pfxOf(lockedCerts(t, "Grün€", 9, certs...)), given("Gr\xfcn\x80"),
			storeText{noKey, false, all}},
		{"unknown encryption", pfxOf(encryptedDataPart(camellia, make([]byte, 16))), nil,
			storeText{unread + "the encryption Camellia-256-CBC (1.2.392.200011.61.1.1.1.4) is not supported", true,
				""}},
		{"signed", testpki.Seq(testpki.Int(3), testpki.PKCS7()), nil,
			storeText{unread + "it is signed with a key in place of a MAC, which is not supported", true, ""}},
		{"cut off inside", pfxOf(dataPart(certBags(certs...)[:100])), nil,
			storeText{unread + "it is malformed or cut off", true, ""}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, parseStore(t, tt.data, tt.password)); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
	for name, data := range map[string][]byte{
		"with a MAC": full, "without a MAC": whole, "without a key": pfxOf(lockedCerts(t, "secret", 9, certs...)),
		"only the key locked": pfxOf(clear, keyPart),
	} {
		b := Bundle{Password: given("other")}
		if err := b.Parse("f", data); !errors.Is(err, pkcs12.ErrPassword) {
			t.Errorf("%s, wrong password: %v", name, err)
		}
	}
}

// passwords are such as programs disagree about.
var passwords = []string{"", "secret", "Größe ß", "naïve €"}

// TestPKCS12OfLibrary reads what another implementation writes in each of its ways.
func TestPKCS12OfLibrary(t *testing.T) {
	c := testpki.Clean()
	cas := []*x509.Certificate{c.Intermediate.X509(), c.Root.X509()}
	for name, encoder := range map[string]*gopkcs12.Encoder{
		"RC2": gopkcs12.LegacyRC2, "3DES": gopkcs12.LegacyDES, "AES": gopkcs12.Modern2023,
		"PBMAC1":      gopkcs12.Modern2026,
		"no password": gopkcs12.Passwordless, "100,000 rounds": gopkcs12.LegacyDES.WithIterations(100_000),
	} {
		for _, password := range passwords {
			data, err := encoder.Encode(c.Leaf.Key, c.Leaf.X509(), cas, password)
			if err != nil {
				continue // it has no password
			}
			b := Bundle{Password: given(password)}
			if got := parseBytes(t, &b, data); got.Certs != "leaf intermediate root" {
				t.Errorf("%s, password %q: %v", name, password, b.Faults)
			}
		}
	}
}

// opensslFile runs openssl pkcs12 -export; nil: the one of this machine does not know these arguments.
func opensslFile(t *testing.T, password string, args ...string) []byte {
	t.Helper()
	if _, err := exec.LookPath("openssl"); err != nil {
		t.Skip("no openssl on this machine")
	}
	dir := t.TempDir()
	in, out := filepath.Join(dir, "chain.pem"), filepath.Join(dir, "chain.p12")
	c := testpki.Clean()
	if err := os.WriteFile(in, append(c.Leaf.KeyPEM(), c.PEM()...), 0o600); err != nil {
		t.Fatal(err)
	}
	args = append([]string{"pkcs12", "-export", "-in", in, "-out", out, "-passout", "pass:" + password}, args...)
	if text, err := exec.Command("openssl", args...).CombinedOutput(); err != nil {
		t.Logf("openssl %v: %v %s", args, err, text)
		return nil
	}
	data, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// TestPKCS12OfOpenSSL reads what the openssl of this machine writes, and tells a wrong password.
func TestPKCS12OfOpenSSL(t *testing.T) {
	for _, args := range []string{
		"", "-nomac", "-iter 600000", "-certpbe NONE", "-certpbe NONE -nomac", "-macalg SHA512", "-certpbe AES-128-CBC",
		"-certpbe PBE-SHA1-3DES",
		"-legacy -certpbe PBE-SHA1-RC2-40", "-legacy -certpbe PBE-SHA1-RC2-128", "-legacy -certpbe PBE-SHA1-RC4-128",
		"-legacy -certpbe PBE-SHA1-RC4-40", "-certpbe PBE-SHA1-2DES", "-certpbe DES-EDE3-CBC",
		"-certpbe PBE-SHA1-3DES -iter 100000",
	} {
		for _, password := range []string{"", passwords[3]} {
			for _, keys := range []string{"", "-nokeys"} {
				data := opensslFile(t, password, strings.Fields(args+" "+keys)...)
				if data == nil {
					continue
				}
				b := Bundle{Password: given(password)}
				if err := b.Parse("f", data); err != nil || len(b.Certs) != 3 {
					t.Errorf("openssl %s %s, password %q: %d certificates, faults %v, error %v", args, keys, password,
						len(b.Certs), b.Faults, err)
				}
				b = Bundle{Password: given("other")}
				// nothing in it is encrypted
				clear := (strings.Contains(args, "NONE") || args == "-nomac") && keys != ""
				if err := b.Parse("f", data); password != "" && !clear && !errors.Is(err, pkcs12.ErrPassword) {
					t.Errorf("openssl %s %s, wrong password: error %v", args, keys, err)
				}
			}
		}
	}
}
