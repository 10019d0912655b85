package testpki

import (
	"cmp"
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	_ "crypto/md5" // crypto.MD5, for signatures that must be refused
	"crypto/rsa"
	_ "crypto/sha1"
	_ "crypto/sha256"
	_ "crypto/sha512"
	stdasn1 "encoding/asn1"
	"fmt"
)

// SigAlg says how a certificate is signed. The key of the issuer decides between RSA, ECDSA and Ed25519.
type SigAlg struct {
	Hash crypto.Hash // crypto.MD5, SHA1, SHA224, SHA256, SHA384, SHA512. Zero: SHA256
	PSS  bool        // RSASSA-PSS instead of PKCS #1 v1.5
	Salt int         // octets of the PSS salt. Zero: as many as the hash has
	Bare bool        // PKCS #1 v1.5 without the parameters NULL
}

// Identifier is the DER AlgorithmIdentifier of a signature made with this kind of key.
func (a SigAlg) Identifier(key crypto.PublicKey) []byte {
	switch key.(type) {
	case ed25519.PublicKey:
		return Seq(ObjectID(oidEd25519))
	case *ecdsa.PublicKey:
		return Seq(ObjectID(lookup(ecdsaAlgs, a.hash())))
	}
	if a.Bare {
		return Seq(ObjectID(lookup(rsaAlgs, a.hash())))
	}
	if !a.PSS {
		return Seq(ObjectID(lookup(rsaAlgs, a.hash())), Null())
	}
	return PSSIdentifier(a.hash(), a.hash(), a.salt())
}

// PSSIdentifier is an RSASSA-PSS AlgorithmIdentifier (RFC 4055), the hash of the mask generation apart from the other.
func PSSIdentifier(hash, mask crypto.Hash, salt int) []byte {
	return Seq(ObjectID(oidRSAPSS), Seq(
		Explicit(0, hashIdentifier(hash)),
		Explicit(1, Seq(ObjectID(oidMGF1), hashIdentifier(mask))),
		Explicit(2, Int(int64(salt))),
	))
}

func hashIdentifier(h crypto.Hash) []byte { return Seq(ObjectID(lookup(hashAlgs, h)), Null()) }

func (a SigAlg) hash() crypto.Hash { return cmp.Or(a.Hash, crypto.SHA256) }

func (a SigAlg) salt() int { return cmp.Or(a.Salt, a.hash().Size()) }

// sign is deterministic: ECDSA after RFC 6979, PSS with a salt derived from the message.
func (a SigAlg) sign(key crypto.Signer, message []byte) []byte {
	h := a.hash().New()
	h.Write(message)
	digest := h.Sum(nil)
	var sig []byte
	var err error
	switch key := key.(type) {
	case ed25519.PrivateKey:
		sig = ed25519.Sign(key, message)
	case *rsa.PrivateKey:
		if a.PSS {
			salt := newStream("salt " + string(digest))
			sig, err = rsa.SignPSS(salt, key, a.hash(), digest, &rsa.PSSOptions{SaltLength: a.salt()})
			break
		}
		sig, err = rsa.SignPKCS1v15(nil, key, a.hash(), digest)
	default:
		sig, err = key.Sign(nil, digest, a.hash())
	}
	if err != nil {
		panic("testpki: signing: " + err.Error())
	}
	return sig
}

// algorithm is a row of the tables from hash to object identifier.
type algorithm struct {
	hash crypto.Hash
	oid  stdasn1.ObjectIdentifier
}

var rsaAlgs = []algorithm{
	{crypto.MD5, stdasn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 4}},
	{crypto.SHA1, stdasn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 5}},
	{crypto.SHA224, stdasn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 14}},
	{crypto.SHA256, stdasn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 11}},
	{crypto.SHA384, stdasn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 12}},
	{crypto.SHA512, stdasn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 13}},
}

var ecdsaAlgs = []algorithm{
	{crypto.SHA1, stdasn1.ObjectIdentifier{1, 2, 840, 10045, 4, 1}},
	{crypto.SHA224, stdasn1.ObjectIdentifier{1, 2, 840, 10045, 4, 3, 1}},
	{crypto.SHA256, stdasn1.ObjectIdentifier{1, 2, 840, 10045, 4, 3, 2}},
	{crypto.SHA384, stdasn1.ObjectIdentifier{1, 2, 840, 10045, 4, 3, 3}},
	{crypto.SHA512, stdasn1.ObjectIdentifier{1, 2, 840, 10045, 4, 3, 4}},
}

var hashAlgs = []algorithm{
	{crypto.SHA1, stdasn1.ObjectIdentifier{1, 3, 14, 3, 2, 26}},
	{crypto.SHA256, stdasn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 1}},
	{crypto.SHA384, stdasn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 2}},
	{crypto.SHA512, stdasn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 3}},
}

func lookup(table []algorithm, h crypto.Hash) stdasn1.ObjectIdentifier {
	for _, row := range table {
		if row.hash == h {
			return row.oid
		}
	}
	panic(fmt.Sprintf("testpki: no object identifier for %v here", h))
}
