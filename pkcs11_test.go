package main

import (
	"bufio"
	"bytes"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// tokenPIN is that of the token of the test.
const tokenPIN = "93847561"

// softHSM finds the driver of SoftHSM2; empty: it is not there.
func softHSM() string {
	for _, name := range []string{os.Getenv("SOFTHSM2_MODULE"), "/usr/lib/softhsm/libsofthsm2.so",
		"/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so", "/usr/lib/aarch64-linux-gnu/softhsm/libsofthsm2.so",
		"/usr/lib64/pkcs11/libsofthsm2.so", "/opt/homebrew/lib/softhsm/libsofthsm2.so"} {
		if _, err := os.Stat(name); name != "" && err == nil {
			return name
		}
	}
	return ""
}

// hsm is a client whose key is in a token.
type hsm struct {
	*testing.T
	dir, qwac, uri string
	bank           []string // flags
	said           bytes.Buffer
}

func newToken(t *testing.T) *hsm {
	for _, tool := range []string{"softhsm2-util", "cc", "go"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skipf("%s is not installed: apt-get install softhsm2 gcc", tool)
		}
	}
	driver := softHSM()
	if driver == "" {
		t.Skip("SoftHSM2 is not installed, or SOFTHSM2_MODULE does not name its driver")
	}
	k := &hsm{T: t, dir: t.TempDir()}
	k.qwac = filepath.Join(k.dir, "qwac-pkcs11")
	build := exec.Command("go", "build", "-tags", "pkcs11", "-o", k.qwac, ".")
	build.Env = append(os.Environ(), "CGO_ENABLED=1")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	k.write("softhsm2.conf", "directories.tokendir = "+filepath.Join(k.dir, "tokens")+"\nobjectstore.backend = file\n")
	if err := os.Mkdir(filepath.Join(k.dir, "tokens"), 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("SOFTHSM2_CONF", filepath.Join(k.dir, "softhsm2.conf"))
	t.Setenv("XDG_DATA_HOME", k.dir)
	k.uri = "pkcs11:module-path=" + driver + ";token=qwac;id=%01;object=tppkey"
	return k
}

func (k *hsm) write(name, text string) {
	k.Helper()
	if err := os.WriteFile(filepath.Join(k.dir, name), []byte(text), 0o600); err != nil {
		k.Fatal(err)
	}
}

// run runs a command in the folder and returns its standard output. What qwac says is kept.
func (k *hsm) run(status int, name string, args ...string) string {
	k.Helper()
	c := exec.Command(name, args...)
	c.Dir = k.dir
	var stdout, stderr bytes.Buffer
	c.Stdout, c.Stderr = &stdout, &stderr
	err := c.Run()
	if name == k.qwac {
		k.said.Write(stdout.Bytes())
		k.said.Write(stderr.Bytes())
	}
	if got := c.ProcessState.ExitCode(); got != status {
		k.Fatalf("%v: status %d, want %d (%v)\n%s%s", args, got, status, err, &stdout, &stderr)
	}
	return stdout.String()
}

// client runs a command that calls the bank as the client of the token.
func (k *hsm) client(status int, pin string, args ...string) string {
	k.Helper()
	args = append(append(args, k.bank...), "--cert", "pki/chain.pem", "--key", k.uri, "--key-password-file", pin)
	return k.run(status, k.qwac, args...)
}

// startBank starts the sandbox.
func (k *hsm) startBank() {
	c := exec.Command(k.qwac, "sandbox", "--state", "bank.db")
	c.Dir = k.dir
	out, err := c.StdoutPipe()
	if err == nil {
		err = c.Start()
	}
	if err != nil {
		k.Fatal(err)
	}
	k.Cleanup(func() { c.Process.Kill(); c.Wait() })
	line, err := bufio.NewReader(out).ReadBytes('\n')
	if err != nil {
		k.Fatal(err)
	}
	var up struct {
		Base  string `json:"base_url"`
		Token string `json:"token_url"`
	}
	if err := json.Unmarshal(line, &up); err != nil {
		k.Fatal(err)
	}
	k.bank = []string{"--base-url", up.Base, "--token-url", up.Token, "--server-ca", "bank.db.ca.pem"}
}

// TestPKCS11 registers and submits with a key that never leaves its token, and asks for a certificate with it. Neither
// the PIN nor the key is in anything that is said or written.
func TestPKCS11(t *testing.T) {
	k := newToken(t)
	k.run(0, k.qwac, "testpki", "--output", "pki")
	k.run(0, k.qwac, "testpki", "--output", "pki2")
	k.run(0, "softhsm2-util", "--init-token", "--free", "--label", "qwac", "--so-pin", "87654321", "--pin", tokenPIN)
	k.run(0, "softhsm2-util", "--import", "pki/key.pem", "--token", "qwac", "--label", "tppkey", "--id", "01",
		"--pin", tokenPIN)
	key, err := os.ReadFile(filepath.Join(k.dir, "pki/key.pem"))
	if err == nil {
		err = os.Remove(filepath.Join(k.dir, "pki/key.pem"))
	}
	if err != nil {
		t.Fatal(err)
	}
	k.write("pin.txt", tokenPIN+"\n")
	k.write("wrong.txt", "11112222\n")
	k.startBank()

	k.client(0, "pin.txt", "client", "register", "--name", "mycompany", "--roles", "PSP_AI,PSP_PI", "--redirect-uri",
		"https://psd2.fixture-payments.example/callback", "--secret-out", "secret.txt", "--state-dir", "state")
	out := k.client(0, "pin.txt", "submit", "pki2/chain.pem", "--client-secret-file", "secret.txt", "--state-dir",
		"state", "--receipt", "receipt.json")
	if !strings.Contains(out, "verified  the client details list it") {
		t.Errorf("submit says %s", out)
	}
	k.client(0, "pin.txt", "submit", "pki/chain.pem", "--client-id", "33a2b623-8011-41bc-b45c-f034b01dbc1c",
		"--state-dir", "state", "--dry-run")
	k.client(3, "wrong.txt", "client", "show", "--client-secret-file", "secret.txt")
	if !strings.Contains(k.said.String(), "see that the PIN is that of the user of this token") {
		t.Error("a wrong PIN is not named as such")
	}
	request := k.run(0, k.qwac, "csr", "--organization", "Fixture Payments ApS", "--organization-identifier",
		"PSDDK-DFSA-12345", "--roles", "PSP_AI", "--dns", "psd2.fixture-payments.example", "--key", k.uri,
		"--key-password-file", "pin.txt")
	block, _ := pem.Decode([]byte(request))
	if r, err := x509.ParseCertificateRequest(block.Bytes); err != nil || r.CheckSignature() != nil {
		t.Errorf("the request: %v", err)
	}
	k.run(2, k.qwac, "check", "pki/chain.pem", "--key", k.uri+"?pin-value=1234")
	k.run(0, k.qwac, "check", "pki/chain.pem", "--key", k.uri, "--key-password-file", "pin.txt", "--env", "sandbox")
	k.keepsSecrets(string(key))
}

// keepsSecrets looks for the PIN and the key in what was said, the receipt and the journal.
func (k *hsm) keepsSecrets(key string) {
	k.Helper()
	texts := k.said.String()
	for _, pattern := range []string{"receipt.json", "state/*/*", "state/*/*/*"} {
		files, _ := filepath.Glob(filepath.Join(k.dir, pattern))
		for _, f := range files {
			data, _ := os.ReadFile(f)
			texts += string(data)
		}
	}
	if strings.Contains(texts, tokenPIN) {
		k.Error("the PIN is in an output")
	}
	if found := secretIn(texts, keyLines(key)); found != "" {
		k.Errorf("a secret is in an output: %.12s", found)
	}
}
