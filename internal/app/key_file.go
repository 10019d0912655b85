package app

import (
	"bytes"
	"crypto"
	"encoding/pem"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"go.step.sm/crypto/keyutil"
	"go.step.sm/crypto/pemutil"

	"qwac/pkg/bundle"
	"qwac/pkg/cert"
	"qwac/pkg/key"
)

// maxKeys bounds the private keys in one file, each of which may cost maxKeyRounds: a key and those that it replaced.
const maxKeys = 4

// publicKey reads the private key in file that belongs to one of the certificates and returns its public half; nil when
// file is empty. Nothing else of the key is kept.
func (e *env) publicKey(file, passwordFile string, certs []*cert.Cert) (crypto.PublicKey, error) {
	if file == "" {
		return nil, nil
	}
	key, err := e.privateKey(file, passwordFile, certs)
	if err != nil {
		return nil, err
	}
	return keyutil.PublicKey(key)
}

// foundKey is a private key of a file: its block, where it begins, and what it is once it was read.
type foundKey struct {
	block  *pem.Block
	line   int
	key    any
	public crypto.PublicKey
}

// privateKey reads the private key of --key. Of several it is the one that belongs to a certificate. Those that are not
// encrypted are tried first: where one of them fits, no password is asked for.
func (e *env) privateKey(file, passwordFile string, certs []*cert.Cert) (any, error) {
	data, err := e.read(file, secretLimit)
	if err != nil {
		return nil, err
	}
	found := keysIn(data)
	switch {
	case len(found) == 0:
		return nil, noKey(file, data)
	case len(found) > maxKeys:
		return nil, fmt.Errorf("--key %s: it has %d private keys, want one: leave in the one that belongs to the "+
			"certificate", file, len(found))
	case len(found) == 1:
		err := e.readKey(&found[0], file, passwordFile)
		return found[0].key, err
	}
	slices.SortStableFunc(found, func(a, b foundKey) int { return encryptedLast(a.block) - encryptedLast(b.block) })
	var failed error
	var fit *foundKey
	several := false
	for i := range found {
		k := &found[i]
		if fit != nil && encryptedLast(k.block) > 0 {
			break
		}
		if err := e.readKey(k, file, passwordFile); err != nil {
			failed = errors.Join(failed, err)
			continue
		}
		if !slices.ContainsFunc(certs, func(c *cert.Cert) bool {
			return key.FitOf(cert.PublicKey(c), k.public) == key.Fits
		}) {
			continue
		}
		several = several || fit != nil && !sameKey(fit.public, k.public)
		fit = k
	}
	switch {
	case fit != nil && !several:
		return fit.key, nil
	case failed != nil:
		return nil, failed
	case sameKeys(found):
		return found[0].key, nil
	}
	return nil, notOneKey(file, found, several)
}

// encryptedLast is 1 for a key that takes a password.
func encryptedLast(block *pem.Block) int {
	if block.Type == "ENCRYPTED PRIVATE KEY" || strings.Contains(block.Headers["Proc-Type"], "ENCRYPTED") {
		return 1
	}
	return 0
}

func sameKey(a, b crypto.PublicKey) bool {
	k, ok := a.(interface{ Equal(crypto.PublicKey) bool })
	return ok && k.Equal(b)
}

// sameKeys reports whether one key stands there over and over.
func sameKeys(found []foundKey) bool {
	return !slices.ContainsFunc(found, func(k foundKey) bool { return !sameKey(k.public, found[0].public) })
}

// notOneKey says where the keys stand of which one is to be chosen.
func notOneKey(file string, found []foundKey, several bool) error {
	slices.SortFunc(found, func(a, b foundKey) int { return a.line - b.line })
	lines := make([]string, len(found))
	for i, k := range found {
		lines[i] = strconv.Itoa(k.line)
	}
	last := len(lines) - 1
	where := strings.Join(lines[:last], ", ") + " and " + lines[last]
	which := "none of them belongs to a certificate that was given"
	if several {
		which = "more than one of them belongs to a certificate that was given"
	}
	return fmt.Errorf("--key %s: it has %d private keys, at lines %s, and %s: leave in the one that belongs to the "+
		"leaf", file, len(found), where, which)
}

// readKey reads a key out of its block. Errors name the line, never the content.
func (e *env) readKey(k *foundKey, file, passwordFile string) error {
	at := fmt.Sprintf("--key %s:%d", file, k.line)
	if err := checkKeyCost(file, k.block); err != nil {
		return fmt.Errorf("%s: %w", at, err)
	}
	unlock, err := e.keyPassword(file, passwordFile)
	if err != nil {
		return err
	}
	k.key, err = pemutil.ParseKey(pem.EncodeToMemory(k.block), unlock...)
	if err == nil {
		k.public, err = keyutil.PublicKey(k.key)
	}
	switch {
	case err == nil:
		return nil
	case errors.Is(err, errNoPassword):
		return usagef("--key %s is encrypted: name a file with its password by --key-password-file", file)
	case encryptedLast(k.block) > 0 || strings.HasPrefix(k.block.Type, "OPENSSH"):
		return fmt.Errorf("%s: the key cannot be read: wrong password%s, or not a key of a known kind", at,
			e.notUTF8(passwordFile))
	}
	return fmt.Errorf("%s: the key under the label %s is damaged, or no key of a known kind (RSA, P-256, P-384, "+
		"P-521, Ed25519): %s",
		at, k.block.Type, commandOn("see what OpenSSL reads: openssl pkey -in FILE -check -noout", file))
}

// keysIn gives the blocks of private keys in a text, in their order: openssl writes a block of parameters before an EC
// key.
func keysIn(data []byte) (found []foundKey) {
	data = bundle.UTF8(data)
	for rest := data; ; {
		block, after := pem.Decode(rest)
		if block == nil {
			return found
		}
		if strings.HasSuffix(block.Type, "PRIVATE KEY") {
			read := data[:len(data)-len(after)]
			start := max(0, bytes.LastIndex(read, []byte("-----BEGIN ")))
			found = append(found, foundKey{block: block, line: 1 + bytes.Count(read[:start], []byte("\n"))})
		}
		rest = after
	}
}
