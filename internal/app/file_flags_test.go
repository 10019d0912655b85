package app

import (
	"bytes"
	"encoding/pem"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/urfave/cli/v2"
	"go.step.sm/crypto/pemutil"

	"qwac/internal/golden"
	"qwac/internal/testpki"
)

// fileFlags are command lines in which everything but the file X of one flag is as it should be. Those of one name that
// are read in the same way stand there once.
var fileFlags = []struct{ flag, line string }{
	{"trust", "check --trust X chain.pem"},
	{"trusted-lists", "check --trusted-lists X chain.pem"},
	{"register", "check --register X chain.pem"},
	{"register", "register show --register X PSDDK-DFSA-97351842"},
	{"eds", "check --eds X --bic ABCDDKKKXXX chain.pem"},
	{"crl", "check --crl X chain.pem"},
	{"ocsp", "check --ocsp X chain.pem"},
	{"key", "check --key X chain.pem"},
	{"key-password-file", "check --key locked.pem --key-password-file X chain.pem"},
	{"password-file", "check --password-file X bundle.p12"},
	{"previous", "check --previous X chain.pem"},
	{"qsealc", "check --qsealc X chain.pem"},
	{"config", "check --config X chain.pem"},
	{"baseline", "check --baseline X chain.pem"},
	{"profile", "check --profile X.yaml chain.pem"},
	{"pool", "check --pool X chain.pem"},
	{"from", "fix --from X chain.pem"},
	{"server-ca", "client show BANK --server-ca X --cert chain.pem --key key.pem --client-secret-file secret.txt"},
	{"cert", "client show BANK --cert X --key key.pem --client-secret-file secret.txt"},
	{"key", "client show BANK --cert chain.pem --key X --client-secret-file secret.txt"},
	{"client-secret-file", "client show BANK --cert chain.pem --key key.pem --client-secret-file X"},
	{"call", "support-report BANK --cert chain.pem --key key.pem --call X chain.pem"},
	{"key", "csr --organization A --organization-identifier PSDDK-DFSA-97351842 --roles PSP_AI --dns a.example " +
		"--key X"},
	{"key-password-file", "csr --organization A --organization-identifier PSDDK-DFSA-97351842 --roles PSP_AI " +
		"--dns a.example --key-out new.pem --key-password-file X -o request.pem"},
	{"request", "testpki --request X -o pki"},
	{"banks", "rotate plan --banks X chain.pem"},
	{"trust", "sandbox --addr 127.0.0.1:99999 --trust X"},
	{"server-ca", "trust update --lotl-url https://127.0.0.1:1/ --server-ca X"},
	{"journal", "trust verify --journal https://eur-lex.example/=X lists.xml"},
}

// wrongFiles are what people name by mistake.
var wrongFiles = []struct {
	name string
	data func() []byte
}{
	{"missing", nil},
	{"folder", nil},
	{"empty", func() []byte { return nil }},
	{"page.html", func() []byte { return []byte("<!DOCTYPE html><html><body>Sign in</body></html>\n") }},
	{"key.pem", testpki.Clean().Leaf.KeyPEM},
	{"chain.pem", testpki.Clean().PEM},
	{"noise.bin", func() []byte { return bytes.Repeat([]byte{0xff, 0x00, 0x9c, 0x13}, 64) }},
	{"huge.bin", nil},
}

// hugeFile is more than any flag but that of the register takes; it has no blocks on disk.
const hugeFile = 300 << 20

// taken are files that a flag takes: what is in them is not for qwac to judge, or the fault is another one.
var taken = []string{
	"check --trust X chain.pem: chain.pem", "check --previous X chain.pem: chain.pem",
	"check --qsealc X chain.pem: chain.pem", "check --config X chain.pem: empty",
	"check --pool X chain.pem: ", "check --key X chain.pem: key.pem",
	"fix --from X chain.pem: chain.pem", "csr --organization A --organization-identifier PSDDK-DFSA-97351842 " +
		"--roles PSP_AI --dns a.example --key X: key.pem",
	"support-report BANK --cert chain.pem --key key.pem --call X chain.pem: empty",
	"support-report BANK --cert chain.pem --key key.pem --call X chain.pem: page.html",
	"support-report BANK --cert chain.pem --key key.pem --call X chain.pem: key.pem",
	"support-report BANK --cert chain.pem --key key.pem --call X chain.pem: chain.pem",
	"support-report BANK --cert chain.pem --key key.pem --call X chain.pem: noise.bin",
	"sandbox --addr 127.0.0.1:99999 --trust X: chain.pem",
	"client show BANK --server-ca X --cert chain.pem --key key.pem --client-secret-file secret.txt: chain.pem",
	"client show BANK --cert X --key key.pem --client-secret-file secret.txt: chain.pem",
	"client show BANK --cert chain.pem --key X --client-secret-file secret.txt: key.pem",
	"trust update --lotl-url https://127.0.0.1:1/ --server-ca X: chain.pem",
	"trust verify --journal https://eur-lex.example/=X lists.xml: chain.pem",
}

// TestFileFlags gives every flag that names a file what people name by mistake. The message says the flag, the file,
// what is there, and what to do; testdata/file_flags.txt has them all. UPDATE=1 writes it again.
func TestFileFlags(t *testing.T) {
	want, err := filepath.Abs("testdata/file_flags.txt")
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(fileFlagsFolder(t))
	t.Setenv("XDG_DATA_HOME", t.TempDir())
	t.Setenv("GITHUB_ACTIONS", "")
	var out strings.Builder
	for _, f := range fileFlags {
		fmt.Fprintf(&out, "%s\n", f.line)
		for _, w := range wrongFiles {
			if slices.ContainsFunc(taken, func(s string) bool { return strings.HasPrefix(f.line+": "+w.name, s) }) {
				continue
			}
			status, text := runWith(f.line, w.name)
			fmt.Fprintf(&out, "  %-9s %d %s\n", w.name, status, text)
			first, _, _ := strings.Cut(text, "\n")
			switch {
			case status != statusUsage && status != statusInput:
				t.Errorf("%s, %s: status %d: %s", f.line, w.name, status, text)
			case !strings.Contains(first, "--"+f.flag) || !strings.Contains(first, w.name):
				t.Errorf("%s: the message does not name flag and file %s: %s", f.line, w.name, text)
			}
		}
	}
	golden.Compare(t, want, out.String())
}

// runWith runs a command line with a file in place of X.
func runWith(line, file string) (status int, text string) {
	bank := "--base-url https://127.0.0.1:1 --token-url https://127.0.0.1:1/t --client-id " +
		"0b8f1f5e-7a59-4c8e-9d40-8e3f0d3c5a11 --timeout 1s"
	if strings.HasPrefix(line, "support-report") {
		bank = "--env sandbox"
	}
	args := []string{"qwac"}
	for _, word := range strings.Fields(strings.Replace(line, "BANK", bank, 1)) {
		if word == "X" || word == "X.yaml" || strings.HasSuffix(word, "=X") {
			word = strings.Replace(word, "X", file, 1)
		}
		args = append(args, word)
	}
	os.Remove("new.pem")
	var errs bytes.Buffer
	e := &env{stdin: strings.NewReader(""), stdout: io.Discard, stderr: &errs, now: testpki.At}
	status = e.status(e.runLine(args))
	return status, strings.TrimSpace(errs.String())
}

func fileFlagsFolder(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	pki := testpki.Clean()
	all := map[string][]byte{
		"locked.pem": encryptedKey(t), "bundle.p12": testpki.PKCS12(pki, "fixture"), "lists.xml": []byte("<list/>"),
		"secret.txt": []byte("fixture-client-secret\n"),
	}
	for _, w := range wrongFiles {
		for _, name := range []string{w.name, w.name + ".yaml"} {
			switch file := filepath.Join(dir, name); {
			case w.name == "folder":
				if err := os.Mkdir(file, 0o700); err != nil {
					t.Fatal(err)
				}
			case w.name == "huge.bin":
				all[name] = nil
				t.Cleanup(func() { os.Remove(file) })
				f, err := os.Create(file)
				if err == nil {
					err = f.Truncate(hugeFile)
				}
				if err != nil {
					t.Fatal(err)
				}
				f.Close()
				delete(all, name)
			case w.data != nil:
				all[name] = w.data()
			}
		}
	}
	for name, data := range all {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// TestFileFlagsAll wants every flag that names a file to read in the table.
func TestFileFlagsAll(t *testing.T) {
	eachFlag(App().Commands, func(c *cli.Command, f cli.Flag) {
		var r role
		switch f := f.(type) {
		case fileFlag:
			r = f.role
		case filesFlag:
			r = f.role
		}
		if r&(reads|profiles) == 0 {
			return
		}
		for _, row := range fileFlags {
			if row.flag == f.Names()[0] {
				return
			}
		}
		t.Errorf("%s --%s is not in the table", c.Name, f.Names()[0])
	})
}

func encryptedKey(t *testing.T) []byte {
	t.Helper()
	block, err := pemutil.Serialize(testpki.Clean().Leaf.Key, pemutil.WithPKCS8(true),
		pemutil.WithPassword([]byte("fixture")))
	if err != nil {
		t.Fatal(err)
	}
	return pem.EncodeToMemory(block)
}
