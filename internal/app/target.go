package app

import (
	"cmp"
	"fmt"
	"io"
	"strings"

	banks "qwac/pkg/bank"

	"github.com/urfave/cli/v2"

	"qwac/pkg/check"
	"qwac/pkg/report"
	"qwac/pkg/rotation"
	"qwac/pkg/submit"
	"qwac/pkg/target"
)

// targetOptions are the flags of payload that choose its shape.
type targetOptions struct {
	pem  bool
	name string
	list bool
}

func (o *targetOptions) flags() []cli.Flag {
	return []cli.Flag{
		boolFlag(&o.pem, "pem", "write the chain as PEM, leaf first, in place of the JSON"),
		textFlag(&o.name, "target", "write it in the shape of another platform, `NAME` of --list-targets; the "+
			"profile is then etsi unless one is given"),
		boolFlag(&o.list, "list-targets", "list the shapes with what each rests on, and do nothing else"),
	}
}

// check finds a name that is none.
func (o *targetOptions) check() error {
	if o.name == "" {
		return nil
	}
	if o.pem {
		return usagef("--pem and --target: either is a shape, give one")
	}
	if target.Named(o.name) == nil {
		hint := "qwac payload --list-targets has them"
		if s := target.Near(strings.ToLower(o.name)); s != "" {
			hint = "did you mean " + s + "?"
		}
		return usagef("--target %q: no such target: %s", o.name, hint)
	}
	return nil
}

// foreign reports whether the shape is one that is not sent.
func (o *targetOptions) foreign() bool { return o.name != "" && o.name != target.Sent() }

// profile is that of a payload: what no bank could accept, for a platform that is not sent to.
func (o *targetOptions) profile(c *cli.Context, given string) string {
	if o.foreign() && !c.IsSet("profile") {
		return "etsi"
	}
	return given
}

// body is the chain in the shape that is asked for.
func (o *targetOptions) body(r *check.Result) ([]byte, error) {
	p, err := submit.NewPayload(r.Profile, r.Chain)
	switch {
	case err != nil:
		return nil, fmt.Errorf("%w: give the leaf certificate", err)
	case o.pem:
		return r.Chain.PEM(), nil
	case o.name == "":
		return p.Bytes(), nil
	}
	var chain [][]byte
	for _, c := range r.Chain.Path {
		chain = append(chain, c.Raw)
	}
	return target.Named(o.name).Encode(chain)
}

// tell says what a shape rests on, and when it is for another kind of certificate.
func (o *targetOptions) tell(w io.Writer, r *check.Result) {
	t := target.Named(o.name)
	if t == nil {
		return
	}
	if kind := newInspected(r.Chain.Path[0]).Type; t.Seal && kind != rotation.QSealC {
		fmt.Fprintf(w, "%s takes a QSealC, and this is a %s: check that the right file was taken\n", t.Name, kind)
	}
	if !t.Verified {
		fmt.Fprintf(w, "%s is not verified (%s, %s): compare it with what the platform's documents say%s\n", t.Name,
			t.Source, t.Seen, noteOf(t))
	}
}

func noteOf(t *target.Target) string {
	if t.Note == "" {
		return ""
	}
	return "; " + t.Note
}

func listTargets(w io.Writer) error {
	for _, t := range target.All() {
		basis := "not verified"
		if t.Verified {
			basis = "verified"
		}
		fmt.Fprintf(w, "%-15s %s\n", t.Name, t.Title)
		for _, s := range []string{basis + ": " + t.Source + ", " + t.Seen, cmp.Or(t.Note, "")} {
			if s != "" {
				fmt.Fprintf(w, "%-15s   %s\n", "", report.Clean(s))
			}
		}
	}
	return nil
}

// sentTargetFlag takes the name of a target where only one is sent to: that of the bank.
func sentTargetFlag(to *string, b *banks.Bank) cli.Flag {
	return textFlagOr(to, "target", b.Name, "`NAME` of the platform that is sent to: there is no other")
}

// sentTo refuses a target that nothing is sent to.
func sentTo(name string, b *banks.Bank) error {
	t := target.Named(name)
	switch {
	case name == "" || name == b.Name:
		return nil
	case t == nil:
		return usagef("--target %q: want %s: nothing else is sent to", name, b.Name)
	}
	return usagef("--target %s: submit sends to %s alone; qwac payload --target %s writes what %s takes, to send "+
		"by its own way", name, b.Title, name, t.Name)
}
