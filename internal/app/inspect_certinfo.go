package app

import (
	"crypto/x509"
	"crypto/x509/pkix"
	"errors"
	"fmt"
	"slices"

	"github.com/smallstep/certinfo"

	"qwac/pkg/ber"
	"qwac/pkg/cert"
	"qwac/pkg/report"
)

// certificateText is the text of certinfo, or the little that can be said of a certificate that crypto/x509 refuses or
// that takes certinfo too long: its time grows by the square of a name.
func certificateText(c *cert.Cert) string {
	why := fmt.Sprintf("Refused by crypto/x509: %v", c.Refused)
	if limit := (*cert.LimitError)(nil); errors.As(c.Refused, &limit) {
		why = "Not shown in full: " + limit.Error()
	} else if n := max(len(c.RawSubject), len(c.RawIssuer)); n > ber.MaxName {
		why = fmt.Sprintf("Not shown in full: a name has %d bytes, want at most %d", n, ber.MaxName)
	} else if c.Refused == nil {
		text, err := certinfo.CertificateText(onOneLine(c.Certificate))
		if err == nil {
			return text
		}
		why = err.Error()
	}
	return fmt.Sprintf("Certificate:\n    %s\n    Serial Number: %v\n    Issuer: %s\n    Validity: %s to %s\n    "+
		"Subject: %s\n",
		report.Clean(why), c.SerialNumber, report.Clean(ber.DN(c.RawIssuer)), c.NotBefore.UTC(), c.NotAfter.UTC(),
		report.Clean(ber.DN(c.RawSubject)))
}

// onOneLine is a copy of a certificate whose names cannot end a line, which certinfo writes as they are.
func onOneLine(cert *x509.Certificate) *x509.Certificate {
	c := *cert
	for _, name := range []*pkix.Name{&c.Subject, &c.Issuer} {
		name.Names = slices.Clone(name.Names)
		for i, n := range name.Names {
			if text, ok := n.Value.(string); ok {
				name.Names[i].Value = report.Clean(text)
			}
		}
	}
	for _, list := range []*[]string{&c.DNSNames, &c.EmailAddresses} {
		*list = slices.Clone(*list)
		for i, text := range *list {
			(*list)[i] = report.Clean(text)
		}
	}
	return &c
}
