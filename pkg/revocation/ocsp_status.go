package revocation

import (
	"fmt"

	"golang.org/x/crypto/ocsp"
)

// refusal is what a responder says that does not answer, and what to do (RFC 6960, 2.3).
type refusal struct{ says, hint string }

var refusals = [...]refusal{
	ocsp.Malformed: {"malformed", "The responder could not read the request: make it anew from the certificate and " +
		"that of its issuer."},
	ocsp.InternalError: {"internal error", "Ask again in some minutes, or fetch the list of the issuer (CRL)."},
	ocsp.TryLater:      {"try later", "Ask again in some minutes, or fetch the list of the issuer (CRL)."},
	ocsp.SignatureRequired: {"signature required", "The responder takes signed requests only: fetch the list of the " +
		"issuer (CRL) instead."},
	ocsp.Unauthorized: {"unauthorized", "The responder does not answer for this issuer: check that the request was " +
		"made with the certificate of the issuing CA."},
}

// failed is the problem of a response that is only a refusal to answer.
func (e *Evidence) failed() *Problem {
	status := e.response.status
	if status == ocsp.Success {
		return nil
	}
	row := refusal{says: "RFC 6960, 4.2.1 has no such status"}
	if int(status) < len(refusals) && refusals[status].says != "" {
		row = refusals[status]
	}
	p := e.problem(&evidenceUnusable, nil,
		fmt.Sprintf("the responder did not answer: %s (status %d)", row.says, status))
	p.Hint = row.hint
	return p
}
