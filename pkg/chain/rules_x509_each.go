package chain

import (
	"slices"

	"qwac/pkg/lint"
)

// eachCertificate makes a check of the path from one of each certificate by itself. Without a path each certificate of the
// bundle is checked.
func eachCertificate(check func(*lint.Pass, lint.Where, *Cert)) func(*lint.Pass, *Chain) {
	return each(check, func(c *Chain) []*Cert {
		if hasPath(c) {
			return nil
		}
		return c.Bundle.Certs
	})
}

// eachInFile is eachCertificate also for what is left over beside a path, apart from what belongs to another leaf, which
// chain-multiple-leaves tells. A finding there is mended by leaving the certificate out, as [Chain.PEM] does.
func eachInFile(check func(*lint.Pass, lint.Where, *Cert)) func(*lint.Pass, *Chain) {
	return each(check, func(c *Chain) []*Cert {
		if !hasPath(c) {
			return c.Bundle.Certs
		}
		if len(c.Unused) == 0 {
			return nil
		}
		beside := c.besideLeaves()
		return slices.DeleteFunc(slices.Clone(c.Unused), func(u *Cert) bool { return beside[u] })
	})
}

func each(check func(*lint.Pass, lint.Where, *Cert), others func(*Chain) []*Cert) func(*lint.Pass, *Chain) {
	return func(p *lint.Pass, c *Chain) {
		for i, cert := range c.Path {
			check(p, c.Where(i), cert)
		}
		for _, cert := range others(c) {
			w := lint.Where{At: cert.At}
			if hasPath(c) {
				w.Remedy = "Leave this certificate out, it is not on the path of the leaf; `qwac payload` does it."
			}
			check(p, w, cert)
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
