package pkcs12

import (
	"crypto/cipher"
	"crypto/rc4"
)

// Object identifiers of RFC 8018.
const (
	oidPBKDF2 = "1.2.840.113549.1.5.12"
)

// decrypt returns the data that were encrypted under a secret, or [ErrPassword].
func (p *parameters) decrypt(d *Derivation, secret, data []byte) ([]byte, error) {
	key, err := p.derive(d, secret, forKey, p.size)
	if err != nil {
		return nil, err
	}
	if p.new == nil {
		stream, err := rc4.NewCipher(key)
		if err == nil {
			out := make([]byte, len(data))
			stream.XORKeyStream(out, data)
			return out, nil
		}
		return nil, err
	}
	block, err := p.new(key)
	if err != nil {
		return nil, err
	}
	iv := p.iv
	if !p.pbes2 {
		if iv, err = p.derive(d, secret, forIV, block.BlockSize()); err != nil {
			return nil, err
		}
	}
	return decryptCBC(block, iv, data)
}

func (p *parameters) derive(d *Derivation, secret []byte, purpose byte, size int) ([]byte, error) {
	if p.pbes2 {
		return d.pbkdf2(p.prf, secret, p.salt, p.rounds, size)
	}
	return d.pkcs12(secret, p.salt, purpose, p.rounds, size)
}

func decryptCBC(block cipher.Block, iv, data []byte) ([]byte, error) {
	size := block.BlockSize()
	if len(iv) != size || len(data) == 0 || len(data)%size != 0 {
		return nil, errMalformed
	}
	out := make([]byte, len(data))
	cipher.NewCBCDecrypter(block, iv).CryptBlocks(out, data)
	padding := int(out[len(out)-1])
	if padding == 0 || padding > size {
		return nil, ErrPassword
	}
	for _, c := range out[len(out)-padding:] {
		if int(c) != padding {
			return nil, ErrPassword
		}
	}
	return out[:len(out)-padding], nil
}
