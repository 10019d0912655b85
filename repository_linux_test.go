package main

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"qwac/internal/testpki"
)

// TestBadRepository has everything in one repository that a repository should not have: there is a finding for each, or
// a word that it was passed over, the good chain is judged, and the exit status is 1; with --strict-input it is 3.
func TestBadRepository(t *testing.T) {
	dir, err := os.MkdirTemp("", "qwac-bad") // not that of the test, which another account cannot enter
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		for _, closed := range []string{"closed", "listed"} {
			os.Chmod(filepath.Join(dir, "repo", closed), 0o700)
		}
		os.RemoveAll(dir)
	})
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	program := filepath.Join(dir, "qwac")
	self, err := exec.LookPath("qwac")
	if err != nil {
		t.Fatal(err)
	}
	binary, err := os.ReadFile(self)
	if err == nil {
		err = os.WriteFile(program, binary, 0o755)
	}
	if err != nil {
		t.Fatal(err)
	}
	want := badRepository(t, filepath.Join(dir, "repo"))
	for _, strict := range []bool{false, true} {
		args := []string{"check", "--no-config", "--no-trusted-lists", "--at", "2026-12-01", "--format", "ndjson"}
		if strict {
			args = append(args, "--strict-input")
		}
		c := exec.Command(program, append(args, "repo")...)
		c.Dir, c.Env = dir, append(os.Environ(), "HOME=/nonexistent", "XDG_DATA_HOME=/nonexistent")
		if os.Getuid() == 0 {
			c.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
		}
		var out, said bytes.Buffer
		c.Stdout, c.Stderr = &out, &said
		timer := time.AfterFunc(2*time.Minute, func() { c.Process.Kill() })
		err := c.Run()
		timer.Stop()
		status := map[bool]int{false: 1, true: 3}[strict]
		if exit := (*exec.ExitError)(nil); !errors.As(err, &exit) || exit.ExitCode() != status {
			t.Fatalf("strict %v: %v, want status %d\n%s", strict, err, status, &said)
		}
		compareBad(t, want, out.Bytes(), said.String())
	}
}

// compareBad compares what is said of each target with what is to be said; passed over is what standard error names.
func compareBad(t *testing.T, want map[string]string, out []byte, said string) {
	t.Helper()
	got := map[string]string{}
	for line := range bytes.Lines(out) {
		var r struct {
			Target, Verdict, Cause string
		}
		if err := json.Unmarshal(line, &r); err != nil {
			t.Fatal(err)
		}
		got[r.Target] = r.Verdict + ": " + r.Cause
	}
	for name, words := range want {
		name = "repo/" + name
		if why, passed := strings.CutPrefix(words, "passed over: "); passed {
			if !strings.Contains(said, "passed over "+name+": "+why) {
				t.Errorf("%q is not passed over: %s", name, said)
			}
		} else if !strings.Contains(got[name], words) {
			t.Errorf("%q: %q, want %q", name, got[name], words)
		}
		delete(got, name)
	}
	if len(got) > 0 {
		t.Errorf("and %q", got)
	}
}

// badRepository writes one and returns what is to be said of each target.
func badRepository(t *testing.T, dir string) map[string]string {
	t.Helper()
	chain := testpki.Clean().PEM()
	want := map[string]string{}
	check := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	at := func(name string) string {
		name = filepath.Join(dir, name)
		check(os.MkdirAll(filepath.Dir(name), 0o755))
		return name
	}
	write := func(name string, data []byte, words string) {
		check(os.WriteFile(at(name), data, 0o644))
		if words != "" {
			want[name] = words
		}
	}
	for _, name := range []string{"good/chain.pem", "line\n/a\nb.pem", "control/\x1b[31m\x07.pem",
		"pattern/{a,b}[x]*.pem", "option/--fail-on.pem", "command/%0A::error::x.pem", "bidi/\u202egnp.pem"} {
		write(name, chain, "accept: ")
	}
	write("bytes/x\xff.pem", chain, "")
	want["bytes/x\ufffd.pem"] = "accept: " // as JSON has it
	// What cannot be read.
	write("unreadable.pem", chain, "permission denied")
	write("closed/chain.pem", chain, "")
	write("listed/chain.pem", chain, "permission denied")
	want["closed"] = "permission denied"
	check(os.Chmod(at("unreadable.pem"), 0))
	check(os.Chmod(at("closed"), 0))
	check(os.Chmod(at("listed"), 0o444))
	// Links that lead in circles or nowhere.
	for name, to := range map[string]string{"loop": ".", "self.pem": "self.pem", "a.link": "b.link", "b.link": "a.link",
		"nowhere.pem": "is/nothing.pem", "memory.pem": "/proc/self/mem"} {
		check(os.Symlink(to, at(name)))
	}
	want["self.pem"], want["nowhere.pem"] = "too many levels", "no such file"
	want["memory.pem"] = "passed over: it leads to /proc/"
	// What is no file.
	check(syscall.Mkfifo(at("pipe.pem"), 0o644))
	want["pipe.pem"] = "passed over: it is a named pipe"
	if l, err := net.Listen("unix", at("s.pem")); err == nil { // where the name is not too long for one
		t.Cleanup(func() { l.Close() })
		want["s.pem"] = "passed over: it is a socket"
	}
	if syscall.Mknod(at("zero.pem"), syscall.S_IFCHR|0o644, 1<<8|5) == nil {
		want["zero.pem"] = "passed over: it is a device"
	}
	// What is large.
	for name, words := range map[string]string{"large.pem": "too much input", "large.zip": "more than 16777216 bytes",
		"large.bin": ""} {
		write(name, nil, words)
		check(os.Truncate(at(name), 1<<30))
	}
	badArchives(t, chain, write, want)
	return want
}

// badArchives are ZIP files that are not what they say.
func badArchives(t *testing.T, chain []byte, write func(name string, data []byte, words string),
	want map[string]string) {
	t.Helper()
	one := func(name string, data []byte) []byte {
		var b bytes.Buffer
		z := zip.NewWriter(&b)
		w, err := z.Create(name)
		if err == nil {
			_, err = w.Write(data)
		}
		if err = errors.Join(err, z.Close()); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	// edit changes the entry of the directory, where sizes stand from the 20th byte on.
	edit := func(z []byte, change func(entry []byte)) []byte {
		change(z[bytes.LastIndex(z, []byte("PK\x01\x02")):])
		return z
	}
	write("up.zip", one("../../../up.pem", chain), "")
	want["up.zip/up.pem"] = "accept: "
	write("bomb.zip", one("b.pem", make([]byte, 1<<20)), "")
	want["bomb.zip/b.pem"] = "100 times smaller"
	write("claim.zip", edit(one("c.pem", chain), func(e []byte) {
		binary.LittleEndian.PutUint32(e[20:], 0xfffffffe)
		binary.LittleEndian.PutUint32(e[24:], 0xfffffffe)
	}), "")
	want["claim.zip/c.pem"] = "more than 1048576 bytes"
	write("less.zip", edit(one("l.pem", chain), func(e []byte) { binary.LittleEndian.PutUint32(e[24:], 10) }), "")
	want["less.zip/l.pem"] = "could not be read"
	write("secret.zip", edit(one("s.pem", chain), func(e []byte) { e[8] |= 1 }), "")
	want["secret.zip/s.pem"] = "encrypted"
	write("nested.zip", one("in.zip", one("c.pem", chain)), "")
	want["nested.zip/in.zip"] = "archive in an archive"
	count := one("c.pem", chain)
	copy(count[bytes.LastIndex(count, []byte("PK\x05\x06"))+8:], "\xff\xff\xff\xff")
	write("count.zip", count, "no ZIP archive")
}
