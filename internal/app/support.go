package app

import (
	"bytes"
	"context"
	"crypto/sha1"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"qwac/internal/howto"
	"qwac/internal/redact"
	banks "qwac/pkg/bank"
	"qwac/pkg/ber"
	"qwac/pkg/check"
	"qwac/pkg/report"
	"qwac/pkg/submit"
)

// supportOptions are the flags of support-report.
type supportOptions struct {
	bankOptions
	call, output string
}

func (e *env) supportReportCommand() *cli.Command {
	o := new(supportOptions)
	o.judge.banks = e.banks
	return &cli.Command{
		Usage: "write what the bank's support asks for: chain, issuing CA, calls with their times and request " +
			"ids, debug host",
		ArgsUsage: "[FILE...]",
		Description: "FILE... is the chain that was refused (default: that of --cert). With --client-id the client " +
			"details are read, and the debug host\n" +
			"is asked what it saw of the client certificate. What went wrong at those calls is part of the report. " +
			"--call adds what the call\n" +
			"that failed printed. What is recognised as a secret, token, password, cookie or private key is taken " +
			"out; read the report through\n" +
			"before you send it.",
		Flags: slices.Concat(o.bankFlags(), o.clientFlags(),
			o.judge.chosen("trust", "trusted-lists", "no-trusted-lists", "password-file"), []cli.Flag{
				readFlag(&o.call, "call", "`FILE` with what the call that failed printed"),
				outputFlag(&o.output, outputFile),
			}),
		Action: with(e.supportReport, o),
	}
}

// supportReport is Markdown, because that is what issue forms take.
func (e *env) supportReport(c *cli.Context, o *supportOptions) error {
	registered := o.clientID != ""
	b, err := e.bank(&o.bankOptions, use{client: registered, secret: registered, support: true})
	if err != nil {
		return err
	}
	s := &support{env: e, bank: b, registered: registered}
	if err := s.read(c, o); err != nil {
		return err
	}
	ctx, stop := e.interruptible(c)
	defer stop()
	s.head()
	for _, section := range b.profile.Support {
		if err := s.section(ctx, section); err != nil {
			return err
		}
	}
	return e.write(o.output, s.out.Bytes(), e.stdout)
}

// section writes one of the parts that the bank's support asks for.
func (s *support) section(ctx context.Context, section banks.Section) error {
	switch section {
	case banks.SectionChain:
		s.chain()
	case banks.SectionIssuer:
		s.issuer()
	case banks.SectionPreFlight:
		return s.verdict()
	case banks.SectionCalls:
		s.calls(ctx)
	case banks.SectionFailed:
		s.failed()
	case banks.SectionPEM:
		s.heading("The chain in PEM form")
		s.block(string(s.result.Chain.PEM()))
	}
	return nil
}

// support is a report in the making.
type support struct {
	*env
	bank       *bank
	registered bool
	result     *check.Result
	call       string   // of the call that failed; empty: not given
	secrets    []string // that the run knows
	out        bytes.Buffer
}

// read reads the chain and judges it.
func (s *support) read(c *cli.Context, o *supportOptions) error {
	bundle := s.bank.pair.bundle
	if c.Args().Present() {
		names, err := inputs(c)
		if err != nil {
			return err
		}
		if bundle, err = s.bundle(names, o.judge.password); err != nil {
			return err
		}
	}
	var err error
	anchors, err := s.anchors(o.judge.trust.Value())
	if err != nil {
		return err
	}
	lists, err := s.trustedLists(&o.judge, s.now())
	if err != nil {
		return err
	}
	options := check.Options{Profile: s.bank.profile, At: s.now(), Sandbox: s.bank.sandbox(), Anchors: anchors,
		Lists: lists, Sent: true}
	if s.result, err = check.Run(bundle, options); err != nil {
		return err
	}
	if len(s.result.Chain.Path) == 0 {
		return errors.New("no end-entity certificate found: name the chain that the report is about")
	}
	secret, err := s.givenSecret(o.clientSecretFile)
	if err != nil {
		return err
	}
	s.secrets = redact.Known(s.bank.clientID, secret)
	if file := o.call; file != "" {
		data, err := s.env.read(file, secretLimit)
		if err != nil {
			return err
		}
		if len(data) > secretLimit {
			return fmt.Errorf("--call: %s has more than %d bytes: give what one call printed", file, secretLimit)
		}
		s.call = string(data)
	}
	return nil
}

func (s *support) heading(text string) { fmt.Fprintf(&s.out, "\n## %s\n\n", text) }

// item writes a line of a list. What comes from certificates and from the bank stands between backquotes.
func (s *support) item(name, value string) {
	fmt.Fprintf(&s.out, "- %s: `%s`\n", name, strings.ReplaceAll(report.Clean(value), "`", "'"))
}

// block writes text as it is, without secrets.
func (s *support) block(text string) {
	for line := range strings.Lines(redact.Text(text, s.secrets...)) {
		fmt.Fprintf(&s.out, "    %s\n", report.Clean(strings.TrimRight(line, "\r\n")))
	}
}

func (s *support) head() {
	fmt.Fprintf(&s.out, "# Support report\n\nWritten by qwac %s. Times are UTC. [redacted] stands where secrets, "+
		"tokens, passwords, cookies and private keys were\n"+
		"recognised and taken out. Not every form of them is known: read it through before you send it.\n\n", version())
	s.item("time", utc(s.now()))
	s.item("environment", s.bank.name())
	s.item("client management", s.bank.target.BaseURL)
	s.item("token endpoint", s.bank.target.TokenURL)
	if s.registered {
		s.item("client id", s.bank.clientID)
	}
	s.item("client certificate, SHA-256", fingerprint(s.bank.pair.leaf.Raw))
}

func (s *support) chain() {
	s.heading("Certificate chain, leaf first")
	for i, cert := range s.result.Chain.Path {
		if i > 0 {
			s.out.WriteString("\n")
		}
		s.item("subject", ber.DN(cert.RawSubject))
		s.item("issuer", ber.DN(cert.RawIssuer))
		s.item("serial number", fmt.Sprintf("%d (0x%x)", cert.SerialNumber, cert.SerialNumber))
		s.item("valid", utc(cert.NotBefore)+" to "+utc(cert.NotAfter))
		s.item("subject key id", hex.EncodeToString(cert.SubjectKeyId))
		s.item("SHA-256", fingerprint(cert.Raw))
		sum := sha1.Sum(cert.Raw) // lists of services still name certificates by it
		s.item("SHA-1", hex.EncodeToString(sum[:]))
	}
}

// trustedListBrowser is where the European Commission shows the trusted lists.
const trustedListBrowser = "https://eidas.ec.europa.eu/efda/"

// issuer says where the issuing CA stands, as far as that is known.
func (s *support) issuer() {
	s.heading("Issuing CA")
	path := s.result.Chain.Path
	s.item("name", ber.DN(path[0].RawIssuer))
	if len(path) > 1 {
		s.item("SHA-256", fingerprint(path[1].Raw))
	}
	switch t := s.result.Trust; {
	case t.By == "trusted-list":
		s.listed(t)
	case t.Status == check.Trusted:
		s.item("trust", "the chain ends at a certificate of --trust: "+t.Service)
	case t.Status == check.Untrusted:
		s.item("trust", "the chain ends at none of the certificates of --trust")
	default:
		s.item("trust", "not looked at: neither trusted lists nor --trust were given")
	}
	fmt.Fprintf(&s.out, "- link to it on the EU Trusted List (look it up at %s):\n", trustedListBrowser)
}

// listed says where the issuing CA stands on the trusted lists, which is the bank's own first question.
func (s *support) listed(t check.Trust) {
	s.item("trust", fmt.Sprintf("%s by the trusted list %s, number %d", t.Status, t.Territory, t.Sequence))
	if t.Service == "" {
		return
	}
	s.item("provider", t.Provider)
	s.item("service", t.Service)
	s.item("state", fmt.Sprintf("%s since %s, %s", t.State, utc(t.Since), strings.Join(t.Purposes, ", ")))
}

func (s *support) verdict() error {
	s.heading("Pre-flight")
	var b bytes.Buffer
	r := report.New(version(), s.result)
	if err := report.Formats()[0].Write(&b, r, report.Style{Width: usualColumns, Depth: report.Full,
		Words: howto.Words()}); err != nil {
		return err
	}
	s.block(b.String())
	return nil
}

// calls makes the calls that change nothing, and tells how they went.
func (s *support) calls(ctx context.Context) {
	s.heading("Calls")
	at := s.now()
	out, err := s.bank.client.Debug(ctx)
	if errors.Is(err, submit.ErrNoDebugHost) {
		fmt.Fprintf(&s.out, "No debug host is known for %s.\n", s.bank.name())
	} else {
		s.outcome(banks.CallDebug, utc(at), out, err)
	}
	if !s.registered {
		return
	}
	s.out.WriteString("\n")
	at = s.now()
	_, out, err = s.bank.client.Client(ctx)
	s.outcome(banks.CallClient, utc(at), out, err)
}

func (s *support) outcome(call banks.Call, at string, out *submit.Outcome, err error) {
	s.item("call", string(call))
	s.item("time", at)
	if err != nil {
		s.item("result", redact.Text(err.Error(), s.secrets...))
		return
	}
	s.item("request", out.Method+" "+out.URL)
	s.item("request id", out.RequestID)
	s.item("result", out.Status)
	if out.Body != "" {
		s.out.WriteString("\n")
		s.block(out.Body)
	}
}

func (s *support) failed() {
	s.heading("The call that failed")
	if s.call == "" {
		fmt.Fprintf(&s.out, "Not given. Its output, time and %s belong here.\n", s.bank.profile.API.RequestID)
		return
	}
	s.block(redact.Keys(s.call))
}
