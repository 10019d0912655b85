package chain

import (
	"bytes"
	"crypto/x509"
	"encoding/asn1"
	"slices"
	"time"
)

var (
	oidKeyUsage        = asn1.ObjectIdentifier{2, 5, 29, 15}
	oidExtKeyUsage     = asn1.ObjectIdentifier{2, 5, 29, 37}
	oidNameConstraints = asn1.ObjectIdentifier{2, 5, 29, 30}
)

// faultsAt counts what speaks against n as an issuer on the path to the leaf, with that many non-self-issued CAs below it.
// What the rules report is judged by them; this only chooses between paths.
func (p *pool) faultsAt(n *node, depth int) int {
	if n.faults < 0 {
		n.faults = p.countFaults(n.cert)
	}
	if max, ok := pathLen(n.cert.Certificate); ok && depth > max {
		return n.faults + 1
	}
	return n.faults
}

func (p *pool) countFaults(c *Cert) int {
	count := 0
	for _, bad := range []bool{
		c.Refused != nil,
		!validAt(c.Certificate, p.opts.At),
		!mayIssue(c.Certificate),
		lacksKeyCertSign(c.Certificate),
		lacksClientAuth(c.Certificate),
		hasUnhandled(c.Certificate),
		refusedHash(c.Certificate) && !isSelfIssued(c),
		p.leafOutside(c),
	} {
		if bad {
			count++
		}
	}
	return count
}

// leafOutside reports whether a name of the leaf is outside the constraints of a CA.
func (p *pool) leafOutside(c *Cert) bool {
	if !has(c.Certificate, oidNameConstraints) {
		return false
	}
	var above constraints
	above.add(p.factsOf(c), 0)
	return len(above.outside(p.factsOf(p.leaf.cert).names, &work{})) > 0
}

// validAt reports whether t is within the validity; the zero time always is.
func validAt(c *x509.Certificate, t time.Time) bool {
	return t.IsZero() || !t.Before(c.NotBefore) && !t.After(c.NotAfter)
}

// mayIssue reports whether the certificate is that of a CA. Certificates before version 3 cannot say so; as crypto/x509
// does, they are taken as roots only.
func mayIssue(c *x509.Certificate) bool {
	if c.Version < 3 {
		return bytes.Equal(c.RawSubject, c.RawIssuer)
	}
	return c.BasicConstraintsValid && c.IsCA
}

func lacksKeyCertSign(c *x509.Certificate) bool {
	return has(c, oidKeyUsage) && c.KeyUsage&x509.KeyUsageCertSign == 0
}

// lacksClientAuth reports whether the extended key usage rules out the authentication of a TLS client. An empty list does.
func lacksClientAuth(c *x509.Certificate) bool {
	return has(c, oidExtKeyUsage) && !slices.ContainsFunc(c.ExtKeyUsage, func(u x509.ExtKeyUsage) bool {
		return u == x509.ExtKeyUsageClientAuth || u == x509.ExtKeyUsageAny
	})
}

// hasUnhandled reports whether crypto/x509 leaves a critical extension unhandled. Name constraints are not counted: the
// kinds that it does not know are judged here.
func hasUnhandled(c *x509.Certificate) bool {
	return slices.ContainsFunc(c.UnhandledCriticalExtensions, func(oid asn1.ObjectIdentifier) bool {
		return !oid.Equal(oidNameConstraints)
	})
}

// refusedHash reports whether crypto/x509 refuses the certificate for the hash in its signature, though the signature can be
// checked. A root's signature on itself is never looked at.
func refusedHash(c *x509.Certificate) bool {
	return c.SignatureAlgorithm == x509.SHA1WithRSA || c.SignatureAlgorithm == x509.ECDSAWithSHA1
}

// pathLen is the pathLenConstraint, if there is one.
func pathLen(c *x509.Certificate) (max int, ok bool) {
	ok = c.BasicConstraintsValid && (c.MaxPathLen > 0 || c.MaxPathLen == 0 && c.MaxPathLenZero)
	return c.MaxPathLen, ok
}

// oddities counts what is strange about a link whose signature may be good.
func oddities(child, issuer *node) int {
	count := 0
	if keyIDFit(child.cert.Certificate, issuer.cert.Certificate) == contradicts {
		count++
	}
	if !bytes.Equal(child.cert.RawIssuer, issuer.cert.RawSubject) {
		count++
	}
	if !namedAuthority(child.cert).fits(issuer.cert) {
		count++
	}
	return count
}
