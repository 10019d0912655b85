package pkcs12

import (
	"encoding/asn1"
	"strings"
	"testing"

	"qwac/internal/testpki"
)

// TestExport names ciphers with the command of OpenSSL that reads them.
func TestExport(t *testing.T) {
	for _, tt := range []struct{ id, name, hint string }{
		{"1.2.392.200011.61.1.1.1.2", "Camellia-128-CBC", "openssl pkcs12 -nokeys -in FILE"},
		{"1.2.410.200046.1.1.12", "ARIA-256-CBC", "openssl pkcs12 -nokeys -in FILE"},
		{"1.3.14.3.2.7", "DES-CBC", "openssl pkcs12 -legacy -nokeys -in FILE"},
		{"1.2.410.200004.1.4", "SEED-CBC", "openssl pkcs12 -legacy -nokeys -in FILE"},
		{"1.2.643.2.2.21", "GOST 28147-89", "openssl pkcs12 -engine gost -nokeys -in FILE"},
		{"1.2.3.4", "1.2.3.4", ""},
	} {
		err := notSupported("the encryption", tt.id)
		if !strings.Contains(err.Error(), tt.name) || !strings.Contains(err.Error(), tt.id) ||
			!strings.Contains(Export(err), tt.hint) {
			t.Errorf("%s: %v; %s", tt.id, err, Export(err))
		}
	}
}

// TestByKey: what needs a key no command of OpenSSL opens, so none is given.
func TestByKey(t *testing.T) {
	for name, data := range map[string][]byte{
		"signed": testpki.Seq(testpki.Int(3), testpki.PKCS7()),
		"encrypted": testpki.Seq(testpki.Int(3), testpki.Seq(testpki.ObjectID(asn1.ObjectIdentifier{1, 2, 840, 113549,
			1, 7, 1}), testpki.Explicit(0, testpki.OctetString(testpki.Seq(testpki.Seq(testpki.ObjectID(
			asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 7, 3}), testpki.Explicit(0, testpki.Seq(testpki.Int(0))))))))),
	} {
		_, err := PartsOf(data)
		if err == nil || !strings.Contains(err.Error(), name) || !strings.HasPrefix(Export(err), "Export it again") {
			t.Errorf("%s: %v, %q", name, err, Export(err))
		}
	}
}
