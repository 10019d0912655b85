package app

import (
	"bufio"
	"encoding/hex"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	"qwac/pkg/ber"
	"qwac/pkg/cert"
	"qwac/pkg/dn"
	"qwac/pkg/eidas"
	"qwac/pkg/register"
	"qwac/pkg/report"
)

// inspectOptions are the flags of inspect.
type inspectOptions struct {
	password            string // its file
	format              string
	text, prints, names bool
	verbose             bool
	registerFile        string
	noRegister          bool
	asked               *register.Index
	at                  time.Time
}

func (e *env) inspectCommand() *cli.Command {
	o := new(inspectOptions)
	return &cli.Command{
		Usage:     "show what certificates say: type, roles, authority, identifiers, validity, key",
		ArgsUsage: "FILE...|-",
		Description: "Shows every certificate in the order of the files and judges nothing; qwac check judges.\n" +
			"A short view by default; -v shows more of each, --text adds all fields.",
		Flags: append([]cli.Flag{
			passwordFileFlag(&o.password),
			textFlagOr(&o.format, "format", "text", "`NAME` of the format: "+strings.Join(inspectFormats(), ", ")),
			shortFlag(boolFlag(&o.verbose, "verbose",
				"show names in full, object identifiers, statements and policies"), "v"),
			boolFlag(&o.text, "text", "add the text of all fields, as certinfo writes it"),
			boolFlag(&o.prints, "fingerprints", "add SHA-256, SHA-1, the pin of the key (SHA-256 of its "+
				"SubjectPublicKeyInfo) and x5t#S256"),
			boolFlag(&o.names, "dn", "add subject and issuer as OpenSSL, Java, .NET and RFC 4514 write them"),
		}, registerFlags(&o.registerFile, &o.noRegister)...),
		Action: with(e.inspect, o),
	}
}

func inspectFormats() []string { return []string{"text", "json"} }

func (e *env) inspect(c *cli.Context, o *inspectOptions) error {
	names, err := inputs(c)
	if err != nil {
		return err
	}
	if err := oneOf("--format", o.format, inspectFormats()); err != nil {
		return err
	}
	if o.asked, err = e.registerFor(o.registerFile, o.noRegister); err != nil {
		return err
	}
	o.at = e.second()
	docs, err := e.inputFiles(names)
	if err != nil {
		return err
	}
	b, err := e.bundleOf(docs, o.password)
	if err != nil {
		return err
	}
	for _, f := range b.Faults {
		fmt.Fprintf(e.stderr, "%s: %s (%s)\n", report.Clean(f.At.String()), report.Clean(f.Detail), f.Rule.ID)
	}
	if len(b.Certs) == 0 {
		return e.inspectRequests(docs, names)
	}
	if o.format == "json" {
		return report.WriteJSON(unbroken(e.stdout), o.inspection(b.Certs))
	}
	w := bufio.NewWriter(e.stdout)
	for i, cert := range b.Certs {
		if i > 0 {
			fmt.Fprintln(w)
		}
		o.write(w, cert)
	}
	return w.Flush()
}

// inspectRequests shows signing requests, where there are no certificates.
func (e *env) inspectRequests(docs []document, names []string) error {
	var requests []signingRequest
	for _, d := range docs {
		if found, err := requestsIn(d.name, d.data); err == nil {
			requests = append(requests, found...)
		}
	}
	if len(requests) == 0 {
		return fmt.Errorf("no certificate found in %s", strings.Join(names, ", "))
	}
	w := bufio.NewWriter(e.stdout)
	for _, r := range requests {
		c := r.asCertificate()
		info := eidas.Decode(c.Certificate)
		fmt.Fprintf(w, "# %s: a signing request for %s\n", report.Clean(r.at.String()), report.Clean(c.Name()))
		t := section{w, "    "}
		t.line("Subject: %s", ber.DN(c.RawSubject))
		t.line("Key: %s, signed with %s", keyText(c), r.signatureText())
		t.asked(c)
		t.psd2(info)
		t.identifiers(info)
		t.statements(info)
	}
	return w.Flush()
}

// write shows one certificate: what eIDAS and PSD2 say of it first, and short unless all is asked for.
func (o *inspectOptions) write(w io.Writer, cert *cert.Cert) {
	fmt.Fprintf(w, "# %s: %s\n", report.Clean(cert.At.String()), report.Clean(cert.Name()))
	info := eidas.Decode(cert.Certificate)
	t := section{w, "    "}
	t.certificateType(cert, info)
	if o.verbose || o.text {
		o.writeAll(t, cert, info)
	} else {
		o.writeShort(t, cert, info)
	}
	shown := len(info.Faults)
	if !o.verbose && !o.text {
		shown = min(shown, maxShortFaults)
	}
	t.list("Faults", shown, func(i int) string {
		f := info.Faults[i]
		return fmt.Sprintf("%s: %s (%s)", f.Path, f.Detail, f.Rule)
	})
	if more := len(info.Faults) - shown; more > 0 {
		t.line("    and %d more: -v shows all", more)
	}
	if o.prints {
		p := newFingerprints(cert)
		t.list("Fingerprints", 4, func(i int) string {
			return [...]string{"SHA-256 " + colons(p.SHA256), "SHA-1 " + colons(p.SHA1), "key pin sha256/" + p.Pin,
				"x5t#S256 " + p.X5TS256}[i]
		})
	}
	if o.names {
		t.renderings("Subject", cert.RawSubject)
		t.renderings("Issuer", cert.RawIssuer)
	}
	if o.text {
		for line := range strings.Lines(certificateText(cert)) {
			fmt.Fprintln(w, report.Clean(strings.TrimRight(line, "\r\n")))
		}
	}
}

// writeAll shows every field.
func (o *inspectOptions) writeAll(t section, cert *cert.Cert, info *eidas.Info) {
	t.psd2(info)
	t.identifiers(info)
	t.registered(info, o)
	t.statements(info)
	t.list("Policies", len(info.Policies), func(i int) string { return named(info.Policies[i]) })
	t.fields(cert)
}

// writeShort shows what one looks for, on one screen.
func (o *inspectOptions) writeShort(t section, cert *cert.Cert, info *eidas.Info) {
	t.shortPSD2(info)
	t.identifiers(info)
	t.registered(info, o)
	t.shortStatements(info)
	t.shortFields(cert)
}

func (t section) renderings(title string, der []byte) {
	all := dn.Renderings(der)
	t.list(title+" as text", len(all), func(i int) string { return fmt.Sprintf("%-16s %s", all[i].Style, all[i].Text) })
}

// colons is a digest as OpenSSL prints it: pairs of digits with colons between.
func colons(digest string) string {
	raw, err := hex.DecodeString(digest)
	if err != nil {
		return digest
	}
	var parts []string
	for _, b := range raw {
		parts = append(parts, fmt.Sprintf("%02X", b))
	}
	return strings.Join(parts, ":")
}
