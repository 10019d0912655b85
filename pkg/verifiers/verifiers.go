// Package verifiers says which programs that verify certificates take a chain, and why another refuses it. A row claims only what
// follows from a difference that is named in the code; what cannot be derived is [CannotSay]. Most people want [Rows].
package verifiers

import (
	"qwac/pkg/cert"
	"qwac/pkg/eidas"
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

// Rows asks every verifier about the leaf of a subject. Each is handed the certificates of the inputs beside the leaf and trusts
// Options.Anchors of the chain; without any, the self-signed certificates of the inputs. The order of neither counts. Nil: there is no
// leaf.
func Rows(s *eidas.Subject) []Row {
	if s.Leaf == nil {
		return nil
	}
	v := newView(s)
	return []Row{v.rfc5280(), v.golang(), v.openssl(), v.pkix(), chrome(s)}
}
