package revocation

import (
	"fmt"

	"qwac/pkg/ber"
	"qwac/pkg/cert"
	"qwac/pkg/lint"
)

// name is what a certificate is called in a message.
func (l link) name() string {
	if l.index == 0 {
		return "the leaf"
	}
	return "the CA certificate of " + ber.DN(l.cert.RawSubject)
}

// fetch is the command that fetches new evidence of this kind; empty: the certificate does not say where.
func (e *Evidence) fetch(l link) string {
	switch {
	case e.Kind == CRL && len(l.cert.CRLDistributionPoints) > 0:
		return fmt.Sprintf("Fetch the list again: `curl -fL -o ca.crl %s`",
			lint.ShellWord(cert.WebFirst(l.cert.CRLDistributionPoints)))
	case e.Kind == OCSP && len(l.cert.OCSPServer) > 0 && l.issuer != nil:
		if address := OCSPAddress(l.cert.Certificate, l.issuer, cert.WebFirst(l.cert.OCSPServer)); address != "" {
			return fmt.Sprintf("Ask again: `curl -fL -o ocsp.der %s`", lint.ShellWord(address))
		}
	}
	return ""
}
