package pkcs12

import (
	"strings"
	"testing"
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
