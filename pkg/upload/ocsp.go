package upload

import (
	"fmt"

	"qwac/pkg/ber"
	"qwac/pkg/cert"
	"qwac/pkg/eidas"
	"qwac/pkg/lint"
)

// maxAddress bounds the addresses that a command to paste has, in bytes: those of genuine certificates have up to 250,
// the ones with ldap, and a command cannot be cut.
const maxAddress = 400

func checkRevocation(p *lint.Pass, s *eidas.Subject) {
	f := lint.Finding{Where: s.Where("")}
	ocsp, crl := s.Leaf.OCSPServer, s.Leaf.CRLDistributionPoints
	switch {
	case len(ocsp) > 0:
		f.Message = "revocation was not checked; the responder is " + ber.List(ocsp, ", ")
		f.Hint = askResponder(s, cert.WebFirst(ocsp))
	case len(crl) > 0:
		f.Message = "revocation was not checked; the revocation list is at " + ber.List(crl, ", ")
		f.Hint = fetchList(cert.WebFirst(crl))
	default:
		f.Message = "revocation was not checked; the certificate names neither a responder nor a revocation list"
		f.Hint = "Ask the issuer (QTSP) whether the certificate is valid."
	}
	p.Report(f)
}

// askResponder is the next step for who wants to ask the responder: a command that needs no file, whatever form the
// certificates came in.
func askResponder(s *eidas.Subject, responder string) string {
	if len(responder) > maxAddress {
		return fmt.Sprintf("The address of the responder has %d characters: ask the issuer (QTSP) whether it is right.",
			len(responder))
	}
	crl := s.Leaf.CRLDistributionPoints
	if s.Chain == nil || len(s.Chain.Path) < 2 {
		if len(crl) > 0 {
			return fetchList(cert.WebFirst(crl))
		}
		return "Add the certificate of the issuer, which the question is made with, and check again: the command to " +
			"ask stands here then."
	}
	address := cert.OCSPAddress(s.Leaf.Certificate, s.Chain.Path[1].Certificate, responder)
	switch {
	case address != "":
		return fmt.Sprintf("To check: `curl -fL -o ocsp.der %s`, and give the answer with --ocsp ocsp.der.",
			lint.ShellWord(address))
	case len(crl) > 0:
		return fetchList(cert.WebFirst(crl))
	}
	return "Ask the issuer (QTSP) whether the certificate is valid: the responder has no address of http or https."
}

// fetchList is the next step for who wants to look into the revocation list.
func fetchList(url string) string {
	if len(url) > maxAddress {
		return fmt.Sprintf("The address of the list has %d characters: ask the issuer (QTSP) whether it is right.",
			len(url))
	}
	return fmt.Sprintf("To check: `curl -fL -o ca.crl %s`, and give the list with --crl ca.crl.", lint.ShellWord(url))
}
