package redact

import (
	"crypto/ecdsa"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"net/url"
	"strings"
	"testing"

	"go.step.sm/crypto/pemutil"

	"qwac/internal/testpki"
)

// keyBlocks are keys of every kind, in every encoding.
func keyBlocks(t testing.TB) []*pem.Block {
	t.Helper()
	must := func(der []byte, err error) []byte {
		if err != nil {
			t.Fatal(err)
		}
		return der
	}
	var out []*pem.Block
	for _, alg := range []testpki.KeyAlg{testpki.RSA2048, testpki.P256, testpki.P384, testpki.Ed25519} {
		signer := testpki.Key{Name: "redacted", Alg: alg}.Signer()
		out = append(out, &pem.Block{Type: "PRIVATE KEY", Bytes: must(x509.MarshalPKCS8PrivateKey(signer))})
		switch k := signer.(type) {
		case *rsa.PrivateKey:
			out = append(out, &pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(k)})
		case *ecdsa.PrivateKey:
			out = append(out, &pem.Block{Type: "EC PRIVATE KEY", Bytes: must(x509.MarshalECPrivateKey(k))})
		}
	}
	encrypted, err := pemutil.Serialize(testpki.Key{Name: "redacted"}.Signer(), pemutil.WithPassword([]byte("fixture")),
		pemutil.WithPKCS8(true))
	if err != nil {
		t.Fatal(err)
	}
	return append(out, encrypted)
}

// wrapped breaks text into lines.
func wrapped(text string, width int, before, between, after string) string {
	var lines []string
	for ; len(text) > width; text = text[width:] {
		lines = append(lines, before+text[:width])
	}
	return strings.Join(append(lines, before+text), between) + after
}

// keyForms are what becomes of a key on its way into a report.
func keyForms(b *pem.Block) map[string]string {
	body := base64.StdEncoding.EncodeToString(b.Bytes)
	block := string(pem.EncodeToMemory(b))
	lines := wrapped(body, 64, "", "\n", "\n")
	digits := hex.EncodeToString(b.Bytes)
	relabel := func(begin, end string) string { return begin + "\n" + lines + end + "\n" }
	quoted, _ := json.Marshal(map[string]string{"key": block})
	twice, _ := json.Marshal(string(quoted))
	var colons, decimal, c []string
	for _, x := range b.Bytes {
		colons, decimal, c = append(colons, fmt.Sprintf("%02x", x)), append(decimal, fmt.Sprint(x)),
			append(c, fmt.Sprintf("0x%02x", x))
	}
	return map[string]string{
		"PEM":                block,
		"PEM, CRLF":          strings.ReplaceAll(block, "\n", "\r\n"),
		"no lines around it": lines,
		"one line":           body,
		"another label":      relabel("-----BEGIN SECRET THING-----", "-----END SECRET THING-----"),
		"four dashes":        relabel("----BEGIN "+b.Type+"----", "----END "+b.Type+"----"),
		"one dash":           relabel("-BEGIN "+b.Type+"-", "-END "+b.Type+"-"),
		"typographic dashes": relabel("—–BEGIN "+b.Type+"–—", "—–END "+b.Type+"–—"),
		"lower case": relabel("-----begin "+strings.ToLower(b.Type)+"-----",
			"-----end "+strings.ToLower(b.Type)+"-----"),
		"BEGIN lost":           lines + "-----END " + b.Type + "-----\n",
		"END lost":             "-----BEGIN " + b.Type + "-----\n" + lines,
		"a word before it":     "key: " + lines,
		"JSON":                 string(quoted),
		"JSON in JSON":         string(twice),
		"JSON without a label": strings.ReplaceAll(string(quoted), "PRIVATE", "X"),
		"twice without":        strings.ReplaceAll(string(twice), "PRIVATE", "X"),
		"escaped slashes":      `{"k":"` + strings.ReplaceAll(body, "/", `\/`) + `"}`,
		"escaped marks": `{"k":"` +
			strings.NewReplacer("/", `\u002f`, "+", `\u002b`, "=", `\u003d`).Replace(body) + `"}`,
		"form":       "x=" + url.QueryEscape(body) + "&y=z",
		"XML":        "<k>" + strings.NewReplacer("+", "&#43;", "/", "&#x2f;").Replace(body) + "</k>",
		"base64url":  base64.RawURLEncoding.EncodeToString(b.Bytes),
		"Kubernetes": "data:\n  tls.key: " + base64.StdEncoding.EncodeToString([]byte(block)) + "\n",
		"Kubernetes, folded": "data:\n  tls.key: |\n" +
			wrapped(base64.StdEncoding.EncodeToString([]byte(block)), 76, "    ", "\n", "\n"),
		"quoted mail":      wrapped(body, 64, "> ", "\n", "\n"),
		"comment":          wrapped(body, 64, "// ", "\n", "\n"),
		"narrow lines":     wrapped(body, 20, "", "\n", "\n"),
		"blanks for lines": wrapped(body, 64, "", " ", "\n"),
		"groups of eight":  wrapped(body, 8, "", " ", "\n"),
		"narrow, indented": wrapped(body, 10, "\t", "\n", "\n"),
		"source":           wrapped(body, 64, `  "`, "\" +\n", "\";\n"),
		"logged":           wrapped(body, 64, "05:00:01 app: ", "\n", "\n"),
		"PuTTY": "PuTTY-User-Key-File-3: x\nEncryption: none\nComment: c\nPrivate-Lines: 9\n" + lines +
			"Private-MAC: " + digits[:64] + "\n",
		"hex":              digits,
		"hex, capitals":    strings.ToUpper(digits),
		"hex, lines":       wrapped(digits, 60, "", "\n", "\n"),
		"hex, columns":     wrapped(digits, 4, "", " ", "\n"),
		"bytes":            wrapped(strings.Join(colons, ":"), 45, "    ", "\n", "\n"),
		"array":            "[" + strings.Join(decimal, ", ") + "]",
		"C":                "{" + strings.Join(c, ", ") + "}",
		"breaks":           wrapped(body, 32, "", "<br>", "\n"),
		"breaks and lines": wrapped(body, 32, "", "<br/>\n", "\n"),
		"cells":            wrapped(body, 16, "<td>", "</td>", "</td>\n"),
		"elements":         wrapped(body, 32, "<l>", "</l>\n", "</l>\n"),
		"hard blanks":      wrapped(body, 32, "", "&nbsp;", "\n"),
		"no width":         wrapped(body, 16, "", "\u200b", "\n"),
		"soft hyphens":     wrapped(body, 16, "", "\u00ad", "\n"),
		"separators":       wrapped(body, 32, "", "\u2028", "\n"),
		"wide blanks":      wrapped(body, 20, "", "\u3000", "\n"),
		"coloured":         wrapped(body, 32, "\x1b[32m", "\x1b[0m\n", "\x1b[0m\n"),
		"numbered":         wrapped(body, 30, "  12: ", "\n", "\n"),
		"numbered behind":  wrapped(body, 32, "", "  # 12\n", "\n"),
		"logged, short":    wrapped(body, 30, "2026-11-28T06:00:01Z INFO app: ", "\n", "\n"),
		"assigned":         wrapped(digits, 32, "part=", " ", "\n"),
		"bytes and dots":   strings.ReplaceAll(strings.Join(colons, ":"), ":", ".") + "\n",
		"bytes and bars":   strings.ReplaceAll(strings.Join(colons, ":"), ":", "|") + "\n",
		"dump":             hex.Dump(b.Bytes),
	}
}

// slices24 fails for a slice of a key that is in the output.
func slices24(t *testing.T, what, output, key string) {
	t.Helper()
	for i := 0; i+24 <= len(key); i++ {
		if strings.Contains(output, key[i:i+24]) {
			t.Errorf("%s: %q of %d is left at %d in\n%s", what, key[i:i+24], len(key), i, output)
			return
		}
	}
}

// left checks that no slice of a key, in base64 or digits, is in what became of a form of it.
func left(t *testing.T, what, output, form string) {
	t.Helper()
	for line := range strings.FieldsFuncSeq(form, func(r rune) bool {
		return strings.ContainsRune(" \n\r\\\"%&;<>[]{}=,", r)
	}) {
		if line = strings.TrimPrefix(line, "n"); len(line) >= 24 && !strings.Contains(line, "PRIVATE") {
			slices24(t, what, output, line)
		}
	}
}

// TestAttackKeys: of a key in any form no 24 characters get through, and what helps does.
func TestAttackKeys(t *testing.T) {
	const before = "POST https://api.bank.example/tpp-client-management/v1/clients/certificates\nX-Request-ID: " +
		"0b54fa3e-70f5-4a9e-9c2f-0a1b2c3d4e5f\n\n"
	const after = "\nHTTP/1.1 401 Unauthorized\nx-trace: 0123456789abcdef0123456789abcdef\ncurl: (58) unable to set " +
		"private key file\n"
	blocks := keyBlocks(t)
	another := base64.StdEncoding.EncodeToString(blocks[6].Bytes)
	for _, b := range blocks {
		for name, form := range keyForms(b) {
			what := fmt.Sprintf("%s of %d bytes, %s", b.Type, len(b.Bytes), name)
			got := Text(Keys(before + form + after))
			left(t, what, got, form)
			squeezed := strings.Join(strings.FieldsFunc(got, func(r rune) bool {
				return strings.ContainsRune(" \t\n:", r)
			}), "")
			slices24(t, what+", without blanks", squeezed, base64.StdEncoding.EncodeToString(b.Bytes))
			slices24(t, what+", without blanks", squeezed, hex.EncodeToString(b.Bytes))
			helps := strings.HasPrefix(got, before)
			if name != "END lost" { // all behind it goes
				helps = helps && strings.HasSuffix(got, after)
			}
			if !helps {
				t.Errorf("%s: not all that helps is left in\n%s", what, got)
			}
			if len(b.Bytes) < 200 {
				other := form + "\n" + another
				left(t, what+", and another", Text(Keys(other)), other)
			}
		}
	}
}

// TestAttackJWK: members of a JSON Web Key (RFC 7517), the short ones too.
func TestAttackJWK(t *testing.T) {
	for _, name := range []string{"d", "p", "q", "dp", "dq", "qi", "k"} {
		for _, n := range []int{16, 32, 48, 128, 256} {
			value := base64.RawURLEncoding.EncodeToString(testpki.Clean().Leaf.DER[100 : 100+n])
			for _, form := range []string{`{"kty":"x","%s":"%s"}`, `{"%s" : "%s"}`, `"{\"%s\":\"%s\"}"`,
				`{'%s': '%s'}`} {
				slices20 := value[:20]
				if got := Text(Keys(fmt.Sprintf(form, name, value))); strings.Contains(got, slices20) {
					t.Errorf("%s of %d bytes: %s", name, n, got)
				}
			}
		}
	}
}

// TestRedactKeysLeaves what is no key.
func TestRedactKeysLeaves(t *testing.T) {
	for _, text := range []string{
		"https://api.prod.bank.example/open-banking/client-management/v1/client-registrations/" +
			"0b54fa3e-70f5-4a9e-9c2f-0a1b2c3d4e5f/redirect-uris",
		"X-Request-ID: 0b54fa3e-70f5-4a9e-9c2f-0a1b2c3d4e5f", "x-request-id=0b54fa3e-70f5-4a9e-9c2f-0a1b2c3d4e5f",
		"serial 419845B66BF051604E233ED98D35BB16",
		"SHA1 Fingerprint=4171:30B9", "PSDDK-DFSA-97351842, C=DK, O=Fixture Payments A/S, " +
			"CN=psd2.fixture-payments.example", "2001:0db8:85a3:0000:0000:8a2e:0370:7334",
		"4f1c2a9b4f1c2a9b4f1c2a9b4f1c2a9b4f1c2a9b", "2026-11-28T05:00:01.123456Z 10.0.0.1 error error error",
		"PSP_AI\nPSP_PI\nPSP_IC\nPSP_AS\nPSP_AI\nPSP_PI\nPSP_IC",
		"* SSL connection using TLSv1.3 / TLS_AES_256_GCM_SHA384 / x25519 / id-ecPublicKey",
		"/home/user/projects/onboarding/certificates/production/chain",
		"the-quick-brown-fox-jumps-over-the-lazy-dog-again-and-again",
	} {
		if got := Keys(text); got != text {
			t.Errorf("%q becomes %q", text, got)
		}
	}
}

// TestAttackRedactSteps: text made to be read again and again is read a few times.
func TestAttackRedactSteps(t *testing.T) {
	for _, unit := range []string{
		"secret-type=[", "secret_type={", `"name":"secret-type","value":[`, "secret=https://", "secret=null,",
		"authorization: [redacted] ", "cookie: [redacted]",
		"-----BEGIN PRIVATE KEY-----", "secret", "secret ", `-u "`, "-u 'x ", "://", "eyJ", "login x password ",
		"auth=('", `secret="\`, "token: a ", "-b '", "secret=[redacted]",
	} {
		text := strings.Repeat(unit, 1<<13/len(unit))
		for _, f := range secretForms() {
			if _, steps := takeOut(text, f); steps > 4*len(text) {
				t.Errorf("%q: %d steps for %d bytes of %q", f.before, steps, len(text), unit)
			}
		}
	}
}

// FuzzRedact: steps are linear, and neither a known secret nor a key is left, whatever stands around them.
func FuzzRedact(f *testing.F) {
	f.Add("secret-type=[secret-type=[", "x")
	f.Add(`{"a":"`, `"}`)
	f.Add("Authorization: Bearer ", "\n\n")
	body := base64.StdEncoding.EncodeToString(keyBlocks(f)[2].Bytes)
	key := wrapped(body, 64, "", "\n", "\n")
	const known = "q8Zr+x4k~ 7/c"
	f.Fuzz(func(t *testing.T, before, after string) {
		for _, form := range secretForms() {
			if _, steps := takeOut(before+after, form); steps > 4*len(before+after)+100 {
				t.Errorf("%q: %d steps for %d bytes", form.before, steps, len(before+after))
			}
		}
		got := Text(Keys(before+known+"\n"+key+after), known)
		if strings.Contains(got, known) && !strings.Contains(before+after, known) {
			t.Errorf("the secret is left in %q", got)
		}
		for i := 0; i+40 <= len(body); i++ {
			if part := body[i : i+40]; strings.Contains(got, part) && !strings.Contains(before+after, part) {
				t.Fatalf("%q is left in %q", part, got)
			}
		}
	})
}

// TestAttackKeyRemains: of dumps and of halves nothing is left, be it short.
func TestAttackKeyRemains(t *testing.T) {
	for _, b := range keyBlocks(t) {
		for row := range strings.Lines(Keys("the call failed\n" + hex.Dump(b.Bytes) + "end\n")) {
			if strings.Contains(row, "|") {
				t.Errorf("%s of %d bytes: %q is left", b.Type, len(b.Bytes), row)
			}
		}
	}
	digits := hex.EncodeToString(keyBlocks(t)[2].Bytes)
	for _, form := range []string{"priv hi=%s lo=%s", "hi: %s\nlo: %s", "hi = 0x%s, lo = 0x%s"} {
		if got := Keys(fmt.Sprintf(form, digits[40:72], digits[72:104])); strings.Contains(got, digits[44:56]) ||
			strings.Contains(got, digits[80:92]) {
			t.Errorf("%s: %s", form, got)
		}
	}
}
