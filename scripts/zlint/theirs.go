package main

import (
	"fmt"
	"os/exec"
	"strings"

	"github.com/zmap/zcrypto/x509"
	"github.com/zmap/zlint/v3"
	"github.com/zmap/zlint/v3/lint"
)

// registry has the lints that apply: ETSI, RFC, and the CA/Browser Forum's for websites. Lints for mail and code, and
// those of single root programs, are about other certificates.
func registry() (lint.Registry, error) {
	return lint.GlobalRegistry().Filter(lint.FilterOptions{ExcludeSources: lint.SourceList{
		lint.CABFCSBaselineRequirements, lint.CABFSMIMEBaselineRequirements, lint.AppleRootStorePolicy,
		lint.MozillaRootStorePolicy, lint.ChromeRootStorePolicy,
	}})
}

// verdicts says of each lint that ran whether it fired. False as the second result: zlint cannot read the certificate.
func verdicts(der []byte, lints lint.Registry) (map[string]bool, bool) {
	c, err := x509.ParseCertificate(der)
	if err != nil {
		return nil, false
	}
	ran := map[string]bool{}
	for name, r := range zlint.LintCertificateEx(c, lints).Results {
		if r.Status >= lint.Pass {
			ran[name] = r.Status > lint.Pass
		}
	}
	return ran, true
}

// etsiLints are the names of the lints for qualified certificates.
func etsiLints(lints lint.Registry) (names []string) {
	for _, l := range lints.CertificateLints().BySource(lint.EtsiEsi) {
		names = append(names, l.Name)
	}
	return names
}

// testdata is the folder of the module of zlint, which holds the certificates that it is tested with. It is none of
// ours, and stands where the go command has put it.
func testdata() (string, error) {
	out, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/zmap/zlint/v3").Output()
	dir := strings.TrimSpace(string(out))
	if err != nil || dir == "" {
		return "", fmt.Errorf("looking for the module of zlint: %v", err)
	}
	return dir, nil
}
