package revocation

import (
	"fmt"

	"qwac/pkg/ber"
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
		return fmt.Sprintf("Fetch the list again: `curl -o ca.crl %s`", lint.ShellWord(l.cert.CRLDistributionPoints[0]))
	case e.Kind == OCSP && len(l.cert.OCSPServer) > 0:
		return fmt.Sprintf("Ask again: `openssl ocsp -issuer ISSUER.pem -cert CERTIFICATE.pem -url %s -respout "+
			"ocsp.der`",
			lint.ShellWord(l.cert.OCSPServer[0]))
	}
	return ""
}
