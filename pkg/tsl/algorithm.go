package tsl

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/rsa"
	_ "crypto/sha1"
	_ "crypto/sha256"
	_ "crypto/sha512"
	"crypto/x509"
	"math/big"
	"slices"
)

// digestMethod is an accepted hash algorithm.
type digestMethod struct {
	uri  string
	hash crypto.Hash
}

var digestMethods = [...]digestMethod{
	{"http://www.w3.org/2001/04/xmlenc#sha256", crypto.SHA256},
	{"http://www.w3.org/2001/04/xmldsig-more#sha384", crypto.SHA384},
	{"http://www.w3.org/2001/04/xmlenc#sha512", crypto.SHA512},
}

func digestMethodOf(uri string) (digestMethod, bool) {
	i := slices.IndexFunc(digestMethods[:], func(m digestMethod) bool { return m.uri == uri })
	if i < 0 {
		return digestMethod{}, false
	}
	return digestMethods[i], true
}

// signatureMethod is an accepted signature algorithm.
type signatureMethod struct {
	uri  string
	kind signatureKind
	hash crypto.Hash
}

type signatureKind uint8

const (
	kindPKCS1 signatureKind = iota
	kindPSS
	kindECDSA
)

// signatureMethods: real lists have the first and third of PKCS #1 and of ECDSA. PSS is there because TS 119 312 ends
// PKCS #1.
var signatureMethods = [...]signatureMethod{
	{"http://www.w3.org/2001/04/xmldsig-more#rsa-sha256", kindPKCS1, crypto.SHA256},
	{"http://www.w3.org/2001/04/xmldsig-more#rsa-sha384", kindPKCS1, crypto.SHA384},
	{"http://www.w3.org/2001/04/xmldsig-more#rsa-sha512", kindPKCS1, crypto.SHA512},
	{"http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256", kindECDSA, crypto.SHA256},
	{"http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha384", kindECDSA, crypto.SHA384},
	{"http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha512", kindECDSA, crypto.SHA512},
	{"http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1", kindPSS, crypto.SHA256},
	{"http://www.w3.org/2007/05/xmldsig-more#sha384-rsa-MGF1", kindPSS, crypto.SHA384},
	{"http://www.w3.org/2007/05/xmldsig-more#sha512-rsa-MGF1", kindPSS, crypto.SHA512},
}

func signatureMethodOf(uri string) (signatureMethod, bool) {
	i := slices.IndexFunc(signatureMethods[:], func(m signatureMethod) bool { return m.uri == uri })
	if i < 0 {
		return signatureMethod{}, false
	}
	return signatureMethods[i], true
}

// minRSA is the smallest accepted key: TS 119 312 no longer allows shorter ones, and no known list uses one.
const minRSA = 2048

// verify checks a signature over message. Odd reports the encoding of [verifyOdd].
func (m signatureMethod) verify(signer Certificate, message, sig []byte) (odd bool, err error) {
	key, err := x509.ParsePKIXPublicKey(signer.SPKI)
	if err != nil {
		return false, &Error{Kind: KindAlgorithm, Detail: "key of the signing certificate: " + err.Error(), Err: err}
	}
	h := m.hash.New()
	h.Write(message)
	digest := h.Sum(nil)
	good := false
	switch key := key.(type) {
	case *rsa.PublicKey:
		if key.N.BitLen() < minRSA {
			return false, Errorf(KindAlgorithm, "RSA key of %d bits, want %d", key.N.BitLen(), minRSA)
		}
		good, odd = m.verifyRSA(key, digest, sig)
	case *ecdsa.PublicKey:
		good = m.kind == kindECDSA && verifyRaw(key, digest, sig)
	}
	if !good {
		return false, Errorf(KindSignature, "not made over this list with the key of the signing certificate")
	}
	return odd, nil
}

func (m signatureMethod) verifyRSA(key *rsa.PublicKey, digest, sig []byte) (good, odd bool) {
	switch {
	case m.kind == kindPSS:
		options := &rsa.PSSOptions{SaltLength: m.hash.Size()} // RFC 6931 2.3.10
		return rsa.VerifyPSS(key, m.hash, digest, sig, options) == nil, false
	case m.kind != kindPKCS1:
		return false, false
	case rsa.VerifyPKCS1v15(key, m.hash, digest, sig) == nil:
		return true, false
	}
	good = verifyOdd(key, m.hash, digest, sig)
	return good, good
}

// verifyRaw takes r and s one after the other, each as long as the order (RFC 4050 3.3), not the ASN.1 form.
func verifyRaw(key *ecdsa.PublicKey, digest, sig []byte) bool {
	size := (key.Curve.Params().N.BitLen() + 7) / 8
	if len(sig) != 2*size {
		return false
	}
	return ecdsa.Verify(key, digest, new(big.Int).SetBytes(sig[:size]), new(big.Int).SetBytes(sig[size:]))
}

// verifyOdd accepts a DigestInfo that lacks the NULL parameters required by RFC 8017 9.2, as in lists 70 to 78 of
// Romania. It compares the whole padded block, so nothing else can hide in it.
func verifyOdd(key *rsa.PublicKey, hash crypto.Hash, digest, sig []byte) bool {
	last := map[crypto.Hash]byte{crypto.SHA256: 1, crypto.SHA384: 2, crypto.SHA512: 3}[hash]
	size := byte(hash.Size())
	info := slices.Concat(
		[]byte{0x30, 15 + size, 0x30, 11, 0x06, 9, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, last, 0x04, size},
		digest)
	return rsa.VerifyPKCS1v15(key, 0, info, sig) == nil
}
