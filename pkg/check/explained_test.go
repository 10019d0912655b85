package check_test

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/ocsp"

	"qwac/pkg/check"
)

// noPlace are the rules about what stands in no certificate, by id: they have no command that shows the place.
var noPlace = map[string]bool{
	"check-required-not-passed": true, "gate-ignore-expired": true, "gate-ignore-unused": true,
	"gate-baseline-gone": true, "role-not-offered-by-bank": true, "role-request-duplicate": true,
	"redirect-uri-missing": true, "redirect-uri-syntax": true, "redirect-uri-not-https": true,
	"redirect-uri-http-localhost": true,
}

// TestExplained finds rules without an explanation: what the fault means, the right value, and where it is seen.
func TestExplained(t *testing.T) {
	for _, m := range check.Rules() {
		var lacks []string
		if m.Means == "" {
			lacks = append(lacks, "what it means")
		}
		if m.Right == "" {
			lacks = append(lacks, "the right value")
		}
		if m.See == "" && !noPlace[m.ID] {
			lacks = append(lacks, "a command that shows the place")
		}
		if len(lacks) > 0 {
			t.Errorf("%s (%s) lacks %s", m.ID, m.Code, strings.Join(lacks, ", "))
		}
	}
}

// TestSee runs the commands that show the place of a fault on a chain without fault.
func TestSee(t *testing.T) {
	version, err := exec.Command("openssl", "version").Output()
	if err != nil {
		t.Skip("openssl is not installed: ", err)
	}
	if number, ok := bytes.CutPrefix(version, []byte("OpenSSL ")); !ok || number[0] < '3' {
		t.Skipf("the commands are for OpenSSL 3 or newer, this is %s", version)
	}
	dir := seeFolder(t)
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
	defer cancel()
	seen := map[string]bool{}
	for _, m := range check.Rules() {
		if seen[m.See] || !strings.HasPrefix(m.See, "openssl ") {
			continue
		}
		seen[m.See] = true
		command := exec.CommandContext(ctx, "sh", "-e", "-c", m.See)
		command.Dir = dir
		if out, err := command.CombinedOutput(); err != nil {
			t.Errorf("%s: %s: %v\n%s", m.ID, m.See, err, out)
		}
	}
}

// seeFolder makes a folder with the files that the commands name: chain.pem, root.pem and key.pem, and for those about
// revocation and renewal ca.crl, ocsp.der and old.pem.
func seeFolder(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	write := func(name string, data []byte) {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var chain []byte
	for _, name := range []string{"leaf.pem", "intermediate.pem", "root.pem"} {
		data, err := os.ReadFile(filepath.Join("..", "..", "testdata", "chains", "clean", name))
		if err != nil {
			t.Fatal(err)
		}
		switch chain = append(chain, data...); name {
		case "leaf.pem":
			write("old.pem", data)
		case "root.pem":
			write(name, data)
		}
	}
	write("chain.pem", chain)
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	write("key.pem", pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}))
	crl, response := revocationFiles(t, key)
	write("ca.crl", crl)
	write("ocsp.der", response)
	return dir
}

// revocationFiles makes a list without entries and the answer of a responder, both of an invented CA.
func revocationFiles(t *testing.T, key *ecdsa.PrivateKey) (crl, response []byte) {
	t.Helper()
	ca := &x509.Certificate{Subject: pkix.Name{CommonName: "Fixture CA"}, SerialNumber: big.NewInt(1),
		KeyUsage: x509.KeyUsageCRLSign, SubjectKeyId: []byte{1}}
	now := time.Date(2026, 9, 1, 0, 0, 0, 0, time.UTC)
	crl, err := x509.CreateRevocationList(rand.Reader, &x509.RevocationList{Number: big.NewInt(1), ThisUpdate: now,
		NextUpdate: now.AddDate(0, 0, 7)}, ca, key)
	if err != nil {
		t.Fatal(err)
	}
	ca.PublicKey, ca.RawSubject = key.Public(), []byte{0x30, 0x00}
	if ca.RawSubjectPublicKeyInfo, err = x509.MarshalPKIXPublicKey(key.Public()); err != nil {
		t.Fatal(err)
	}
	response, err = ocsp.CreateResponse(ca, ca, ocsp.Response{SerialNumber: big.NewInt(2), ThisUpdate: now}, key)
	if err != nil {
		t.Fatal(err)
	}
	return crl, response
}
