package cert

import (
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rsa"
	_ "crypto/sha3"
	"crypto/x509"
	"errors"
	"fmt"
	"math/big"
)

// MinRSABits is the smallest RSA key with which crypto/rsa verifies (rsa1024min, since Go 1.24).
const MinRSABits = 1024

// CheckSignature tries a key on a signature: as crypto/x509 does, and where that does not go far enough, by checkAlgorithm.
func CheckSignature(child, key *x509.Certificate) error {
	if err := Usable(key); err != nil {
		return err
	}
	if isPSS(key) {
		return checkPSSKey(child, key)
	}
	err := key.CheckSignature(child.SignatureAlgorithm, child.RawTBSCertificate, child.Signature)
	if errors.Is(err, x509.ErrUnsupportedAlgorithm) {
		return checkAlgorithm(child, key)
	}
	return err
}

// checkPSSKey tries a key for RSASSA-PSS alone; it verifies no other signature (RFC 4055, section 1.2).
func checkPSSKey(child, key *x509.Certificate) error {
	_, outer := SignatureFields(child.Raw)
	if algorithmName(outer) != OIDPSS {
		return errMismatch
	}
	return checkPSS(child, key, outer)
}

func isPSS(c *x509.Certificate) bool { return KeyOf(c).Algorithm == OIDPSS }

// Usable says why the standard library verifies nothing with a key; nil: it does.
func Usable(c *x509.Certificate) error {
	switch pub := c.PublicKey.(type) {
	case *rsa.PublicKey:
		switch {
		case pub.N.BitLen() < MinRSABits:
			return UnsupportedError(fmt.Sprintf("the RSA key of the issuer has less than %d bits", MinRSABits))
		case !usualExponent(big.NewInt(int64(pub.E))) || pub.N.Bit(0) == 0:
			return UnsupportedError("the RSA key of the issuer has an exponent or a modulus that no library takes")
		}
		return nil
	case *ecdsa.PublicKey, ed25519.PublicKey:
		return nil
	}
	k := KeyOf(c)
	return UnsupportedError("the key of the issuer, " + k.describe() + ", is none that the standard library verifies with")
}

// Unsupported reports whether an outcome says that the library cannot or will not check, not that the signature is wrong.
func Unsupported(err error) bool {
	var insecure x509.InsecureAlgorithmError
	return errors.Is(err, x509.ErrUnsupportedAlgorithm) || errors.As(err, &insecure)
}

// UnsupportedError says why the standard library cannot check a signature. Whether the signature is good is not known then.
type UnsupportedError string
