package cert

import (
	"bytes"
	"crypto/x509"
	"encoding/asn1"
	"slices"
	"strings"
	"time"

	"golang.org/x/crypto/cryptobyte"

	"qwac/pkg/ber"
	"qwac/pkg/key"
)

func WalkKeyUsage(s cryptobyte.String, c *x509.Certificate) bool {
	var bits asn1.BitString
	if !s.ReadASN1BitString(&bits) || !s.Empty() {
		return false
	}
	for i := range 9 {
		if bits.At(i) != 0 {
			c.KeyUsage |= 1 << i
		}
	}
	return true
}

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
func PublicKey(c *Cert) any { return key.Holder(c.Certificate).PublicKey }

var OIDQcStatements = asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 1, 3} // RFC 3739

var oidPolicies = asn1.ObjectIdentifier{2, 5, 29, 32}

func KeyIDFit(child, issuer *x509.Certificate) key.Fit {
	switch {
	case len(child.AuthorityKeyId) == 0 || len(issuer.SubjectKeyId) == 0:
		return key.Unknown
	case bytes.Equal(child.AuthorityKeyId, issuer.SubjectKeyId):
		return key.Fits
	}
	return key.Contradicts
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

// LacksClientAuth reports whether the extended key usage rules out the authentication of a TLS client. An empty list
// does.
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

// RefusedHash reports whether crypto/x509 refuses the certificate for the hash in its signature, though the signature
// can be checked. A root's signature on itself is never looked at.
func RefusedHash(c *x509.Certificate) bool {
	return c.SignatureAlgorithm == x509.SHA1WithRSA || c.SignatureAlgorithm == x509.ECDSAWithSHA1
}

// PathLen is the pathLenConstraint, if there is one.
func PathLen(c *x509.Certificate) (max int, ok bool) {
	ok = c.BasicConstraintsValid && (c.MaxPathLen > 0 || c.MaxPathLen == 0 && c.MaxPathLenZero)
	return c.MaxPathLen, ok
}

var (
	OIDPoison     = asn1.ObjectIdentifier{1, 3, 6, 1, 4, 1, 11129, 2, 4, 3} // RFC 6962, 3.1
	oidNoRevAvail = asn1.ObjectIdentifier{2, 5, 29, 56}                     // RFC 9608
)

// Distinct sorts certificates by their bytes, and leaves out copies.
func Distinct(certs []*Cert) []*Cert {
	certs = slices.Clone(certs)
	slices.SortStableFunc(certs, func(a, b *Cert) int { return bytes.Compare(a.Raw, b.Raw) })
	return slices.CompactFunc(certs, func(a, b *Cert) bool { return bytes.Equal(a.Raw, b.Raw) })
}

// WebFirst is the first address of http or https, which everybody can fetch; without one the first address.
func WebFirst(addresses []string) string {
	if i := slices.IndexFunc(addresses, IsWeb); i > 0 {
		return addresses[i]
	}
	return addresses[0]
}

// IsWeb reports whether an address is one of http or https.
func IsWeb(address string) bool {
	scheme, rest, _ := strings.Cut(address, "://")
	return rest != "" && (strings.EqualFold(scheme, "http") || strings.EqualFold(scheme, "https"))
}
