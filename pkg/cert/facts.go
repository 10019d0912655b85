package cert

import (
	"bytes"
	"cmp"
	"crypto"
	"crypto/x509"
	"encoding/asn1"
	"slices"
	"time"

	"qwac/pkg/ber"
)

func Has(c *x509.Certificate, oid asn1.ObjectIdentifier) bool {
	_, ok := ExtValue(c, oid)
	return ok
}

// ExtValue is the content of the first extension of that kind.
func ExtValue(c *x509.Certificate, oid asn1.ObjectIdentifier) (der []byte, ok bool) {
	for i := range c.Extensions {
		if c.Extensions[i].Id.Equal(oid) {
			return c.Extensions[i].Value, true
		}
	}
	return nil, false
}

// IsSelfIssued reports whether issuer and subject are the same name.
func IsSelfIssued(c *Cert) bool {
	return ber.SameName(c.RawIssuer, c.RawSubject)
}

// PublicKey is the public key of a certificate, nil when no library reads it.
func PublicKey(c *Cert) any { return KeyHolder(c.Certificate).PublicKey }

// PublicKeyFit compares a public key with the one given; keys of unknown kinds cannot be compared.
func PublicKeyFit(key, given crypto.PublicKey) KeyFit {
	k, ok := key.(interface{ Equal(crypto.PublicKey) bool })
	switch {
	case !ok:
		return Unknown
	case k.Equal(given):
		return Fits
	}
	return Contradicts
}

var OIDQcStatements = asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 1, 3} // RFC 3739

// SignatureFields gives the two AlgorithmIdentifiers of a certificate, in DER.
func SignatureFields(der []byte) (inner, outer []byte) {
	cert, _, _ := ber.ReadElement(der)
	parts := new(ber.Elements).Of(cert.Content)
	if len(parts) < 2 {
		return nil, nil
	}
	for _, e := range new(ber.Elements).Of(parts[0].Content) {
		if e.Tag == ber.TagSequence {
			return e.Full, parts[1].Full
		}
	}
	return nil, parts[1].Full
}

// algorithmName gives the object identifier of an AlgorithmIdentifier.
func algorithmName(der []byte) string {
	seq, _, _ := ber.ReadElement(der)
	id, _, _ := ber.ReadElement(seq.Content)
	return cmp.Or(oidText(id.Full), "not readable")
}

var oidPolicies = asn1.ObjectIdentifier{2, 5, 29, 32}

// KeyHolder is a certificate with the public key of c. A certificate that crypto/x509 refuses or whose key it
// does not read, may still have one that the library can use.
func KeyHolder(c *x509.Certificate) *x509.Certificate {
	if c.PublicKey != nil {
		return c
	}
	if modulusBits(c) > MaxModulus {
		return &x509.Certificate{RawSubjectPublicKeyInfo: c.RawSubjectPublicKeyInfo}
	}
	return &x509.Certificate{RawSubjectPublicKeyInfo: c.RawSubjectPublicKeyInfo, PublicKey: loadKey(c.RawSubjectPublicKeyInfo)}
}

// KeyFit says whether the key identifier that a certificate names is that of a possible issuer.
type KeyFit int

const (
	Fits KeyFit = iota
	Unknown
	Contradicts
)

func KeyIDFit(child, issuer *x509.Certificate) KeyFit {
	switch {
	case len(child.AuthorityKeyId) == 0 || len(issuer.SubjectKeyId) == 0:
		return Unknown
	case bytes.Equal(child.AuthorityKeyId, issuer.SubjectKeyId):
		return Fits
	}
	return Contradicts
}

var (
	oidKeyUsage        = asn1.ObjectIdentifier{2, 5, 29, 15}
	oidExtKeyUsage     = asn1.ObjectIdentifier{2, 5, 29, 37}
	OIDNameConstraints = asn1.ObjectIdentifier{2, 5, 29, 30}
)

// ValidAt reports whether t is within the validity; the zero time always is.
func ValidAt(c *x509.Certificate, t time.Time) bool {
	return t.IsZero() || !t.Before(c.NotBefore) && !t.After(c.NotAfter)
}

// MayIssue reports whether the certificate is that of a CA. Certificates before version 3 cannot say so; as crypto/x509
// does, they are taken as roots only.
func MayIssue(c *x509.Certificate) bool {
	if c.Version < 3 {
		return bytes.Equal(c.RawSubject, c.RawIssuer)
	}
	return c.BasicConstraintsValid && c.IsCA
}

func LacksKeyCertSign(c *x509.Certificate) bool {
	return Has(c, oidKeyUsage) && c.KeyUsage&x509.KeyUsageCertSign == 0
}

// LacksClientAuth reports whether the extended key usage rules out the authentication of a TLS client. An empty list does.
func LacksClientAuth(c *x509.Certificate) bool {
	return Has(c, oidExtKeyUsage) && !slices.ContainsFunc(c.ExtKeyUsage, func(u x509.ExtKeyUsage) bool {
		return u == x509.ExtKeyUsageClientAuth || u == x509.ExtKeyUsageAny
	})
}

// HasUnhandled reports whether crypto/x509 leaves a critical extension unhandled. Name constraints are not counted: the
// kinds that it does not know are judged here.
func HasUnhandled(c *x509.Certificate) bool {
	return slices.ContainsFunc(c.UnhandledCriticalExtensions, func(oid asn1.ObjectIdentifier) bool {
		return !oid.Equal(OIDNameConstraints)
	})
}

// RefusedHash reports whether crypto/x509 refuses the certificate for the hash in its signature, though the signature can be
// checked. A root's signature on itself is never looked at.
func RefusedHash(c *x509.Certificate) bool {
	return c.SignatureAlgorithm == x509.SHA1WithRSA || c.SignatureAlgorithm == x509.ECDSAWithSHA1
}

// PathLen is the pathLenConstraint, if there is one.
func PathLen(c *x509.Certificate) (max int, ok bool) {
	ok = c.BasicConstraintsValid && (c.MaxPathLen > 0 || c.MaxPathLen == 0 && c.MaxPathLenZero)
	return c.MaxPathLen, ok
}
