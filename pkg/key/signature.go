package key

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rsa"
	_ "crypto/sha3"
	"crypto/x509"
	"errors"
	"fmt"
	"math/big"
	"math/bits"
)

// FitOf compares a public key with the one given; keys of unknown kinds cannot be compared.
func FitOf(key, given crypto.PublicKey) Fit {
	k, ok := key.(interface{ Equal(crypto.PublicKey) bool })
	switch {
	case !ok:
		return Unknown
	case k.Equal(given):
		return Fits
	}
	return Contradicts
}

// Holder is a certificate with the public key of c. A certificate that crypto/x509 refuses or whose key it
// does not read, may still have one that the library can use.
func Holder(c *x509.Certificate) *x509.Certificate {
	if c.PublicKey != nil {
		return c
	}
	if ModulusBits(c) > MaxModulus {
		return &x509.Certificate{RawSubjectPublicKeyInfo: c.RawSubjectPublicKeyInfo}
	}
	return &x509.Certificate{RawSubjectPublicKeyInfo: c.RawSubjectPublicKeyInfo,
		PublicKey: LoadKey(c.RawSubjectPublicKeyInfo)}
}

// Fit says whether the key identifier that a certificate names is that of a possible issuer.
type Fit int

const (
	Fits Fit = iota
	Unknown
	Contradicts
)

// CheckCost is what a signature check with a key costs, in checks with an RSA key of 4096 bits, the largest in use, and
// the exponent 65537. It grows by the cube of the size and with the length of the exponent.
func CheckCost(key *x509.Certificate) int {
	pub, ok := key.PublicKey.(*rsa.PublicKey)
	if !ok {
		return 1
	}
	size := (pub.N.BitLen() + 4095) / 4096
	return max(1, size*size*size*((bits.Len(uint(pub.E))+16)/17))
}

// CheckSignatureFast is [CheckSignature], which decides; but that a signature with a large RSA key holds it finds out
// by a faster way.
func CheckSignatureFast(child, key *x509.Certificate) error {
	if Usable(key) == nil && !isPSS(key) && provenByLargeRSA(child, key) {
		return nil
	}
	return CheckSignature(child, key)
}

// CheckSignature tries a key on a signature: as crypto/x509 does, and where that does not go far enough, by
// checkAlgorithm.
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
	if AlgorithmName(outer) != OIDPSS {
		return errMismatch
	}
	return checkPSS(child, key, outer)
}

// Usable says why the standard library verifies nothing with a key; nil: it does.
func Usable(c *x509.Certificate) error {
	switch pub := c.PublicKey.(type) {
	case *rsa.PublicKey:
		switch {
		case pub.N.BitLen() < MinRSABits:
			return UnsupportedError(fmt.Sprintf("the RSA key of the issuer has less than %d bits", MinRSABits))
		case pub.N.Bit(0) == 0:
			return UnsupportedError("the modulus of the issuer's RSA key is even, which no library takes")
		case !UsualExponent(big.NewInt(int64(pub.E))):
			return UnsupportedError(fmt.Sprintf("the public exponent of the issuer's RSA key is %d, want an odd one "+
				"of 3 to 2^%d-1", pub.E, MaxExponentBits))
		}
		return nil
	case *ecdsa.PublicKey, ed25519.PublicKey:
		return nil
	}
	k := Of(c)
	if fault := k.Fault(); fault != "" {
		return UnsupportedError("the key of the issuer cannot be used: " + fault)
	}
	return UnsupportedError("the key of the issuer, " + k.Describe() +
		", is of a kind that the standard library does not verify with")
}

// Unsupported reports whether an outcome says that the library cannot or will not check, not that the signature is
// wrong.
func Unsupported(err error) bool {
	var insecure x509.InsecureAlgorithmError
	return errors.Is(err, x509.ErrUnsupportedAlgorithm) || errors.As(err, &insecure)
}

// AlgorithmsDiffer reports whether a certificate (DER) names one signature algorithm inside and another outside what is
// signed. Nobody knows then which was used. crypto/x509 refuses such a certificate.
func AlgorithmsDiffer(der []byte) bool {
	inner, outer := SignatureFields(der)
	return !bytes.Equal(inner, outer)
}
