package key

import (
	"bytes"
	"crypto"
	"crypto/rsa"
	"crypto/x509"
	"math/big"
)

// provenByLargeRSA reports whether a signature of RSASSA-PKCS1-v1_5 holds (RFC 8017, 8.2.2) under a key of more than
// 2048 bits. There crypto/rsa, whose steps take the same time for all numbers, needs two and a half times as long as
// math/big, and nothing here is secret. False proves nothing: crypto/rsa decides then.
func provenByLargeRSA(child, issuer *x509.Certificate) bool {
	pub, ok := issuer.PublicKey.(*rsa.PublicKey)
	hash := largeRSAHash(child.SignatureAlgorithm)
	if !ok || hash == 0 || pub.E != usualExponent || pub.N.BitLen() <= minLargeRSA || pub.N.Bit(0) == 0 {
		return false
	}
	s := new(big.Int).SetBytes(child.Signature)
	if len(child.Signature) != pub.Size() || s.Cmp(pub.N) >= 0 {
		return false
	}
	s.Exp(s, big.NewInt(usualExponent), pub.N)
	want := encodedMessage(hash, child.RawTBSCertificate, pub.Size())
	return want != nil && bytes.Equal(s.FillBytes(make([]byte, pub.Size())), want)
}

const (
	usualExponent = 65537
	// minLargeRSA is the largest modulus, in bits, that crypto/rsa verifies faster: it has code of its own for each
	// size, and from 3072 bits on math/big wins.
	minLargeRSA = 2048
)

// largeRSAHash is the hash of a signature algorithm; zero: another way is for it.
func largeRSAHash(a x509.SignatureAlgorithm) crypto.Hash {
	switch a {
	case x509.SHA256WithRSA:
		return crypto.SHA256
	case x509.SHA384WithRSA:
		return crypto.SHA384
	case x509.SHA512WithRSA:
		return crypto.SHA512
	}
	return 0
}

// digestInfoOf is the DER of a DigestInfo before the digest (RFC 8017, 9.2, note 1).
func digestInfoOf(hash crypto.Hash) []byte {
	size := byte(hash.Size())
	last := byte(1) // 2.16.840.1.101.3.4.2.1
	switch hash {
	case crypto.SHA384:
		last = 2
	case crypto.SHA512:
		last = 3
	}
	return []byte{0x30, 17 + size, 0x30, 13, 6, 9, 0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, last, 5, 0, 4, size}
}

// encodedMessage is EMSA-PKCS1-v1_5 of a message (RFC 8017, 9.2); nil: it is too long for the size.
func encodedMessage(hash crypto.Hash, message []byte, size int) []byte {
	h := hash.New()
	h.Write(message)
	info := h.Sum(digestInfoOf(hash))
	if size < len(info)+11 {
		return nil
	}
	em := bytes.Repeat([]byte{0xff}, size)
	em[0], em[1], em[size-len(info)-1] = 0, 1, 0
	copy(em[size-len(info):], info)
	return em
}
