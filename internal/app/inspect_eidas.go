package app

import (
	"cmp"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rsa"
	"crypto/x509"
	"encoding/asn1"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"qwac/pkg/ber"
	"qwac/pkg/cert"
	"qwac/pkg/eidas"
	"qwac/pkg/ident"
	"qwac/pkg/key"
	"qwac/pkg/path"
	"qwac/pkg/report"
)

// section writes lines at one indentation.
type section struct {
	io.Writer
	indent string
}

func (t section) line(format string, args ...any) {
	fmt.Fprintln(t, t.indent+report.Clean(fmt.Sprintf(format, args...)))
}

// list writes a title and n lines below it; nothing when n is 0.
func (t section) list(title string, n int, item func(int) string) {
	if n == 0 {
		return
	}
	t.line("%s:", title)
	t.indent += "    "
	for i := range n {
		t.line("%s", item(i))
	}
}

func (t section) certificateType(cert *cert.Cert, info *eidas.Info) {
	s := "Type: " + eidas.TypeOf(cert.Certificate, info).String()
	if p := info.Profile(); p != "" {
		s += ", " + p.String()
	}
	if eidas.Precertificate(cert.Certificate) {
		s += ", precertificate"
	}
	t.line("%s", s)
}

func (t section) statements(info *eidas.Info) {
	t.list("Statements", len(info.Statements), func(i int) string {
		return statementName(info.Statements[i]) + statementValue(info, info.Statements[i].ID)
	})
}

func statementName(s eidas.Statement) string { return cmp.Or(s.Large, named(s.ID)) }

// statementValue is what a statement says, where a line can hold it.
func statementValue(info *eidas.Info, id asn1.ObjectIdentifier) string {
	switch eidas.Name(id) {
	case "QcType":
		var names []string
		for _, t := range info.Types {
			names = append(names, fmt.Sprintf("%s (%s)", eidas.TypeName(t), t))
		}
		return ": " + strings.Join(names, ", ")
	case "QcPDS":
		var docs []string
		for _, p := range info.PDS {
			docs = append(docs, p.Language+" "+p.URL)
		}
		return ": " + strings.Join(docs, ", ")
	case "QcCClegislation":
		return ": " + strings.Join(info.Countries, ", ")
	case "QcRetentionPeriod":
		if info.Retention != nil {
			return fmt.Sprintf(": %d years", *info.Retention)
		}
	case "QcLimitValue":
		if l := info.Limit; l != nil {
			return fmt.Sprintf(": %d x 10^%d %s", l.Amount, l.Exponent, l.Currency)
		}
	}
	return ""
}

func (t section) psd2(info *eidas.Info) {
	p := info.PSD2
	if p == nil {
		return
	}
	t.list("Roles", len(p.Roles), func(i int) string {
		return fmt.Sprintf("%s %s", p.Roles[i].Name, p.Roles[i].Identifier())
	})
	readings := report.Readings(info)
	t.list("What readers see", len(readings), func(i int) string { return readings[i].String() })
	t.authority(p)
}

// authority is the competent authority, and what the list of authorities says of it.
func (t section) authority(p *eidas.PSD2) {
	t.line("NCA: %s, %q", p.NCAID, p.NCAName)
	a, known := ident.LookupNCA(p.NCAID)
	if known && a.Status == ident.NCACurrent {
		t.line("    %s (EBA list of %s)", a.Name, ident.NCATableDate)
		return
	}
	t.line("    not in the EBA list of %s", ident.NCATableDate)
	if known {
		t.line("    known as %s: %s", a.Status, a.Name)
	}
	country, _, _ := strings.Cut(p.NCAID, "-")
	if current, ok := ident.CurrentNCA(country); ok {
		t.line("    the authority of %s is %s, %s", country, current.ID, current.Name)
	}
}

func (t section) identifiers(info *eidas.Info) {
	t.list("organizationIdentifier", len(info.OrgIDs), func(i int) string {
		id, err := ident.ParseOrgID(info.OrgIDs[i])
		if err != nil {
			return fmt.Sprintf("%s: %v", info.OrgIDs[i], err)
		}
		s := fmt.Sprintf("%s: scheme %s, country %s", info.OrgIDs[i], id.Scheme, id.Country)
		if id.NCA != "" {
			s += ", authority " + id.NCA
		}
		return s + ", reference " + id.Reference
	})
}

// named is an object identifier with its name.
func named(oid asn1.ObjectIdentifier) string {
	return strings.TrimSpace(oid.String() + " " + eidas.Name(oid))
}

// fields are what every certificate has, a line each.
func (t section) fields(c *cert.Cert) {
	t.line("Subject: %s", ber.DN(c.RawSubject))
	t.line("Issuer: %s", ber.DN(c.RawIssuer))
	if c.SerialNumber != nil {
		t.line("Serial number: %v (0x%x)", c.SerialNumber, c.SerialNumber)
	}
	t.line("Valid: %s to %s UTC", c.NotBefore.UTC().Format(time.DateTime),
		c.NotAfter.UTC().Format(time.DateTime))
	t.line("Key: %s, signed with %s", keyText(c), signatureText(c))
	t.asked(c)
}

// asked are the names and purposes of a certificate, which a request has too.
func (t section) asked(c *cert.Cert) {
	if names := altNames(c); len(names) > 0 {
		t.line("Names: %s", strings.Join(names, ", "))
	}
	if usages := purposes(c); len(usages) > 0 {
		t.line("Extended key usage: %s", strings.Join(usages, ", "))
	}
}

// purposes are those of extended key usage, by name.
func purposes(c *cert.Cert) []string {
	var oids []string
	for _, u := range c.ExtKeyUsage {
		oids = append(oids, u.OID().String())
	}
	for _, u := range c.UnknownExtKeyUsage {
		oids = append(oids, u.String())
	}
	return path.UsageNames(oids)
}

func keyText(c *cert.Cert) string {
	switch k := c.PublicKey.(type) {
	case *rsa.PublicKey:
		return fmt.Sprintf("RSA, %d bits", k.N.BitLen())
	case *ecdsa.PublicKey:
		return "EC, " + k.Params().Name
	case ed25519.PublicKey:
		return "Ed25519"
	}
	k := key.Of(c.Certificate)
	return k.Describe()
}

func signatureText(c *cert.Cert) string {
	if c.SignatureAlgorithm != x509.UnknownSignatureAlgorithm {
		return c.SignatureAlgorithm.String()
	}
	inner, _ := key.SignatureFields(c.Raw)
	return key.AlgorithmName(inner)
}

// altNames are the subject alternative names that crypto/x509 reads.
func altNames(c *cert.Cert) []string {
	all := slices.Concat(c.DNSNames, c.EmailAddresses)
	for _, ip := range c.IPAddresses {
		all = append(all, ip.String())
	}
	for _, u := range c.URIs {
		all = append(all, u.String())
	}
	return all
}
