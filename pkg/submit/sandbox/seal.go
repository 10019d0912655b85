package sandbox

import (
	"crypto/aes"
	"crypto/cipher"
)

// keySize is that of AES-256.
const keySize = 32

// sealer encrypts what only the sandbox may read.
type sealer struct{ aead cipher.AEAD }

func newSealer(key []byte) (sealer, error) {
	block, err := aes.NewCipher(key)
	if err != nil {
		return sealer{}, err
	}
	aead, err := cipher.NewGCMWithRandomNonce(block)
	return sealer{aead}, err
}

func (s sealer) close(text []byte) []byte { return s.aead.Seal(nil, nil, text, nil) }

func (s sealer) open(sealed []byte) ([]byte, error) { return s.aead.Open(nil, nil, sealed, nil) }
