package app_test

import (
	"bytes"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"net/url"
	"os"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"unicode/utf16"

	"go.step.sm/crypto/pemutil"

	"qwac/internal/app"
	"qwac/internal/cases"
	"qwac/internal/testpki"
	"qwac/pkg/bundle"
	"qwac/pkg/cert"
	"qwac/pkg/check"
)

// mangling is what happens to a text on its way.
type mangling struct {
	name string
	do   func(string) string
}

var leafText = sync.OnceValue(func() string { return string(testpki.Clean().Leaf.PEM()) })

func manglings() []mangling {
	replaced := func(name string, pairs ...string) mangling {
		return mangling{name, strings.NewReplacer(pairs...).Replace}
	}
	around := func(name, before, after string) mangling {
		return mangling{name, func(s string) string { return before + s + after }}
	}
	return []mangling{
		around("as it is", "", ""), around("twice", leafText(), ""),
		around("mark", "\ufeff", ""), around("text", "subject=x\n", "\nend of file\n"), around("NUL", "", "\x00"),
		replaced("CRLF", "\n", "\r\n"), replaced("CR", "\n", "\r"), replaced("blank lines", "\n", "\n\n"),
		replaced("one line", "\n", " "), replaced("lost line breaks", "\n", ""), replaced("escaped", "\n", `\n`),
		replaced("indented", "\n", "\n  "), replaced("trailing blanks", "\n", " \t\n"),
		replaced("four dashes", "-----", "----"), replaced("long dashes", "-----", "—-"),
		replaced("glued", "-----\n-----", "----------"), replaced("old label", " CERTIFICATE", " X509 CERTIFICATE"),
		replaced("plus lost", "+", " "), replaced("a character changed", "MII", "MIJ"),
		replaced("header", "BEGIN CERTIFICATE-----\n", "BEGIN CERTIFICATE-----\nA: b\n\n"),
		{"no last line feed", func(s string) string { return strings.TrimRight(s, "\n") }},
		{"cut short", func(s string) string { return s[:len(s)*4/5] }},
		{"quoted", func(s string) string { return `{"certificate":"` + strings.ReplaceAll(s, "\n", `\n`) + `"}` }},
		{"URL", url.QueryEscape},
		{"reversed", reversedBlocks}, {"UTF-16", utf16Text},
	}
}

func reversedBlocks(s string) string {
	blocks := strings.SplitAfter(s, "-----END CERTIFICATE-----\n")
	slices.Reverse(blocks)
	return strings.Join(blocks, "")
}

func utf16Text(s string) string {
	out := []byte{0xff, 0xfe}
	for _, u := range utf16.Encode([]rune(s)) {
		out = append(out, byte(u), byte(u>>8))
	}
	return string(out)
}

// TestFixCases mends every case as it is, and with its text mangled: in every way the few cases whose number it is, so
// that each way meets cases of all kinds. With QWAC_FIX_ALL every case meets every way, which takes minutes.
func TestFixCases(t *testing.T) {
	apartBy := 24
	if os.Getenv("QWAC_FIX_ALL") != "" {
		apartBy = 1
	}
	var mended, refused, apart atomic.Int64
	t.Run("cases", func(t *testing.T) { // it ends when all of them have
		for i, c := range cases.All() {
			t.Run(c.Name, func(t *testing.T) {
				t.Parallel()
				made := sync.OnceValue(c.Inputs)
				for j, m := range manglings() {
					if j > 0 && (i+j)%apartBy > 0 {
						continue
					}
					switch f := fixWell(t, c.Name+", "+m.name, m.all(made()), c.Options); {
					case f == nil:
						refused.Add(1)
					case len(f.Apart) > 0:
						apart.Add(1)
					default:
						mended.Add(1)
					}
				}
			})
		}
	})
	t.Logf("%d mended, %d refused, %d not to be written to", mended.Load(), refused.Load(), apart.Load())
	if mended.Load() < 500 || refused.Load() < 500 || apart.Load() < 20 {
		t.Error("want more of each")
	}
}

// all are inputs with the text of each mangled.
func (m mangling) all(inputs []cases.Input) []cases.Input {
	inputs = slices.Clone(inputs)
	for i := range inputs {
		inputs[i].Data = []byte(m.do(string(inputs[i].Data)))
	}
	return inputs
}

// fixWell mends inputs and looks whether nothing is lost: the certificates are those of the inputs to the bit, no
// chain is refused once it is mended, mending again changes nothing, and a private key is neither shown nor to be
// replaced. The result is nil for a chain that is refused.
func fixWell(t *testing.T, name string, inputs []cases.Input, opts check.Options) *app.Fixed {
	t.Helper()
	f, err := app.Fix(inputs, nil, opts)
	if err != nil {
		return nil // a wrong password, or more paths than are looked at
	}
	keepsKeys(t, name, inputs, f)
	if f.Result.Verdict == check.Refuse || len(f.Result.Chain.Path) == 0 {
		if verdict(t, inputs, opts) == check.Accept {
			t.Errorf("%s: accepted as it is, and refused to be mended", name)
		}
		return nil
	}
	sameBits(t, name, f)
	text := []cases.Input{{Name: "fixed.pem", Data: f.Text}}
	again, err := app.Fix(text, nil, opts)
	if err != nil || !bytes.Equal(again.Text, f.Text) || len(again.Changed) > 0 || len(again.Apart) > 0 {
		t.Errorf("%s: mended again it is %+v, %v", name, again, err)
		return f
	}
	if got := verdict(t, text, opts); got != check.Accept {
		t.Errorf("%s: %s before, %s to be sent, %s mended", name, verdict(t, inputs, opts), f.Result.Verdict, got)
	}
	if len(f.Changed) == 0 && len(inputs) == 1 && !bytes.Equal(inputs[0].Data, f.Text) {
		t.Errorf("%s: said to be right, and it is not the mended text", name)
	}
	return f
}

// sameBits wants the text to be blocks of certificates of the inputs, and nothing else.
func sameBits(t *testing.T, name string, f *app.Fixed) {
	t.Helper()
	rest, n := f.Text, 0
	for {
		var b *pem.Block
		if b, rest = pem.Decode(rest); b == nil {
			break
		}
		n++
		same := func(c *cert.Cert) bool { return bytes.Equal(c.Raw, b.Bytes) }
		if !slices.ContainsFunc(f.Result.Chain.Bundle.Certs, same) {
			t.Errorf("%s: block %d is no certificate of the inputs", name, n)
		}
	}
	if len(rest) > 0 || n != len(f.Result.Chain.Path) {
		t.Errorf("%s: %d blocks of %d, and %q", name, n, len(f.Result.Chain.Path), rest)
	}
}

// keyLine is a line of the private key that cases have in files.
var keyLine = sync.OnceValue(func() string {
	return strings.Split(string(testpki.Clean().Leaf.KeyPEM()), "\n")[1]
})

// keepsKeys wants a file with a private key to be left alone, and nothing of the key to be shown or written.
func keepsKeys(t *testing.T, name string, inputs []cases.Input, f *app.Fixed) {
	t.Helper()
	key := keyLine()
	if strings.Contains(string(f.Text)+f.Diff, key) {
		t.Errorf("%s: the private key is shown", name)
	}
	for _, in := range inputs {
		unseen := strings.Contains(string(in.Data), key) && !hasName(f.Apart, in.Name)
		if unseen || f.Bundle.HoldsKey() && len(f.Apart) == 0 {
			t.Errorf("%s: %s has a private key and may be written to", name, in.Name)
		}
	}
}

func hasName(apart []string, name string) bool {
	return slices.ContainsFunc(apart, func(s string) bool { return strings.HasPrefix(s, name+" ") })
}

// verdict is that on inputs as they stand.
func verdict(t *testing.T, inputs []cases.Input, opts check.Options) check.Verdict {
	t.Helper()
	b := &bundle.Bundle{Password: func(string) (string, error) { return cases.Password, nil }}
	for _, in := range inputs {
		if err := b.Parse(in.Name, in.Data); err != nil {
			return check.Refuse
		}
	}
	if opts.At.IsZero() {
		opts.At = cases.At()
	}
	r, err := check.Run(b, opts)
	if err != nil {
		t.Fatal(err)
	}
	return r.Verdict
}

// TestFixTwice mangles the clean chain in every way, and what came of it in every way once more.
func TestFixTwice(t *testing.T) {
	chain := string(testpki.Clean().PEM())
	mended := 0
	for _, first := range manglings() {
		for _, second := range manglings() {
			inputs := []cases.Input{{Name: "chain.pem", Data: []byte(second.do(first.do(chain)))}}
			if fixWell(t, first.name+", "+second.name, inputs, check.Options{}) != nil {
				mended++
			}
		}
	}
	if mended < 200 {
		t.Errorf("%d mended, want more", mended)
	}
}

// keyForms are the private key of the leaf as tools write it, and one of another kind.
func keyForms(t *testing.T) map[string]string {
	t.Helper()
	key := testpki.Clean().Leaf.Key
	forms := map[string]string{"as testpki writes it": string(testpki.Clean().Leaf.KeyPEM())}
	for name, options := range map[string][]pemutil.Options{
		"SEC1": nil, "PKCS#8": {pemutil.WithPKCS8(true)},
		"encrypted": {pemutil.WithPKCS8(true), pemutil.WithPassword([]byte("fixture"))},
	} {
		block, err := pemutil.Serialize(key, options...)
		if err != nil {
			t.Fatal(err)
		}
		forms[name] = string(pem.EncodeToMemory(block))
	}
	other, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	der := x509.MarshalPKCS1PrivateKey(other)
	forms["PKCS#1"] = string(pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: der}))
	return forms
}

// TestFixKeys puts a private key in every form somewhere in a file: nothing of it is shown or written.
func TestFixKeys(t *testing.T) {
	for form, key := range keyForms(t) {
		t.Run(form, func(t *testing.T) { fixWithKey(t, key) })
	}
}

func fixWithKey(t *testing.T, key string) {
	chain := string(testpki.Clean().PEM())
	secret := strings.Split(key, "\n")[2]
	for _, m := range manglings() {
		switch m.name {
		case "plus lost", "cut short", "a character changed": // what is left of it is no key
			continue
		}
		for _, text := range []string{key + chain, chain + key, m.do(key) + chain, chain + m.do(key)} {
			inputs := []cases.Input{{Name: "chain.pem", Data: []byte(text)}}
			if whole := m.do(text); whole != text && text == key+chain {
				inputs[0].Data = []byte(whole)
			}
			f := fixWell(t, m.name, inputs, check.Options{})
			if f != nil && len(f.Apart) == 0 {
				t.Errorf("%s: may be written to:\n%s", m.name, inputs[0].Data)
			}
			if f != nil && strings.Contains(string(f.Text)+f.Diff, secret) {
				t.Errorf("%s: the key is shown", m.name)
			}
		}
	}
}

// TestFixCompletes takes what is missing from other files, and of those only what the chain needs.
func TestFixCompletes(t *testing.T) {
	pki := testpki.Clean()
	newer := testpki.IssuingCA()
	newer.Key.Name = "issuing, newer"
	other := testpki.Issue(newer, &pki.Root)
	from := []cases.Input{{Name: "from/other.pem", Data: other.PEM()}, {Name: "from/root.pem", Data: pki.Root.PEM()},
		{Name: "from/intermediate.pem", Data: pki.Intermediate.PEM()}}
	for _, in := range [][]byte{pki.Leaf.PEM(), append(pki.Leaf.PEM(), pki.Intermediate.PEM()...),
		append(pki.Leaf.PEM(), pki.Root.PEM()...), pki.PEM()} {
		f, err := app.Fix([]cases.Input{{Name: "chain.pem", Data: in}}, from, check.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if f.Result.Verdict == check.Refuse || !bytes.Equal(f.Text, pki.PEM()) {
			t.Errorf("%s, %d bytes", f.Result.Verdict, len(f.Text))
		}
		for _, c := range f.Result.Chain.Added {
			if !strings.HasPrefix(c.At.File, "from/") {
				t.Errorf("%s is said to be from %s", c.Name(), c.At)
			}
		}
	}
}

// FuzzFix wants of any text what TestFixCases wants of cases.
func FuzzFix(f *testing.F) {
	pki := testpki.Clean()
	for _, m := range manglings() {
		f.Add([]byte(m.do(string(pki.PEM()))))
		f.Add([]byte(m.do(string(pki.Leaf.KeyPEM()) + string(pki.PEM()))))
	}
	f.Add(testpki.PKCS12(pki, cases.Password))
	f.Add(testpki.PKCS7(pki.Certs()...))
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) > 1<<16 {
			return
		}
		fixWell(t, "fuzzed", []cases.Input{{Name: "chain.pem", Data: data}}, check.Options{})
	})
}
