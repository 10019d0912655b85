package chain

import (
	"slices"

	"qwac/pkg/lint"
)

// eachCertificate, to be ranged over, has the certificates of the path with their places, or without a path those of the bundle.
func (c *Chain) eachCertificate(yield func(lint.Where, *Cert) bool) {
	if hasPath(c) {
		c.each(nil, yield)
	} else {
		c.each(c.Bundle.Certs, yield)
	}
}

// eachInFile is eachCertificate also for what is left over beside a path, apart from what belongs to another leaf, which
// chain-multiple-leaves tells. A finding there is mended by leaving the certificate out, as [Chain.PEM] does.
func (c *Chain) eachInFile(yield func(lint.Where, *Cert) bool) {
	if !hasPath(c) || len(c.Unused) == 0 {
		c.eachCertificate(yield)
		return
	}
	beside := c.besideLeaves()
	c.each(slices.DeleteFunc(slices.Clone(c.Unused), func(u *Cert) bool { return beside[u] }), yield)
}

// each goes through the path and then through others, which are beside it.
func (c *Chain) each(others []*Cert, yield func(lint.Where, *Cert) bool) {
	for i, cert := range c.Path {
		if !yield(c.Where(i), cert) {
			return
		}
	}
	for _, cert := range others {
		w := lint.Where{At: cert.At}
		if hasPath(c) {
			w.Remedy = "Leave this certificate out, it is not on the path of the leaf; `qwac payload` does it."
		}
		if !yield(w, cert) {
			return
		}
	}
}

// leafExtensions have rules of their own in an end-entity certificate: qcStatements must not be critical, and the poison marks a
// precertificate.
var leafExtensions = []string{"1.3.6.1.5.5.7.1.3", "1.3.6.1.4.1.11129.2.4.3"}

// understood reports whether a critical extension is processed, or has a rule of its own.
func understood(oid string, endEntity bool) bool {
	return slices.Contains(understoodExtensions, oid) || endEntity && slices.Contains(leafExtensions, oid)
}

// endEntity reports whether a certificate is the leaf of the path, or is beside a path and no CA.
func endEntity(w lint.Where, c *Cert) bool { return w.Cert == 1 || w.Cert == 0 && !c.IsCA }

// isRoot reports whether a certificate is the root, whose signature on itself nobody relies on: the last of a complete path,
// or beside a path one that names itself as its issuer.
func (c *Chain) isRoot(w lint.Where, cert *Cert) bool {
	if w.Cert == 0 {
		return isSelfIssued(cert)
	}
	return w.Cert > 1 && w.Cert == len(c.Path) && c.complete()
}
