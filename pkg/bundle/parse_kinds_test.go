package bundle

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"qwac/internal/testpki"
	"qwac/pkg/ber"
	"qwac/pkg/pkcs12"
)

func pemBlock(label string, der []byte) string {
	return string(pem.EncodeToMemory(&pem.Block{Type: label, Bytes: der}))
}

// keyDER is a private key in PKCS#8.
func keyDER(t testing.TB) []byte {
	t.Helper()
	der, err := x509.MarshalPKCS8PrivateKey(testpki.Clean().Leaf.Key)
	if err != nil {
		t.Fatal(err)
	}
	return der
}

// TestParseKinds gives things that are not a plain chain of certificates in PEM.
func TestParseKinds(t *testing.T) {
	c := testpki.Clean()
	clean, leaf := string(c.PEM()), string(c.Leaf.PEM())
	all := "leaf intermediate root"
	der := string(c.Leaf.DER)
	lines := strings.Split(leaf, "\n")
	last := len(lines) - 2 // index of the END line
	edit := func(line int, f func(string) string) string {
		l := slices.Clone(lines)
		l[line] = f(l[line])
		return strings.Join(l, "\n")
	}
	body := func(block []byte) string {
		l := strings.Split(string(block), "\n")
		return strings.Join(l[1:len(l)-2], "\n") + "\n"
	}
	pemOf := func(der []byte) []byte { return []byte(pemBlock("KEY", der)) }
	ec, err := x509.MarshalECPrivateKey(c.Leaf.Key.(*ecdsa.PrivateKey))
	if err != nil {
		t.Fatal(err)
	}
	sec1 := pemOf(ec)
	rsaKey, err := x509.MarshalPKCS8PrivateKey(testpki.Key{Name: "leaf", Alg: testpki.RSA2048}.Signer())
	if err != nil {
		t.Fatal(err)
	}
	ed, err := x509.MarshalPKCS8PrivateKey(testpki.Key{Name: "leaf", Alg: testpki.Ed25519}.Signer())
	if err != nil {
		t.Fatal(err)
	}
	edKey := pemOf(ed)
	behind := func(rule string) string { return fmt.Sprintf("%s f:%d", rule, 1+strings.Count(clean, "\n")) }
	for _, test := range []struct {
		name, data string
		want       parsed
	}{
		{"nothing", "", parsed{[]string{"pem-empty f"}, ""}},
		{"blanks", " \r\n\t\n", parsed{[]string{"pem-empty f"}, ""}},
		{"only a BOM", "\ufeff", parsed{[]string{"pem-empty f"}, ""}},
		{"only a UTF-16 BOM and a line break", "\xff\xfe\r\x00\n\x00", parsed{[]string{"pem-empty f"}, ""}},
		{"text", "hello\n", parsed{nil, ""}},
		{"a Kubernetes secret", base64.StdEncoding.EncodeToString([]byte(clean)),
			parsed{[]string{"pem-encoded-twice f:1"}, all}},
		{"DER", der, parsed{[]string{"pem-input-der f"}, "leaf"}},
		{"DER concatenated", der + string(c.Intermediate.DER) + string(c.Root.DER),
			parsed{[]string{"pem-input-der f"}, all}},
		{"DER and a line break", der + "\n", parsed{[]string{"x509-trailing-data f", "pem-input-der f"}, "leaf"}},
		{"DER cut off", der[:len(der)-9], parsed{[]string{"x509-parse-failed f"}, ""}},
		{"PKCS#7", string(testpki.PKCS7(c.Certs()...)), parsed{[]string{"pem-input-pkcs7 f"}, all}},
		{"PKCS#7 in PEM", string(testpki.PKCS7PEM(c.Certs()...)), parsed{[]string{"pem-input-pkcs7 f:1"}, all}},
		{"PKCS#7 labelled CMS", pemBlock("CMS", testpki.PKCS7(c.Certs()...)),
			parsed{[]string{"pem-input-pkcs7 f:1"}, all}},
		{"PKCS#7 labelled CERTIFICATE", pemBlock("CERTIFICATE", testpki.PKCS7(c.Certs()...)),
			parsed{[]string{"pem-input-pkcs7 f:1"}, all}},
		{"PKCS#7 with a broken certificate",
			string(testpki.PKCS7(c.Leaf, testpki.Cert{DER: []byte{0x30, 3, 2, 1, 1}}, c.Root)),
			parsed{[]string{"pem-input-pkcs7 f", "x509-parse-failed f"}, "leaf root"}},
		{"PKCS#7 in BER", string(berPKCS7(c.Certs())), parsed{[]string{"pem-input-pkcs7 f"}, all}},
		{"PKCS#7 without certificates", string(testpki.PKCS7()), parsed{[]string{"pem-input-pkcs7 f"}, ""}},
		{"CMS of something else", pemBlock("CMS", []byte{0x30, 0}), parsed{[]string{"pem-unexpected-label f:1"}, ""}},
		{"PKCS#12 without a password", string(testpki.PKCS12(c, "secret")), parsed{[]string{"pem-input-pkcs12 f"}, ""}},

		{"key", clean + string(c.Leaf.KeyPEM()),
			parsed{[]string{fmt.Sprintf("pem-private-key-present f:%d", strings.Count(clean, "\n")+1)}, all}},
		{"key first", string(c.Leaf.KeyPEM()) + clean, parsed{[]string{"pem-private-key-present f:1"}, all}},
		{"key labelled CERTIFICATE", pemBlock("CERTIFICATE", keyDER(t)) + clean,
			parsed{[]string{"pem-private-key-present f:1"}, all}},
		{"key in DER", string(keyDER(t)) + strings.Repeat("\x00", 0),
			parsed{[]string{"pem-private-key-present f"}, ""}},
		{"key by one label of two", strings.Replace(leaf, "END CERTIFICATE", "END RSA PRIVATE KEY", 1) + clean,
			parsed{[]string{"pem-private-key-present f:1", fmt.Sprintf("pem-bad-boundary f:%d", last+1)}, all}},
		{"OpenSSH key", pemBlock("OPENSSH PRIVATE KEY", []byte("x")) + clean,
			parsed{[]string{"pem-private-key-present f:1"}, all}},
		{"encrypted key", pemBlock("ENCRYPTED PRIVATE KEY", []byte("x")) + clean,
			parsed{[]string{"pem-private-key-present f:1"}, all}},
		{"request", string(c.Leaf.RequestPEM()) + clean, parsed{[]string{"pem-csr-instead-of-certificate f:1"}, all}},
		{"request labelled CERTIFICATE",
			strings.ReplaceAll(string(c.Leaf.RequestPEM()), "CERTIFICATE REQUEST", "CERTIFICATE") + clean,
			parsed{[]string{"pem-csr-instead-of-certificate f:1"}, all}},
		{"public key", pemBlock("PUBLIC KEY", c.Leaf.X509().RawSubjectPublicKeyInfo) + clean,
			parsed{[]string{"pem-unexpected-label f:1"}, all}},
		{"public key labelled CERTIFICATE", pemBlock("CERTIFICATE", c.Leaf.X509().RawSubjectPublicKeyInfo) + clean,
			parsed{[]string{"pem-unexpected-label f:1"}, all}},
		{"revocation list", pemBlock("X509 CRL", []byte{0x30, 0}) + clean,
			parsed{[]string{"pem-unexpected-label f:1"}, all}},
		{"certificate with another label",
			pemBlock("LEAF", c.Leaf.DER) + pemBlock("CA", c.Intermediate.DER) + string(c.Root.PEM()),
			parsed{[]string{"pem-unexpected-label f:1"}, all}},
		{"trusted certificate", pemBlock("TRUSTED CERTIFICATE", append(slices.Clone(c.Leaf.DER), 0x30, 2, 0x30, 0)),
			parsed{[]string{"pem-unexpected-label f:1"}, "leaf"}},

		{"bad character", edit(3, func(s string) string {
			return s[:9] + "#" + s[10:]
		}), parsed{[]string{"pem-bad-base64 f:4:10"}, ""}},
		{"bad character, escaped", strings.ReplaceAll(edit(3, func(s string) string {
			return "#" + s[1:]
		}), "\n", `\n`),
			parsed{[]string{"pem-escaped-newlines f:1:28", "pem-bad-base64 f:1:" + fmt.Sprint(1+27+2+2*66)}, ""}},
		{"bad character, UTF-16", string(utf16Bytes(edit(3, func(s string) string {
			return s[:9] + "_" + s[10:]
		}), false, true)),
			parsed{[]string{"pem-input-utf16 f:1", "pem-bad-base64 f:4:10"}, ""}},
		{"a character less", edit(last-1, func(s string) string {
			return s[1:]
		}), parsed{[]string{fmt.Sprintf("pem-bad-base64 f:%d:%d", last, len(lines[last-1]))}, ""}},
		{"a line less", edit(3, func(string) string {
			return ""
		}), parsed{[]string{fmt.Sprintf("pem-bad-base64 f:%d", last+1)}, ""}},
		{"padding inside", edit(3, func(s string) string {
			return s[:9] + "=" + s[10:]
		}), parsed{[]string{"pem-bad-base64 f:4:11"}, ""}},
		{"empty block", "-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n" + clean,
			parsed{[]string{"pem-bad-base64 f:1:28"}, all}},
		{"bad one among good ones", edit(3, func(string) string {
			return "?"
		}) + clean, parsed{[]string{"pem-bad-base64 f:4:1"}, all}},

		{"both boundaries lost", strings.ReplaceAll(leaf, "CERTIFICATE", "§") + clean,
			parsed{[]string{"pem-explanatory-text f:1", "pem-bad-boundary f:2"}, "leaf " + all}},

		{"key without boundaries", clean + body(c.Leaf.KeyPEM()),
			parsed{[]string{behind("pem-private-key-present"), behind("pem-explanatory-text")}, all}},
		{"key without boundaries first", body(c.Leaf.KeyPEM()) + "\n" + clean,
			parsed{[]string{"pem-private-key-present f:1", "pem-explanatory-text f:1"}, all}},
		{"key without boundaries, SEC 1", clean + body(sec1),
			parsed{[]string{behind("pem-private-key-present"), behind("pem-explanatory-text")}, all}},
		{"key without boundaries, RSA", clean + body(pemOf(rsaKey)),
			parsed{[]string{behind("pem-private-key-present"), behind("pem-explanatory-text")}, all}},
		{"key without boundaries, Ed25519", clean + body(edKey),
			parsed{[]string{behind("pem-private-key-present"), behind("pem-explanatory-text")}, all}},
		{"key without boundaries, in YAML", clean + "key: " + indent(body(sec1), "  "),
			parsed{[]string{behind("pem-explanatory-text"), behind("pem-private-key-present") + ":8"}, all}},
		{"key without boundaries, on one line", clean + strings.ReplaceAll(body(sec1), "\n", "") + "\n",
			parsed{[]string{behind("pem-private-key-present"), behind("pem-explanatory-text")}, all}},
		{"key without boundaries and no certificate", "Here it is\n" + body(sec1),
			parsed{[]string{"pem-private-key-present f:2"}, ""}},
		{"key without boundaries, cut off", clean + body(sec1)[:70],
			parsed{[]string{behind("pem-explanatory-text"),
				fmt.Sprintf("pem-no-final-newline f:%d", 2+strings.Count(clean, "\n"))}, all}},
		{"certificate without boundaries", clean + body(c.Leaf.PEM()),
			parsed{[]string{behind("pem-bad-boundary"), behind("pem-explanatory-text")}, all + " leaf"}},
		{"words that begin as a key", clean + "MIGRATION MHcontact MII MC4\n",
			parsed{[]string{behind("pem-explanatory-text")}, all}},

		{"trailing bytes", pemBlock("CERTIFICATE", append(slices.Clone(c.Leaf.DER), 0, 0)),
			parsed{[]string{"x509-trailing-data f:1"}, "leaf"}},
		{"two in one block", pemBlock("CERTIFICATE", slices.Concat(c.Leaf.DER, c.Intermediate.DER)),
			parsed{[]string{"x509-trailing-data f:1"}, "leaf intermediate"}},
		{"no certificate in the block", pemBlock("CERTIFICATE", []byte("hello")),
			parsed{[]string{"x509-parse-failed f:1"}, ""}},
		{"indefinite length", pemBlock("CERTIFICATE", slices.Concat([]byte{0x30, 0x80}, c.Leaf.DER[4:], []byte{0, 0})),
			parsed{[]string{"x509-der-not-canonical f:1"}, "other"}},
		{"long length", pemBlock("CERTIFICATE", slices.Concat([]byte{0x30, 0x83, 0}, c.Leaf.DER[2:])),
			parsed{[]string{"x509-der-not-canonical f:1"}, "other"}},
		{"21 certificates", strings.Repeat(clean, 7), parsed{
			[]string{fmt.Sprintf("pem-input-too-large f:%d",
				1+7*strings.Count(clean, "\n")-strings.Count(string(c.Root.PEM()), "\n"))},
			strings.TrimSpace(strings.Repeat(all+" ", 6)) + " leaf intermediate"}},
		{"more than 1 MiB", strings.Repeat(clean, 1<<20/len(clean)+1), parsed{[]string{"pem-input-too-large f"}, ""}},
	} {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, parseBytes(t, new(Bundle), []byte(test.data))); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

// berPKCS7 has indefinite lengths around the certificates, as Java and Windows write it.
func berPKCS7(certs []testpki.Cert) []byte {
	signed := slices.Concat([]byte{0x30, 0x80, 2, 1, 1, 0x31, 0, 0x30, 0x80}, []byte{6, 9}, derData,
		[]byte{0, 0, 0xa0, 0x80})
	for _, c := range certs {
		signed = append(signed, c.DER...)
	}
	signed = append(signed, 0, 0, 0x31, 0, 0, 0)
	return slices.Concat([]byte{0x30, 0x80, 6, 9}, ber.DerSignedData, []byte{0xa0, 0x80}, signed, []byte{0, 0, 0, 0})
}

var derData = []byte{0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x01}

func TestParsePKCS12(t *testing.T) {
	c := testpki.Clean()
	data := testpki.PKCS12(c, "secret")
	asked := errors.New("no terminal")
	for _, test := range []struct {
		name     string
		password func(string) (string, error)
		err      error
		want     parsed
	}{
		{"right", func(string) (string, error) {
			return "secret", nil
		}, nil, parsed{[]string{"pem-input-pkcs12 f"}, "leaf intermediate root"}},
		{"wrong", func(string) (string, error) { return "other", nil }, pkcs12.ErrPassword, parsed{}},
		{"not to be had", func(string) (string, error) { return "", asked }, asked, parsed{}},
	} {
		t.Run(test.name, func(t *testing.T) {
			b := &Bundle{Password: test.password}
			if test.err == nil {
				if diff := cmp.Diff(test.want, parseBytes(t, b, data)); diff != "" {
					t.Errorf("(-want +got)\n%s", diff)
				}
			} else if err := b.Parse("f", data); !errors.Is(err, test.err) || len(b.Certs) > 0 {
				t.Errorf("error %v, %d certificates", err, len(b.Certs))
			}
		})
	}
}

// TestKeysAreNotKept spoils a file with a key in every way and looks for the key in what is reported.
func TestKeysAreNotKept(t *testing.T) {
	key := pemBlock("RSA PRIVATE KEY", keyDER(t))
	body := strings.Split(key, "\n")[1]
	for _, data := range []string{
		key,
		strings.ReplaceAll(key, "-----", "---"),
		strings.ReplaceAll(key, "-----", "—–"),
		strings.ReplaceAll(key, "\n", ""),
		strings.ReplaceAll(key, "\n", " "),
		strings.ReplaceAll(key, "\n", `\n`),
		strings.ReplaceAll(key, "\n", "\r"),
		strings.ReplaceAll(key, "RSA PRIVATE KEY-----\n", "RSA PRIVATE KEY "),
		strings.Replace(key, "-----BEGIN", "BEGIN", 1),
		strings.Replace(key, "-----END RSA PRIVATE KEY-----", "", 1),
		strings.Replace(key, "-----BEGIN RSA PRIVATE KEY-----", "", 1),
		strings.ReplaceAll(key, "RSA PRIVATE KEY", "CERTIFICATE"),
		indent(key, "  "),
		string(utf16Bytes(key, false, false)),
		string(c0PEM()) + strings.TrimSuffix(key, "\n") + string(c0PEM()),
		strings.Replace(key, body, body[:20]+"#"+body[21:], 1),
	} {
		var b Bundle
		if err := b.Parse("f", []byte(data)); err != nil {
			t.Fatal(err)
		}
		shown := fmt.Sprintf("%+v", b.Faults)
		for i := 0; i+12 <= len(body); i++ {
			if strings.Contains(shown, body[i:i+12]) {
				t.Errorf("key shown in %s", shown)
			}
		}
		if !strings.Contains(shown, "pem-private-key-present") {
			t.Errorf("key not named: %s for\n%.80q", shown, data)
		}
	}
}

func c0PEM() []byte { return testpki.Clean().Leaf.PEM() }

// hostile inputs are full of what makes a scanner look again and again.
func hostile(size int) (inputs [][]byte) {
	for _, s := range []string{
		"-----BEGIN CERTIFICATE-----", "-----BEGIN CERTIFICATE-----\n", "-----END CERTIFICATE-----",
		"-----END CERTIFICATE-----\nAAAA\n", "-", "- ", "—", "-----",
		`\n`, `-\n`, `\`, "\n", "\r", "-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----\n", "A", "A\n",
		"-----BEGIN A-----\nMAA=\n-----END A-----\n",
		"-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n",
		"-----BEGIN CERTIFICATE-----\nM A=\n-----END CERTIFICATE-----\r",
		"\ufeff", "0\x80", "0\x80\x02\x01\x03", "BEGIN CERTIFICATE ", "-----BEGIN ", "-----BEGIN CERTIFICATE-----\\n",
		":\n", "\x00", "\x00A",
		"LS0tLS1CRUdJTi", "LS0tLS1CRUdJTi\n", "LS0tLS1CRUdJTi!", "BEGIN%", "%20", "BEGIN+", "-----%0", "MI%2",
		`{"x5c":["`, "[", `"A",`, "eyJ", "A ", "M \n",
	} {
		for _, prefix := range []string{"", "-----BEGIN CERTIFICATE-----\n", `-----BEGIN CERTIFICATE-----\n`, "0\x80"} {
			inputs = append(inputs, []byte(prefix + strings.Repeat(s, size/len(s)))[:size])
		}
	}
	return inputs
}

// TestHostileInputs would run into the time limit of all tests if reading were not linear in the size.
func TestHostileInputs(t *testing.T) {
	for _, data := range hostile(1 << 18) {
		var b Bundle
		if err := b.Parse("f", data); err != nil || len(b.Certs) != 0 {
			t.Errorf("%.60q: %d certificates, error %v", data, len(b.Certs), err)
		}
	}
}

func BenchmarkHostileInputs(b *testing.B) {
	inputs := hostile(1 << 20)
	b.SetBytes(int64(len(inputs) << 20))
	for b.Loop() {
		for _, data := range inputs {
			if err := new(Bundle).Parse("f", data); err != nil {
				b.Fatal(err)
			}
		}
	}
}

func TestManyCertificates(t *testing.T) {
	data := bytes.Repeat(testpki.Clean().Leaf.PEM(), 10_000)
	b := Bundle{Limits: Limits{Bytes: len(data)}}
	got := parseBytes(t, &b, data)
	if len(got.Faults) != 1 || len(b.Certs) != maxCerts {
		t.Errorf("%v, %d certificates", got.Faults, len(b.Certs))
	}
	if err := b.Parse("g", data); err != nil || len(b.Faults) != 1 {
		t.Errorf("%v %v", err, b.Faults)
	}
}
