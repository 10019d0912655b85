package app

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"encoding/pem"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"qwac/pkg/key"
)

func newRequest(t *testing.T) []byte {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	der, err := x509.CreateCertificateRequest(rand.Reader,
		&x509.CertificateRequest{Subject: pkix.Name{CommonName: "a.example"}}, key)
	if err != nil {
		t.Fatal(err)
	}
	return der
}

// TestRequestForms reads a request in the states in which requests arrive.
func TestRequestForms(t *testing.T) {
	der := newRequest(t)
	text := string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE REQUEST", Bytes: der}))
	for name, form := range map[string]string{
		"DER": string(der), "PEM": text, "CRLF": strings.ReplaceAll(text, "\n", "\r\n"), "UTF-16": utf16Of(text),
		"mark": "\ufeff" + text, "indented": "  " + strings.ReplaceAll(text, "\n", "\n  "),
		"one line": strings.ReplaceAll(text, "\n", " "), "glued": strings.ReplaceAll(text, "\n", ""),
		"escaped": strings.ReplaceAll(text, "\n", `\n`), "URL": url.QueryEscape(text),
		"base64": base64.StdEncoding.EncodeToString(der), "text before": "Certificate Request:\n    Data:\n" + text,
		"new":          strings.ReplaceAll(text, " CERT", " NEW CERT"),
		"quoted":       `{"csr":"` + strings.ReplaceAll(text, "\n", `\n`) + `"}`,
		"behind a key": "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n" + text,
	} {
		found, err := requestsIn("r.pem", []byte(form))
		if err != nil || len(found) != 1 || string(found[0].Raw) != string(der) {
			t.Errorf("%s: %v, %v", name, found, err)
		}
	}
	found, err := requestsIn("r.pem", []byte("# x\n"+text+"\n"+text))
	if err != nil || len(found) != 2 || found[0].at.Line != 2 || found[1].at.Line <= found[0].at.Line+5 {
		t.Errorf("two: %v, %v", found, err)
	}
	if found, err := requestsIn("r.pem", []byte("hello\n")); err != nil || len(found) > 0 {
		t.Errorf("none: %v, %v", found, err)
	}
}

// TestRequestSignatures proves what openssl signs, also by an algorithm that crypto/x509 does not know in requests, and
// not what is changed behind it.
func TestRequestSignatures(t *testing.T) {
	if _, err := exec.LookPath("openssl"); err != nil {
		t.Skip("openssl is not installed")
	}
	file := filepath.Join(t.TempDir(), "r.der")
	for _, options := range []string{
		"-newkey rsa:2048", "-newkey rsa:2048 -sigopt rsa_padding_mode:pss",
		"-newkey rsa:2048 -sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:32 -sha384", "-newkey ed25519",
		"-newkey ec -pkeyopt ec_paramgen_curve:P-521 -sha512",
	} {
		command := exec.Command("openssl", append(strings.Fields("req -new -nodes -batch -subj /CN=a.example "+
			"-keyout /dev/null -outform DER -out"), append([]string{file}, strings.Fields(options)...)...)...)
		if out, err := command.CombinedOutput(); err != nil {
			t.Fatalf("%s: %v\n%s", options, err, out)
		}
		der, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, changed := range []bool{false, true} {
			if changed {
				der[len(der)-1] ^= 1
			}
			found, err := requestsIn("r.der", der)
			if err != nil || len(found) != 1 {
				t.Fatalf("%s: %v, %v", options, found, err)
			}
			if err := found[0].proven(); (err != nil) != changed || key.Unsupported(err) {
				t.Errorf("%s, changed %v: %v", options, changed, err)
			}
		}
	}
}
