package main

import (
	"bufio"
	"encoding/json"
	"net/url"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

type sandboxKey struct{}

// sandboxProcess is the sandbox of a script.
type sandboxProcess struct{ cmd *exec.Cmd }

func (p *sandboxProcess) stop() {
	if p.cmd != nil {
		p.cmd.Process.Kill()
		p.cmd.Wait()
		p.cmd = nil
	}
}

// startSandbox starts qwac sandbox with the flags, in place of the one that runs. It is stopped when the script ends.
// Its log goes to sandbox.log.
func startSandbox(ts *testscript.TestScript, neg bool, args []string) {
	if neg {
		ts.Fatalf("usage: sandbox [FLAG...]")
	}
	p := ts.Value(sandboxKey{}).(*sandboxProcess)
	p.stop()
	ts.Defer(p.stop)
	log, err := os.OpenFile(ts.MkAbs("sandbox.log"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o644)
	ts.Check(err)
	defer log.Close()
	qwac, err := exec.LookPath("qwac")
	ts.Check(err)
	cmd := exec.Command(qwac, append([]string{"sandbox"}, args...)...)
	cmd.Dir, cmd.Stderr = ts.MkAbs("."), log
	out, err := cmd.StdoutPipe()
	ts.Check(err)
	ts.Check(cmd.Start())
	p.cmd = cmd
	line, err := bufio.NewReader(out).ReadBytes('\n')
	ts.Check(err)
	var up struct {
		Base  string `json:"base_url"`
		Token string `json:"token_url"`
		CA    string `json:"ca_file"`
	}
	ts.Check(json.Unmarshal(line, &up))
	base, err := url.Parse(up.Base)
	ts.Check(err)
	ts.Setenv("ADDR", base.Host)
	for name, value := range map[string]string{"BASE_URL": up.Base, "TOKEN_URL": up.Token, "CA": up.CA} {
		ts.Setenv(name, value)
	}
}

// setVariable sets a variable of the script to a line of a file; lines count from 1.
func setVariable(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: set NAME FILE LINE")
	}
	lines := strings.Split(ts.ReadFile(args[1]), "\n")
	n, err := strconv.Atoi(args[2])
	if err != nil || n < 1 || n > len(lines) {
		ts.Fatalf("%s has %d lines", args[1], len(lines))
	}
	ts.Setenv(args[0], lines[n-1])
}

// callBank runs a command that calls the sandbox, as the client $ID with the certificate in the folder PAIR, and
// compares its exit status: call 0 PAIR client show -- --format json.
func callBank(ts *testscript.TestScript, neg bool, args []string) {
	end := slices.Index(args, "--")
	if neg || end < 3 {
		ts.Fatalf("usage: call STATUS PAIR COMMAND -- [FLAG...] [ARGUMENT...]")
	}
	pair, command, rest := args[1], args[2:end], args[end+1:]
	line := slices.Concat([]string{args[0], "qwac"}, command, []string{
		"--base-url", ts.Getenv("BASE_URL"), "--token-url", ts.Getenv("TOKEN_URL"), "--server-ca", ts.Getenv("CA"),
		"--cert", pair + "/chain.pem", "--key", pair + "/key.pem",
	})
	last := command[len(command)-1]
	if last != "register" {
		line = append(line, "--client-id", ts.Getenv("ID"), "--client-secret-file", "secret.txt")
	}
	if slices.Contains([]string{"submit", "register", "set", "add", "remove"}, last) {
		line = append(line, "--state-dir", "state")
	}
	wantStatus(ts, false, append(line, rest...))
}

// awaitText waits until a file has a text, however long what writes it takes: await FILE TEXT. .output has what all
// runs of the program print.
func awaitText(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: await FILE TEXT")
	}
	for end := time.Now().Add(5 * time.Minute); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if data, err := os.ReadFile(ts.MkAbs(args[0])); err == nil && strings.Contains(string(data), args[1]) {
			return
		}
	}
	ts.Fatalf("%s does not get %q", args[0], args[1])
}
