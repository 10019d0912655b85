package verifiers

import (
	"qwac/pkg/cert"
)

// Row is what one verifier makes of a chain.
type Row struct {
	Verifier string // stable: one of the names below
	Answer   Answer
	Cause    string     // why; empty: there is nothing to add
	Cert     *cert.Cert // whose the cause is; nil: no single one's
}

// Answer is how a verifier decides.
type Answer string

// The answers.
const (
	Takes     Answer = "takes"
	Refuses   Answer = "refuses"
	CannotSay Answer = "cannot-say"
)

// The verifiers.
const (
	RFC5280 = "rfc5280"       // section 6 of RFC 5280, judged here: any purpose
	Go      = "go"            // crypto/x509, run for real, for the authentication of clients
	OpenSSL = "openssl"       // as OpenSSL 3.0 behaves with its defaults, for the authentication of clients
	PKIX    = "pkix"          // RFC 5280 by builders that take key identifiers for a condition, any purpose
	Chrome  = "chrome-1-qwac" // whether Chrome shows the certificate as qualified
)
