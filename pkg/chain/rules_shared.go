package chain

import (
	"slices"
	"strconv"

	"qwac/pkg/cert"
	"qwac/pkg/lint"
)

const rfc5246 = "RFC 5246"

// nameOf is the name of the subject in a message.
func nameOf(c *cert.Cert) string { return strconv.Quote(c.Name()) }

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

// complete reports whether the path ends at a self-signed certificate.
func (c *Chain) complete() bool { return hasPath(c) && c.Gap == nil }

// Unread reports whether a part of the input could not be read that may hold what the chain lacks. The fault itself is the
// finding then; what is missing is not known. Only faults that nothing can mend count: they block by themselves.
func (c *Chain) Unread() bool {
	causes := []string{"pem-empty", "pem-no-certificate", "pem-bad-base64", "pem-input-too-large", "x509-parse-failed"}
	return len(c.Bundle.Nothing) > 0 || slices.ContainsFunc(c.Bundle.Faults, func(f lint.Fault) bool { return f.Unfixable || slices.Contains(causes, f.Rule) })
}
