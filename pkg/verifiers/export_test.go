package verifiers

import (
	"testing"
	"time"

	"qwac/pkg/cert"
)

// Compare compares the row of OpenSSL with what openssl says.
func Compare(t *testing.T, name string, leaf *cert.Cert, pool []*cert.Cert, at time.Time) Row {
	t.Helper()
	needsOpenSSL(t)
	return asked{name: name, leaf: leaf, pool: pool, at: at}.holds(t)
}
