package app

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/urfave/cli/v2"

	"qwac/pkg/bundle"
	"qwac/pkg/cert"
	"qwac/pkg/check"
	"qwac/pkg/ident"
	"qwac/pkg/lint"
	"qwac/pkg/report"
	"qwac/pkg/submit"
)

// submitOptions are the flags of submit.
type submitOptions struct {
	bankOptions
	receipt string
	target  string
}

func (e *env) submitCommand() *cli.Command {
	o := new(submitOptions)
	o.judge.banks = e.banks
	return &cli.Command{
		Usage: "add a certificate chain to your client at the bank: pre-flight, upload, and a look whether it is " +
			"there",
		ArgsUsage: "FILE...|-",
		Description: "Judges the chain like qwac payload, with the roles that the client is registered for, and " +
			"sends it only when the bank\n" +
			"would take it. A chain that is refused on its own sends nothing at all; to know the roles, the client " +
			"details are read. What is\n" +
			"registered already is reported as done. After a failure of the network run it again: the same request " +
			"is repeated with the\n" +
			"same request id, so that nothing is added twice. docs/submit.md tells the rest.",
		Flags: slices.Concat(o.bankFlags(), o.clientFlags(), o.changeFlags(),
			o.judge.chosen("roles", "trust", "trusted-lists", "no-trusted-lists", "register", "no-register", "crl",
				"ocsp", "password-file", "previous", "qsealc", "expires-within", "fail-on", "format", "color", "quiet",
				"verbose"),
			[]cli.Flag{
				fileFlag{textFlag(&o.receipt, "receipt", "write what was done to `FILE`, as JSON"), writes},
				sentTargetFlag(&o.target, orAll(e.banks)[0]),
				dryRunFlag(&o.dryRun),
			}),
		Action: with(e.submit, o),
	}
}

// submission is one run of submit.
type submission struct {
	*env
	flags   *submitOptions
	bank    *bank
	bundle  *bundle.Bundle
	options check.Options
	to      []destination
}

func (e *env) submit(c *cli.Context, o *submitOptions) error {
	if err := sentTo(o.target, orAll(e.banks)[0]); err != nil {
		return err
	}
	s, err := e.submission(c, o)
	if err != nil {
		return err
	}
	if o.dryRun {
		return s.dryRun()
	}
	if _, err := s.preflight(nothingSent); err != nil {
		return err
	}
	ctx, stop := e.interruptible(c)
	defer stop()
	return s.bank.alone(ctx, s.bank.clientID, s.run)
}

// submission reads flags and files.
func (e *env) submission(c *cli.Context, o *submitOptions) (*submission, error) {
	names, err := inputs(c)
	if err != nil {
		if !c.Args().Present() {
			err = cmp.Or(e.lacks(&o.bankOptions, use{client: true, secret: !o.dryRun}, "FILE... of the new chain"), err)
		}
		return nil, err
	}
	roles := o.judge.roles.Value()
	if len(roles) > 0 && !o.dryRun {
		return nil, usagef("--roles is for --dry-run: otherwise the roles are read from the client details")
	}
	if o.receipt != "" && o.dryRun {
		return nil, usagef("--receipt and --dry-run: nothing is sent, so there is nothing to write a receipt of")
	}
	if err := mayBeWritten(o.receipt); err != nil {
		return nil, err
	}
	s := &submission{env: e, flags: o}
	if s.to, err = destinations(o.judge.format.Value()); err != nil {
		return nil, err
	}
	if s.options, err = e.sharedOptions(&o.judge); err != nil {
		return nil, err
	}
	if s.options.Roles, err = parseRoles(roles); err != nil {
		return nil, err
	}
	if s.bank, err = e.bank(&o.bankOptions,
		use{client: true, secret: !o.dryRun, changes: !o.dryRun, journal: true}); err != nil {
		return nil, err
	}
	if s.bundle, err = e.bundle(names, o.judge.password); err != nil {
		return nil, err
	}
	s.options.Sent, s.options.Sandbox = true, s.bank.sandbox()
	if own := s.bank.pair.leaf; s.options.Previous == nil && !s.uploads(own) {
		s.options.Previous = own // another company's certificate is a mistake; the same one is registered already
	}
	return s, nil
}

// uploads reports whether a certificate is among those that are sent.
func (s *submission) uploads(own *cert.Cert) bool {
	return slices.ContainsFunc(s.bundle.Certs, func(c *cert.Cert) bool { return bytes.Equal(c.Raw, own.Raw) })
}

// nothingSent is what became of a command that the pre-flight ends.
const nothingSent = "nothing was sent: mend what blocks, or what --fail-on names"

// preflight judges the chain. A refusal is errFindings, and its report says what becomes of the command.
func (s *submission) preflight(ifRefused string) (*check.Result, error) {
	result, err := check.Run(s.bundle, s.options)
	if err != nil {
		return nil, err
	}
	if s.flags.stops(result) {
		return nil, cmp.Or(s.report(result, orDefault(s.to), ifRefused), errFindings)
	}
	return result, nil
}

// passed tells of a chain that is sent: in the report that was asked for, else of its errors and warnings.
func (s *submission) passed(result *check.Result) error {
	if len(s.to) == 0 {
		s.tell(result, lint.Warning)
	}
	return s.report(result, s.to, "")
}

func (s *submission) report(result *check.Result, to []destination, outcome string) error {
	style := s.flags.judge.style()
	style.Sent, style.Outcome = true, outcome
	return s.writeReport(s.flags.judge.color, report.New(version(), result), to, s.stderr, style)
}

// run is what happens at the bank: details, pre-flight with the roles, the upload, and a second look.
func (s *submission) run(ctx context.Context) error {
	s.bank.step("token and client details")
	details, _, err := s.bank.client.Client(ctx)
	if err != nil {
		return s.refusal(s.bank, err, nil)
	}
	s.options.Roles = s.registered(details.Roles)
	result, err := s.preflight("nothing was changed at the bank, only the client details were read")
	if err != nil {
		return err
	}
	if err := s.passed(result); err != nil {
		return err
	}
	payload, err := submit.NewPayload(result.Profile, result.Chain)
	if err != nil {
		return err
	}
	receipt := newReceipt(s.bank, details.Name, result.Chain)
	r, err := s.bank.target.CertificateRequest(s.bank.clientID, payload)
	if err != nil {
		return err
	}
	if details.Has(receipt.leaf) {
		earlier, err := s.bank.client.Settle(ctx, r)
		return s.finish(receipt.already(s.now(), earlier), err)
	}
	if earlier, err := s.bank.earlier(ctx, r); err != nil || earlier != nil {
		return s.known(receipt, earlier, err)
	}
	if err := s.confirm(s.bank, receipt.plan()); err != nil {
		return err
	}
	if earlier, err := s.bank.giveUp(ctx, r); err != nil || earlier != nil {
		return s.known(receipt, earlier, err)
	}
	return s.add(ctx, payload, result, receipt)
}

// known ends a run that the journal stops.
func (s *submission) known(receipt *receipt, earlier *submit.EarlierError, err error) error {
	switch {
	case err != nil:
		return err
	case earlier.Status == 0:
		return mayBeDone(earlier)
	}
	return s.finish(receipt.taken(earlier),
		errors.New("the bank took the certificate from an earlier run, but the client details do not list it: "+
			"nothing was sent; look again with qwac client show; --again adds it under a new request id"))
}

func (s *submission) add(ctx context.Context, payload *submit.Payload, result *check.Result, receipt *receipt) error {
	s.mended(result)
	s.bank.step("upload")
	out, err := s.bank.client.AddCertificate(ctx, payload)
	if out == nil {
		return s.refusal(s.bank, err, result)
	}
	receipt.added(out) // what err says then is about the journal
	return s.finish(receipt, errors.Join(err, s.verify(ctx, receipt)))
}

// verify looks whether the bank lists the certificate. Its errors say nothing about the upload, so they are no
// refusals.
func (s *submission) verify(ctx context.Context, r *receipt) error {
	s.bank.step("a second look at the client details")
	details, _, err := s.bank.client.Client(ctx)
	if err != nil {
		return fmt.Errorf("the bank took the certificate, but the client details could not be read to verify it: %v",
			err)
	}
	if !details.Has(r.leaf) {
		return errors.New("the bank took the certificate, but the client details do not list it: look again with " +
			"qwac client show")
	}
	r.verified(s.now())
	return nil
}

func (s *submission) finish(r *receipt, err error) error {
	fmt.Fprint(s.stdout, report.Clean(r.line()), "\n", r.details())
	if file := s.flags.receipt; file != "" {
		err = errors.Join(err, s.write(file, r.bytes(), nil))
	}
	return err
}

// registered reads the roles of the client details. Nil: the bank did not name them, or in words that are not known.
func (e *env) registered(names []string) []ident.Role {
	if names == nil {
		return nil
	}
	roles := []ident.Role{}
	for _, name := range names {
		role, err := ident.ParseRole(name)
		if err != nil {
			fmt.Fprintf(e.stderr, "qwac: the client details name a role that is not known: %s; the registered roles "+
				"are not judged\n", report.Clean(name))
			return nil
		}
		roles = append(roles, role)
	}
	return roles
}

// dryRun prints what submit would send to a bank where the roles of --roles are registered.
func (s *submission) dryRun() error {
	result, err := s.preflight("this request would not be sent: mend what blocks, or what --fail-on names")
	if err != nil {
		return err
	}
	payload, err := submit.NewPayload(result.Profile, result.Chain)
	if err != nil {
		return err
	}
	r, err := s.bank.target.CertificateRequest(s.bank.clientID, payload)
	if err != nil {
		return err
	}
	if err := s.printRequest(s.bank, r); err != nil {
		return err
	}
	s.mended(result) // below the request, which fills more than a screen
	return s.passed(result)
}
