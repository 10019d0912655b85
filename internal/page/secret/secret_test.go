package secret

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"slices"
	"strings"
	"testing"

	"qwac/internal/cases"
	"qwac/internal/testpki"
	"qwac/pkg/bundle"
)

func zipped(name string, data []byte) []byte {
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	w, _ := z.Create(name) // to memory
	w.Write(data)
	z.Close()
	return out.Bytes()
}

func gzipped(data []byte) []byte {
	var out bytes.Buffer
	z := gzip.NewWriter(&out)
	z.Write(data) // to memory
	z.Close()
	return out.Bytes()
}

// javaStore is a store of Java (JKS) with entries of these types.
func javaStore(magic string, types ...uint32) []byte {
	out := binary.BigEndian.AppendUint32([]byte(magic), 2)
	out = binary.BigEndian.AppendUint32(out, uint32(len(types)))
	for _, kind := range types {
		out = binary.BigEndian.AppendUint32(out, kind)
		out = append(out, "\x00\x04name\x00\x00\x01\x8b\x00\x00\x00\x00"...)
		if kind == certificateEntry {
			out = append(out, "\x00\x05X.509"...)
		}
		out = append(out, "\x00\x00\x00\x03abc"...)
	}
	return append(out, make([]byte, 20)...) // its digest
}

// dumped is what hexdump -C shows of data; with a colon, what xxd does.
func dumped(data []byte, colon string) []byte {
	var b strings.Builder
	for at := 0; at < len(data); at += 16 {
		line := data[at:min(at+16, len(data))]
		fmt.Fprintf(&b, "%08x%s  % x  |................|\n", at, colon, line)
	}
	return []byte(b.String())
}

// forms are the ways in which a key is written or wrapped, and what is public beside them.
func forms(t *testing.T) (keys, public map[string][]byte) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	pkcs8, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	spki, err := x509.MarshalPKIXPublicKey(&key.PublicKey)
	if err != nil {
		t.Fatal(err)
	}
	b64 := base64.StdEncoding.EncodeToString
	block := func(label string, der []byte) []byte {
		return pem.EncodeToMemory(&pem.Block{Type: label, Bytes: der})
	}
	text, leaf := block("PRIVATE KEY", pkcs8), testpki.Clean().Leaf.PEM()
	pgp := append([]byte{0x95, 0x00, 0x60, 4, 0x65, 0, 0, 0, 1}, bytes.Repeat([]byte{7}, 0x60)...)
	packet := append([]byte{0xC5, 0x60, 6, 0x65, 0, 0, 0, 27}, bytes.Repeat([]byte{7}, 0x60)...)
	ssh := append([]byte("openssh-key-v1\x00"), make([]byte, 80)...)
	jwk := []byte(`{"kty":"EC","crv":"P-256","x":"` + b64(pkcs8[:32]) + `","d":"` + b64(pkcs8[:32]) + `"}`)
	keys = map[string][]byte{
		"JKS": javaStore("\xfe\xed\xfe\xed", 1), "JKS, behind a certificate": javaStore("\xfe\xed\xfe\xed", 2, 1),
		"JCEKS": javaStore("\xce\xce\xce\xce", 3), "JKS, cut": javaStore("\xfe\xed\xfe\xed", 2, 1)[:30],
		"BKS":           append([]byte("\x00\x00\x00\x02\x00\x00\x00\x14"), bytes.Repeat([]byte{4}, 40)...),
		"JKS in base64": []byte(b64(javaStore("\xfe\xed\xfe\xed", 1))),
		"ZIP in a ZIP":  zipped("a.zip", zipped("leaf.key", text)),
		"ZIP thrice, DER, other names": zipped("a.dat", zipped("b.dat", zipped("c.dat",
			pkcs8))),
		"gzip": gzipped(text), "ZIP of gzip": zipped("leaf.key.gz", gzipped(pkcs8)), "JKS in ZIP": zipped("store",
			javaStore("\xfe\xed\xfe\xed", 1)),
		"tar": slices.Concat(make([]byte, 257), []byte("ustar"), make([]byte, 250), pkcs8, make([]byte, 512)),
		"hex": []byte(hex.EncodeToString(pkcs8)), "HEX": []byte(strings.ToUpper(hex.EncodeToString(pkcs8))),
		"hex with colons": []byte("key = " + strings.ReplaceAll(fmt.Sprintf("% x", pkcs8), " ", ":")),
		"hex in C":        []byte(strings.ReplaceAll(fmt.Sprintf("{ 0x% x }", pkcs8), " ", ", 0x")),
		"hex of PEM":      []byte(hex.EncodeToString(text)), "hex of SQL": []byte(`\x` + hex.EncodeToString(pkcs8)),
		"hexdump": dumped(pkcs8, ""), "xxd": dumped(pkcs8, ":"), "hex behind a word": []byte("code " +
			hex.EncodeToString(pkcs8)),
		"base64": []byte(b64(pkcs8)), "base64 twice": []byte(b64([]byte(b64(pkcs8)))),
		"base64 for addresses": []byte(base64.RawURLEncoding.EncodeToString(pkcs8)),
		"base64 in a sentence": []byte("the key is " + b64(pkcs8) + ", keep it"),
		"base64 quoted":        []byte("> " + b64(pkcs8[:60]) + "\n> " + b64(pkcs8[60:])),
		"base64 in YAML":       []byte("tls.key: |\n  " + b64(text[:60]) + "\n  " + b64(text[60:]) + "\n"),
		"for an address":       []byte("key=" + strings.ReplaceAll(string(text), " ", "+")),
		"escaped for one":      []byte(strings.ReplaceAll(string(text), " ", "%20")),
		"JWK":                  jwk, "JWK set": []byte(`{"keys":[` + string(jwk) + `]}`), "JWK, secret": []byte(
			`{"kty":"oct","k":"AAAA"}`),
		"JWK as text in JSON": []byte(`{"secret":` + fmt.Sprintf("%q", jwk) + `}`), "JWK, cut": jwk[:len(jwk)-1],
		"JWK in base64":       []byte(b64(jwk)),
		"PuTTY":               []byte("PuTTY-User-Key-File-2: ecdsa-sha2-nistp256\r\nEncryption: aes256-cbc\r\n"),
		"PuTTY behind a line": []byte("\r\nPuTTY-User-Key-File-3: ssh-rsa\r\n"),
		"OpenSSH":             block("OPENSSH PRIVATE KEY", ssh), "OpenSSH, raw": ssh,
		"OpenSSH in base64": []byte(b64(ssh)),
		"SSH2": []byte("---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----\nP2/56w\n" +
			"---- END SSH2 ENCRYPTED PRIVATE KEY ----\n"),
		"SSH1":     []byte("SSH PRIVATE KEY FILE FORMAT 1.1\n\x00"),
		"PGP":      []byte("-----BEGIN PGP PRIVATE KEY BLOCK-----\n\nlFgE\n-----END PGP PRIVATE KEY BLOCK-----\n"),
		"PGP, raw": pgp, "PGP, new form": packet, "PGP in base64": []byte(b64(pgp)), "GnuPG": []byte(
			"(11:private-key(3:rsa"),
		"age":               []byte("# created: 2026\n# public key: age1\nAGE-SECRET-KEY-1QQPQZRFR7ZZ2W\n"),
		"age, small":        []byte("age-secret-key-1qqpqzrfr7zz2w"),
		"age, post-quantum": []byte("AGE-SECRET-KEY-PQ-1QQPQZRFR7ZZ2W"),
		"openssl -text":     []byte("Private-Key: (256 bit)\npriv:\n    00:aa\n"),
		"BIND":              []byte("Private-key-format: v1.3\n"),
		"PVK":               []byte("\x1e\xf1\xb5\xb0\x00\x00\x00\x00"),
		"blob":              []byte("\x07\x02\x00\x00\x00\xa4\x00\x00RSA2\x00\x08\x00\x00\x01"),
		"CNG":               []byte("ECS2\x20\x00\x00\x00\x01"),
		".NET":              []byte("<RSAKeyValue><Modulus>AA</Modulus><D>AA</D>"),
		"UTF-16":            []byte(strings.Join(strings.Split("\xff\xfe"+string(text), ""), "\x00")),
		"behind the leaf":   slices.Concat(leaf, text),
		"behind much":       slices.Concat(bytes.Repeat([]byte("# nothing\n"), 99999), text),
	}
	public = map[string][]byte{
		"none": nil, "JKS with certificates": javaStore("\xfe\xed\xfe\xed", 2, 2), "SPKI": block("PUBLIC KEY", spki),
		"BKS with certificates": append([]byte("\x00\x00\x00\x02\x00\x00\x00\x14"), bytes.Repeat([]byte{1}, 40)...),
		"leaf":                  leaf, "leaf in DER": testpki.Clean().Leaf.DER,
		"leaf in hex":  []byte(hex.EncodeToString(testpki.Clean().Leaf.DER)),
		"ZIP in a ZIP": zipped("a.zip", zipped("leaf.pem", leaf)), "SSH": []byte("ssh-rsa AAAAB3NzaC1yc2E a@b"),
		"public JWK": []byte(`{"kty":"EC","crv":"P-256","x":"AA","y":"AA",` +
			`"x5c":["` + b64(testpki.Clean().Leaf.DER) + `"]}`),
		"words of CNG": []byte("RSA2048 and ECS256 are in it"),
		"words":        []byte("We begin with a private key, which stays where it is. The secret key is d."),
		"PGP message": []byte("-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nmFIE\n" +
			"-----END PGP PUBLIC KEY BLOCK-----\n"),
		"age to": []byte("age1qqpqzrfr7zz2w"), "openssl -text": []byte("Public-Key: (256 bit)\npub:\n    00:aa\n"),
	}
	return keys, public
}

// TestIn: a key is found in each form, alone and in each wrapping; what is public is taken for none.
func TestIn(t *testing.T) {
	keys, public := forms(t)
	wraps := map[string]func([]byte) []byte{
		"as it is": func(b []byte) []byte { return b }, "zipped": func(b []byte) []byte { return zipped("x", b) },
		"gzipped": gzipped, "in base64": func(b []byte) []byte { return []byte(base64.StdEncoding.EncodeToString(b)) },
		"in hex": func(b []byte) []byte { return []byte(hex.EncodeToString(b)) }, "in JSON": func(b []byte) []byte {
			text, _ := json.Marshal(map[string]any{"a": []string{base64.StdEncoding.EncodeToString(b)}}) // cannot fail
			return text
		},
	}
	for how, wrap := range wraps {
		for name, data := range keys {
			if len(data) < shortest && how != "as it is" && how != "zipped" && how != "gzipped" {
				continue // too short for what is encoded; no key is
			}
			if !In(wrap(data)) {
				t.Errorf("%s, %s: no key is found", name, how)
			}
		}
		for name, data := range public {
			if In(wrap(data)) {
				t.Errorf("%s, %s: is taken for a key", name, how)
			}
		}
	}
}

// TestCases: of the cases of rules, only those about keys have one.
func TestCases(t *testing.T) {
	for _, c := range cases.All() {
		for _, in := range c.Inputs() {
			about := c.Rule() == bundle.PEMPrivateKeyPresent.ID || strings.HasSuffix(in.Name, ".key") ||
				strings.HasSuffix(in.Name, ".jks")
			if In(in.Data) && !about {
				t.Errorf("%s %s: is taken for a key", c.Rule(), in.Name)
			}
		}
	}
}

// FuzzIn: it ends, and the same has one answer.
func FuzzIn(f *testing.F) {
	keys, public := forms(&testing.T{})
	for _, data := range keys {
		f.Add(data[:min(len(data), 4096)])
	}
	for _, data := range public {
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if In(data) != In(slices.Clone(data)) {
			t.Error("twice the same, two answers")
		}
	})
}
