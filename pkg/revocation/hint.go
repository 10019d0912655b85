package revocation

import (
	"fmt"
	"strings"

	"qwac/pkg/ber"
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
		return fmt.Sprintf("Fetch the list again: curl -o ca.crl %s", shellWord(l.cert.CRLDistributionPoints[0]))
	case e.Kind == OCSP && len(l.cert.OCSPServer) > 0:
		return fmt.Sprintf("Ask again: openssl ocsp -issuer ISSUER.pem -cert CERTIFICATE.pem -url %s -respout ocsp.der",
			shellWord(l.cert.OCSPServer[0]))
	}
	return ""
}

// shellWord quotes a value that stands in a command line meant to be copied: it comes from the certificate.
func shellWord(s string) string {
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}
