package app

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"

	"github.com/urfave/cli/v2"

	"qwac/internal/files"
	"qwac/pkg/ber"
	"qwac/pkg/gate"
	"qwac/pkg/report"
)

// baselineFile is what a baseline is called where nobody says otherwise.
const baselineFile = ".qwac-baseline.json"

// baselineOptions are the flags of baseline.
type baselineOptions struct {
	repoOptions
	output     string
	add, prune bool
}

func (e *env) baselineCommand() *cli.Command {
	return &cli.Command{
		Usage:       "keep what is known, so that check blocks at new findings only",
		Subcommands: []*cli.Command{e.baselineCreateCommand(), e.baselineUpdateCommand()},
	}
}

// flags are those of check that say what is found; nothing is shown, so there is no colour.
func (o *baselineOptions) flags() []cli.Flag {
	o.color = "never"
	return append(chosen(o.repoOptions.flags(), "profile", "roles", "trust", "trusted-lists", "no-trusted-lists", "crl",
		"ocsp", "at", "env", "key", "key-password-file", "password-file", "previous", "qsealc", "expires-within",
		"require", "config", "no-config", "each", "pool", "exclude", "no-ignore", "whole", "jobs"),
		outputFlag(&o.output, "`FILE` of the baseline (default: that of the configuration, else "+baselineFile+")"))
}

func (e *env) baselineCreateCommand() *cli.Command {
	o := new(baselineOptions)
	o.banks = e.banks
	return &cli.Command{
		Name: "create", Usage: "write a baseline of all that is found now",
		ArgsUsage: "FILE...|DIR...|PATTERN...|@LIST|-",
		Description: "It takes the files and flags of check. What ignore entries suppress is left out, and so is " +
			"what is about no certificate:\nnothing would be known again by it. A baseline that is there is not " +
			"replaced.",
		Flags:  o.flags(),
		Action: with(e.baselineCreate, o),
	}
}

func (e *env) baselineUpdateCommand() *cli.Command {
	o := new(baselineOptions)
	o.banks = e.banks
	return &cli.Command{
		Name: "update", Usage: "take out of a baseline what does not occur any more",
		ArgsUsage: "FILE...|DIR...|PATTERN...|@LIST|-",
		Description: "It takes the files and flags of check. Only entries about certificates in these files are " +
			"taken out; --prune takes out\nthose about others too. What is new stays out and goes on blocking, " +
			"unless --add takes it in.",
		Flags: append(o.flags(),
			boolFlag(&o.add, "add", "take in what is new"),
			boolFlag(&o.prune, "prune", "take out entries about certificates that are not in these files"),
		),
		Action: with(e.baselineUpdate, o),
	}
}

// baselineName is the baseline that is written.
func (e *env) baselineName(o *baselineOptions) string {
	s := &e.settings
	switch {
	case o.output != "":
		return o.output
	case len(s.Texts("baseline")) > 0:
		return s.file(s.Texts("baseline")[0])
	}
	return s.file(baselineFile)
}

// found judges the files and suppresses what is suppressed. Nothing is judged against a baseline unless one is named.
func (e *env) found(c *cli.Context, o *baselineOptions, known *gate.Baseline) (*report.Report, *gate.Gate, error) {
	r, at, err := e.foundIn(c, o)
	if err != nil {
		return nil, nil, err
	}
	g := gate.New(gate.Options{Ignores: e.settings.Ignores, Baseline: known, At: at})
	return g.Apply(r, e.settings.targetPath, false), g, nil
}

// foundIn judges the files as one chain, or every leaf by itself, as check would.
func (e *env) foundIn(c *cli.Context, o *baselineOptions) (*report.Report, time.Time, error) {
	names, err := inputs(c)
	if err != nil {
		return nil, time.Time{}, err
	}
	if o.many(names) {
		m, err := e.judgeMany(&o.repoOptions, names)
		if err != nil {
			return nil, time.Time{}, err
		}
		return m.report, m.at, nil
	}
	j, err := e.judge(c, &o.judgeOptions, false)
	if err != nil {
		return nil, time.Time{}, err
	}
	return j.report, j.result.At, nil
}

func (e *env) baselineCreate(c *cli.Context, o *baselineOptions) error {
	name := e.baselineName(o)
	if _, err := os.Lstat(name); name != "-" && !errors.Is(err, fs.ErrNotExist) {
		return usagef("%s is already there: run qwac baseline update, or remove it first", name)
	}
	r, _, err := e.found(c, o, nil)
	if err != nil {
		return err
	}
	b, left := gate.NewBaseline(r)
	if err := e.writeBaseline(name, b); err != nil {
		return err
	}
	fmt.Fprintf(e.stderr, "%s: %s\n", report.Clean(name), ber.Count(len(b.Entries), "known finding"))
	if left > 0 {
		fmt.Fprintf(e.stderr, "left out: %s about no certificate, which would not be known again\n",
			ber.Count(left, "finding"))
	}
	return nil
}

func (e *env) baselineUpdate(c *cli.Context, o *baselineOptions) error {
	name := e.baselineName(o)
	data, err := files.Read(name, gate.MaxBaseline)
	if err != nil {
		return fmt.Errorf("%w, or make one with qwac baseline create", err)
	}
	known, err := gate.ReadBaseline(name, data)
	if err != nil {
		return usageError{err.Error()}
	}
	r, g, err := e.found(c, o, known)
	if err != nil {
		return err
	}
	gone, others := g.Gone(o.prune), len(g.Gone(true))-len(g.Gone(false))
	fresh, _ := gate.NewBaseline(r)
	var added []gate.Entry
	if o.add {
		added = fresh.Entries
	}
	next := known.Without(gone, added...)
	if err := e.writeBaseline(name, next); err != nil {
		return err
	}
	fmt.Fprintf(e.stderr, "%s: %d taken out, %d taken in, %d in it\n", report.Clean(name), len(gone), len(added),
		len(next.Entries))
	if n := len(fresh.Entries); n > 0 && !o.add {
		fmt.Fprintf(e.stderr, "new and not in it: %d, they go on blocking; --add takes them in\n", n)
	}
	if others > 0 && !o.prune {
		fmt.Fprintf(e.stderr, "about certificates that are not in these files: %d, kept; --prune takes them out\n",
			others)
	}
	return nil
}

func (e *env) writeBaseline(name string, b *gate.Baseline) error {
	data, err := b.Bytes()
	if err != nil {
		return err
	}
	return e.write(name, data, e.stdout)
}
