//go:build pkcs11 && cgo

package app

import (
	"context"
	"crypto"
	"errors"
	"fmt"
	"strings"

	"go.step.sm/crypto/kms/apiv1"
	"go.step.sm/crypto/kms/pkcs11"
)

// tokenKey opens the key of a token. It never leaves it: the token signs.
func (e *env) tokenKey(uri, passwordFile string) (crypto.Signer, error) {
	if err := checkToken(uri); err != nil {
		return nil, err
	}
	opts := apiv1.Options{Type: apiv1.PKCS11, URI: uri}
	if !strings.Contains(uri, "pin-source=") {
		r := e.keyReader("the token (its PIN)", passwordFile)
		pin, err := r.secret()
		switch {
		case errors.Is(err, errNoPassword):
			return nil, usagef("--key: the token wants a PIN: name a file with it by --key-password-file, or set %s",
				keyPasswordVariable)
		case err != nil:
			return nil, err
		}
		opts.Pin = pin
	}
	store, err := pkcs11.New(context.Background(), opts)
	if err != nil {
		return nil, tokenError(err, opts.Pin)
	}
	signer, err := store.CreateSigner(&apiv1.CreateSignerRequest{SigningKey: uri})
	if err != nil {
		return nil, tokenError(err, opts.Pin)
	}
	return signer, nil
}

// tokenError is what the driver of the token says, without the PIN, and what to look at.
func tokenError(err error, pin string) error {
	text := err.Error()
	if pin != "" {
		text = strings.ReplaceAll(text, pin, "[redacted]")
	}
	next := "see that module-path is the driver, and that token and object or id are those of the key: pkcs11-tool " +
		"--module DRIVER --list-objects lists them"
	if strings.Contains(text, "CKR_PIN") {
		next = "see that the PIN is that of the user of this token; after some wrong ones the token locks itself"
	}
	return fmt.Errorf("--key: the token does not give the key: %s: %s", text, next)
}
