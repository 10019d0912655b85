package key

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/rsa"
	_ "crypto/sha3"
	"crypto/x509"
	"errors"
	"fmt"

	"golang.org/x/crypto/cryptobyte"
	casn1 "golang.org/x/crypto/cryptobyte/asn1"

	"qwac/pkg/ber"
)

// UnsupportedError says why the standard library cannot check a signature. Whether the signature is good is not known
// then.
type UnsupportedError string

func (e UnsupportedError) Error() string { return string(e) }

// Is lets [errors.Is] take it for what crypto/x509 says in such a case.
func (UnsupportedError) Is(target error) bool { return target == x509.ErrUnsupportedAlgorithm }

var (
	errMismatch = errors.New("the signature is of another kind than the key")
	errWrong    = errors.New("the key did not make the signature")
)

// checkAlgorithm checks a signature that crypto/x509 does not, though the rest of the library can: hashes that it
// leaves out, and the parameters of RSASSA-PSS.
func checkAlgorithm(child, key *x509.Certificate) error {
	_, outer := SignatureFields(child.Raw)
	id := AlgorithmName(outer)
	if id == OIDPSS {
		return checkPSS(child, key, outer)
	}
	row := otherAlgorithms.Get(id)
	switch {
	case id == unreadable:
		return UnsupportedError("the signature algorithm cannot be read")
	case row.hash == 0:
		return UnsupportedError("the signature algorithm " + id + " is not known to the standard library")
	}
	sum := digest(row.hash, child.RawTBSCertificate)
	switch pub := key.PublicKey.(type) {
	case *rsa.PublicKey:
		if row.key != x509.RSA {
			return errMismatch
		}
		return rsa.VerifyPKCS1v15(pub, row.hash, sum, child.Signature)
	case *ecdsa.PublicKey:
		if row.key != x509.ECDSA {
			return errMismatch
		}
		if !ecdsa.VerifyASN1(pub, sum, child.Signature) {
			return errWrong
		}
		return nil
	}
	return errMismatch
}

func digest(hash crypto.Hash, message []byte) []byte {
	h := hash.New()
	h.Write(message)
	return h.Sum(nil)
}

// signatureKind is the kind of key and the hash of a signature algorithm.
type signatureKind struct {
	key  x509.PublicKeyAlgorithm
	hash crypto.Hash
}

// otherAlgorithms are those that crypto/x509 does not know: with SHA-224 (RFC 4055, RFC 5758) and SHA-3 (NIST CSOR).
var otherAlgorithms = ber.Table[signatureKind]{
	{"1.2.840.113549.1.1.14", signatureKind{x509.RSA, crypto.SHA224}},
	{"2.16.840.1.101.3.4.3.13", signatureKind{x509.RSA, crypto.SHA3_224}},
	{"2.16.840.1.101.3.4.3.14", signatureKind{x509.RSA, crypto.SHA3_256}},
	{"2.16.840.1.101.3.4.3.15", signatureKind{x509.RSA, crypto.SHA3_384}},
	{"2.16.840.1.101.3.4.3.16", signatureKind{x509.RSA, crypto.SHA3_512}},
	{"1.2.840.10045.4.3.1", signatureKind{x509.ECDSA, crypto.SHA224}},
	{"2.16.840.1.101.3.4.3.9", signatureKind{x509.ECDSA, crypto.SHA3_224}},
	{"2.16.840.1.101.3.4.3.10", signatureKind{x509.ECDSA, crypto.SHA3_256}},
	{"2.16.840.1.101.3.4.3.11", signatureKind{x509.ECDSA, crypto.SHA3_384}},
	{"2.16.840.1.101.3.4.3.12", signatureKind{x509.ECDSA, crypto.SHA3_512}},
}

// pssHashes are the hashes of RSASSA-PSS (RFC 4055, section 2.1; RFC 8702 has SHAKE, which crypto/rsa does not take).
var pssHashes = ber.Table[crypto.Hash]{
	{"1.3.14.3.2.26", crypto.SHA1},
	{"2.16.840.1.101.3.4.2.4", crypto.SHA224},
	{"2.16.840.1.101.3.4.2.1", crypto.SHA256},
	{"2.16.840.1.101.3.4.2.2", crypto.SHA384},
	{"2.16.840.1.101.3.4.2.3", crypto.SHA512},
	{"2.16.840.1.101.3.4.2.5", crypto.SHA512_224},
	{"2.16.840.1.101.3.4.2.6", crypto.SHA512_256},
	{"2.16.840.1.101.3.4.2.7", crypto.SHA3_224},
	{"2.16.840.1.101.3.4.2.8", crypto.SHA3_256},
	{"2.16.840.1.101.3.4.2.9", crypto.SHA3_384},
	{"2.16.840.1.101.3.4.2.10", crypto.SHA3_512},
}

// pssParameters are RSASSA-PSS-params (RFC 4055, section 3.1).
type pssParameters struct {
	hash, mask crypto.Hash // mask is that of MGF1
	salt       int
}

// defaultPSS stands for what is left out.
var defaultPSS = pssParameters{crypto.SHA1, crypto.SHA1, 20}

// readPSS reads the parameters of an id-RSASSA-PSS AlgorithmIdentifier; ok is false when there are none.
func readPSS(algorithm []byte) (p pssParameters, ok bool, err error) {
	input := cryptobyte.String(algorithm)
	var seq, params cryptobyte.String
	if !input.ReadASN1(&seq, casn1.SEQUENCE) || !seq.SkipASN1(casn1.OBJECT_IDENTIFIER) {
		return p, false, UnsupportedError("the parameters of RSASSA-PSS are malformed")
	}
	if seq.Empty() {
		return p, false, nil
	}
	if !seq.ReadASN1(&params, casn1.SEQUENCE) || !seq.Empty() {
		return p, false, UnsupportedError("the parameters of RSASSA-PSS are malformed")
	}
	p, err = readPSSFields(params)
	return p, err == nil, err
}

func readPSSFields(s cryptobyte.String) (pssParameters, error) {
	p := defaultPSS
	malformed := UnsupportedError("the parameters of RSASSA-PSS are malformed")
	field := func(n uint8, read func(cryptobyte.String) bool) bool {
		var value cryptobyte.String
		var present bool
		return s.ReadOptionalASN1(&value, &present, casn1.Tag(n).ContextSpecific().Constructed()) &&
			(!present || read(value))
	}
	trailer := 1
	switch {
	case !field(0, func(v cryptobyte.String) bool { return readHash(&v, &p.hash) && v.Empty() }),
		!field(1, func(v cryptobyte.String) bool { return readMask(v, &p.mask) }),
		!field(2, func(v cryptobyte.String) bool { return v.ReadASN1Integer(&p.salt) && v.Empty() && p.salt >= 0 }),
		!field(3, func(v cryptobyte.String) bool { return v.ReadASN1Integer(&trailer) && v.Empty() }), !s.Empty():
		return p, malformed
	case p.hash == 0 || p.mask == 0:
		return p, UnsupportedError("RSASSA-PSS has a hash or a mask generation that the standard library does not know")
	case trailer != 1:
		return p, UnsupportedError(fmt.Sprintf("RSASSA-PSS has the trailer field %d, the standard library knows 1 only",
			trailer))
	}
	return p, nil
}

// readHash reads an AlgorithmIdentifier of a hash; zero: it is none that is known.
func readHash(s *cryptobyte.String, hash *crypto.Hash) bool {
	var full cryptobyte.String
	if !s.ReadASN1Element(&full, casn1.SEQUENCE) {
		return false
	}
	*hash = pssHashes.Get(AlgorithmName(full))
	return true
}

const oidMGF1 = "1.2.840.113549.1.1.8"

func readMask(s cryptobyte.String, hash *crypto.Hash) bool {
	var full, seq cryptobyte.String
	if !s.ReadASN1Element(&full, casn1.SEQUENCE) || !s.Empty() {
		return false
	}
	if AlgorithmName(full) != oidMGF1 {
		*hash = 0
		return true
	}
	return full.ReadASN1(&seq, casn1.SEQUENCE) && seq.SkipASN1(casn1.OBJECT_IDENTIFIER) && readHash(&seq, hash) &&
		seq.Empty()
}

// checkPSS checks a signature with RSASSA-PSS by its parameters, and by those of the key where it has some (RFC 4055,
// section 3.3).
func checkPSS(child, key *x509.Certificate, algorithm []byte) error {
	pub, ok := key.PublicKey.(*rsa.PublicKey)
	if !ok {
		return errMismatch
	}
	p, present, err := readPSS(algorithm)
	switch {
	case err != nil:
		return err
	case !present:
		return UnsupportedError("RSASSA-PSS has no parameters")
	}
	if err := p.allowedBy(key); err != nil {
		return err
	}
	if p.mask != p.hash {
		return UnsupportedError(fmt.Sprintf("RSASSA-PSS has %v for the message and %v for the mask, the standard "+
			"library verifies one for both only", p.hash, p.mask))
	}
	sum := digest(p.hash, child.RawTBSCertificate)
	if p.salt == 0 {
		return verifyUnsalted(pub, p.hash, sum, child.Signature)
	}
	return rsa.VerifyPSS(pub, p.hash, sum, child.Signature, &rsa.PSSOptions{SaltLength: p.salt})
}

// allowedBy holds the parameters of a signature against those of the key, which bind it.
func (p pssParameters) allowedBy(key *x509.Certificate) error {
	info, _, _ := ber.ReadElement(key.RawSubjectPublicKeyInfo)
	algorithm, _, _ := ber.ReadElement(info.Content)
	if AlgorithmName(algorithm.Full) != OIDPSS {
		return nil
	}
	bound, present, err := readPSS(algorithm.Full)
	if err != nil || !present {
		return err
	}
	if p.hash != bound.hash || p.mask != bound.mask || p.salt < bound.salt {
		return fmt.Errorf("the parameters of the signature (%v, %v, salt of %d) are not those of the key (%v, %v, at "+
			"least %d)",
			p.hash, p.mask, p.salt, bound.hash, bound.mask, bound.salt)
	}
	return nil
}

// maxUnsalted bounds the modulus for which verifyUnsalted tries every length: some 500 signature checks.
const maxUnsalted = 4096

// verifyUnsalted checks a signature without salt. To crypto/rsa a length of zero means any, so the others are ruled
// out.
func verifyUnsalted(pub *rsa.PublicKey, hash crypto.Hash, sum, sig []byte) error {
	if pub.N.BitLen() > maxUnsalted {
		return UnsupportedError(fmt.Sprintf("RSASSA-PSS has no salt and the key more than %d bits", maxUnsalted))
	}
	if err := rsa.VerifyPSS(pub, hash, sum, sig, &rsa.PSSOptions{SaltLength: rsa.PSSSaltLengthAuto}); err != nil {
		return err
	}
	for salt := 1; salt <= pub.Size()-hash.Size()-2; salt++ {
		if rsa.VerifyPSS(pub, hash, sum, sig, &rsa.PSSOptions{SaltLength: salt}) == nil {
			return fmt.Errorf("the signature has a salt of %d octets, its parameters say none", salt)
		}
	}
	return nil
}

func isPSS(c *x509.Certificate) bool { return Of(c).Algorithm == OIDPSS }
