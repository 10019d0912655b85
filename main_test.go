package main

import (
	"encoding/pem"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
	"go.step.sm/crypto/pemutil"

	"qwac/internal/app"
	"qwac/internal/cases"
	"qwac/internal/testpki"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"qwac": func() {
			stdout, stderr := recorded()
			os.Exit(app.Main(os.Args, os.Stdin, stdout, stderr))
		},
	})
}

// TestScript runs the real program on testdata/script/*.txtar. In a script, $CLEAN is the folder of the clean chain,
// and "input NAME" writes the input files of a case of internal/cases, "pki KIND FILE" writes a key or a container of
// the clean chain, "nosecret KEY FILE..." fails when a file has any line of the key's content, "sandbox [FLAG...]"
// starts qwac sandbox and sets BASE_URL, TOKEN_URL, CA and ADDR, "call" runs a command on it, "set NAME FILE LINE" sets
// a variable to a line of a file, "await FILE TEXT" waits until a file has a text,
// "lists DIR KIND NUMBER" writes trusted lists, "register FILE KIND" a register of
// payment institutions, "eds FILE FORM" a directory of the EPC, "pack ZIP FILE..." packs files, and "page FILE SCRIPT"
// makes a script of the commands of a page.
// What the program prints in a script, and what it leaves, is searched for secrets.
func TestScript(t *testing.T) {
	clean, err := filepath.Abs("testdata/chains/clean")
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		UpdateScripts:       os.Getenv("UPDATE") != "",
		Condition: func(cond string) (bool, error) {
			_, err := exec.LookPath(strings.TrimPrefix(cond, "has:"))
			return err == nil, nil
		},
		Setup: func(e *testscript.Env) error {
			e.Setenv("CLEAN", clean)
			e.Setenv("PAGES", filepath.Join(filepath.Dir(filepath.Dir(filepath.Dir(clean))), "docs"))
			e.Setenv("AT", "2026-12-01")
			e.Setenv("XDG_DATA_HOME", filepath.Join(e.WorkDir, "data"))
			e.Setenv("JOURNAL", testpki.TLJournal+"=lists/oj.pem")
			e.Values[sandboxKey{}] = &sandboxProcess{}
			record(e)
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"input": writeInput, "status": wantStatus, "pki": writePKI, "nosecret": noSecret, "sandbox": startSandbox,
			"call": callBank, "set": setVariable, "await": awaitText,
			"lists": writeLists, "pack": packFiles, "page": writePage, "register": writeRegister, "eds": writeEDS,
		},
	})
}

func writeInput(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: input CASE")
	}
	for _, c := range cases.All() {
		if c.Name != args[0] {
			continue
		}
		for _, in := range c.Inputs() {
			ts.Check(os.WriteFile(ts.MkAbs(in.Name), in.Data, 0o644))
		}
		return
	}
	ts.Fatalf("no case %q", args[0])
}

// wantStatus runs a command and compares its exit status: status 2 qwac check.
func wantStatus(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: status N COMMAND")
	}
	err := ts.Exec(args[1], args[2:]...)
	got := 0
	if exit := (*exec.ExitError)(nil); errors.As(err, &exit) {
		got = exit.ExitCode()
	} else if err != nil {
		ts.Fatalf("%v", err)
	}
	if fmt.Sprint(got) != args[0] {
		ts.Fatalf("exit status %d, want %s", got, args[0])
	}
}

// writePKI writes a key or a container of the clean chain. The password is "fixture".
func writePKI(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: pki KIND FILE")
	}
	pki := testpki.Clean()
	var data []byte
	switch args[0] {
	case "key":
		data = pki.Leaf.KeyPEM()
	case "other-key":
		data = pki.Root.KeyPEM()
	case "encrypted-key":
		block, err := pemutil.Serialize(pki.Leaf.Key, pemutil.WithPassword([]byte("fixture")), pemutil.WithPKCS8(true))
		ts.Check(err)
		data = pem.EncodeToMemory(block)
	case "pkcs12":
		data = testpki.PKCS12(pki, "fixture")
	case "pkcs7":
		data = testpki.PKCS7(pki.Certs()...)
	case "pkcs7-pem":
		data = testpki.PKCS7PEM(pki.Certs()...)
	case "bom-crlf":
		data = []byte("\ufeff" + strings.ReplaceAll(string(pki.PEM()), "\n", "\r\n"))
	default:
		if data = revocationFile(args[0]); data == nil {
			ts.Fatalf("no kind %q", args[0])
		}
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), data, 0o600))
}

func noSecret(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: nosecret KEY FILE...")
	}
	public := string(testpki.Clean().PEM()) // the public key stands in the key file too
	for _, file := range args[1:] {
		output := ts.ReadFile(file)
		for line := range strings.Lines(ts.ReadFile(args[0])) {
			part := line[:min(16, len(line)-1)]
			if len(part) == 16 && !strings.HasPrefix(part, "-----") && !strings.Contains(public, part) &&
				strings.Contains(output, part) {
				ts.Fatalf("%s has content of %s", file, args[0])
			}
		}
	}
}

// writeLists writes a list of lists and that of Denmark, both of a number, with the certificate of the publication that
// names who signs the first. KIND is what is said of the issuer of the clean chain: granted, withdrawn, other (another
// CA is listed), or forged (granted, in a world that somebody else signed).
func writeLists(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: lists DIR KIND NUMBER")
	}
	pki := testpki.Clean()
	service := testpki.TLGranted(pki.Intermediate)
	since := testpki.At().AddDate(0, 0, -10)
	switch args[1] {
	case "withdrawn":
		service.States = append([]testpki.TLState{{Since: since, Status: "withdrawn", Infos: service.States[0].Infos}},
			service.States...)
	case "other":
		service = testpki.TLGranted(pki.Root)
		service.Certs = []testpki.Cert{testpki.TLSigner("other CA", "DK")}
	}
	set := testpki.TLLists(service)
	n, err := strconv.Atoi(args[2])
	ts.Check(err)
	set.LOTL.Sequence, set.DK.Sequence = n, n
	docs := set.Documents()
	if args[1] == "forged" {
		attacker := testpki.TLSigner("attacker", "DK")
		set.LOTL.Pointers[0].Signers, set.LOTL.Pointers[1].Signers = []testpki.Cert{attacker}, []testpki.Cert{attacker}
		docs = [][]byte{set.LOTL.Sign(attacker, testpki.TLSignature{}), set.DK.Sign(attacker, testpki.TLSignature{})}
	}
	dir := ts.MkAbs(args[0])
	ts.Check(os.MkdirAll(dir, 0o755))
	for i, name := range []string{"one.xml", "two"} { // any names do
		ts.Check(os.WriteFile(filepath.Join(dir, name), docs[i], 0o644))
	}
	ts.Check(os.WriteFile(filepath.Join(dir, "oj.pem"), set.Anchor().PEM(), 0o644))
}
