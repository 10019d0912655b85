package app

import (
	"bytes"
	"crypto"
	"encoding/pem"
	"errors"
	"fmt"
	"os"
	"strings"
	"unicode/utf8"

	"go.step.sm/crypto/keyutil"
	"go.step.sm/crypto/pemutil"
	"golang.org/x/term"

	"qwac/pkg/bundle"
)

// passwordVariable is the environment variable with the password of a PKCS#12 input.
const passwordVariable = "QWAC_PASSWORD"

// password returns where the password of a PKCS#12 input comes from: the file, the environment, or the terminal; nil when there is
// none of these.
func (e *env) password(file string) (func(string) (string, error), error) {
	if file != "" {
		secret, err := e.readSecret(file)
		return func(string) (string, error) { return string(secret), nil }, err
	}
	if secret, ok := os.LookupEnv(passwordVariable); ok {
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

// readSecret reads the first line of a file. Editors and PowerShell put a byte order mark before it or write UTF-16, which is never
// Part of a secret.
func (e *env) readSecret(name string) ([]byte, error) {
	data, err := e.read(name, secretLimit)
	if err != nil {
		return nil, err
	}
	line, _, _ := bytes.Cut(bundle.UTF8(data), []byte("\n"))
	return bytes.TrimSuffix(line, []byte("\r")), nil
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

// PublicKey reads the private key in file and returns its public half; nil when file is empty. Nothing else of the key is kept.
func (e *env) publicKey(file, passwordFile string) (crypto.PublicKey, error) {
	if file == "" {
		return nil, nil
	}
	key, err := e.privateKey(file, passwordFile)
	if err != nil {
		return nil, err
	}
	return keyutil.PublicKey(key)
}

// privateKey reads the private key of --key.
func (e *env) privateKey(file, passwordFile string) (any, error) {
	data, err := e.read(file, secretLimit)
	if err != nil {
		return nil, err
	}
	block := keyBlock(data)
	if block == nil {
		return nil, noKey(file, data)
	}
	if err := checkKeyCost(block); err != nil {
		return nil, fmt.Errorf("--key %s: %w", file, err)
	}
	unlock, err := e.keyPassword(file, passwordFile)
	if err != nil {
		return nil, err
	}
	key, err := pemutil.ParseKey(pem.EncodeToMemory(block), unlock...)
	if errors.Is(err, errNoPassword) {
		return nil, usagef("--key %s is encrypted: name a file with its password by --key-password-file", file)
	}
	if err != nil {
		return nil, fmt.Errorf("--key %s: the key cannot be read: wrong password%s, or not a key of a known kind", file, e.notUTF8(passwordFile))
	}
	return key, nil
}

// noKey says what the file of --key is instead of a key in PEM.
func noKey(file string, data []byte) error {
	what, next := "", "give the key that belongs to the leaf"
	if f := bundle.Recognise(data); f != nil {
		if what = ", it is " + f.What; f.Key != "" {
			next = strings.ToLower(f.Key[:1]) + strings.TrimSuffix(f.Key[1:], ".")
		}
	} else if b, _ := pem.Decode(data); b != nil && strings.Contains(b.Type, "CERTIFICATE") {
		what = ", it has certificates"
	}
	return fmt.Errorf("--key %s: no private key in PEM form found%s: %s", file, what, next)
}

// notUTF8 names what a password file may be wrong by; empty: nothing.
func (e *env) notUTF8(passwordFile string) string {
	if passwordFile == "" {
		return ""
	}
	if secret, err := e.readSecret(passwordFile); err != nil || utf8.Valid(secret) {
		return ""
	}
	return " (" + passwordFile + " is not UTF-8: save it so)"
}

// keyBlock returns the first private key block: openssl writes a block of parameters before an EC key.
func keyBlock(data []byte) *pem.Block {
	data = bundle.UTF8(data)
	for {
		block, rest := pem.Decode(data)
		if block == nil || strings.HasSuffix(block.Type, "PRIVATE KEY") {
			return block
		}
		data = rest
	}
}

var errNoPassword = errors.New("no password")

func (e *env) keyPassword(file, passwordFile string) ([]pemutil.Options, error) {
	if passwordFile != "" {
		secret, err := e.readSecret(passwordFile)
		return []pemutil.Options{pemutil.WithPassword(secret)}, err
	}
	return []pemutil.Options{pemutil.WithPasswordPrompt("Password of "+file, func(prompt string) ([]byte, error) {
		if e.terminal() == nil {
			return nil, errNoPassword
		}
		return e.ask(prompt)
	})}, nil
}
