package upload

import (
	"fmt"

	"qwac/pkg/ber"
	"qwac/pkg/cert"
	"qwac/pkg/eidas"
	"qwac/pkg/lint"
	"qwac/pkg/revocation"
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
	case len(crl) > 0:
		f.Message = "revocation was not checked; the revocation list is at " + ber.List(crl, ", ")
	default:
		f.Message = "revocation was not checked; the certificate names neither a responder nor a revocation list"
	}
	f.Hint, f.Needs = askIssuer(s)
	p.Report(f)
}

// askIssuer is the next step for who wants to know: a command that needs no file, whatever form the certificates came
// in. It asks the responder where that can be asked, and else fetches the list.
func askIssuer(s *eidas.Subject) (hint string, needs []lint.Need) {
	ocsp, crl := s.Leaf.OCSPServer, s.Leaf.CRLDistributionPoints
	alone := s.Chain == nil || len(s.Chain.Path) < 2
	if len(ocsp) > 0 {
		responder := cert.WebFirst(ocsp)
		if hint := tooLong("responder", responder); hint != "" {
			return hint, nil
		}
		if !alone {
			if at := revocation.OCSPAddress(s.Leaf.Certificate, s.Chain.Path[1].Certificate, responder); at != "" {
				return fmt.Sprintf("To check: `curl -fL -o ocsp.der %s`, and provide the answer beside the chain.",
					lint.ShellWord(at)), []lint.Need{{What: lint.NeedOCSP, With: "ocsp.der"}}
			}
		}
	}
	switch {
	case len(crl) > 0:
		return fetchList(cert.WebFirst(crl))
	case len(ocsp) > 0 && alone:
		return "Add the certificate of the issuer, which the question is made with, and check again: the command to " +
			"ask stands here then.", nil
	}
	return "Ask the issuer (QTSP) whether the certificate is valid.", nil
}

// fetchList is the next step for who wants to look into the revocation list.
func fetchList(url string) (hint string, needs []lint.Need) {
	if hint := tooLong("list", url); hint != "" {
		return hint, nil
	}
	return fmt.Sprintf("To check: `curl -fL -o ca.crl %s`, and provide the list beside the chain.",
		lint.ShellWord(url)), []lint.Need{{What: lint.NeedCRL, With: "ca.crl"}}
}

// tooLong is the next step where an address is too long for a command; empty: it is not.
func tooLong(whose, url string) string {
	if len(url) <= maxAddress {
		return ""
	}
	return fmt.Sprintf("The address of the %s has %d characters: ask the issuer (QTSP) whether it is right.", whose,
		len(url))
}
