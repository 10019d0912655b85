package app

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	"qwac/internal/store"
	"qwac/pkg/ber"
	"qwac/pkg/report"
	"qwac/pkg/trustlist"
)

func (e *env) trustAddCommand() *cli.Command {
	o := new(proofOptions)
	return &cli.Command{
		Name:      "add",
		Usage:     "prove lists from files and keep what check needs of them",
		ArgsUsage: "FILE|DIR...",
		Description: "The files may have any names; a list is recognised by its territory and number. Provide the " +
			"list of lists (EU) and the pivots\n" +
			"that it names with the first lists; later ones are proven with what is kept. The exit status is 1 when " +
			"a list was refused.",
		Flags:  append(o.flags(), storeFlag(&o.store)),
		Action: with(e.trustAdd, o),
	}
}

func (e *env) trustAdd(c *cli.Context, o *proofOptions) error {
	s, a, err := e.admitArgs(c, o)
	if err != nil {
		return err
	}
	if len(a.set.Lists) > 0 {
		if err := s.Save(a.known, a.index); err != nil {
			return err
		}
		fmt.Fprintf(e.stderr, "%s in %s\n", ber.Count(len(a.index.Sources()), "list"), report.Clean(s.Dir))
	}
	return e.reportAdmitted(a, o, kept)
}

// admitArgs proves the lists that the arguments name against the store.
func (e *env) admitArgs(c *cli.Context, o *proofOptions) (store.Store, *admitted, error) {
	names, err := listArgs(c, "FILE|DIR...")
	if err != nil {
		return store.Store{}, nil, err
	}
	s, err := store.Named(o.store)
	if err != nil {
		return s, nil, err
	}
	p, err := e.proof(o)
	if err != nil {
		return s, nil, err
	}
	known, err := s.Load()
	if err != nil {
		return s, nil, err
	}
	docs, err := e.documents(names)
	if err != nil {
		return s, nil, err
	}
	if len(docs) == 0 {
		return s, nil, fmt.Errorf("no trusted list in %s: they are XML files: name them, or the folder that "+
			"they are in", strings.Join(names, ", "))
	}
	if !slices.ContainsFunc(docs, mayBeList) {
		return s, nil, fmt.Errorf("%s is no trusted list (XML)%s: want the lists as they are published, or the folder "+
			"that they are in", docs[0].name, kindOf(docs[0].data))
	}
	a, err := admit(known, docs, p)
	return s, a, err
}

// listArgs returns the arguments of a command of trust.
func listArgs(c *cli.Context, wanted string) ([]string, error) {
	args := c.Args().Slice()
	if len(args) == 0 {
		return nil, usagef("nothing given: qwac trust %s %s", c.Command.Name, wanted)
	}
	return args, nil
}

// became says what an authentic list is to the index.
func (a *admitted) became(t *trustlist.Trusted) string {
	l := t.List()
	now, _ := a.index.Source(l.Territory)
	if now.Signed != l.Signed {
		if l.Territory == "EU" {
			return "older, proves others"
		}
		return "older, not used"
	}
	if a.known != nil {
		switch before, ok := a.known.Source(l.Territory); {
		case ok && before.Signed == l.Signed:
			return "known"
		case ok:
			return fmt.Sprintf("new, in place of number %d", before.Sequence)
		}
	}
	return "new"
}

func (e *env) trustVerifyCommand() *cli.Command {
	o := new(proofOptions)
	return &cli.Command{
		Name: "verify",
		Usage: "prove lists from files without keeping them; without files, look whether the store is whole, " +
			"current and complete",
		Description: "With files too the exit status is 1 when a list was refused, is out of date or is missing, " +
			"counting those in the store.",
		ArgsUsage: "[FILE|DIR...]",
		Flags:     append(o.flags(), storeFlag(&o.store)),
		Action:    with(e.trustVerify, o),
	}
}

func (e *env) trustVerify(c *cli.Context, o *proofOptions) error {
	if c.Args().Present() {
		return e.verifyArgs(c, o)
	}
	s, err := store.Named(o.store)
	if err != nil {
		return err
	}
	at, err := e.parseAt(o.at)
	if err != nil {
		return err
	}
	x, err := s.MustLoad()
	if err != nil {
		return err
	}
	faults, err := storeFaults(x, at)
	if err != nil {
		return err
	}
	for _, f := range faults {
		fmt.Fprintln(e.stdout, f)
	}
	fmt.Fprintf(e.stdout, "%s, digest %x\n", ber.Count(len(x.Sources()), "list"), x.Digest())
	if len(faults) > 0 {
		return errFindings
	}
	return nil
}

// verifyArgs proves the lists that the arguments name. With those in the store they must be current and complete, like
// a store.
func (e *env) verifyArgs(c *cli.Context, o *proofOptions) error {
	at, err := e.parseAt(o.at)
	if err != nil {
		return err
	}
	_, a, err := e.admitArgs(c, o)
	if err != nil {
		return err
	}
	err = e.reportAdmitted(a, o, "proven")
	stale := a.index.Stale(at)
	for _, text := range stale {
		fmt.Fprintf(e.stdout, "stale: %s\n", text)
	}
	if err == nil && len(stale)+len(a.set.Missing) > 0 {
		return errFindings
	}
	return err
}

// storeFaults says what keeps the lists of a store from being a full answer. Reading every record proves that none is
// damaged.
func storeFaults(x *trustlist.Index, at time.Time) ([]string, error) {
	if _, err := x.Services(""); err != nil {
		return nil, err
	}
	var faults []string
	for _, text := range x.Stale(at) {
		faults = append(faults, "stale: "+text)
	}
	if gaps := missingLists(x); len(gaps) > 0 {
		faults = append(faults, "missing: "+strings.Join(gaps, " "))
	}
	lotl, ok := x.Source("EU")
	for _, s := range x.Sources() {
		if ok && s.Territory != "EU" && s.By != lotl.String() {
			faults = append(faults,
				fmt.Sprintf("list %s was proven with %s; add it again to prove it with %s", s, s.By, lotl))
		}
	}
	return faults, nil
}

// missingLists are the territories whose lists the list of lists points to and the index has not.
func missingLists(x *trustlist.Index) []string {
	var out []string
	for _, t := range x.Territories() {
		if _, ok := x.Source(t); !ok {
			out = append(out, t)
		}
	}
	return out
}
