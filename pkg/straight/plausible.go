package straight

import (
	"bytes"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"math/big"
	"slices"

	"golang.org/x/crypto/cryptobyte"
	casn1 "golang.org/x/crypto/cryptobyte/asn1"

	"qwac/pkg/ber"
	"qwac/pkg/cert"
	"qwac/pkg/key"
)

// MayHaveIssued reports whether a certificate is plausible as the issuer of another, without a look at the signature:
// by names, key identifiers, the kind of the key, and keyUsage, as check_issued of OpenSSL has it.
func MayHaveIssued(child, issuer *cert.Cert) bool {
	if !ber.SameName(child.RawIssuer, issuer.RawSubject) || cert.LacksKeyCertSign(issuer.Certificate) {
		return false
	}
	if cert.KeyIDFit(child.Certificate, issuer.Certificate) == key.Contradicts {
		return false
	}
	return !otherIdentity(child, issuer) && !otherKind(child.SignatureAlgorithm, issuer.PublicKeyAlgorithm)
}

// otherKind reports whether a key of one kind cannot make a signature of another.
func otherKind(signature x509.SignatureAlgorithm, of x509.PublicKeyAlgorithm) bool {
	switch signature {
	case x509.SHA1WithRSA, x509.SHA256WithRSA, x509.SHA384WithRSA, x509.SHA512WithRSA:
		return known(of) && of != x509.RSA
	case x509.ECDSAWithSHA1, x509.ECDSAWithSHA256, x509.ECDSAWithSHA384, x509.ECDSAWithSHA512:
		return known(of) && of != x509.ECDSA
	case x509.PureEd25519:
		return known(of) && of != x509.Ed25519
	}
	return false
}

func known(a x509.PublicKeyAlgorithm) bool { return a != x509.UnknownPublicKeyAlgorithm }

// EndsItself reports whether no issuer of a certificate is looked for, since it is taken to be its own: by its names,
// its key identifiers, and the kind of its key.
func EndsItself(c *cert.Cert) bool {
	return cert.IsSelfIssued(c) && cert.KeyIDFit(c.Certificate, c.Certificate) != key.Contradicts &&
		!otherKind(c.SignatureAlgorithm, c.PublicKeyAlgorithm) && !signsNothing(c)
}

// signsNothing reports whether a key is one of X25519 or X448 (RFC 8410).
func signsNothing(c *cert.Cert) bool {
	algorithm := key.Of(c.Certificate).Algorithm
	return algorithm == "1.3.101.110" || algorithm == "1.3.101.111"
}

var oidAuthorityKey = asn1.ObjectIdentifier{2, 5, 29, 35}

// otherIdentity reports whether the authority key identifier names another certificate by its issuer and serial
// number.
func otherIdentity(child, issuer *cert.Cert) bool {
	i := slices.IndexFunc(child.Extensions, func(e pkix.Extension) bool { return e.Id.Equal(oidAuthorityKey) })
	if i < 0 || issuer.SerialNumber == nil {
		return false
	}
	der := cryptobyte.String(child.Extensions[i].Value)
	var seq, names, serial cryptobyte.String
	var named, numbered bool
	if !der.ReadASN1(&seq, casn1.SEQUENCE) || !seq.SkipOptionalASN1(casn1.Tag(0).ContextSpecific()) ||
		!seq.ReadOptionalASN1(&names, &named, casn1.Tag(1).ContextSpecific().Constructed()) ||
		!seq.ReadOptionalASN1(&serial, &numbered, casn1.Tag(2).ContextSpecific()) {
		return false
	}
	if numbered && !bytes.Equal(new(big.Int).SetBytes(serial).Bytes(), new(big.Int).Abs(issuer.SerialNumber).Bytes()) {
		return true
	}
	var name cryptobyte.String
	directory := casn1.Tag(4).ContextSpecific().Constructed()
	return named && names.ReadASN1(&name, directory) && !ber.SameName(name, issuer.RawIssuer)
}
