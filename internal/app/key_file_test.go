package app

import (
	"bytes"
	"encoding/asn1"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"qwac/internal/testpki"
	"qwac/pkg/bundle"
	"qwac/pkg/cert"
	"qwac/pkg/key"
)

// keyForm is a file that is taken for a key.
type keyForm struct {
	name string
	data []byte
	want string // in the error; empty: it is read
	runs bool   // the command of the error writes the key
}

func keyFormsOf(t *testing.T) []keyForm {
	c := testpki.Clean()
	key := string(c.Leaf.KeyPEM())
	block, _ := pem.Decode([]byte(key))
	replace := func(old, put string) []byte { return []byte(strings.ReplaceAll(key, old, put)) }
	quoted, err := json.Marshal(key)
	if err != nil {
		t.Fatal(err)
	}
	object := []byte(`{"tls": {"key": ` + string(quoted) + `, "note": "x"}}`)
	explicitCurve := pem.EncodeToMemory(&pem.Block{Type: "EC PRIVATE KEY", Bytes: testpki.Seq(testpki.Int(1),
		testpki.OctetString([]byte{1}), testpki.Explicit(0, testpki.Seq(testpki.Int(1))))})
	return []keyForm{
		{"behind a certificate", append(c.Leaf.PEM(), key...), "", false},
		{"behind parameters",
			[]byte("-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n" + key), "", false},
		{"byte order mark", []byte("\ufeff" + key), "", false},
		{"UTF-16", utf16LE(key), "", false},
		{"CRLF", replace("\n", "\r\n"), "", false},
		{"DER", block.Bytes, "", false},
		{"base64 alone", []byte(base64.StdEncoding.EncodeToString(block.Bytes)), "openssl base64 -d -A", true},
		{"indented", []byte("  " + string(replace("\n", "\n  "))), "blanks stand before its lines", true},
		{"on one line", replace("\n", ""), "openssl base64 -d -A", true},
		{"blanks for line breaks", replace("\n", " "), "openssl base64 -d -A", true},
		{"escaped", replace("\n", `\n`), "a backslash and a letter", true},
		{"escaped CRLF in quotes", []byte(`KEY="` + string(replace("\n", `\r\n`)) + `"`), "a backslash and a letter",
			false},
		{"JSON string", quoted, "jq -r . ", true},
		{"JSON object", object, "jq -r '.. | strings", true},
		{"CR", replace("\n", "\r"), "a bare CR", true},
		{"base64 twice", []byte(base64.StdEncoding.EncodeToString([]byte(key))), "base64 twice", true},
		{"glued", append(bytes.TrimSpace(c.Leaf.PEM()), key...), "on one line", true},
		{"JWK", []byte(jwk), "JSON web key (JWK): write it as PEM: node -e", true},
		{"JWK, public", []byte(`{"kty":"EC","crv":"P-256","x":"AA","y":"AA"}`), "without its private part", false},
		{"JWKS", []byte(`{"keys":[{"kty":"EC"}]}`), "JWKS", false},
		{"PKCS#12", testpki.PKCS12(c, ""), "", false},
		{"PKCS#12, encrypted", testpki.PKCS12(c, "secret"), "is encrypted: name a file with its password", false},
		{"JKS", []byte("\xfe\xed\xfe\xed\x00\x00\x00\x02"), "keytool -importkeystore -srckeystore ", false},
		{"PuTTY", []byte("PuTTY-User-Key-File-3: ssh-rsa\n"), "puttygen", false},
		{"certificate", c.Leaf.PEM(), "it has certificates", false},
		{"certificate in DER", c.Leaf.DER, "x509 -inform DER -in ", false},
		{"public key", []byte("-----BEGIN PUBLIC KEY-----\nMAA=\n-----END PUBLIC KEY-----\n"),
			"a block labelled PUBLIC KEY", false},
		{"empty", []byte(" \n"), "the file is empty", false},
		{"of another label", replace("PRIVATE KEY", "RSA PRIVATE KEY"), "", false},
		{"of PKCS#8 by the label of SEC1", replace("PRIVATE KEY", "EC PRIVATE KEY"), "", false},
		{"cut off", []byte(key[:100]), "is cut off: copy the file again", false},
		{"numbers of the curve, SEC1", explicitCurve, "openssl ec -in ", false},
		{"numbers of the curve, PKCS#8", pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: testpki.Seq(
			testpki.Int(0), testpki.Seq(testpki.ObjectID(asn1.ObjectIdentifier{1, 2, 840, 10045, 2, 1}),
				testpki.Seq(testpki.Int(1))), testpki.OctetString(nil))}), "openssl ec -in ", false},
		{"damaged", []byte("-----BEGIN PRIVATE KEY-----\nMAA=\n-----END PRIVATE KEY-----\n"),
			":1: the key under the label PRIVATE KEY is damaged", false},
	}
}

// jwk is the key of RFC 7517, A.2.
const jwk = `{"kty":"EC","crv":"P-256","x":"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4",` +
	`"y":"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM","d":"870MB6gfuTJ4HtUnUvYMyJpr5eUZNP4Bk43bVdj3eAE"}`

func utf16LE(s string) []byte {
	out := []byte("\xff\xfe")
	for _, c := range []byte(s) {
		out = append(out, c, 0)
	}
	return out
}

// TestPrivateKeyForms gives --key files that people take for the key: each is named, with a command that has the name
// of the file in it, and that makes a file that is read. Nothing of the content is told.
func TestPrivateKeyForms(t *testing.T) {
	for _, tt := range keyFormsOf(t) {
		t.Run(tt.name, func(t *testing.T) {
			dir := t.TempDir()
			file := filepath.Join(dir, "the leaf's.key")
			if err := os.WriteFile(file, tt.data, 0o600); err != nil {
				t.Fatal(err)
			}
			_, err := new(env).privateKey(file, "", nil)
			if (err != nil) != (tt.want != "") || err != nil && !strings.Contains(err.Error(), tt.want) {
				t.Fatalf("error %v, want %q", err, tt.want)
			}
			if err == nil {
				return
			}
			if text := strings.ReplaceAll(err.Error(), "PRIVATE KEY",
				""); regexp.MustCompile(`FILE|[A-Za-z0-9+/]{40}`).MatchString(strings.ReplaceAll(text, dir, "")) {
				t.Errorf("a placeholder or content: %v", err)
			}
			if tt.runs {
				runKeyCommand(t, dir, err.Error())
			}
		})
	}
}

// runKeyCommand runs the command that ends a message, and reads the key that it writes.
func runKeyCommand(t *testing.T, dir, message string) {
	for _, tool := range []string{"sh", "openssl", "jq", "node"} {
		if _, err := exec.LookPath(tool); err != nil && (tool == "sh" || strings.Contains(message, tool+" ")) {
			t.Skipf("no %s to run the command of the message", tool)
		}
	}
	begins := regexp.MustCompile(`: ((?:sed|tr|jq|node|openssl|printf) .*?)( \(GNU sed\))?$`)
	command := begins.FindStringSubmatch(message)
	if command == nil {
		t.Fatalf("no command ends the message %q", message)
	}
	cmd := exec.Command("sh", "-c", command[1])
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%s: %v: %s", command[1], err, out)
	}
	if _, err := new(env).privateKey(filepath.Join(dir, "leaf.key"), "", nil); err != nil {
		t.Errorf("%s: %v", command[1], err)
	}
}

// TestPrivateKeySeveral gives --key files with more than one key: the one that belongs to a certificate counts,
// wherever it stands, and where none or more than one does, all are named by their lines.
func TestPrivateKeySeveral(t *testing.T) {
	c := testpki.Clean()
	leaf, root, other := c.Leaf.KeyPEM(), c.Root.KeyPEM(), c.Intermediate.KeyPEM()
	join := func(blocks ...[]byte) []byte { return bytes.Join(blocks, nil) }
	second := 1 + bytes.Count(other, []byte("\n"))
	locked := []byte("-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: " +
		"AES-256-CBC,00\n\nMAA=\n-----END RSA PRIVATE KEY-----\n")
	leafCert, rootCert := certsOf(t, c.Leaf.PEM()), certsOf(t, c.Root.PEM())
	for _, tt := range []struct {
		name  string
		data  []byte
		certs []*cert.Cert
		want  string // in the error; empty: the key of the leaf is read
	}{
		{"first", join(leaf, other), leafCert, ""},
		{"second", join(other, leaf), leafCert, ""},
		{"last, behind certificates", join(other, c.Leaf.PEM(), root, leaf), leafCert, ""},
		{"twice", join(leaf, leaf), leafCert, ""},
		{"twice, with no certificate", join(leaf, leaf), nil, ""},
		{"beside an encrypted one", join(locked, leaf), leafCert, ""},
		{"beside a damaged one", join([]byte("-----BEGIN PRIVATE KEY-----\nMAA=\n-----END PRIVATE KEY-----\n"), leaf),
			leafCert, ""},
		{"none fits", join(other, root), leafCert,
			fmt.Sprintf("2 private keys, at lines 1 and %d, and none of them belongs", second)},
		{"none fits, no certificate", join(other, leaf), nil, "none of them belongs"},
		{"both fit", join(root, leaf), append(leafCert, rootCert...), "more than one of them belongs"},
		{"too many", join(leaf, leaf, leaf, leaf, leaf), leafCert, "5 private keys"},
	} {
		file := filepath.Join(t.TempDir(), "leaf.key")
		if err := os.WriteFile(file, tt.data, 0o600); err != nil {
			t.Fatal(err)
		}
		public, err := new(env).publicKey(file, "", tt.certs)
		switch {
		case (err != nil) != (tt.want != ""), err != nil && !strings.Contains(err.Error(), tt.want):
			t.Errorf("%s: error %v, want %q", tt.name, err, tt.want)
		case err == nil && key.FitOf(cert.PublicKey(leafCert[0]), public) != key.Fits:
			t.Errorf("%s: another key than that of the leaf", tt.name)
		}
	}
}

func certsOf(t *testing.T, data []byte) []*cert.Cert {
	b := new(bundle.Bundle)
	if err := b.Parse("certs.pem", data); err != nil || len(b.Certs) != 1 {
		t.Fatalf("%d certificates, %v", len(b.Certs), err)
	}
	return b.Certs
}
