package app_test

import (
	"bytes"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"qwac/internal/app"
	"qwac/internal/testpki"
)

// painted is what a terminal would obey in output, or -1.
func painted(out string) int {
	return strings.IndexFunc(out, func(r rune) bool {
		return r != '\n' && (unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp) || r == utf8.RuneError ||
			r == '\u3164' || r == '\u2800')
	})
}

// TestAttackTerminal: names of files and of certificates are in the messages of all commands, and none paints the
// terminal or makes a line of its own.
func TestAttackTerminal(t *testing.T) {
	dir := t.TempDir()
	const odd = "\x1b[2J\x1b]0;x\a\b\x7f\u009b1m\u202e\u2066\u200b\u2028\u2029\U000e0041\u3164\u2800\ufe0f\ufff9"
	pki := testpki.NewChain(func(leaf, ca, _ *testpki.Spec) {
		leaf.Subject.SetText(testpki.OIDOrganization, testpki.UTF8(odd+"\r\nqwac: accepted"))
	})
	chain := filepath.Join(dir, "chain"+odd+".pem")
	key := filepath.Join(dir, "key.pem")
	for name, data := range map[string][]byte{chain: pki.PEM(), key: pki.Root.KeyPEM()} {
		if err := os.WriteFile(name, data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	none := filepath.Join(dir, "none"+odd+"\r\nqwac: accepted\xff")
	bank := []string{"--env", "sandbox", "--cert", chain, "--key", key, "--client-id", "x" + odd}
	for _, args := range [][]string{
		{"check", none}, {"check", "--key", none, chain}, {"check", "--trust", none, chain},
		{"check", "--trusted-lists", none, chain}, {"check", chain},
		{"check", "--crl", chain, chain}, {"check", "--ocsp", none, chain}, {"check", "--format", "json", chain},
		{"check", "--format", odd, chain},
		{"check", "--profile", odd, chain}, {"check", "--key", key, chain}, {"check", "-" + odd, chain}, {odd},
		{"trust", odd}, {"explain", odd}, {"inspect", none},
		{"inspect", chain}, {"payload", none}, {"payload", chain},
		{"payload", "--output", filepath.Join(none, "x"), chain}, {"trust", "add", none},
		{"trust", "add", "--store", none, chain}, {"trust", "verify", "--store", none}, {"trust", "diff", none, none},
		{"trust", "list", "--store", none},
		{"trust", "update", "--store", dir, "--lotl-url", "https://" + odd},
		{"trust", "update", "--store", dir, "--server-ca", none},
		append([]string{"submit"}, bank...), append([]string{"support-report"}, bank...),
		append([]string{"client", "show"}, bank...),
		append([]string{"token"}, bank...), append([]string{"submit", "--dry-run"}, bank...), {"testpki", none + "/x"},
		{"sandbox", "--state", none + "/x"},
		{"rules", odd}, {"version", odd},
	} {
		var stdout, stderr bytes.Buffer
		app.Main(append([]string{"qwac"}, args...), strings.NewReader(""), &stdout, &stderr)
		for _, out := range []string{stdout.String(), stderr.String()} {
			if i := painted(out); i >= 0 {
				t.Errorf("%q: %q in %q", args[:min(2, len(args))], out[i:min(len(out), i+4)],
					out[max(0, i-80):min(len(out), i+20)])
			}
			if strings.Contains(out, "\nqwac: accepted") {
				t.Errorf("%q: a line of its own in %q", args[:min(2, len(args))], out)
			}
		}
	}
}

// TestAttackReason: a server's reason phrase paints nothing.
func TestAttackReason(t *testing.T) {
	p := newPublisher(t)
	p.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		conn, buffer, err := w.(http.Hijacker).Hijack()
		if err != nil {
			t.Error(err)
			return
		}
		defer conn.Close()
		buffer.WriteString("HTTP/1.1 500 \x1b[2J\x1b]0;pwn\a\u009b1m\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
		buffer.Flush()
	})
	var stdout, stderr bytes.Buffer
	app.Main([]string{"qwac", "trust", "update", "--store", t.TempDir(), "--lotl-url", p.URL + "/lotl.xml",
		"--server-ca", filepath.Join(p.dir, "ca.pem")},
		strings.NewReader(""), &stdout, &stderr)
	if out := stdout.String() + stderr.String(); painted(out) >= 0 || !strings.Contains(out, "500") {
		t.Errorf("%q", out)
	}
}

// TestTerminalSplit: a character that comes in two parts is whole.
func TestTerminalSplit(t *testing.T) {
	for _, text := range []string{"ææææ", "a\u20ac\U0001f600b", "\u009b"} {
		var out bytes.Buffer
		w := app.NewTerminal(&out)
		for i := range len(text) {
			w.Write([]byte{text[i]})
		}
		if want := strings.ReplaceAll(text, "\u009b", `\u009b`); out.String() != want {
			t.Errorf("%q, want %q", out.String(), want)
		}
	}
}
