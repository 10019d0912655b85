package app

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"qwac/pkg/check"
	"qwac/pkg/lint"
	"qwac/pkg/report"
	"qwac/pkg/submit"
)

func (e *env) redirectURIsCommand() *cli.Command {
	read := new(readerOptions)
	read.judge.banks = e.banks
	change := func(name, usage string, next func(have, given []string) []string, dryRun bool) *cli.Command {
		o := new(bankOptions)
		o.judge.banks = e.banks
		flags := slices.Concat(o.bankFlags(), o.clientFlags(), o.changeFlags(),
			o.judge.chosen("fail-on", "format", "color", "quiet", "verbose"))
		if dryRun { // the others read the list first
			flags = append(flags, dryRunFlag(&o.dryRun))
		}
		return &cli.Command{
			Name: name, Usage: usage, ArgsUsage: "URI...",
			Flags:  flags,
			Action: func(c *cli.Context) error { return e.changeRedirectURIs(c, o, next) },
		}
	}
	return &cli.Command{
		Name:  "redirect-uris",
		Usage: "list or change the redirect URIs of your client",
		Description: "The bank replaces the whole list at once. add and remove therefore read it, show the " +
			"difference on standard error, and send the\n" +
			"new list; standard output has the list as it is afterwards.",
		Subcommands: []*cli.Command{
			{
				Name: "list", Usage: "write the redirect URIs, one on each line", ArgsUsage: " ",
				Flags: read.flags(), Action: with(e.listRedirectURIs, read),
			},
			change("set", "replace all redirect URIs by these", func(_, given []string) []string {
				return given
			}, true),
			change("add", "add redirect URIs to those that are there", func(have, given []string) []string {
				return append(slices.Clone(have), missing(given, have)...)
			}, false),
			change("remove", "take redirect URIs away", func(have, given []string) []string {
				return missing(have, given)
			}, false),
		},
	}
}

// missing returns the elements of list that are not among others.
func missing(list, others []string) []string {
	return slices.DeleteFunc(slices.Clone(list), func(s string) bool { return slices.Contains(others, s) })
}

func (e *env) listRedirectURIs(c *cli.Context, o *readerOptions) error {
	_, details, err := e.details(c, o)
	if err != nil {
		return err
	}
	if o.format == "json" {
		return e.write("", indentedJSON(append([]string{}, details.RedirectURIs...)), e.stdout)
	}
	return e.writeLines(details.RedirectURIs)
}

func (e *env) writeLines(list []string) error {
	var b strings.Builder
	for _, s := range list {
		b.WriteString(report.Clean(s) + "\n")
	}
	return e.write("", []byte(b.String()), e.stdout)
}

// redirectChange is one run of a command that changes redirect URIs.
type redirectChange struct {
	*env
	flags   *bankOptions
	bank    *bank
	given   []string
	next    func(have, given []string) []string
	options check.Options
	to      []destination
}

func (e *env) changeRedirectURIs(c *cli.Context, o *bankOptions, next func(have, given []string) []string) error {
	r := &redirectChange{env: e, flags: o, next: next}
	var err error
	if r.given, err = givenURIs(c); err != nil {
		return err
	}
	if r.to, err = destinations(o.judge.format.Value()); err != nil {
		return err
	}
	if err := o.judge.checkFailOn(); err != nil {
		return err
	}
	if r.bank, err = e.bank(o, use{client: true, secret: !o.dryRun, changes: !o.dryRun, journal: true}); err != nil {
		return err
	}
	r.options.Profile = r.bank.profile
	r.options.At = e.second()
	if o.dryRun {
		return r.dryRun()
	}
	ctx, stop := e.interruptible(c)
	defer stop()
	return r.bank.alone(ctx, r.bank.clientID, r.run)
}

// givenURIs reads the arguments.
func givenURIs(c *cli.Context) ([]string, error) {
	uris := c.Args().Slice()
	if len(uris) == 0 {
		return nil, usagef("no redirect URI given: name at least one, such as https://mycompany.example/callback")
	}
	for i, uri := range uris {
		if slices.Contains(uris[:i], uri) {
			return nil, usagef("redirect URI %q is given twice", uri)
		}
	}
	return uris, nil
}

// judge runs the rules about redirect URIs. A refusal is errFindings.
func (r *redirectChange) judge(uris []string) (*check.Result, error) {
	r.options.RedirectURIs = uris
	result := check.RunRedirectURIs(r.bank.pair.leaf.Certificate, r.options)
	refused := r.flags.stops(result)
	to := r.to
	if refused {
		to = orDefault(to)
	}
	if len(to) == 0 {
		r.tell(result, lint.Notice)
	}
	style := r.flags.judge.style()
	if refused {
		style.Outcome = "the redirect URIs were not changed"
	}
	if err := r.writeReport(r.flags.judge.color, report.New(version(), result), to, r.stderr, style); err != nil {
		return nil, err
	}
	if refused {
		return nil, errFindings
	}
	return result, nil
}

func (r *redirectChange) dryRun() error {
	if _, err := r.judge(r.given); err != nil {
		return err
	}
	request, err := r.bank.target.RedirectURIsRequest(r.bank.clientID, r.given)
	if err != nil {
		return err
	}
	return r.printRequest(r.bank, request)
}

func (r *redirectChange) run(ctx context.Context) error {
	details, _, err := r.bank.client.Client(ctx)
	if err != nil {
		return r.refusal(r.bank, err, nil)
	}
	have := details.RedirectURIs
	want := r.next(have, r.given)
	if sameSet(have, want) {
		return r.nothingToDo(ctx, have, want)
	}
	r.difference(have, want)
	result, err := r.judge(want)
	if err != nil {
		return err
	}
	request, err := r.bank.target.RedirectURIsRequest(r.bank.clientID, want)
	if err != nil {
		return err
	}
	if err := inTheWay(r.bank.earlier(ctx, request)); err != nil {
		return err
	}
	if err := r.confirm(r.bank, fmt.Sprintf("replaces the redirect URIs of the client %s at %s", r.bank.clientID,
		r.bank.target.BaseURL)); err != nil {
		return err
	}
	if err := inTheWay(r.bank.giveUp(ctx, request)); err != nil {
		return err
	}
	out, err := r.bank.client.SetRedirectURIs(ctx, want)
	if out == nil {
		return r.refusal(r.bank, err, result)
	}
	fmt.Fprintf(r.stderr, "replaced: request %s, %s, %s\n", out.RequestID, utc(out.At), report.Clean(out.Status))
	r.resumed(out)
	return errors.Join(err, r.verify(ctx, want))
}

// inTheWay refuses to send what the journal knows to be done.
func inTheWay(earlier *submit.EarlierError, err error) error {
	if earlier != nil {
		return fmt.Errorf("%w, but the client details list others: they are late, or were changed elsewhere since; "+
			"nothing was sent; "+
			"look again with qwac client redirect-uris list; --again replaces them once more", earlier)
	}
	return err
}

// nothingToDo closes the journal's entries of earlier runs that turn out to have gone well: of the list as it was sent,
// in whose order the bank need not keep it, and as it is.
func (r *redirectChange) nothingToDo(ctx context.Context, lists ...[]string) error {
	fmt.Fprintln(r.stderr, "the redirect URIs are so already: nothing was changed")
	for _, list := range lists {
		if len(list) == 0 {
			continue
		}
		request, err := r.bank.target.RedirectURIsRequest(r.bank.clientID, list)
		if err != nil { // the bank lists one twice, which we never send
			continue
		}
		if _, err := r.bank.client.Settle(ctx, request); err != nil {
			return err
		}
	}
	return r.writeLines(lists[0])
}

// difference shows what changes, on standard error.
func (r *redirectChange) difference(have, want []string) {
	for _, uri := range have {
		mark := " "
		if !slices.Contains(want, uri) {
			mark = "-"
		}
		fmt.Fprintf(r.stderr, "%s %s\n", mark, report.Clean(uri))
	}
	for _, uri := range missing(want, have) {
		fmt.Fprintf(r.stderr, "+ %s\n", report.Clean(uri))
	}
}

// verify reads the list again. Its errors say nothing about the change, so they are no refusals.
func (r *redirectChange) verify(ctx context.Context, want []string) error {
	details, _, err := r.bank.client.Client(ctx)
	if err != nil {
		return fmt.Errorf("the bank took the redirect URIs, but the client details could not be read to verify them: "+
			"%v", err)
	}
	if err := r.writeLines(details.RedirectURIs); err != nil {
		return err
	}
	if !sameSet(details.RedirectURIs, want) {
		return errors.New("the bank took the redirect URIs, but the client details list others")
	}
	return nil
}

// sameSet compares without order: the bank may keep its own.
func sameSet(a, b []string) bool {
	return len(missing(a, b)) == 0 && len(missing(b, a)) == 0
}
