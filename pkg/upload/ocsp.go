package upload

import (
	"fmt"
	"slices"
	"strings"

	"qwac/pkg/cert"
	"qwac/pkg/eidas"
	"qwac/pkg/lint"
)

// maxAddress bounds the addresses that a command to paste has, in bytes: those of genuine certificates have up to 250,
// the ones with ldap, and a command cannot be cut.
const maxAddress = 400

// opensslOCSP is the next step for who wants to ask the responder: a command with the files that were given. openssl
// reads the first certificate of a file only, so what stands elsewhere has to be written to a file first.
func opensslOCSP(s *eidas.Subject, url string) string {
	path := []*cert.Cert{s.Leaf}
	if s.Chain != nil {
		path = s.Chain.Path
	}
	leaf, with := fileFor(s, path[0], "ocsp-leaf.pem")
	issuer, and := "ocsp-issuer.pem", "the issuer's certificate in ocsp-issuer.pem"
	if len(path) > 1 {
		issuer, and = fileFor(s, path[1], issuer)
	}
	when := ""
	if files := slices.DeleteFunc([]string{with, and}, func(s string) bool { return s == "" }); len(files) > 0 {
		when = ", with " + strings.Join(files, " and ")
	}
	return fmt.Sprintf("To check%s: `openssl ocsp -issuer %s -cert %s -url %s -respout ocsp.der`, and provide the "+
		"answer beside the chain.", when, issuer, leaf, lint.ShellWord(url))
}

// fileFor is the file in which openssl finds a certificate, and what has to be put into it before; empty: nothing.
func fileFor(s *eidas.Subject, c *cert.Cert, otherwise string) (file, put string) {
	alone := c.At.Line > 0 && c.At.File != "stdin" // what comes from a container or a pipe openssl cannot read again
	if s.Chain != nil && s.Chain.Bundle != nil {
		for _, o := range s.Chain.Bundle.Certs {
			if o.At.File == c.At.File {
				alone = alone && o.At == c.At
				break
			}
		}
	}
	if alone {
		return lint.ShellFile(c.At.File), ""
	}
	return otherwise, fmt.Sprintf("the certificate of %s in %s", c.At, otherwise)
}
