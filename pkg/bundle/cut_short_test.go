package bundle

import (
	"encoding/binary"
	"encoding/pem"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"qwac/internal/testpki"
	"qwac/pkg/ber"
	"qwac/pkg/lint"
)

// whole are inputs in DER by the rule that names them and what they are called.
func whole(t *testing.T) []struct {
	rule, name string
	der        []byte
} {
	c := testpki.Clean()
	key, _ := pem.Decode(c.Leaf.KeyPEM())
	request, _ := pem.Decode(c.Leaf.RequestPEM())
	return []struct {
		rule, name string
		der        []byte
	}{
		{"x509-parse-failed", "certificate", c.Leaf.DER},
		{"pem-input-pkcs12", "PKCS#12", testpki.PKCS12(c, "")},
		{"pem-input-pkcs7", "PKCS#7", testpki.PKCS7(c.Certs()...)},
		{"pem-no-certificate", "revocation list", testpki.CRL{Issuer: c.Intermediate}.DER()},
		{"pem-private-key-present", "private key", key.Bytes},
		{"pem-csr-instead-of-certificate", "request", request.Bytes},
	}
}

// TestCutShort gives inputs without their ends, wherever they are cut: each is named, with how much there is of it.
func TestCutShort(t *testing.T) {
	for _, tt := range whole(t) {
		for n := 40; n < len(tt.der); n += 1 + n/8 {
			b := new(Bundle)
			if err := b.Parse("file", tt.der[:n]); err != nil {
				t.Fatal(err)
			}
			i := slices.IndexFunc(b.Faults, func(f lint.Fault) bool {
				return strings.Contains(f.Detail, "cut short: there are")
			})
			if len(b.Faults) != 1 ||
				i < 0 && tt.rule != "pem-csr-instead-of-certificate" && tt.rule != "pem-no-certificate" {
				t.Fatalf("%s, %d bytes: %+v", tt.name, n, b.Faults)
			}
			if f := b.Faults[0]; i >= 0 &&
				(f.Rule.ID != tt.rule && f.Rule.ID != "pem-no-certificate" || !strings.Contains(f.Detail, tt.name)) {
				t.Errorf("%s, %d bytes: %s: %s", tt.name, n, f.Rule.ID, f.Detail)
			}
		}
	}
}

// TestBehind gives inputs with something behind their ends: that is a finding of its own.
func TestBehind(t *testing.T) {
	for _, tt := range whole(t) {
		for _, rest := range []string{"", "\x00", "text", "\x30\x03\x02\x01\x01"} {
			b := new(Bundle)
			if err := b.Parse("file", append(slices.Clone(tt.der), rest...)); err != nil {
				t.Fatal(err)
			}
			i := slices.IndexFunc(b.Faults, func(f lint.Fault) bool { return f.Rule.ID == "x509-trailing-data" })
			if (i >= 0) != (rest != "") ||
				i >= 0 && !strings.Contains(b.Faults[i].Detail, ber.Count(len(rest), "byte")+" after") {
				t.Errorf("%s with %q behind: %+v", tt.name, rest, b.Faults)
			}
		}
	}
}

// TestWideText gives a text in encodings of two and four bytes: each is named as what it is, and read.
func TestWideText(t *testing.T) {
	text := string(testpki.Clean().Leaf.PEM())
	for _, mark := range []string{"", "\ufeff"} {
		for name, order := range map[string]binary.AppendByteOrder{"little endian": binary.LittleEndian,
			"big endian": binary.BigEndian} {
			var two, four []byte
			for _, c := range mark + text {
				four = order.AppendUint32(four, uint32(c))
			}
			for _, c := range utf16.Encode([]rune(mark + text)) {
				two = order.AppendUint16(two, c)
			}
			for want, data := range map[string][]byte{"UTF-16": two, "UTF-32": four} {
				b := new(Bundle)
				if err := b.Parse("file", data); err != nil {
					t.Fatal(err)
				}
				if len(b.Faults) != 1 || len(b.Certs) != 1 || !strings.Contains(b.Faults[0].Detail, want+" ("+name) {
					t.Errorf("%s, %s, mark %q: %d certificates, %+v", want, name, mark, len(b.Certs), b.Faults)
				}
			}
		}
	}
}
