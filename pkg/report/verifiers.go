package report

import (
	"bytes"

	"qwac/pkg/cert"
	"qwac/pkg/check"
)

// Verifier is what one verifier makes of the chain.
type Verifier struct {
	Verifier    string `json:"verifier"`    // rfc5280, go, openssl, pkix, chrome-1-qwac
	Answer      string `json:"answer"`      // takes, refuses, cannot-say
	Cause       string `json:"cause"`       // empty: there is nothing to add
	Name        string `json:"name"`        // short, of the certificate that the cause is about; empty: of none
	Certificate *int   `json:"certificate"` // its index into chain; null: it is about none, or about one that is not there
}

func newVerifiers(r *check.Result) []Verifier {
	var out []Verifier
	for _, row := range r.Verifiers {
		v := Verifier{Verifier: row.Verifier, Answer: string(row.Answer), Cause: row.Cause}
		if row.Cert != nil {
			v.Name, v.Certificate = row.Cert.Name(), placeOf(row.Cert, r.Chain.Path)
		}
		out = append(out, v)
	}
	return out
}

// placeOf is the index of a certificate; nil: it is not there.
func placeOf(c *cert.Cert, certs []*cert.Cert) *int {
	for i := range certs {
		if bytes.Equal(certs[i].Raw, c.Raw) {
			return &i
		}
	}
	return nil
}
