package app

import (
	"errors"
	"slices"

	"github.com/urfave/cli/v2"

	"qwac/internal/page"
	"qwac/internal/page/core"
	banks "qwac/pkg/bank"
)

// pageOptions are the flags of page.
type pageOptions struct {
	judgeOptions
	output string
}

func (e *env) pageCommand() *cli.Command {
	o := new(pageOptions)
	o.banks = e.banks
	lists := textFlag(&o.trustedLists, "trusted-lists",
		"`DIR` or file with EU trusted lists, or a store of qwac trust, for the page to judge by (default: none)")
	return &cli.Command{
		Usage: "write the offline page: one HTML file that judges in the browser, and from which nothing leaves",
		Description: "Whoever opens the file drops certificates on it and reads what check would say. The flags go " +
			"into the page, so that a bank\n" +
			"or a QTSP can hand out its own. The same flags and files give the same page, byte for byte.",
		Flags: append(o.chosen("profile", "env", "roles", "trust"), fileFlag{lists, reads | keepsList},
			outputFlag(&o.output, outputFile)),
		Action: with(e.page, o),
	}
}

func (e *env) page(c *cli.Context, o *pageOptions) error {
	if err := noArguments(c); err != nil {
		return err
	}
	baked, err := e.baked(o)
	if err != nil {
		return err
	}
	program, ok := page.Embedded()
	if !ok {
		return errors.New("this program was built without the core of the page: run make page in the sources, " +
			"or take a release")
	}
	out, err := page.Make(program, baked)
	if err != nil {
		return err
	}
	return e.write(o.output, out, e.stdout)
}

// baked is what the flags put into the page.
func (e *env) baked(o *pageOptions) (core.Baked, error) {
	b := core.Baked{Version: version(), Env: o.env}
	p, err := o.bank()
	if err != nil {
		return b, err
	}
	if b.Profile = p.Name; !slices.ContainsFunc(o.known(), func(k *banks.Bank) bool { return k == p }) {
		b.Profiles = []*banks.Bank{p}
	}
	if _, err := parseEnv(o.env); err != nil {
		return b, err
	}
	roles, err := parseRoles(o.roles.Value())
	if err != nil {
		return b, err
	}
	for _, r := range roles {
		b.Roles = append(b.Roles, string(r))
	}
	anchors, err := e.certsOf("--trust", "that the bank trusts", o.trust.Value())
	if err != nil {
		return b, err
	}
	for _, a := range anchors {
		b.Trust = append(b.Trust, a.Raw)
	}
	if o.trustedLists == "" {
		return b, nil
	}
	lists, err := e.lists(o.trustedLists, e.second())
	if err != nil {
		return b, err
	}
	b.Lists, err = lists.MarshalBinary()
	return b, err
}
