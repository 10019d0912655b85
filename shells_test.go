package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"qwac/internal/testpki"
)

// shell is a program that people paste commands into.
type shell struct {
	name    string
	command []string // before the text
}

// installedShells are those of this machine: by default those of Linux and macOS, and PowerShell.
func installedShells(t *testing.T) []shell {
	var found []shell
	for _, s := range []shell{
		{"sh", []string{"-c"}}, {"dash", []string{"-c"}}, {"bash", []string{"--norc", "-c"}},
		{"zsh", []string{"-f", "-c"}}, {"fish", []string{"--no-config", "-c"}},
		{"pwsh", []string{"-NoProfile", "-Command"}},
	} {
		if path, err := exec.LookPath(s.name); err == nil {
			s.command = append([]string{path}, s.command...)
			found = append(found, s)
		} else {
			t.Logf("%s is not installed", s.name)
		}
	}
	return found
}

// desk is a folder where somebody pastes commands.
type desk struct {
	*testing.T
	dir string
	env []string
}

// newDesk has the program as qwac in PATH and as ./qwac, and the files that the documents speak of.
func newDesk(t *testing.T) *desk {
	d := &desk{T: t, dir: t.TempDir()}
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	for _, link := range []string{"qwac", ".bin/qwac"} {
		d.make(link)
		if err := os.Symlink(program, filepath.Join(d.dir, link)); err != nil {
			t.Skip(err)
		}
	}
	d.env = []string{"HOME=" + d.dir, "PATH=" + filepath.Join(d.dir, ".bin") + string(os.PathListSeparator) +
		os.Getenv("PATH"), "XDG_DATA_HOME=" + filepath.Join(d.dir, ".data"), "TERM=dumb"}
	return d
}

func (d *desk) make(name string) string {
	file := filepath.Join(d.dir, name)
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		d.Fatal(err)
	}
	return file
}

func (d *desk) write(name string, data []byte) {
	if err := os.WriteFile(d.make(name), data, 0o600); err != nil {
		d.Fatal(err)
	}
}

// patience is how long pasted lines may take: a loop that waits for what does not come must end with the test.
const patience = 5 * time.Minute

// paste runs lines in a shell and returns what they print.
func (d *desk) paste(s shell, lines string) (string, int) {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	c := exec.CommandContext(ctx, s.command[0], append(s.command[1:len(s.command):len(s.command)], lines)...)
	c.WaitDelay = time.Second // what it has started may have its output still
	c.Dir, c.Env = d.dir, d.env
	var out bytes.Buffer
	c.Stdout, c.Stderr = &out, &out
	c.Run()
	return out.String(), c.ProcessState.ExitCode()
}

// blocks are the shell blocks of a document, in their order, without indents.
func blocks(t *testing.T, file string) []string {
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, m := range regexp.MustCompile("(?ms)^( *)```sh\n(.*?)^ *```").FindAllStringSubmatch(string(text), -1) {
		all = append(all, strings.ReplaceAll("\n"+m[2], "\n"+m[1], "\n")[1:])
	}
	return all
}

// broken is what shells and the program say to commands that are not right.
var broken = regexp.MustCompile(`(?i)not found|syntax error|parse error|unknown (flag|command)|no such file|` +
	`unexpected|usage error|still to name|no matches|Unknown variable|is not recognized|qwac: `)

// startSandboxOf runs the last line of a block, a sandbox, in the background and waits for its settings.
func (d *desk) startSandboxOf(s shell, line string) {
	c := exec.Command(s.command[0], append(s.command[1:len(s.command):len(s.command)], "exec "+line)...)
	if s.name == "pwsh" {
		c = exec.Command(filepath.Join(d.dir, "qwac"), strings.Fields(line)[1:]...)
	}
	c.Dir, c.Env = d.dir, d.env
	if err := c.Start(); err != nil {
		d.Fatal(err)
	}
	d.Cleanup(func() { c.Process.Kill(); c.Wait() })
	for range 600 { // it writes them when it listens
		if _, err := os.Stat(filepath.Join(d.dir, "bank.ps1")); err == nil {
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	d.Fatalf("no sandbox: %s", line)
}

// TestShells pastes the rehearsals of README.md and docs/sandbox.md into every shell that is installed, each into one
// session, with the sandbox in another.
func TestShells(t *testing.T) {
	for _, doc := range []struct {
		name   string
		blocks []string
		posix  bool     // not for PowerShell
		tools  []string // that it wants
	}{
		{"README.md", blocks(t, "README.md"), false, nil},
		{"docs/sandbox.md", blocks(t, "docs/sandbox.md"), true, []string{"curl", "jq"}},
	} {
		for _, s := range installedShells(t) {
			t.Run(doc.name+"/"+s.name, func(t *testing.T) {
				for _, tool := range doc.tools {
					if _, err := exec.LookPath(tool); err != nil {
						t.Skipf("%s is not installed", tool)
					}
				}
				if doc.posix && s.name == "pwsh" {
					t.Skip("the session is for sh, bash, zsh and fish")
				}
				rehearse(t, s, doc.blocks)
			})
		}
	}
}

// rehearse runs the block with the sandbox, and pastes the others.
func rehearse(t *testing.T, s shell, all []string) {
	d := newDesk(t)
	var rest strings.Builder
	for _, b := range all {
		b = strings.TrimPrefix(b, "make build\n") // it is built
		before, line, found := cutLine(b, "qwac sandbox --state")
		switch {
		case found:
			if out, _ := d.paste(s, before); broken.MatchString(out) {
				t.Fatalf("%s\n%s", before, out)
			}
			d.startSandboxOf(s, line)
		case strings.Contains(b, "make "):
		default:
			rest.WriteString(b)
		}
	}
	text := rest.String()
	if s.name == "pwsh" {
		text = strings.ReplaceAll(text, ". ./bank.env", ". ./bank.ps1")
	}
	out, status := d.paste(s, text)
	if status != 0 || broken.MatchString(out) {
		t.Errorf("status %d\n%s\n%s", status, text, out)
	}
	if !strings.Contains(out, "psd2.fixture-payments.example") {
		t.Errorf("nothing was done:\n%s", out)
	}
}

func cutLine(block, with string) (before, line string, found bool) {
	for l := range strings.Lines(block) {
		if strings.Contains(l, with) {
			return before, strings.TrimSpace(l), true
		}
		before += l
	}
	return block, "", false
}

// notPasted are blocks that want what a test does not have, by how they begin.
func notPasted() [][2]string {
	return [][2]string{
		{"qwac trust update", "the network"}, {"docker ", "Docker"}, {"make ", "minutes"}, {"GOOS=", "minutes"},
		{"openssl ocsp ", "the network"}, {"qwac submit --env", "the bank"}, {"curl -fL", "the network"},
		{"#!/bin/sh", "a service"}, {"qwac trust add", "lists"},
		{"qwac check --fail-on never --format prometheus", "a folder of the system"},
		{"go install", "the network"}, {"git ", "a repository"}, {"qwac check certs  ", "a repository and a delivery"},
	}
}

// TestShellBlocks pastes every other block of the documents into every shell, with the files that they name.
func TestShellBlocks(t *testing.T) {
	docs, err := filepath.Glob("docs/*.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, doc := range docs {
		switch filepath.Base(doc) {
		case "sandbox.md", "renewal.md", "tutorial.md": // one session each: TestShells, and scripts of their names
			continue
		}
		for i, b := range blocks(t, doc) {
			for _, s := range installedShells(t) {
				t.Run(fmt.Sprintf("%s/%d/%s", doc, i+1, s.name), func(t *testing.T) {
					for _, not := range notPasted() {
						if strings.HasPrefix(b, not[0]) {
							t.Skipf("it wants %s", not[1])
						}
					}
					if s.name == "pwsh" && strings.Contains(b, "\\\n") {
						t.Skip("a line goes on otherwise in PowerShell")
					}
					for _, tool := range []string{"jq", "xargs", "split", "parallel"} {
						if _, err := exec.LookPath(tool); err != nil && strings.Contains(b, tool+" ") {
							t.Skipf("%s is not installed", tool)
						}
					}
					d := newDesk(t)
					d.fill()
					if strings.Contains(b, "--key-out new-key.pem") { // makes it
						os.Remove(filepath.Join(d.dir, "new-key.pem"))
					}
					if out, status := d.paste(s, b); status > 1 || brokenBlock.MatchString(out) {
						t.Errorf("status %d\n%s\n%s", status, b, out)
					}
				})
			}
		}
	}
}

// brokenBlock is broken without what the program says of the files, which are not those of the reader.
var brokenBlock = regexp.MustCompile(`(?i)command not found|not found$|syntax error|parse error|` +
	`unknown (flag|command)|no such file|still to name|no matches`)

// fill writes the files that the documents name.
func (d *desk) fill() {
	pki := testpki.Clean()
	for name, data := range map[string][]byte{
		"leaf.pem": pki.Leaf.PEM(), "intermediate.pem": pki.Intermediate.PEM(), "root.pem": pki.Root.PEM(),
		"chain.pem": pki.PEM(), "old.pem": pki.PEM(), "new.pem": pki.PEM(), "key.pem": pki.Leaf.KeyPEM(),
		"old-key.pem": pki.Leaf.KeyPEM(), "new-key.pem": pki.Leaf.KeyPEM(), "certs/leaf.pem": pki.Leaf.PEM(),
		"certs/intermediate.pem": pki.Intermediate.PEM(), "certs/root.pem": pki.Root.PEM(),
		"prod/leaf.pem": pki.Leaf.PEM(), "prod/intermediate.pem": pki.Intermediate.PEM(),
		"prod/root.pem": pki.Root.PEM(),
		"register.zip":  testpki.RegisterZIP(testpki.RegisterJSON(testpki.Institution(testpki.Number))),
		"eds.json":      testpki.EDS("json", testpki.VOPParticipant()),
		"lines.ndjson":  lineOf("one", pki.PEM()),
	} {
		d.write(name, data)
	}
}

// lineOf is a line for check --stream.
func lineOf(id string, text []byte) []byte {
	line, _ := json.Marshal(map[string]string{"id": id, "pem": string(text)})
	return append(line, '\n')
}
