package app

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"qwac/pkg/bundle"
	"qwac/pkg/cert"
	"qwac/pkg/check"
	"qwac/pkg/report"
)

// fixOptions are the flags of fix.
type fixOptions struct {
	judgeOptions
	from   cli.StringSlice
	output string
	diff   bool
	write  bool
	only   bool // --check
}

func (e *env) fixCommand() *cli.Command {
	o := new(fixOptions)
	o.banks = e.banks
	return &cli.Command{
		Usage:     "mend the text and the order of certificate files without loss: show it, or write it",
		ArgsUsage: "FILE...|-",
		Description: "The mended text is the chain that payload sends, as PEM, leaf first. All files together, and " +
			"those in a ZIP archive, are one chain. Without --write,\n" +
			"-o or --check the change is shown as a diff, and nothing is written. What is missing comes from " +
			"--from, or from the store\n" +
			"of trusted lists, and is named. Where the bank would refuse the chain all the same, what loses nothing " +
			"is mended, the report\n" +
			"on standard error says what is left, and the exit status is 1. A file with a private key is left " +
			"alone: take the key out first.",
		Flags: slices.Concat(
			slices.DeleteFunc(o.flags(), func(f cli.Flag) bool { return f.Names()[0] == "fail-on" }),
			[]cli.Flag{
				readsFlag(&o.from, "from", "`FILE` or directory with CA certificates that may complete the chain; "+
					"repeatable"),
				boolFlag(&o.diff, "diff", "show what would change, as a unified diff (default)"),
				boolFlag(&o.write, "write", "write the mended text to the file itself, and keep what it was in "+
					"FILE.bak"),
				outputFlag(&o.output, "write the mended text to `FILE`, whole or not at all"),
				boolFlag(&o.only, "check", "name the files that would change, and exit with 1 if there are any"),
			}),
		Action: with(e.fix, o),
	}
}

// modes finds flags that exclude each other.
func (o *fixOptions) modes(names []string) error {
	given := 0
	for _, is := range []bool{o.diff, o.write, o.only, o.output != ""} {
		if is {
			given++
		}
	}
	switch {
	case given > 1:
		return usagef("--diff, --check, --write and --output: want one of them")
	case o.write && len(names) > 1:
		return usagef("--write: %d files make one chain: write it to a file of its own with -o FILE", len(names))
	case o.write && names[0] == "-":
		return usagef("--write: standard input is no file: write to one with -o FILE")
	}
	return nil
}

func (e *env) fix(c *cli.Context, o *fixOptions) error {
	names, err := inputs(c)
	if err != nil {
		return err
	}
	if err := o.modes(names); err != nil {
		return err
	}
	to, err := destinations(o.format.Value())
	if err != nil {
		return err
	}
	f, err := e.mend(names, o)
	if err != nil {
		return err
	}
	style := o.style()
	style.Sent = true
	if f.result.Verdict == check.Refuse || len(f.result.Chain.Path) == 0 {
		return e.unmended(f, o, orDefault(to), style)
	}
	if err := e.writeReport(o.color, report.New(version(), f.result), to, e.stderr, style); err != nil {
		return err
	}
	return e.fixed(f, o)
}

// fixed shows or writes the mended text.
func (e *env) fixed(f *fixing, o *fixOptions) error {
	if f.same() && o.output == "" {
		if !o.only {
			fmt.Fprintln(e.stderr, "nothing to change")
		}
		return nil
	}
	if o.write {
		if err := f.mayRewrite(); err != nil {
			return err
		}
	}
	switch {
	case o.write:
		return e.rewrite(f)
	case o.output != "":
		if err := e.write(o.output, f.text, e.stdout); err != nil {
			return err
		}
		e.tellFixed(f, true)
		return nil
	}
	if o.only {
		e.tellFixed(f, false)
		for _, name := range f.changed() {
			fmt.Fprintln(unbroken(e.stdout), report.Clean(name))
		}
		return errFindings
	}
	if _, err := unbroken(e.stdout).Write(f.diff()); err != nil {
		return err
	}
	e.tellFixed(f, false) // below the diff, which fills more than a screen
	if len(f.without()) == 0 {
		fmt.Fprintf(e.stderr, "nothing is written yet: %s\n", f.howToWrite())
	}
	return nil
}

// howToWrite says by which flag the mended text is written.
func (f *fixing) howToWrite() string {
	if len(f.docs) > 1 || f.docs[0].name == "stdin" {
		return "-o FILE writes the chain to a file of its own"
	}
	return "--write writes it to " + report.Clean(f.docs[0].name) + ", -o FILE to a file of its own"
}

// fixing is the inputs and what becomes of them.
type fixing struct {
	docs   []document
	bundle *bundle.Bundle // of the inputs
	result *check.Result
	text   []byte // the chain as it is sent; empty: there is none
}

// mend reads the inputs and finds the chain that is sent for them.
func (e *env) mend(names []string, o *fixOptions) (*fixing, error) {
	opts, err := e.options(&o.judgeOptions)
	if err != nil {
		return nil, err
	}
	opts.Sent = true
	docs, err := e.inputFiles(names)
	if err != nil {
		return nil, err
	}
	b, opts, err := e.readyOf(docs, &o.judgeOptions, opts)
	if err != nil {
		return nil, err
	}
	from, err := e.certsOf("--from", "that may complete the chain", o.from.Value())
	if err != nil {
		return nil, err
	}
	return mendChain(docs, b, opts, from)
}

// mendChain judges the chain of the inputs as it would be sent, and where it has a gap, with certificates that fill it.
// A chain that the bank takes is never given up for one that it refuses.
func mendChain(docs []document, b *bundle.Bundle, opts check.Options, from []*cert.Cert) (*fixing, error) {
	r, err := check.Run(b, opts)
	if err != nil {
		return nil, err
	}
	if r.Chain.Gap != nil {
		if opts.Pool, err = completing(b.Certs, from, opts.Lists); err != nil {
			return nil, err
		}
		whole, err := check.Run(b, opts)
		if err != nil {
			return nil, err
		}
		if r.Verdict == check.Refuse || whole.Verdict != check.Refuse {
			r = whole
		}
	}
	return &fixing{docs, b, r, r.Chain.PEM()}, nil
}

// missing is what to do when the chain is refused because a part of it is not there; empty: it is whole.
func (f *fixing) missing() string {
	if f.result.Chain.Gap == nil || len(f.result.Chain.Path) == 0 {
		return ""
	}
	return "; certificates that are missing can come from --from FILE or DIR"
}

// same reports whether the inputs are the mended text as they stand.
func (f *fixing) same() bool { return len(f.changed()) == 0 }

// changed are the names of the inputs that would change. One input must be the mended text. Several are right when each
// is a part of it and they make all of it, in whatever order they are named.
func (f *fixing) changed() []string {
	var wrong, all []string
	rest := f.text
	for _, d := range f.docs {
		all = append(all, d.name)
		if len(d.data) == 0 || !bytes.Contains(f.text, d.data) {
			wrong = append(wrong, d.name)
		}
	}
	if len(wrong) > 0 {
		return wrong
	}
	left := slices.Clone(f.docs)
	for len(left) > 0 {
		i := slices.IndexFunc(left, func(d document) bool { return bytes.HasPrefix(rest, d.data) })
		if i < 0 {
			return all
		}
		rest, left = rest[len(left[i].data):], slices.Delete(left, i, i+1)
	}
	if len(rest) > 0 {
		return all
	}
	return nil
}

// tellFixed says what is mended and what is added from where.
func (e *env) tellFixed(f *fixing, written bool) {
	mended, added := "would be mended", "would be added"
	if written {
		mended, added = "mended", "added"
	}
	e.mendedAs(mended, f.result)
	for _, c := range f.result.Chain.Added {
		fmt.Fprintf(e.stderr, "%s: %s, from %s\n", added, report.Clean(c.Name()), report.Clean(c.At.String()))
	}
	if why := f.without(); len(why) > 0 && !written {
		fmt.Fprintf(e.stderr, "qwac: %s: write the chain to a file of its own with -o FILE\n",
			report.Clean(strings.Join(why, ", ")))
	}
}
