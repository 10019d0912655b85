package app

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"golang.org/x/term"

	"qwac/internal/files"
	"qwac/pkg/bundle"
)

// passwordVariable is the environment variable with the password of a PKCS#12 input.
const passwordVariable = "QWAC_PASSWORD"

// secretVariable is a secret from the environment. A variable that is empty is not set, as with flags: the empty
// password is tried where there is none.
func secretVariable(name string) (secret string, ok bool) {
	secret = os.Getenv(name)
	return secret, secret != ""
}

// password returns where the password of a PKCS#12 input comes from: the file, the environment, or the terminal; nil
// when there is none of these.
func (e *env) password(file string) (func(string) (string, error), error) {
	if file != "" {
		secret, err := e.readSecret(file)
		if err != nil {
			return nil, flagged(cmp.Or(e.passwordFlag, "--password-file"), err)
		}
		return func(string) (string, error) { return string(secret), nil }, nil
	}
	if secret, ok := secretVariable(passwordVariable); ok {
		return func(string) (string, error) { return secret, nil }, nil
	}
	if e.terminal() == nil {
		return nil, nil
	}
	return func(name string) (string, error) {
		secret, err := e.ask("Password of " + name)
		return string(secret), err
	}, nil
}

// leastSecret is how long a word is at least that may be a client secret, so that it is not shown. Names of files that
// are as long have an extension, or a folder before them.
const leastSecret = 20

// readSecret reads the first line of a file. Editors and PowerShell put a byte order mark before it or write UTF-16,
// which is never part of a secret.
func (e *env) readSecret(name string) ([]byte, error) {
	data, err := e.read(name, secretLimit)
	if errors.Is(err, fs.ErrNotExist) && len(name) >= leastSecret && !strings.ContainsAny(name, `./\`) {
		return nil, &files.ReadError{Name: name, Err: errors.New("there is no file of this name: want a file " +
			"with the secret in its first line, not the secret itself")}
	}
	if err != nil {
		return nil, err
	}
	return firstLine(name, data)
}

// firstLine is the secret in a file.
func firstLine(name string, data []byte) ([]byte, error) {
	line, _, _ := bytes.Cut(bundle.UTF8(data), []byte("\n"))
	line = bytes.TrimSuffix(line, []byte("\r"))
	if what := noSecret(data, line); what != "" {
		return nil, &files.ReadError{Name: name, Err: fmt.Errorf("%s: %s: want a file with the secret alone in its "+
			"first line", name, what)}
	}
	return line, nil
}

// maxSecret is more than any password or client secret has bytes.
const maxSecret = 4096

// noSecret says what a file is that was named in place of one with a secret; empty: it may be one. A key that is
// taken for a client secret would be sent to the bank.
func noSecret(data, line []byte) string {
	switch {
	case bytes.HasPrefix(bytes.TrimSpace(line), []byte("-----BEGIN ")):
		return "it is a PEM file"
	case bytes.HasPrefix(bytes.ToLower(bytes.TrimSpace(line)), []byte("<!doctype")),
		bytes.HasPrefix(bytes.ToLower(bytes.TrimSpace(line)), []byte("<html")):
		return "it is an HTML page"
	case len(line) > maxSecret:
		return fmt.Sprintf("its first line has more than %d bytes", maxSecret)
	case bytes.ContainsFunc(line, func(r rune) bool { return r < ' ' && r != '\t' }):
		return "its first line is no text"
	}
	return ""
}

// terminal returns standard input when a person sits behind it.
func (e *env) terminal() *os.File {
	if f, ok := e.stdin.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		return f
	}
	return nil
}

// ask reads a secret from the terminal without showing it.
func (e *env) ask(prompt string) ([]byte, error) {
	fmt.Fprint(e.stderr, prompt+": ")
	defer fmt.Fprintln(e.stderr)
	return term.ReadPassword(int(e.terminal().Fd()))
}

var errNoPassword = errors.New("no password")

// keyPasswordVariable is the environment variable with the password of --key, or the PIN of its token.
const keyPasswordVariable = "QWAC_KEY_PASSWORD"
