package foreign_test

import (
	"bytes"
	"encoding/asn1"
	"encoding/base64"
	"strings"
	"testing"

	"qwac/internal/testpki"
	"qwac/pkg/foreign"
)

// TestDecoded gives files as base64: what is done with them is done with the file that is decoded first.
func TestDecoded(t *testing.T) {
	for _, tt := range []struct{ name, data, next, with string }{
		{"gzip", "\x1f\x8b\x08\x00", "Decode it: `base64 -d FILE > FILE.bin`. Then: Unpack it (an archive with `tar " +
			"-xzf FILE.bin`).", "gunzip -c FILE.bin"},
		{"ZIP", "PK\x03\x04", "Decode it: `base64 -d FILE > FILE.bin`. Then: Unpack it, and provide the certificate " +
			"files that are in it.", ""},
	} {
		data := append([]byte(tt.data), bytes.Repeat([]byte{0}, 64)...)
		k := foreign.Encoded([]byte(base64.StdEncoding.EncodeToString(data)))
		if k == nil || k.Next != tt.next || k.Need.With != tt.with {
			t.Errorf("%s: %+v", tt.name, k)
		}
		if k := foreign.Recognise(data); k == nil || bytes.Contains([]byte(k.Next), []byte(".bin")) {
			t.Errorf("%s as it is: %+v", tt.name, k)
		}
	}
}

// TestShown gives what programs show of certificates in place of them, and what says only where they are.
func TestShown(t *testing.T) {
	digits := "3082" + strings.Repeat("04", 200)
	base := "MII" + strings.Repeat("E", foreign.EnoughBase64)
	for _, tt := range []struct{ name, data, what string }{
		{"keytool", "Owner: CN=a\nIssuer: CN=b\nSerial number: 1\nCertificate fingerprints:\n\t SHA1: 00\n",
			"what keytool shows"},
		{"certutil", "X509 Certificate:\nVersion: 3\nCert Hash(sha1): 00\n", "what certutil of Windows shows"},
		{"certtool", "X.509 Certificate Information:\n\tVersion: 3\n", "what certtool shows"},
		{"openssl", "subject=CN = a\nissuer=CN = b\n", "what openssl shows"},
		{"PowerShell", "Thumbprint   Subject\n----------   -------\n00AA   CN=a\n", "what PowerShell shows"},
		{"kubectl", "Name: a\nType: kubernetes.io/tls\n\nData\n====\ntls.crt:  9 bytes\n",
			"what kubectl describe shows"},
		{"asn1parse", "    0:d=0  hl=4 l=1110 cons: SEQUENCE\n", "what openssl asn1parse shows"},
		{"fingerprint", "sha256 Fingerprint=00:11\n", "the fingerprint of a certificate"},
		{"registry", "Windows Registry Editor Version 5.00\r\n", "what was exported from the registry"},
		{"uuencode", "begin 644 chain.pem\n", "a file that uuencode has written"},
		{"nginx", "ssl_certificate /etc/ssl/leaf.pem;\n", "a configuration that names"},
		{"x5u", `{"kty":"RSA","x5u":"https://a.example/c.pem"}`, "JSON that says where"},
		{"SOPS", "tls: ENC[AES256_GCM,data:a]\nsops:\n    kms: []\n", "a file that SOPS has encrypted"},
		{"sealed secret", "kind: SealedSecret\n", "a secret that is sealed"},
		{"XML", "<a><b>" + base + "</b></a>", "XML with base64 in it"},
		{"XML with PEM", "<a><b>LS0tLS1CRUdJTi" + base + "</b></a>", "XML with a PEM file in it"},
		{"XML without", "<a>MII</a>", "an XML document"},
		{"address", "https://qtsp.example/leaf.cer\n", "an address in place of the certificate"},
		{"path", "/etc/ssl/leaf.pem\n", "the name of a file in place"},
		{"path of Windows", `C:\certs\LEAF.CER`, "the name of a file in place"},
		{"variable", "${TLS_CERT}\n", "a placeholder"},
		{"template", "{{.cert}}\n", "a placeholder"},
		{"age", "age-encryption.org/v1\n-> X25519 abc\n", "a file that age has encrypted"},
		{"template with blanks", "{{ .Values.tls.cert | indent 4 }}\n", "a placeholder"},
		{"template of Ruby", "<%= cert %>", "a placeholder"},
		{"JSON", "{\"a\": {\"b\": 1}} {", "JSON"},
		{"digits of SQLite", "X'" + digits + "';\n", "hexadecimal digits"},
		{"digits in a statement", "INSERT INTO c VALUES (X'" + digits + "');\n",
			"a text with a certificate in hexadecimal digits"},
		{"a word", "hello\n", ""},
	} {
		what := ""
		if k := foreign.Text([]byte(tt.data)); k != nil {
			what = k.What
		}
		if !strings.HasPrefix(what, tt.what) || tt.what == "" && what != "" {
			t.Errorf("%s: %q, want %q", tt.name, what, tt.what)
		}
	}
}

// TestBinaryKinds names files by how they begin: key stores, keys, and what people send in place of a certificate. A
// key is told to be one, whatever stands around it.
func TestBinaryKinds(t *testing.T) {
	tail := strings.Repeat("\x00", 300)
	for _, tt := range []struct {
		data, what string
		key        bool
	}{
		{"\x1e\xf1\xb5\xb0", "a private key of Microsoft (PVK)", true},
		{"\x07\x02\x00\x00", "a private key of Microsoft (PRIVATEKEYBLOB)", true},
		{"\x06\x02\x00\x00", "a public key of Microsoft", false},
		{"\x00\x06\x15\x61", "a Berkeley database", false},
		{"\x61\x15\x06\x00", "a Berkeley database", false},
		{"kych", "a keychain of macOS", false},
		{"\x03\xd9\xa2\x9a", "a database of KeePass", false},
		{"bplist00", "a property list of Apple", false},
		{"L\x00\x00\x00\x01\x14\x02\x00", "a shortcut of Windows", false},
		{"\x00\x00\x00\x18ftypheic", "a picture (HEIC)", false},
		{"GIF89a", "a picture (GIF)", false},
		{"II*\x00", "a picture (TIFF)", false},
		{"\x0a\x0d\x0d\x0a", "a capture of a network", false},
	} {
		k := foreign.Recognise([]byte(tt.data + tail))
		if k == nil || !strings.HasPrefix(k.What, tt.what) || k.IsKey != tt.key || k.Next == "" ||
			tt.key && k.Key == "" {
			t.Errorf("%q: %+v, want %s", tt.data, k, tt.what)
		}
	}
}

// TestDERKinds names structures in DER that look like certificates from outside.
func TestDERKinds(t *testing.T) {
	seq, octets := testpki.Seq, testpki.OctetString(make([]byte, 200))
	algorithm := seq(testpki.ObjectID(asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 5, 13}))
	id := seq(algorithm, testpki.OctetString(nil), testpki.OctetString(nil), testpki.Int(5))
	signed := seq(testpki.ObjectID(asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 7, 2}), testpki.Explicit(0, octets))
	for _, tt := range []struct {
		data []byte
		what string
	}{
		{seq(seq(algorithm, octets), seq(algorithm, algorithm, octets)), "a key store of Bouncy Castle (BCFKS)"},
		{seq(seq(seq(seq(id)))), "an OCSP request"},
		{seq(seq(testpki.Explicit(1, octets), seq(seq(id)), testpki.Explicit(2, octets))), "an OCSP request"},
		{seq(seq(testpki.Int(0)), signed), "an answer of a time-stamping service"},
		{testpki.Clean().Leaf.DER, "a certificate in DER"},
		{testpki.CRL{Issuer: testpki.Clean().Root}.DER(), "a certificate revocation list"},
		{seq(algorithm, octets), "a private key in DER"},
	} {
		if k := foreign.Recognise(tt.data); k == nil || !strings.HasPrefix(k.What, tt.what) {
			t.Errorf("%x: %+v, want %s", tt.data[:8], k, tt.what)
		}
	}
}

// TestBytesOfPrograms: bytes behind 0x or \x are told from words with an x.
func TestBytesOfPrograms(t *testing.T) {
	certificate := "0x30, 0x82" + strings.Repeat(", 0x04", 200)
	for text, want := range map[string]bool{
		certificate: true,
		"unsigned char leaf_cer[] = {\n  " + certificate + "\n};\nunsigned int leaf_cer_len = 202;\n": true,
		`b"\x30\x82` + strings.Repeat(`\x04`, 200) + `"`:                                              true,
		strings.Repeat("0x04, ", 200):                                                                 false,
		strings.Repeat("box of wax ", 200):                                                            false,
		"0x30, 0x82":                                                                                  false,
	} {
		k := foreign.Recognise([]byte(text))
		if got := k != nil && strings.HasPrefix(k.What, "the bytes of a file"); got != want {
			t.Errorf("%.40s: %+v", text, k)
		}
	}
}
