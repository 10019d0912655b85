package app

import (
	"bufio"
	"cmp"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/smallstep/certinfo"
	"github.com/urfave/cli/v2"

	"qwac/pkg/ber"
	"qwac/pkg/cert"
	"qwac/pkg/eidas"
	"qwac/pkg/ident"
	"qwac/pkg/report"
)

// inspectOptions are the flags of inspect.
type inspectOptions struct {
	password string // its file
}

func (e *env) inspectCommand() *cli.Command {
	o := new(inspectOptions)
	return &cli.Command{
		Usage:       "show what certificates say: their text, and the eIDAS and PSD2 part decoded",
		ArgsUsage:   "FILE...|-",
		Description: "Shows every certificate in the order of the files and judges nothing; qwac check judges.",
		Flags:       []cli.Flag{passwordFileFlag(&o.password)},
		Action:      with(e.inspect, o),
	}
}

func (e *env) inspect(c *cli.Context, o *inspectOptions) error {
	names, err := inputs(c)
	if err != nil {
		return err
	}
	b, err := e.bundle(names, o.password)
	if err != nil {
		return err
	}
	for _, f := range b.Faults {
		fmt.Fprintf(e.stderr, "%s: %s (%s)\n", report.Clean(f.At.String()), report.Clean(f.Detail), f.Rule.ID)
	}
	if len(b.Certs) == 0 {
		return fmt.Errorf("no certificate found in %s", strings.Join(names, ", "))
	}
	w := bufio.NewWriter(e.stdout)
	for i, cert := range b.Certs {
		if i > 0 {
			fmt.Fprintln(w)
		}
		writeCertificate(w, cert)
	}
	return w.Flush()
}

func writeCertificate(w io.Writer, cert *cert.Cert) {
	fmt.Fprintf(w, "# %s\n", report.Clean(cert.At.String()))
	for line := range strings.Lines(certificateText(cert)) {
		fmt.Fprintln(w, report.Clean(strings.TrimRight(line, "\r\n")))
	}
	info := eidas.Decode(cert.Certificate)
	t := section{w, "    "}
	t.line("eIDAS and PSD2:")
	t.indent += "    "
	t.certificateType(cert, info)
	t.statements(info)
	t.psd2(info.PSD2)
	t.identifiers(info)
	t.list("Policies", len(info.Policies), func(i int) string { return named(info.Policies[i]) })
	t.list("Faults", len(info.Faults), func(i int) string {
		f := info.Faults[i]
		return fmt.Sprintf("%s: %s (%s)", f.Path, f.Detail, f.Rule)
	})
}

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
		return cmp.Or(info.Statements[i].Large, named(info.Statements[i].ID)) +
			statementValue(info, info.Statements[i].ID)
	})
}

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

func (t section) psd2(p *eidas.PSD2) {
	if p == nil {
		return
	}
	t.list("Roles", len(p.Roles), func(i int) string {
		return fmt.Sprintf("%s %s", p.Roles[i].Name, p.Roles[i].Identifier())
	})
	t.list("Roles for lenient readers", len(p.Lenient), func(i int) string {
		return fmt.Sprintf("%s: %v", p.Lenient[i].Reader, p.Lenient[i].Roles)
	})
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
