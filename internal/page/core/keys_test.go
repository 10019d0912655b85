package core

import (
	"archive/zip"
	"bytes"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"encoding/pem"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"qwac/internal/testpki"
)

// zipped is an archive of one file.
func zipped(t *testing.T, name string, data []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	w, err := z.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	w.Write(data) // to memory
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// TestKeyForms: whatever a private key is wrapped in, the file is named as one with a key, and nothing of the key, nor
// a digest of it or of its file, is in the answer.
func TestKeyForms(t *testing.T) {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	pkcs8, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	pkcs1 := x509.MarshalPKCS1PrivateKey(key)
	block := func(label string, der []byte) []byte {
		return pem.EncodeToMemory(&pem.Block{Type: label, Bytes: der})
	}
	text := string(block("PRIVATE KEY", pkcs8))
	leaf := string(testpki.Clean().Leaf.PEM())
	number := base64.RawURLEncoding.EncodeToString
	jwk, err := json.Marshal(map[string]string{"kty": "RSA", "e": "AQAB", "n": number(key.N.Bytes()),
		"d": number(key.D.Bytes()), "p": number(key.Primes[0].Bytes()), "q": number(key.Primes[1].Bytes())})
	if err != nil {
		t.Fatal(err)
	}
	quoted, err := json.Marshal(map[string]any{"tls": map[string]string{"certificate": leaf, "privateKey": text}})
	if err != nil {
		t.Fatal(err)
	}
	wide := []byte{0xFF, 0xFE}
	for _, u := range utf16.Encode([]rune(text)) {
		wide = append(wide, byte(u), byte(u>>8))
	}
	openssh := append([]byte("openssh-key-v1\x00"), pkcs1...)
	for name, data := range map[string][]byte{
		"pkcs8.pem": []byte(text), "pkcs1.pem": block("RSA PRIVATE KEY", pkcs1), "pkcs8.der": pkcs8, "pkcs1.der": pkcs1,
		"label.pem": block("MY SECRET THING", pkcs8),
		"lower.pem": []byte(strings.ToLower("-----begin private key-----") +
			"\n" + base64.StdEncoding.EncodeToString(pkcs8) + "\n-----end private key-----\n"),
		"wrong label.pem": block("CERTIFICATE", pkcs8),
		"no label.txt":    []byte(base64.StdEncoding.EncodeToString(pkcs8)),
		"behind.pem":      []byte(leaf + text), "before.pem": []byte(text + leaf), "quoted.txt": []byte("> " +
			strings.ReplaceAll(text, "\n", "\n> ")),
		"encrypted.pem": block("ENCRYPTED PRIVATE KEY", pkcs8), "openssh.pem": block("OPENSSH PRIVATE KEY", openssh),
		"openssh.bin": openssh,
		"putty.ppk": []byte("PuTTY-User-Key-File-3: ssh-rsa\nEncryption: none\nPrivate-Lines: 14\n" +
			base64.StdEncoding.EncodeToString(pkcs1) + "\nPrivate-MAC: 00\n"),
		"key.jwk": jwk, "keys.jwks": []byte(`{"keys":[` + string(jwk) + `]}`), "values.json": quoted,
		"escaped.json": []byte(`{"k":"` + strings.ReplaceAll(text, "\n", `\n`) + `"}`), "wide.txt": wide,
		"archive.zip":        zipped(t, "inner/leaf.key", []byte(text)),
		"certificates.zip":   zipped(t, "both.pem", []byte(leaf+text)),
		"archive in one.zip": zipped(t, "deep.zip", zipped(t, "leaf.key", []byte(text))),
		"json.zip":           zipped(t, "a.json", quoted), "der.zip": zipped(t, "a.der", pkcs8),
		"crlf.pem": []byte(strings.ReplaceAll(text, "\n", "\r\n")), "bom.pem": []byte("\xef\xbb\xbf" + text),
		"cut.pem":          []byte(text[:len(text)-40]),
		"base64 of it.txt": []byte(base64.StdEncoding.EncodeToString([]byte(text))),
		"one line.pem":     []byte(strings.ReplaceAll(text, "\n", " ")),
		"secret.yaml":      []byte("data:\n  tls.key: " + base64.StdEncoding.EncodeToString([]byte(text)) + "\n"),
		"large.pem":        []byte(leaf + strings.Repeat("# nothing\n", 200_000) + text),
		"hex.txt":          []byte(hex.EncodeToString(pkcs8)),
		"escaped.html":     []byte("<pre>" + strings.ReplaceAll(text, "\n", "<br>") + "</pre>"),
		"private key.asc":  block("PGP PRIVATE KEY BLOCK", pkcs1),
		"ssh2.pem":         bytes.ReplaceAll(block("SSH2 PRIVATE KEY", pkcs1), []byte("-----"), []byte("---- ")),
	} {
		files := []File{{Name: name, Data: slices.Clone(data)}, {Name: "leaf.pem", Data: []byte(leaf)}}
		a := newCore(t).Judge(files, Request{}, time.Time{})
		held := slices.ContainsFunc(a.Keys, func(k string) bool { return k == name || strings.HasPrefix(k, name+"/") })
		if !held {
			t.Errorf("%s: not named as a file with a key: %q, error %q", name, a.Keys, a.Error)
		}
		for what, secret := range map[string][]byte{"file": data, "key": pkcs8, "PKCS #1": pkcs1} {
			absent(t, name+": the "+what, jsonText(t, a), secret)
		}
	}
}

func jsonText(t *testing.T, a Answer) string {
	t.Helper()
	text, err := json.Marshal(a)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// absent wants no part of a secret in an answer, and no digest of it.
func absent(t *testing.T, what, answer string, secret []byte) {
	t.Helper()
	sum, old := sha256.Sum256(secret), sha1.Sum(secret)
	for _, digest := range [][]byte{sum[:], old[:]} {
		for _, text := range []string{hex.EncodeToString(digest), base64.StdEncoding.EncodeToString(digest)} {
			if strings.Contains(strings.ToLower(answer), strings.ToLower(text)) {
				t.Errorf("%s: a digest of it is in the answer", what)
			}
		}
	}
	if bytes.Contains(secret, []byte("CERTIFICATE")) {
		return // a part of it may be shown
	}
	for i := 0; i+24 < len(secret); i += 24 {
		part := secret[i : i+24]
		for _, text := range []string{base64.StdEncoding.EncodeToString(part), hex.EncodeToString(part), string(part)} {
			if strings.Contains(answer, text) {
				t.Errorf("%s: a part of it is in the answer", what)
				return
			}
		}
	}
}
