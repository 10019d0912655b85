//go:build !pkcs11 || !cgo

package app

import "crypto"

// tokenKey says that this program cannot open a token.
func (e *env) tokenKey(uri, _ string) (crypto.Signer, error) {
	if err := checkToken(uri); err != nil {
		return nil, err
	}
	return nil, usagef("--key: a key in a token (PKCS#11) is for qwac-pkcs11: this program is built without, so that " +
		"it needs no C library; make build-pkcs11 builds it from the source, with a C compiler")
}
