package foreign_test

import (
	"bytes"
	"encoding/base64"
	"strings"
	"testing"

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
