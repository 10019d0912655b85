package main

import (
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode"

	"github.com/rogpeppe/go-internal/testscript"

	"qwac/internal/testpki"
	"qwac/pkg/report/lines"
)

// recordVariable names the file that all output of the program goes to, beside where it goes anyway.
const recordVariable = "QWAC_TEST_OUTPUT"

// record makes the runs of a script record what they print. When the script ends that is searched for secrets, and for
// what does not belong on a terminal.
func record(e *testscript.Env) {
	file := filepath.Join(e.WorkDir, ".output")
	e.Setenv(recordVariable, file)
	e.Defer(func() {
		if err := searchSecrets(e.WorkDir); err != nil {
			e.T().Fatal(err)
		}
		if data, err := os.ReadFile(file); err == nil {
			if row := unfit(string(data)); row != "" {
				e.T().Fatal(fmt.Sprintf("not for a terminal: %q", row))
			}
		}
	})
}

// unfit is the first row of an output that has a control character, or that is wider than 80 columns on a terminal of
// that width; empty: none. Commands and addresses to paste stay whole.
func unfit(output string) string {
	output = ownColors.ReplaceAllString(output, "")
	for row := range strings.SplitSeq(lines.Fit(output, 80), "\n") {
		control := strings.IndexFunc(row, func(r rune) bool { return unicode.IsControl(r) && r != '\t' }) >= 0
		whole := lines.IsCommand(row) || strings.Contains(row, "://") || strings.Contains(row, "`")
		if control || lines.Columns(row) > 80 && !whole {
			return row
		}
	}
	return ""
}

// ownColors are the colours of reports, whole lines or words of ours.
var ownColors = regexp.MustCompile(`\x1b\[(1|1;3[1-6]|1;94|0)m`)

// TestUnfit proves that the search finds what it is for.
func TestUnfit(t *testing.T) {
	word := strings.Repeat("x", 100)
	for row, want := range map[string]bool{
		"plain": false, "a\x1b[31mb": true, "\x1b[1;31mred\x1b[0m": false, "a\rb": true,
		strings.Repeat("words ", 40): false, word: false,
		"see https://bank.example/" + word: false, "qwac check " + word: false,
		"\u4e16 " + strings.Repeat("\u754c", 70): false,
	} {
		if got := unfit(row) != ""; got != want {
			t.Errorf("%q: %v, want %v", row, got, want)
		}
	}
}

// recorded returns the output streams of the program. Standard output of qwac token is meant to hold a token.
func recorded() (stdout, stderr io.Writer) {
	f, err := os.OpenFile(os.Getenv(recordVariable), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil { // not in a script
		return os.Stdout, os.Stderr
	}
	stderr = io.MultiWriter(os.Stderr, f)
	if len(os.Args) > 1 && os.Args[1] == "token" {
		return os.Stdout, stderr
	}
	return io.MultiWriter(os.Stdout, f), stderr
}

// searchSecrets looks for secrets, tokens and keys in what the program printed, in journals, and in files that it
// wrote.
func searchSecrets(dir string) error {
	var content strings.Builder
	var texts []string // names of files that must hold no secret
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		content.Write(data)
		if mustBeClean(path) {
			texts = append(texts, path)
		}
		return nil
	})
	if err != nil {
		return err
	}
	keys := keyLines(content.String())
	for _, path := range texts {
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		if found := secretIn(string(data), keys); found != "" {
			return fmt.Errorf("%s holds a secret: %.24s", path, found)
		}
	}
	return nil
}

// mustBeClean names the files: the recorded output, journals, receipts and reports, the log of the sandbox.
func mustBeClean(path string) bool {
	name := filepath.Base(path)
	for _, pattern := range []string{".output", "receipt*", "report*", "*.log"} {
		if ok, _ := filepath.Match(pattern, name); ok {
			return true
		}
	}
	return filepath.Base(filepath.Dir(path)) == "journal"
}

// knownSecrets are the tokens and secrets of the sandbox, and what scripts take for a secret or a password.
var knownSecrets = regexp.MustCompile(`sandbox-(secret|token)-[A-Za-z0-9_-]{8,}|fixture-client-secret`)

func secretIn(text string, keys []string) string {
	for _, k := range keys {
		if strings.Contains(text, k) {
			return k
		}
	}
	return knownSecrets.FindString(text)
}

var (
	keyBlock         = regexp.MustCompile(`(?s)-----BEGIN [A-Z ]*PRIVATE KEY-----\n(.*?)-----END`)
	certificateBlock = regexp.MustCompile(`(?s)-----BEGIN CERTIFICATE-----.*?-----END`)
)

// keyLines are the beginnings of the lines of private keys, but for those that stand in certificates too: the public
// key.
func keyLines(text string) []string {
	public := string(testpki.Clean().PEM()) + strings.Join(certificateBlock.FindAllString(text, -1), "")
	var lines []string
	for _, block := range keyBlock.FindAllStringSubmatch(text, -1) {
		for line := range strings.Lines(block[1]) {
			if part := strings.TrimSpace(line); len(part) >= 24 && !strings.Contains(public, part[:24]) {
				lines = append(lines, part[:24])
			}
		}
	}
	return lines
}

// TestSearchSecrets proves that the search finds what it is for.
func TestSearchSecrets(t *testing.T) {
	key := "-----BEGIN " + "PRIVATE KEY-----\n" + strings.Repeat("QUJD", 16) + "\n-----END " + "PRIVATE KEY-----\n"
	for name, test := range map[string]struct {
		file, content string
		found         bool
	}{
		"clean output":        {".output", "POST /tpp 201", false},
		"token in output":     {".output", "sandbox-token-AAAAAAAAAAAA", true},
		"secret in a journal": {"journal/1.json", "fixture-client-secret", true},
		"key in a report":     {"report.md", "x" + strings.Repeat("QUJD", 16), true},
		"secret in its file":  {"secret.txt", "sandbox-secret-AAAAAAAAAAAA", false},
	} {
		dir := t.TempDir()
		for file, content := range map[string]string{"key.pem": key, test.file: test.content} {
			if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, file)), 0o700); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(dir, file), []byte(content), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		if err := searchSecrets(dir); (err != nil) != test.found {
			t.Errorf("%s: %v", name, err)
		}
	}
}
