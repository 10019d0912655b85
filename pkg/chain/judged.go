package chain

import (
	"qwac/pkg/cert"
	"qwac/pkg/lint"
)

// Subject is what the rules on single certificates judge: the certificates of the path, or without a path those of the
// bundle; beside a path also what is left over, apart from what belongs to another leaf, which chain-multiple-leaves
// reports. A finding beside the path is mended by leaving the certificate out, as [Chain.PEM] does.
func (c *Chain) Subject() *cert.Subject {
	s := &cert.Subject{Faults: c.Bundle.Faults, Leaf: hasPath(c)}
	if !hasPath(c) {
		for _, crt := range c.Bundle.Certs {
			s.Path = append(s.Path, cert.Placed{Cert: crt, Where: lint.Where{At: crt.At}})
		}
		return s
	}
	for i, crt := range c.Path {
		s.Path = append(s.Path, cert.Placed{Cert: crt, Where: c.Where(i)})
	}
	if c.Gap == nil {
		s.Root = c.Path[len(c.Path)-1]
	}
	if len(c.Unused) == 0 {
		return s
	}
	beside := c.besideLeaves()
	for _, u := range c.Unused {
		if !beside[u] {
			s.Beside = append(s.Beside, cert.Placed{Cert: u, Where: lint.Where{At: u.At, Remedy: leaveOut}})
		}
	}
	return s
}

// leaveOut mends whatever is wrong with a certificate that is not on the path.
const leaveOut = "Leave this certificate out, it is not on the path of the leaf."

// TLSKey names the key of the leaf and says why it cannot authenticate a TLS client; fault is empty when it can.
// Without a path both are empty.
func (c *Chain) TLSKey() (name, fault string) {
	if !hasPath(c) {
		return "", ""
	}
	return c.Path[0].TLSKey()
}
