package check_test

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"qwac/pkg/check"
)

// explanationsOpen are the groups, by the first letter of the code, whose rules do not all have an explanation yet.
const explanationsOpen = "LQSRAJ"

// noPlace are the rules about what stands in no certificate, by id: they have no command that shows the place.
var noPlace = map[string]bool{
	"redirect-uri-missing": true, "redirect-uri-syntax": true, "redirect-uri-not-https": true,
	"redirect-uri-http-localhost": true,
}

// TestExplained finds rules without an explanation: what the fault means, the right value, and where it is seen.
func TestExplained(t *testing.T) {
	lacking := map[string]int{}
	for _, m := range check.Rules() {
		group := m.Code[:1]
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
		if len(lacks) == 0 {
			continue
		}
		if lacking[group]++; !strings.Contains(explanationsOpen, group) {
			t.Errorf("%s (%s) lacks %s", m.ID, m.Code, strings.Join(lacks, ", "))
		}
	}
	for _, group := range strings.Split(explanationsOpen, "") {
		if group != "" && lacking[group] == 0 {
			t.Errorf("all rules of group %s have their explanation: take it out of explanationsOpen", group)
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

// seeFolder makes a folder with the files that the commands name: chain.pem, root.pem and key.pem.
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
		if chain = append(chain, data...); name == "root.pem" {
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
	return dir
}
