package app

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"qwac/internal/cases"
	"qwac/internal/testpki"
	"qwac/pkg/bundle"
	"qwac/pkg/check"
	"qwac/pkg/report"
	"qwac/pkg/report/formats"
)

// TestKeepsKey has an output in the place of files with keys in many forms, and of files that nobody knows: none gives
// way. Texts without a key do, and certificates in DER.
func TestKeepsKey(t *testing.T) {
	pki := testpki.Clean()
	key := string(pki.Leaf.KeyPEM())
	secret := func(text string) string {
		return "tls.key: " + base64.StdEncoding.EncodeToString([]byte(text)) + "\n"
	}
	quoted, err := json.Marshal(map[string]string{"key": key})
	if err != nil {
		t.Fatal(err)
	}
	store := testpki.PKCS12(pki, "fixture")
	kept := map[string]string{
		"PEM": key, "behind a chain": string(pki.PEM()) + key, "UTF-16": utf16Of(key), "JSON": string(quoted),
		"a secret of Kubernetes": "kind: Secret\ndata:\n  " + secret(key), "base64": secret(key)[len("tls.key: "):],
		"JWK":     `{"kty":"EC","crv":"P-256","x":"AA","y":"AA","d":"AA"}`,
		"PKCS#12": string(store), "PKCS#12 in base64": base64.StdEncoding.EncodeToString(store),
		"JKS": "\xfe\xed\xfe\xed\x00\x00\x00\x02", "PuTTY": "PuTTY-User-Key-File-3: ecdsa\n", "ZIP": "PK\x03\x04rest",
		"PGP": "\x95\x01\x00\x04", "unknown": "\x00\x01\x02", "Latin-1": "\xe9t\xe9",
		"PuTTY in base64": base64.StdEncoding.EncodeToString([]byte("PuTTY-User-Key-File-3: ecdsa-sha2-nistp256\n" +
			"Encryption: none\n")),
		"age": "# public key: age1\nAGE-SECRET-KEY-1QQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQ\n",
	}
	for name, data := range kept {
		if keepsKey(there(t, data)) == nil {
			t.Errorf("%s: it would be lost", name)
		}
	}
	for name, data := range map[string]string{
		"nothing": "", "text": "hello\n", "a chain": string(pki.PEM()), "DER": string(pki.Leaf.DER),
		"PKCS#7": string(testpki.PKCS7(pki.Certs()...)), "accents": "\u00e9t\u00e9", "UTF-16": utf16Of("hello"),
		"JWK": `{"kty":"EC","crv":"P-256","x":"AA","y":"AA"}`,
	} {
		if err := keepsKey(there(t, data)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func there(t *testing.T, data string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "there")
	if err := os.WriteFile(file, []byte(data), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

func utf16Of(s string) string {
	out := []byte{0xff, 0xfe}
	for _, c := range []byte(s) {
		out = append(out, c, 0)
	}
	return string(out)
}

// TestReportsGiveWay wants the reports on whatever cases have, keys too, to be written again.
func TestReportsGiveWay(t *testing.T) {
	for i, c := range cases.All() {
		b := &bundle.Bundle{Limits: inputLimits, Password: func(string) (string, error) { return cases.Password, nil }}
		for _, in := range c.Inputs() {
			if b.Parse(in.Name, in.Data) != nil {
				continue
			}
		}
		if i%16 > 0 && !b.HoldsKey() {
			continue
		}
		opts := c.Options
		if opts.At.IsZero() {
			opts.At = cases.At()
		}
		r, err := check.Run(b, opts)
		if err != nil {
			continue
		}
		for _, f := range formats.All() {
			var text bytes.Buffer
			if err := f.Write(&text, report.New("test", r), report.Style{}); err != nil {
				t.Fatal(err)
			}
			if why := irreplaceable(text.Bytes()); why != "" {
				t.Errorf("%s, %s: %s", c.Name, f.Name, why)
			}
		}
	}
}

// TestIsText holds the table of bytes against the characters that it stands for: all of them, one by one and broken.
func TestIsText(t *testing.T) {
	control := func(r rune) bool { return unicode.IsControl(r) && !strings.ContainsRune("\t\n\v\f\r\x1b", r) }
	for r := rune(0); r <= 0x10ffff; r++ {
		if r == 0xfeff || r == 0xfffe { // first in UTF-16 and UTF-32
			continue
		}
		text := []byte("text " + string(r) + " text")
		if got := isText(text); got == control(r) {
			t.Errorf("%U: %v", r, got)
		}
		if end := bytes.TrimSuffix(text, []byte(" text")); utf8.RuneLen(r) > 1 && isText(end[:len(end)-1]) {
			t.Errorf("%U without its last byte is text", r)
		}
	}
}
