package bundle

import (
	"errors"
	"fmt"

	"qwac/pkg/cert"
	"qwac/pkg/lint"
)

const (
	// maxBytes bounds one input: a chain with all its explanatory text has some 20 kB.
	maxBytes = 1 << 20
	// maxCerts bounds all inputs together: the longest chains in use have 5 certificates.
	maxCerts = 20
)

// reader reads one input into a bundle.
type reader struct {
	bundle *Bundle
	file   string
	faults faultList
	depth  int            // how often it is encoded
	inside *lint.Location // where what is read now stands encoded; nil: in the file itself
	full   bool           // no more certificates are taken
	err    error

	password *string // of PKCS#12 in this input; nil: not asked for yet
}

// tooMany is the fault of the limit of certificates; it is noted once for all inputs.
const tooMany = "there are more than %d certificates in all; nothing was read from here on"

// certificate takes one certificate.
func (r *reader) certificate(der []byte, at lint.Location) {
	limit := r.bundle.Limits.Certs
	if limit == 0 {
		limit = maxCerts
	}
	if len(r.bundle.Certs) >= limit {
		r.full = true
		detail := fmt.Sprintf(tooMany, limit)
		for _, f := range r.bundle.Faults {
			if f.Detail == detail {
				return
			}
		}
		r.faults.add(&pemInputTooLarge, at, detail)
		return
	}
	c, what, err := r.bundle.Known.Parse(der)
	switch {
	case err != nil && what != "":
		r.faults.addCause(&cert.X509ParseFailed, at, err.Error()+"; besides there is "+what, "")
		return
	case err != nil:
		r.faults.addCause(&cert.X509ParseFailed, at, err.Error(), "")
		return
	case what != "":
		r.faults.addCause(&X509DERNotCanonical, at, what, "")
	}
	if limit := (*cert.LimitError)(nil); c.Refused != nil && errors.As(c.Refused, &limit) {
		f := r.faults.addCause(&cert.X509ParseFailed, at, limit.Error(), "; nothing else was done with it")
		f.Hint = "Ask the QTSP for another certificate: no TLS library and no bank takes this one."
	}
	c.At = at
	r.bundle.Certs = append(r.bundle.Certs, c)
}

func (r *reader) request(at lint.Location) {
	r.faults.add(&PEMCSRInsteadOfCertificate, at,
		"a certificate signing request stands in the file, want the certificate that was issued on it")
}
