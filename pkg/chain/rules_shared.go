package chain

import (
	"qwac/pkg/ber"
	"qwac/pkg/cert"
	"qwac/pkg/lint"
)

const rfc5246 = "RFC 5246"

// nameOf is the name of the subject in a message.
func nameOf(c *cert.Cert) string { return ber.Quote(c.Name()) }

func hasPath(c *Chain) bool { return len(c.Path) > 0 }

// eachCA calls f with every certificate of the path but the leaf, and its position.
func (c *Chain) eachCA(f func(i int, ca *cert.Cert)) {
	for i := 1; i < len(c.Path); i++ {
		f(i, c.Path[i])
	}
}

// field is [Chain.Where] with a field of the certificate.
func (c *Chain) field(i int, path string) lint.Where {
	w := c.Where(i)
	w.Path = path
	return w
}

// Unread is [bundle.Bundle.Unread]: what the path lacks may stand there.
func (c *Chain) Unread() bool { return c.Bundle.Unread() }
