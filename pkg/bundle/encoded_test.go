package bundle

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"qwac/internal/testpki"
	"qwac/pkg/foreign"
)

// plusChain is a chain whose leaf and intermediate have + in the base64, at the ends and beginnings of lines too.
func plusChain(t testing.TB) (text string, certs []testpki.Cert) {
	t.Helper()
	c := testpki.Clean()
	text = string(c.PEM())
	if strings.Count(text, "+") < 5 {
		t.Fatal("the fixtures have no + to lose")
	}
	return text, c.Certs()
}

func b64(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) }

func wrapped(s, eol, by string) string {
	return strings.TrimSuffix(regexp.MustCompile(`.{1,76}`).ReplaceAllString(s, by+"$0"+eol), eol)
}

func x5c(certs []testpki.Cert) (values []string) {
	for _, c := range certs {
		values = append(values, b64(string(c.DER)))
	}
	return values
}

func jsonText(t testing.TB, v any) string {
	t.Helper()
	doc, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	return string(doc)
}

// lostPlus makes blanks of what was +, as decoding a form does.
func lostPlus(s string) string { return strings.ReplaceAll(s, "+", " ") }

// TestParseEncoded gives the clean chain encoded in ways that people meet, and wants it read and the way named.
func TestParseEncoded(t *testing.T) {
	clean, certs := plusChain(t)
	values := x5c(certs)
	type m = map[string]any
	jwk := m{"kty": "EC", "crv": "P-256", "x5c": values}
	header := jsonText(t, m{"alg": "ES256", "x5c": values})
	jws := base64.RawURLEncoding.EncodeToString([]byte(header)) + ".e30.c2lnbmF0dXJl"
	block := func(s string) string {
		return "-----BEGIN CERTIFICATE-----\n" + wrapped(s, "\n", "") + "\n-----END CERTIFICATE-----\n"
	}
	secret := "apiVersion: v1\nkind: Secret\ndata:\n  tls.crt: " + b64(clean) + "\ntype: kubernetes.io/tls\n"
	oneLine := regexp.MustCompile(`\n`).ReplaceAllString(string(certs[0].PEM()), " ")
	for _, tt := range []struct {
		name, data string
		rules      string // the first fault's, and others that there must be
		want       string
	}{
		{"base64 of the file", b64(clean), "pem-encoded-twice", ""},
		{"base64 of the file, in lines", wrapped(b64(clean), "\n", "") + "\n", "pem-encoded-twice", ""},
		{"base64 twice", b64(b64(clean)), "pem-encoded-twice", ""},
		{"base64 thrice", wrapped(b64(b64(b64(clean))), "\r\n", ""), "pem-encoded-twice", ""},
		{"base64 of a file with a mark", b64("\ufeff" + clean), "pem-encoded-twice", ""},
		{"base64 of UTF-16", b64(string(utf16Bytes(clean, false, true))), "pem-encoded-twice", ""},
		{"PEM in PEM", block(b64(clean)), "pem-encoded-twice", ""},
		{"PEM in PEM in PEM", block(b64(block(b64(clean)))), "pem-encoded-twice", ""},
		{"base64 of base64 in a block", block(b64(values[0])) + block(b64(values[1])) + block(b64(values[2])),
			"pem-encoded-twice", ""},
		{"a secret of Kubernetes", secret, "pem-encoded-twice", ""},
		{"a secret of Kubernetes, folded",
			"data:\n  tls.crt: |\n" + wrapped(b64(clean), "\n", "    ") + "\n  other: x\n", "pem-encoded-twice", ""},

		{"path-escaped", url.PathEscape(clean), "pem-url-encoded", ""},
		{"form-encoded", url.QueryEscape(clean), "pem-url-encoded", ""},
		{"form body", "certificate=" + url.QueryEscape(clean) + "&x=1", "pem-url-encoded", ""},
		{"escaped twice", url.PathEscape(url.PathEscape(clean)), "pem-url-encoded", ""},
		{"form-encoded twice", url.QueryEscape(url.QueryEscape(clean)), "pem-url-encoded", ""},
		{"line breaks alone", strings.ReplaceAll(clean, "\n", "%0a"), "pem-url-encoded", ""},
		{"blanks as plus, nothing else", strings.ReplaceAll(clean, " ", "+"), "pem-url-encoded pem-plus-lost", ""},
		{"base64 alone", url.QueryEscape(values[0]), "pem-url-encoded", "leaf"},
		{"in JSON too", jsonOf(url.PathEscape(clean)), "pem-url-encoded", ""},
		{"plus lost, then escaped", url.PathEscape(lostPlus(clean)), "pem-url-encoded pem-plus-lost", ""},

		{"plus lost", lostPlus(clean), "pem-plus-lost", ""},
		{"plus lost, CRLF", strings.ReplaceAll(lostPlus(clean), "\n", "\r\n"), "pem-plus-lost", ""},
		{"plus lost, blanks at the ends cut off", regexp.MustCompile(`(?m) +$`).ReplaceAllString(lostPlus(clean), ""),
			"pem-plus-lost", ""},
		{"plus lost, line breaks too", lostPlus(oneLine), "pem-plus-lost", "leaf"},
		{"plus lost, long lines", lostPlus(block(values[0])), "pem-plus-lost", "leaf"},
		{"plus lost, without boundaries", lostPlus(values[0]), "pem-plus-lost", "leaf"},
		{"plus lost in base64 of PEM", lostPlus(b64(clean)), "pem-encoded-twice", ""},

		{"JWK", jsonText(t, jwk), "input-json-x5c", ""},
		{"JWKS", jsonText(t, m{"keys": []any{jwk}}), "input-json-x5c", ""},
		{"JWS header", header, "input-json-x5c", ""},
		{"JWS", jws + "\n", "input-json-x5c", ""},
		{"JWS in JSON", jsonText(t, m{"payload": "e30", "protected": strings.Split(jws, ".")[0], "signature": "AA"}),
			"input-json-x5c", ""},
		{"array of base64", jsonText(t, values), "input-json-x5c", ""},
		{"one certificate", jsonText(t, m{"certificate": values[0]}), "input-json-x5c", "leaf"},
		{"a string", jsonText(t, m{"x5c": values[0]}), "input-json-x5c", "leaf"},
		{"line breaks inside", jsonText(t, []string{wrapped(values[0], "\n", ""), wrapped(values[1], "\r\n", ""),
			values[2] + "\n"}), "input-json-x5c", ""},
		{"base64url", jsonText(t, []string{base64.RawURLEncoding.EncodeToString(certs[0].DER), values[1], values[2]}),
			"input-json-x5c", ""},
		{"plus lost in JSON", jsonText(t, []string{lostPlus(values[0]), lostPlus(values[1]), values[2]}),
			"input-json-x5c", ""},
		{"base64 of PEM in JSON", jsonText(t, m{"data": m{"tls.crt": b64(clean)}}), "input-json-x5c pem-encoded-twice",
			""},
		{"PKCS#7 in JSON", jsonText(t, m{"certificate": b64(string(testpki.PKCS7(certs...)))}),
			"input-json-x5c pem-input-pkcs7", ""},
		{"PEM in JSON", jsonOf(clean), "pem-escaped-newlines", ""},
		{"JSON with a mark", "\ufeff" + header, "input-json-x5c", ""},
		{"base64 of JSON", b64(header), "input-json-x5c", ""},

		{"label of RFC 7468", strings.ReplaceAll(string(testpki.PKCS7PEM(certs...)), "PKCS7", "PKCS #7 SIGNED DATA"),
			"pem-input-pkcs7", ""},
		{"PKCS#12 by its label", pemBlock("PKCS12", testpki.PKCS12(testpki.Clean(), "")), "pem-input-pkcs12", ""},
		{"NUL at the end", clean + "\x00", "pem-explanatory-text", ""},
		{"NULs at the end", clean + strings.Repeat("\x00", 300), "pem-explanatory-text", ""},
		{"Ctrl-Z and NUL", clean + "\x1a\x00\x00", "pem-explanatory-text", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var b Bundle
			got := parseBytes(t, &b, []byte(tt.data))
			want := tt.want
			if want == "" {
				want = "leaf intermediate root"
			}
			if diff := cmp.Diff(want, got.Certs); diff != "" {
				t.Errorf("-want +got:\n%s%v", diff, b.Faults)
			}
			for _, rule := range strings.Fields(tt.rules) {
				if !strings.Contains(strings.Join(got.Faults, "\n")+"\n", rule+" ") {
					t.Errorf("no %s in %v", rule, got.Faults)
				}
			}
			for _, f := range b.Faults {
				if f.Rule.ID == "pem-bad-base64" || f.Rule.ID == "x509-parse-failed" ||
					f.Rule.ID == "pem-no-certificate" || f.Unfixable {
					t.Errorf("cannot be mended: %v", f)
				}
			}
		})
	}
}

// keyShapes are a private key in every form that it is met in.
func keyShapes(t testing.TB) map[string]string {
	key := string(testpki.Clean().Leaf.KeyPEM())
	der := string(keyDER(t))
	sec1, err := x509.MarshalECPrivateKey(testpki.Clean().Leaf.Key.(*ecdsa.PrivateKey))
	if err != nil || len(sec1)%3 == 0 || !strings.ContainsAny(base64.RawURLEncoding.EncodeToString(sec1), "-_") {
		t.Fatal("the key is not as it has to be here: ", err)
	}
	secret := base64.RawURLEncoding.EncodeToString([]byte(strings.Repeat("k", 32)))
	return map[string]string{
		"PEM": key, "base64 of PEM": b64(key), "base64 twice": b64(b64(key)), "URL-encoded": url.QueryEscape(key),
		"base64 of DER": b64(der), "base64url of DER": base64.RawURLEncoding.EncodeToString([]byte(der)),
		"SEC 1 without padding": "key: " + base64.RawStdEncoding.EncodeToString(sec1) + "\n",
		"base64url in YAML":     "a-b: 1\nkey: " + base64.RawURLEncoding.EncodeToString(sec1) + "\n",
		"base64url behind PEM":  string(testpki.Clean().PEM()) + base64.RawURLEncoding.EncodeToString(sec1),
		"in YAML":               "data:\n  tls.key: " + b64(key) + "\n",
		"in JSON":               jsonOf(key),
		"DER in JSON":           jsonText(t, map[string]string{"key": b64(der)}),
		"JWK":                   jsonText(t, map[string]string{"kty": "EC", "d": secret}),
		"JWK, reverse":          `{"d":"` + secret + `","kty":"OKP"}`,
		"JWKS":                  `{"keys":[{"kty":"EC"},{"kty":"EC","d":"` + secret + `"}]}`,
		"PuTTY": "PuTTY-User-Key-File-3: ecdsa-sha2-nistp256\nEncryption: none\nPrivate-Lines: 1\n" + secret +
			"\n",
		"OpenPGP": "-----BEGIN PGP PRIVATE KEY BLOCK-----\n\n" + secret +
			"\n-----END PGP PRIVATE KEY BLOCK-----\n",
		"JWS of a key": base64.RawURLEncoding.EncodeToString([]byte(`{"kty":"oct","k":"` + secret + `"}`)),
	}
}

// TestKeysInThings wants a key named in whatever it stands, and never shown.
func TestKeysInThings(t *testing.T) {
	for name, data := range keyShapes(t) {
		shown := faultText(t, []byte(data))
		if !strings.Contains(shown, "pem-private-key-present") {
			t.Errorf("%s: the key is not named: %s", name, shown)
		}
		noSlice(t, name, data, shown)
	}
}

// TestKeysInLines wants a private key named in base64 of either alphabet, padded or not, in lines of any length,
// wherever it stands beside a chain, and never shown.
func TestKeysInLines(t *testing.T) {
	sec1, err := x509.MarshalECPrivateKey(testpki.Clean().Leaf.Key.(*ecdsa.PrivateKey))
	if err != nil {
		t.Fatal(err)
	}
	for kind, der := range map[string][]byte{"PKCS#8": keyDER(t), "SEC 1": sec1} {
		inLines(t, der, string(testpki.Clean().PEM()), func(name, key, data string) {
			shown := faultText(t, []byte(data))
			if !strings.Contains(shown, "pem-private-key-present") {
				t.Errorf("%s, %s: the key is not named: %s", kind, name, shown)
			}
			noSlice(t, name, key, shown)
		})
	}
}

// TestCertificatesInLines is the same for a certificate beside those of its CAs: it is read, and base64url is told.
func TestCertificatesInLines(t *testing.T) {
	c := testpki.Clean()
	inLines(t, c.Leaf.DER, string(testpki.PEM(c.Intermediate, c.Root)), func(name, leaf, data string) {
		var b Bundle
		if err := b.Parse("f", []byte(data)); err != nil {
			t.Fatal(err)
		}
		if len(b.Certs) != 3 {
			t.Errorf("%s: %d certificates, %v", name, len(b.Certs), b.Faults)
		}
		shown := faultText(t, []byte(data))
		if strings.ContainsAny(leaf, "-_") && !strings.Contains(shown, "base64url") {
			t.Errorf("%s: base64url is not told: %s", name, shown)
		}
	})
}

// inLines tries texts in which an element stands in base64 beside others in PEM.
func inLines(t *testing.T, der []byte, beside string, try func(name, text, data string)) {
	t.Helper()
	indent := func(text string) string {
		return "  " + strings.ReplaceAll(strings.TrimSpace(text), "\n", "\n  ") + "\n"
	}
	for alphabet, enc := range map[string]*base64.Encoding{
		"base64": base64.StdEncoding, "without padding": base64.RawStdEncoding,
		"base64url": base64.URLEncoding, "base64url without padding": base64.RawURLEncoding,
	} {
		for _, width := range []int{20, 64, 76, 10000} {
			var lines []string
			for line := range slices.Chunk([]byte(enc.EncodeToString(der)), width) {
				lines = append(lines, string(line))
			}
			text := strings.Join(lines, "\n")
			for place, data := range map[string]string{
				"behind": beside + text, "before": text + "\n" + beside, "quoted": beside + `IT="` + text + `"`,
				"JSON": jsonText(t, map[string]string{"beside": beside, "it": text}),
				"YAML": "beside: |\n" + indent(beside) + "it: |\n" + indent(text),
			} {
				try(fmt.Sprintf("%s, lines of %d, %s", alphabet, width, place), text, data)
			}
		}
	}
}

func faultText(t testing.TB, data []byte) string {
	t.Helper()
	var b Bundle
	if err := b.Parse("f", data); err != nil {
		t.Fatal(err)
	}
	var shown []string
	for _, f := range b.Faults {
		shown = append(shown, f.Rule.ID+": "+f.Detail+" "+f.Hint+fmt.Sprint(f.Needs))
	}
	return strings.Join(shown, "\n")
}

// noSlice wants that no run of letters of what was read is shown.
func noSlice(t testing.TB, name, data, shown string) {
	t.Helper()
	for _, word := range regexp.MustCompile(`[A-Za-z0-9+/=_]{16,}`).FindAllString(data, -1) {
		for i := 0; i+16 <= len(word); i++ {
			if strings.Contains(shown, word[i:i+16]) {
				t.Fatalf("%s: shown: %s", name, shown)
			}
		}
	}
}

// TestRecognise names what people give instead of a certificate, with a next step, and shows nothing of a key in it.
func TestRecognise(t *testing.T) {
	c := testpki.Clean()
	key := string(c.Leaf.KeyPEM())
	request, _ := pem.Decode(c.Leaf.RequestPEM())
	crl := testpki.CRL{Issuer: c.Intermediate}.DER()
	for _, tt := range []struct{ name, data, want string }{
		{"ZIP", "PK\x03\x04\x14\x00\x00\x00" + key, "ZIP"},
		{"empty ZIP", "PK\x05\x06" + strings.Repeat("\x00", 18), "ZIP"},
		{"gzip", "\x1f\x8b\x08\x00" + key, "gunzip"},
		{"bzip2", "BZh91AY", "bunzip2"},
		{"xz", "\xfd7zXZ\x00\x00", "xz"},
		{"7z", "7z\xbc\xaf\x27\x1c" + key, "7z"},
		{"RAR", "Rar!\x1a\x07\x00" + key, "RAR"},
		{"tar", strings.Repeat("a", 257) + "ustar" + key, "tar -xf"},
		{"JKS", "\xfe\xed\xfe\xed\x00\x00\x00\x02" + key, "keytool -importkeystore"},
		{"JCEKS", "\xce\xce\xce\xce\x00\x00\x00\x02", "JCEKS"},
		{"BKS", "\x00\x00\x00\x02\x00\x00\x00\x14" + key, "BKS"},
		{"NSS", "SQLite format 3\x00" + key, "certutil"},
		{"PDF", "%PDF-1.7\n" + key, "PDF"},
		{"OLE", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + key, "Outlook"},
		{"picture", "\x89PNG\r\n\x1a\n", "picture"},
		{"HTML", "<!DOCTYPE html><html><body>Login</body></html>", "HTML"},
		{"HTML behind blanks", "\r\n <HTML><head></head></HTML>", "HTML"},
		{"SAML", `<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata"/>`, "SAML"},
		{"SAML with a certificate", "<ds:X509Certificate>\n" + b64(string(c.Leaf.DER)) + "\n</ds:X509Certificate>",
			"X509Certificate"},
		{"XML", `<?xml version="1.0"?><a/>`, "XML"},
		{"OpenSSH", "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI me@host\n", "SSH"},
		{"mail", "From: a@b.example\r\nMIME-Version: 1.0\r\nSubject: QWAC\r\n\r\nSee attachment\r\n", "e-mail"},
		{"openssl x509 -text", "Certificate:\n  Data:\n    Signature Algorithm: x\n    Subject Public Key Info:\n",
			"that this text was made of"},
		{"hexadecimal", "30 82 04 56 " + strings.Repeat("ab cd ", 60), "xxd"},
		{"hexadecimal in a program", "0x" + strings.Repeat("30 82 AB ", 30), "xxd -r -p"},
		{"hexadecimal out of a database", `\x` + strings.Repeat("3082ab", 30), "xxd -r -p"},
		{"xxd", "00000000: 3082 0456 3082 03fb a003 0201 0202 1001  0..V0...........\n", "xxd -r FILE"},
		{"hexdump", "00000000  30 82 04 56 30 82 03 fb  a0 03 02 01 02 02 10 01  |0..V0...........|\n", "xxd -r FILE"},
		{"EBCDIC", "\x60\x60\x60\x60\x60\xc2\xc5\xc7\xc9\xd5\x40", "iconv"},
		{"JKS in a secret", "data:\n  keystore.jks: " + b64("\xfe\xed\xfe\xed\x00\x00\x00\x02"+key) + "\n",
			"keytool -importkeystore"},
		{"DER as Latin-1 in UTF-8", latin1InUTF8(c.Leaf.DER), "written as UTF-8"},
		{"DER with replacements", strings.ToValidUTF8(string(c.Leaf.DER), "\ufffd"), "U+FFFD"},
		{"Git LFS", "version https://git-lfs.github.com/spec/v1\noid sha256:0\n", "git lfs pull"},
		{"JSON", `{"error":"unauthorized"}`, "JSON"},
		{"JWK without x5c", `{"kty":"EC","crv":"P-256","x":"AA","y":"AA"}`, "JSON"},
		{"token", base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"ES256"}`)) + ".e30.AAAA", "token"},
		{"CRL", string(crl), "revocation list"},
		{"OCSP error", string(testpki.Seq(testpki.TLV(10, []byte{6}))), "{ocsp"},
		{"public key", string(c.Leaf.X509().RawSubjectPublicKeyInfo), "public key"},
		{"request", string(request.Bytes), "request"},
		{"OpenPGP message", "-----BEGIN PGP MESSAGE-----\n\nhQEMA\n-----END PGP MESSAGE-----\n", "gpg"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			shown := faultText(t, []byte(tt.data))
			if !strings.Contains(shown, tt.want) {
				t.Errorf("no %q in %s", tt.want, shown)
			}
			noSlice(t, tt.name, key, shown)
		})
	}
	for _, data := range [][]byte{c.PEM(), bytes.Repeat([]byte("hello "), 9), nil} {
		if f := foreign.Recognise(data); f != nil {
			t.Errorf("%.20q is %s", data, f.What)
		}
	}
}

// latin1InUTF8 is what a program makes of bytes that it takes for text in Latin-1.
func latin1InUTF8(data []byte) string {
	var b strings.Builder
	for _, c := range data {
		b.WriteRune(rune(c))
	}
	return b.String()
}
