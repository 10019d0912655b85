// Package pkcs12 opens PKCS#12 files (RFC 7292) for their certificates. All work of key derivation is taken from one
// budget of rounds before it is done. Keys are decrypted by [Keys] and [OpenKey] alone.
package pkcs12

import (
	"errors"
)

// ErrPassword is in the error of Parse when the password of a PKCS#12 file is wrong.
var ErrPassword = errors.New("the password is wrong")
