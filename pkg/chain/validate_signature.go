package chain

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rsa"
	_ "crypto/sha1" // the hashes that signatures use
	_ "crypto/sha256"
	_ "crypto/sha512"
	"crypto/x509"
	"errors"
	"fmt"
	"math/big"

	"golang.org/x/crypto/cryptobyte"
	casn1 "golang.org/x/crypto/cryptobyte/asn1"
)

// signed is what a certificate says of its signature, and the signature.
type signed struct {
	scheme    string // oidRSA, oidPSS, oidEC, oidEd25519; empty: not known
	hash      crypto.Hash
	salt      int    // of RSASSA-PSS
	weak      string // what is weak in it; empty: nothing
	algorithm string // its object identifier
}

// signatureScheme is an algorithm of signatures (RFC 3279, 4055, 5758, 8410).
type signatureScheme struct {
	scheme string
	hash   crypto.Hash
	weak   string
}

var signatureSchemes = table[signatureScheme]{
	{"1.2.840.113549.1.1.2", signatureScheme{"", 0, "MD2"}},
	{"1.2.840.113549.1.1.4", signatureScheme{"", 0, "MD5"}},
	{"1.2.840.113549.1.1.5", signatureScheme{oidRSA, crypto.SHA1, "SHA-1"}},
	{"1.3.14.3.2.29", signatureScheme{oidRSA, crypto.SHA1, "SHA-1"}},
	{"1.2.840.113549.1.1.14", signatureScheme{oidRSA, crypto.SHA224, ""}},
	{"1.2.840.113549.1.1.11", signatureScheme{oidRSA, crypto.SHA256, ""}},
	{"1.2.840.113549.1.1.12", signatureScheme{oidRSA, crypto.SHA384, ""}},
	{"1.2.840.113549.1.1.13", signatureScheme{oidRSA, crypto.SHA512, ""}},
	{"1.2.840.10040.4.3", signatureScheme{"", 0, "SHA-1"}},
	{"1.2.840.10045.4.1", signatureScheme{oidEC, crypto.SHA1, "SHA-1"}},
	{"1.2.840.10045.4.3.1", signatureScheme{oidEC, crypto.SHA224, ""}},
	{"1.2.840.10045.4.3.2", signatureScheme{oidEC, crypto.SHA256, ""}},
	{"1.2.840.10045.4.3.3", signatureScheme{oidEC, crypto.SHA384, ""}},
	{"1.2.840.10045.4.3.4", signatureScheme{oidEC, crypto.SHA512, ""}},
	{oidEd25519, signatureScheme{oidEd25519, 0, ""}},
}

// signedBy reads the signature algorithm.
func signedBy(c *x509.Certificate) (s signed) {
	_, outer := signatureFields(c.Raw)
	input := cryptobyte.String(outer)
	var seq cryptobyte.String
	if !input.ReadASN1(&seq, casn1.SEQUENCE) {
		return s
	}
	id, ok := readOIDText(&seq)
	if !ok {
		return s
	}
	s.algorithm = id
	if id == oidPSS {
		s.readPSS(seq)
		return s
	}
	known := signatureSchemes.get(id)
	s.scheme, s.hash, s.weak = known.scheme, known.hash, known.weak
	return s
}

var hashes = table[crypto.Hash]{
	{"1.3.14.3.2.26", crypto.SHA1}, {"2.16.840.1.101.3.4.2.4", crypto.SHA224}, {"2.16.840.1.101.3.4.2.1", crypto.SHA256},
	{"2.16.840.1.101.3.4.2.2", crypto.SHA384}, {"2.16.840.1.101.3.4.2.3", crypto.SHA512},
}

// readPSS reads RSASSA-PSS-params (RFC 4055, 3.1). The hash and that of the mask must be the same, as crypto/rsa has
// it.
func (s *signed) readPSS(params cryptobyte.String) {
	hash, mask, salt, trailer, ok := readPSS(params)
	if !ok || hash != mask || trailer != 1 || !hash.Available() {
		return
	}
	s.scheme, s.hash, s.salt = oidPSS, hash, salt
	if hash == crypto.SHA1 {
		s.weak = "SHA-1"
	}
}

func readPSS(params cryptobyte.String) (hash, mask crypto.Hash, salt, trailer int, ok bool) {
	hash, mask, salt, trailer = crypto.SHA1, crypto.SHA1, 20, 1
	var seq, one, algorithm cryptobyte.String
	if params.Empty() {
		return hash, mask, salt, trailer, true
	}
	if !params.ReadASN1(&seq, casn1.SEQUENCE) || !params.Empty() {
		return
	}
	var present bool
	for i, into := range []*crypto.Hash{&hash, &mask} {
		if !seq.ReadOptionalASN1(&one, &present, contextTag(i).Constructed()) {
			return
		}
		if !present {
			continue
		}
		if !one.ReadASN1(&algorithm, casn1.SEQUENCE) {
			return
		}
		id, _ := readOIDText(&algorithm)
		if i == 1 { // MGF1 with a hash
			if id != "1.2.840.113549.1.1.8" || !algorithm.ReadASN1(&one, casn1.SEQUENCE) {
				return
			}
			id, _ = readOIDText(&one)
		}
		*into = hashes.get(id)
	}
	ok = seq.ReadOptionalASN1Integer(&salt, contextTag(2).Constructed(), 20) &&
		seq.ReadOptionalASN1Integer(&trailer, contextTag(3).Constructed(), 1) && seq.Empty() && salt >= 0
	return
}

func weakHash(c *facts) string { return c.signed.weak }

// checkLink tries the key of issuer on the signature of child, by the standard library. The error of what it cannot
// check wraps [x509.ErrUnsupportedAlgorithm].
func checkLink(child, issuer *facts) error {
	s := child.signed
	if s.scheme == "" {
		return fmt.Errorf("signature algorithm %s: %w", s.algorithm, x509.ErrUnsupportedAlgorithm)
	}
	key, err := issuer.key.public()
	if err != nil {
		return err
	}
	digest := child.cert.RawTBSCertificate
	if s.hash != 0 {
		h := s.hash.New()
		h.Write(digest)
		digest = h.Sum(nil)
	}
	switch key := key.(type) {
	case *rsa.PublicKey:
		return s.checkRSA(key, issuer.key.algorithm, digest, child.cert.Signature)
	case *ecdsa.PublicKey:
		return verdict(s.scheme == oidEC && ecdsa.VerifyASN1(key, digest, child.cert.Signature))
	case ed25519.PublicKey:
		return verdict(s.scheme == oidEd25519 && ed25519.Verify(key, digest, child.cert.Signature))
	}
	return x509.ErrUnsupportedAlgorithm
}

var errSignature = errors.New("the signature is not by this key")

func verdict(good bool) error {
	if good {
		return nil
	}
	return errSignature
}

// checkRSA: a key for RSASSA-PSS alone makes no other signature (RFC 4055, 1.2).
func (s *signed) checkRSA(key *rsa.PublicKey, algorithm string, digest, signature []byte) error {
	switch {
	case key.N.BitLen() < minRSABits:
		return fmt.Errorf("RSA key of less than %d bits: %w", minRSABits, x509.ErrUnsupportedAlgorithm)
	case s.scheme == oidRSA && algorithm == oidRSA:
		return verdict(rsa.VerifyPKCS1v15(key, s.hash, digest, signature) == nil)
	case s.scheme == oidPSS:
		return verdict(rsa.VerifyPSS(key, s.hash, digest, signature, &rsa.PSSOptions{SaltLength: s.salt, Hash: s.hash}) == nil)
	}
	return errSignature
}

// public is the key as the standard library takes it.
func (k *subjectKey) public() (crypto.PublicKey, error) {
	switch k.algorithm {
	case oidRSA, oidPSS:
		return k.rsaKey()
	case oidEC:
		return k.ecKey()
	case oidEd25519:
		if len(k.key) == ed25519.PublicKeySize {
			return ed25519.PublicKey(k.key), nil
		}
	}
	return nil, fmt.Errorf("key of algorithm %s: %w", k.algorithm, x509.ErrUnsupportedAlgorithm)
}

func (k *subjectKey) rsaKey() (crypto.PublicKey, error) {
	input := cryptobyte.String(k.key)
	var seq cryptobyte.String
	n, e := new(big.Int), 0
	if !input.ReadASN1(&seq, casn1.SEQUENCE) || !seq.ReadASN1Integer(n) || !seq.ReadASN1Integer(&e) || n.Sign() <= 0 || e < 3 || e > 1<<31-1 {
		return nil, fmt.Errorf("RSA key: %w", x509.ErrUnsupportedAlgorithm)
	}
	return &rsa.PublicKey{N: n, E: e}, nil
}

func (k *subjectKey) ecKey() (crypto.PublicKey, error) {
	var curve elliptic.Curve
	switch oidText(k.parameters) {
	case "1.3.132.0.33":
		curve = elliptic.P224()
	case "1.2.840.10045.3.1.7":
		curve = elliptic.P256()
	case "1.3.132.0.34":
		curve = elliptic.P384()
	case "1.3.132.0.35":
		curve = elliptic.P521()
	default:
		return nil, fmt.Errorf("curve %s: %w", oidText(k.parameters), x509.ErrUnsupportedAlgorithm)
	}
	if len(k.key) > 0 && k.key[0] != 4 {
		if x, y := elliptic.UnmarshalCompressed(curve, k.key); x != nil {
			return &ecdsa.PublicKey{Curve: curve, X: x, Y: y}, nil
		}
		return nil, fmt.Errorf("no point of the curve: %w", x509.ErrUnsupportedAlgorithm)
	}
	key, err := ecdsa.ParseUncompressedPublicKey(curve, k.key)
	if err != nil {
		return nil, fmt.Errorf("%v: %w", err, x509.ErrUnsupportedAlgorithm)
	}
	return key, nil
}
