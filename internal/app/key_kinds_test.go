package app

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"qwac/internal/testpki"
)

// TestKeyKinds has keys as openssl writes them: each kind of encryption, in PEM and DER, and PKCS#12. What is not read
// is named with a command, and that is run and makes a file that is.
func TestKeyKinds(t *testing.T) {
	if _, err := exec.LookPath("openssl"); err != nil {
		t.Skip("openssl is not installed")
	}
	dir := t.TempDir()
	write := func(name string, data []byte) string {
		file := filepath.Join(dir, name)
		if err := os.WriteFile(file, data, 0o600); err != nil {
			t.Fatal(err)
		}
		return file
	}
	pki := testpki.Clean()
	plain, password := write("plain.pem", pki.Leaf.KeyPEM()), write("pw.txt", []byte("fixture æ\n"))
	chain := write("chain.pem", pki.PEM())
	legacy := []string{"-provider", "legacy", "-provider", "default"}
	for _, tt := range []struct {
		name   string
		args   []string
		legacy bool
		want   string // in the error; empty: it is read
	}{
		{"AES-256, SHA-256", []string{"pkcs8", "-topk8", "-v2", "aes-256-cbc"}, false, ""},
		{"AES-128, SHA-512", []string{"pkcs8", "-topk8", "-v2", "aes-128-cbc", "-v2prf", "hmacWithSHA512"}, false, ""},
		{"AES-192, SHA-1", []string{"pkcs8", "-topk8", "-v2", "aes-192-cbc", "-v2prf", "hmacWithSHA1"}, false, ""},
		{"Triple DES", []string{"pkcs8", "-topk8", "-v2", "des3"}, false, ""},
		{"600,000 rounds", []string{"pkcs8", "-topk8", "-v2", "aes-256-cbc", "-iter", "600000"}, false, ""},
		{"PKCS#12 Triple DES", []string{"pkcs8", "-topk8", "-v1", "PBE-SHA1-3DES"}, false, ""},
		{"PKCS#12 RC2-40", []string{"pkcs8", "-topk8", "-v1", "PBE-SHA1-RC2-40"}, true, ""},
		{"DES with MD5", []string{"pkcs8", "-topk8", "-v1", "PBE-MD5-DES"}, true, "DES-CBC with MD5"},
		{"DES with SHA-1", []string{"pkcs8", "-topk8", "-v1", "PBE-SHA1-DES"}, true, "DES-CBC with SHA-1"},
		{"scrypt", []string{"pkcs8", "-topk8", "-scrypt"}, false, "scrypt"},
		{"Camellia", []string{"pkcs8", "-topk8", "-v2", "camellia-256-cbc"}, false, "Camellia-256-CBC"},
		{"DER", []string{"pkcs8", "-topk8", "-outform", "DER"}, false, ""},
		{"DER, not encrypted", []string{"pkcs8", "-topk8", "-nocrypt", "-outform", "DER"}, false, ""},
		{"SEC1", []string{"ec"}, false, ""},
		{"SEC1 in DER", []string{"ec", "-outform", "DER"}, false, ""},
		{"SEC1, encrypted", []string{"ec", "-aes256"}, false, ""},
		{"PKCS#12", []string{"pkcs12", "-export"}, false, ""},
		{"PKCS#12, as before 3.0", []string{"pkcs12", "-export", "-legacy"}, true, ""},
		{"PKCS#12, not encrypted", []string{"pkcs12", "-export", "-keypbe", "NONE", "-certpbe", "NONE", "-nomac"},
			false,
			""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			file := filepath.Join(dir, strings.ReplaceAll(tt.name, " ", "_"))
			args := append(tt.args, "-passout", "file:"+password, "-out", file)
			if tt.legacy {
				args = append(args, legacy...)
			}
			if tt.args[0] == "pkcs12" {
				args = append(args, "-inkey", plain, "-in", chain)
			} else {
				args = append(args, "-in", plain)
			}
			if out, err := exec.Command("openssl", args...).CombinedOutput(); err != nil {
				t.Skipf("this openssl does not write it: %.200s", out)
			}
			_, err := new(env).privateKey(file, password, nil)
			if (err != nil) != (tt.want != "") || err != nil && !strings.Contains(err.Error(), tt.want) {
				t.Fatalf("error %v, want %q", err, tt.want)
			}
			if err == nil {
				wrongPassword(t, file, write("wrong.txt", []byte("another\n")))
				return
			}
			again := anew(t, err.Error(), filepath.Join(dir, "new.key"), password)
			if _, err := new(env).privateKey(again, password, nil); err != nil {
				t.Errorf("what the command wrote: %v", err)
			}
		})
	}
}

// wrongPassword wants a file that is encrypted to say so, and nothing of what is in it.
func wrongPassword(t *testing.T, file, password string) {
	_, err := new(env).privateKey(file, password, nil)
	if err != nil && !strings.Contains(err.Error(), "wrong password") {
		t.Errorf("with another password: %v", err)
	}
}

// anew runs the command of a message, with the password where it asks for one.
func anew(t *testing.T, message, out, password string) string {
	t.Helper()
	_, command, ok := strings.Cut(message, "encrypt it anew: ")
	if !ok {
		t.Fatalf("no command: %s", message)
	}
	command = strings.Replace(command, "openssl pkey ", "openssl pkey -passin file:"+password+" ", 1)
	command = strings.Replace(command, "-out new.key", "-passout file:"+password+" -out "+out, 1)
	if text, err := exec.Command("sh", "-c", command).CombinedOutput(); err != nil {
		t.Fatalf("%s: %v\n%s", command, err, text)
	}
	return out
}
