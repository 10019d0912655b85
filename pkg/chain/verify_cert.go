package chain

import (
	"bytes"

	"qwac/pkg/cert"
	"qwac/pkg/key"
	"qwac/pkg/path"
)

// faultsAt counts what speaks against n as an issuer on the path to the leaf, with that many non-self-issued CAs below
// it. What the rules report is judged by them; this only chooses between paths.
func (p *pool) faultsAt(n *node, depth int) int {
	if n.faults < 0 {
		n.faults = p.countFaults(n.cert)
	}
	if max, ok := cert.PathLen(n.cert.Certificate); ok && depth > max {
		return n.faults + 1
	}
	return n.faults
}

func (p *pool) countFaults(c *cert.Cert) int {
	count := 0
	for _, bad := range []bool{
		c.Refused != nil,
		!cert.ValidAt(c.Certificate, p.opts.At),
		!cert.MayIssue(c.Certificate),
		cert.LacksKeyCertSign(c.Certificate),
		cert.LacksClientAuth(c.Certificate),
		cert.HasUnhandled(c.Certificate),
		cert.RefusedHash(c.Certificate) && !cert.IsSelfIssued(c),
		p.leafOutside(c),
	} {
		if bad {
			count++
		}
	}
	return count
}

// leafOutside reports whether a name of the leaf is outside the constraints of a CA.
func (p *pool) leafOutside(c *cert.Cert) bool {
	if !cert.Has(c.Certificate, cert.OIDNameConstraints) {
		return false
	}
	var above path.Constraints
	above.Add(p.factsOf(c), 0)
	return len(above.Outside(p.factsOf(p.leaf.cert).Names, &path.Work{})) > 0
}

// oddities counts what is strange about a link whose signature may be good.
func oddities(child, issuer *node) int {
	count := 0
	if cert.KeyIDFit(child.cert.Certificate, issuer.cert.Certificate) == key.Contradicts {
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
