package app

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"
	"github.com/urfave/cli/v2"

	"qwac/internal/files"
	"qwac/pkg/check"
	"qwac/pkg/report"
	"qwac/pkg/submit"
)

// registerOptions are the flags of client register.
type registerOptions struct {
	bankOptions
	name                string
	roles, redirectURIs cli.StringSlice
	secretOut           string
}

func (e *env) registerCommand() *cli.Command {
	o := new(registerOptions)
	o.judge.banks = e.banks
	return &cli.Command{
		Name:      "register",
		Usage:     "register a new client, known by the client certificate; its secret goes to a file",
		ArgsUsage: " ",
		Description: "The bank shows the client secret this once. It goes to --secret-out, readable by you only (on " +
			"Windows: by those who may\n" +
			"read the folder), before anything is printed: the first line is the secret, as --client-secret-file " +
			"wants it, the second the\n" +
			"client id. Standard output has the client id.",
		Flags: slices.Concat(o.bankFlags(), []cli.Flag{
			textFlag(&o.name, "name", "`NAME` of the client"),
			textsFlag(&o.roles, "roles", "`ROLES` to ask for, a subset of those in the certificate: PSP_AI,PSP_PI"),
			textsFlag(&o.redirectURIs, "redirect-uri", "`URI` that users are sent back to; repeatable"),
			fileFlag{textFlag(&o.secretOut, "secret-out", "`FILE` for the client secret; it must not be there yet"),
				creates},
			dryRunFlag(&o.dryRun),
		}, o.changeFlags(), o.judge.chosen("trust", "trusted-lists", "no-trusted-lists", "register", "no-register",
			"crl", "ocsp", "password-file",
			"expires-within", "fail-on", "format", "color")),
		Action: with(e.register, o),
	}
}

// registration is one run of register.
type registration struct {
	*env
	flags   *registerOptions
	bank    *bank
	request submit.Registration
	secret  *files.Secret
}

func (e *env) register(c *cli.Context, o *registerOptions) error {
	r := &registration{env: e, flags: o}
	if err := noArguments(c); err != nil {
		return err
	}
	if err := e.lacks(&o.bankOptions, use{}, o.missing()...); err != nil {
		return err
	}
	switch {
	case o.name == "":
		return usagef("--name: give the client a name")
	case !o.dryRun && o.secretOut == "":
		return usagef("--secret-out: name a file for the client secret, the bank shows it only once")
	}
	r.request = submit.Registration{Name: o.name, Roles: words(o.roles.Value()), RedirectURIs: o.redirectURIs.Value()}
	to, err := destinations(o.judge.format.Value())
	if err != nil {
		return err
	}
	options, err := e.sharedOptions(&o.judge)
	if err != nil {
		return err
	}
	if r.bank, err = e.bank(&o.bankOptions, use{changes: !o.dryRun, journal: true}); err != nil {
		return err
	}
	result, err := r.judge(options, to)
	if err != nil {
		return err
	}
	// a role twice is a notice of the pre-flight
	r.request.Roles = slices.Compact(slices.Sorted(slices.Values(r.request.Roles)))
	if o.dryRun {
		return r.dryRun()
	}
	ctx, stop := e.interruptible(c)
	defer stop()
	return r.bank.alone(ctx, r.bank.profile.API.Clients, func(ctx context.Context) error { return r.run(ctx, result) })
}

// missing are the flags of a registration that are not given. What the pre-flight finds too is named beside others.
func (o *registerOptions) missing() (names []string) {
	if o.name == "" {
		names = append(names, "--name NAME")
	}
	if !o.dryRun && o.secretOut == "" {
		names = append(names, "--secret-out FILE")
	}
	if len(names) > 0 && len(o.roles.Value()) == 0 {
		names = append(names, "--roles ROLES")
	}
	if len(names) > 0 && len(o.redirectURIs.Value()) == 0 {
		names = append(names, "--redirect-uri URI")
	}
	return names
}

// words are the words of a flag that takes several, separated by commas or given repeatedly.
func words(values []string) []string {
	list := []string{}
	for _, v := range values {
		for word := range strings.SplitSeq(v, ",") {
			list = append(list, strings.TrimSpace(word))
		}
	}
	return list
}

// judge runs the pre-flight of the client certificate and of what is asked for. A refusal is errFindings.
func (r *registration) judge(o check.Options, to []destination) (*check.Result, error) {
	o.Sent, o.Sandbox, o.Roles = true, r.bank.sandbox(), nil
	o.Requested, o.RedirectURIs = r.request.Roles, append([]string{}, r.request.RedirectURIs...)
	result, err := check.Run(r.bank.pair.bundle, o)
	if err != nil {
		return nil, err
	}
	refused := r.flags.stops(result)
	if refused {
		to = orDefault(to)
	}
	style := r.flags.judge.style()
	style.Sent = true
	if refused {
		style.Outcome = nothingSent
	}
	if err := r.writeReport(r.flags.judge.color, report.New(version(), result), to, r.stderr, style); err != nil {
		return nil, err
	}
	if refused {
		return nil, errFindings
	}
	return result, nil
}

// second asks whether a second client is to be made.
func (r *registration) second(earlier *submit.EarlierError) (err error) {
	if earlier.Status == 0 {
		return usagef("an earlier registration with the same certificate or name (%s, request id %s, sent at %s) may "+
			"have been done, and this is another request: "+
			"nothing was sent; run that command again to learn what became of it; give --give-up %s when the bank's "+
			"support says by the request id that "+
			"it was not done; --again makes a client beside it", earlier.Entry.URL, earlier.Entry.ID,
			utc(earlier.Entry.Time), earlier.Entry.ID)
	}
	what := fmt.Sprintf("%v: this makes a second client with the name %q and the same roles and certificate", earlier,
		r.request.Name)
	if r.terminal() == nil {
		return usagef("%s: give --again if that is what you want; nothing was sent", what)
	}
	if err := r.sayYes(report.Clean(what) + "."); err != nil {
		return err
	}
	r.bank.options.Again = true
	r.bank.client, err = submit.New(r.bank.options)
	return err
}

func (r *registration) dryRun() error {
	request, err := r.bank.target.RegisterRequest(r.request)
	if err != nil {
		return usagef("%v", err)
	}
	return r.printRequest(r.bank, request)
}

func (r *registration) run(ctx context.Context, found *check.Result) error {
	repeated, err := r.repeated(ctx)
	if err != nil {
		return err
	}
	if !repeated && r.bank.options.Again {
		fmt.Fprintln(r.stderr, "qwac: --again: this makes a new client, whatever was registered before")
	}
	if r.secret, err = files.NewSecret(r.flags.secretOut, repeated); err != nil {
		return err
	}
	defer r.secret.Discard()
	if err := r.confirm(r.bank,
		fmt.Sprintf("registers a new client %q at %s", r.request.Name, r.bank.target.BaseURL)); err != nil {
		return err
	}
	if err := r.giveUp(ctx); err != nil {
		return err
	}
	var got submit.Credentials
	out, err := r.bank.client.Register(ctx, r.request, func(c submit.Credentials) error {
		got = c
		return r.secret.Keep(c.ClientSecret.Reveal() + "\n" + c.ClientID + "\n") // the form of --client-secret-file
	})
	if out == nil {
		return r.refusal(r.bank, err, found)
	}
	fmt.Fprintf(r.stderr, "registered %q for %s: request %s, %s, %s\n", r.request.Name,
		strings.Join(r.request.Roles, " "), out.RequestID, utc(out.At), report.Clean(out.Status))
	r.resumed(out)
	fmt.Fprintf(r.stderr, "the client secret is in %s: the bank does not show it again\n", r.flags.secretOut)
	return errors.Join(err, r.writeLines([]string{got.ClientID}))
}

// repeated reports whether an earlier run left the outcome of this very registration open. Before a second client with
// the same name, roles and certificate is made, it asks.
func (r *registration) repeated(ctx context.Context) (bool, error) {
	request, err := r.bank.target.RegisterRequest(r.request)
	if err != nil {
		return false, usagef("%v", err)
	}
	if earlier, err := r.bank.earlier(ctx, request); err != nil {
		return false, err
	} else if earlier != nil {
		return false, r.second(earlier)
	}
	request.ID = uuid.NewString()
	prepared, err := r.bank.client.Prepare(ctx, request)
	return prepared.ID != request.ID && prepared.ID != r.flags.giveUp, err
}

// giveUp closes what --give-up names.
func (r *registration) giveUp(ctx context.Context) error {
	request, err := r.bank.target.RegisterRequest(r.request)
	if err != nil {
		return err
	}
	earlier, err := r.bank.giveUp(ctx, request)
	if err == nil && earlier != nil {
		err = r.second(earlier)
	}
	return err
}
