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
	if isToken(file) {
		return e.tokenKey(file, passwordFile)
	}
	return e.keyReader(file, passwordFile).key(certs)
}

// key is the one of the file that belongs to a certificate.
func (r *keyReader) key(certs []*cert.Cert) (any, error) {
	if r.data == nil {
		data, err := r.env.read(r.file, secretLimit)
		if err != nil {
			return nil, err
		}
		if len(data) > secretLimit {
			return nil, fmt.Errorf("--key %s: it has more than %d bytes, which no key has: give the key that "+
				"belongs to the leaf", r.file, secretLimit)
		}
		r.data = data
	}
	found, err := r.binaryKeys(r.data)
	if err != nil {
		return nil, err
	}
	if found == nil {
		found = keysIn(r.data)
	}
	switch {
	case len(found) == 0:
		return nil, noKey(r.file, r.data)
	case len(found) > maxKeys:
		return nil, fmt.Errorf("--key %s: it has %d private keys, want one: leave in the one that belongs to the "+
			"certificate", r.file, len(found))
	case len(found) == 1:
		err := r.read(&found[0])
		return found[0].key, err
	}
	return r.fitting(found, certs)
}

// fitting is the one of several keys that belongs to a certificate.
func (r *keyReader) fitting(found []foundKey, certs []*cert.Cert) (any, error) {
	slices.SortStableFunc(found, func(a, b foundKey) int { return encryptedLast(a.block) - encryptedLast(b.block) })
	var failed error
	var fit *foundKey
	several := false
	for i := range found {
		k := &found[i]
		if fit != nil && encryptedLast(k.block) > 0 {
			break
		}
		if err := r.read(k); err != nil {
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
	return nil, notOneKey(r.file, found, several)
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
