package main

import (
	"archive/zip"
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"encoding/pem"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"qwac/internal/cases"
	"qwac/internal/page/core"
	"qwac/internal/testpki"
	"qwac/pkg/bank"
)

// markup is what would be seen to run, or to be markup.
const markup = `"'><img src=x onerror="document.title='ran'"><script>document.title='ran'</script><b>bold</b>` +
	`</script></style></textarea></title><svg onload="document.title='ran'">` +
	`<a href="javascript:document.title='ran'">x</a>`

// turned writes from right to left, and back.
const turned = "\u202egnitirw sdrawkcab\u202c \u2066x\u2069 \u200fy\u061c {{7*7}} ${7*7}"

// hostileChain has names that a page must show as text.
func hostileChain() testpki.Chain {
	return testpki.NewChain(func(leaf, _, _ *testpki.Spec) {
		leaf.Subject.Set(testpki.OIDCommonName,
			`"><img src=x onerror=document.title=1><script>document.title=2</script>`)
		leaf.Subject.Set(testpki.OIDOrganization, turned+" <b>bold</b>")
	})
}

// hostileEverywhere has them in every field that takes text, of each certificate.
func hostileEverywhere() testpki.Chain {
	return testpki.NewChain(func(leaf, intermediate, root *testpki.Spec) {
		for _, s := range []*testpki.Spec{leaf, intermediate, root} {
			for i := range s.Subject {
				for k := range s.Subject[i] {
					s.Subject[i][k].Value = testpki.UTF8(markup + turned + "\x00\u0007\u2028\ufeff")
				}
			}
		}
		leaf.SetNCA("XX-"+markup, markup+turned)
		leaf.SetPSD2(func(p *testpki.PSD2) { p.Roles = append(p.Roles, testpki.RoleNamed("PSP_AI", markup)) })
	})
}

// surrogates has halves of a pair in a name, which are no characters.
func surrogates() []byte {
	const mark = "\u5a5b\u5a5b"
	chain := testpki.NewChain(func(leaf, _, _ *testpki.Spec) {
		leaf.Subject.SetText(testpki.OIDOrganization, testpki.BMP("<b>"+mark+"</b>"))
	})
	return bytes.ReplaceAll(chain.Leaf.DER, []byte{0x5a, 0x5b, 0x5a, 0x5b}, []byte{0xd8, 0x00, 0xdf, 0xff})
}

// odious is a page made with a profile whose every text is hostile.
func odious() core.Baked {
	data, err := json.Marshal(bank.All()[0])
	if err != nil {
		panic(err) // it is data of ours
	}
	var any any
	if err := json.Unmarshal(data, &any); err != nil {
		panic(err)
	}
	if data, err = json.Marshal(spoiled(any)); err != nil {
		panic(err)
	}
	b := new(bank.Bank)
	if err := json.Unmarshal(data, b); err != nil {
		panic(err)
	}
	b.Name, b.Title = "odious", "Bank "+markup+turned
	return core.Baked{Version: markup, Profiles: []*bank.Bank{b}, Profile: "odious", Roles: []string{markup}}
}

// spoiled puts markup into each string that is a text: it has a blank.
func spoiled(v any) any {
	switch v := v.(type) {
	case string:
		if strings.Contains(v, " ") {
			return v + markup + turned
		}
	case []any:
		for i := range v {
			v[i] = spoiled(v[i])
		}
	case map[string]any:
		for k := range v {
			v[k] = spoiled(v[k])
		}
	}
	return v
}

// archive is a ZIP file with a chain and another leaf.
func archive() []byte {
	clean, hostile := testpki.Clean(), hostileChain()
	return packed(map[string][]byte{"a/leaf.pem": clean.Leaf.PEM(), "a/intermediate.pem": clean.Intermediate.PEM(),
		"a/root.pem": clean.Root.PEM(), "b/leaf.pem": hostile.Leaf.PEM(), "b/readme.txt": []byte("nothing")})
}

func packed(files map[string][]byte) []byte {
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if w, err := z.Create(name); err == nil {
			w.Write(files[name]) // to memory
		}
	}
	z.Close()
	return out.Bytes()
}

// writeInputs writes the files that tests drop on the page.
func writeInputs(dir string) error {
	clean, hostile, everywhere := testpki.Clean(), hostileChain(), hostileEverywhere()
	long := testpki.NewChain(func(leaf, _, _ *testpki.Spec) {
		leaf.Subject.Set(testpki.OIDOrganization, strings.Repeat("<i>&", 250_000))
	})
	key := clean.Leaf.KeyPEM()
	quoted, err := json.Marshal(map[string]string{"certificate": string(clean.Leaf.PEM()), "key": string(key)})
	if err != nil {
		return err
	}
	block, _ := pem.Decode(key)
	for name, data := range map[string][]byte{
		"key.deep.zip": packed(map[string][]byte{"a.zip": packed(map[string][]byte{"leaf.key": key})}),
		"key.hex":      []byte(hex.EncodeToString(block.Bytes)),
		"key.b64":      []byte(base64.StdEncoding.EncodeToString(block.Bytes)),
		"key.jks": slices.Concat([]byte("\xfe\xed\xfe\xed\x00\x00\x00\x02\x00\x00\x00\x01\x00\x00\x00\x01"),
			block.Bytes),
		"key.jwk": []byte(`{"kty":"OKP","crv":"Ed25519","x":"AA","d":"` +
			base64.RawURLEncoding.EncodeToString(block.Bytes[len(block.Bytes)-32:]) + `"}`),
		"key.ppk": []byte("PuTTY-User-Key-File-3: ssh-rsa\nPrivate-Lines: 1\n" +
			base64.StdEncoding.EncodeToString(block.Bytes) + "\n"),
		"key.age": []byte("AGE-SECRET-KEY-1QQPQZRFR7ZZ2W\n"),
		"key.asc": []byte("-----BEGIN PGP PRIVATE KEY BLOCK-----\n\n" +
			base64.StdEncoding.EncodeToString(block.Bytes) + "\n-----END PGP PRIVATE KEY BLOCK-----\n"),
		"leaf.pem": clean.Leaf.PEM(), "intermediate.pem": clean.Intermediate.PEM(), "root.pem": clean.Root.PEM(),
		"key.pem": key, "store.pfx": testpki.PKCS12(clean, cases.Password),
		"key.zip": packed(map[string][]byte{"a/leaf.pem": clean.Leaf.PEM(), "a/leaf.key": key}), "key.json": quoted,
		"key.txt":    []byte(strings.ReplaceAll(string(key), "PRIVATE KEY", "THING")),
		"chains.zip": archive(), "hostile.zip": packed(map[string][]byte{"<b>x</b>/leaf.pem": hostile.Leaf.PEM()}),
		"hostile.pem": hostile.Leaf.PEM(), "long.der": long.Leaf.DER, "surrogates.der": surrogates(),
		"everywhere.pem": bytes.Join([][]byte{everywhere.Leaf.PEM(), everywhere.Intermediate.PEM(),
			everywhere.Root.PEM()}, nil),
		`<img src=x onerror=alert(1)>.pem`: []byte("nothing"),
	} {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o644); err != nil {
			return err
		}
	}
	return nil
}
