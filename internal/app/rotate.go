package app

import (
	"bytes"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"qwac/pkg/near"
	"qwac/pkg/report"
	"qwac/pkg/rotation"
)

// rotateOptions are the flags of rotate plan.
type rotateOptions struct {
	compareOptions
	file string // with the banks; empty: the rows of the program
	only cli.StringSlice
}

func (e *env) rotateCommand() *cli.Command {
	return &cli.Command{
		Usage: "plan a renewal at many banks: what to do at each, in which order, by when, and what breaks",
		Subcommands: []*cli.Command{
			e.rotatePlanCommand(), e.rotateBanksCommand(),
			{
				Name: "schema", Usage: "print the JSON Schema of a file of banks, for editors", ArgsUsage: " ",
				Action: e.rotateSchema,
			},
		},
	}
}

func (e *env) rotatePlanCommand() *cli.Command {
	o := new(rotateOptions)
	o.judgeOptions.banks, o.expiresWithin, o.color = e.banks, "30d", "auto"
	return &cli.Command{
		Name:      "plan",
		Usage:     "say for each bank what a renewal asks for, by when, and what breaks",
		ArgsUsage: "OLD NEW",
		Description: "OLD and NEW are as for qwac compare. Without --banks the plan has the rows of the program, " +
			"which are hearsay unless\n" +
			"they are marked as verified: qwac rotate banks prints them, to begin a file of your own with. " +
			"docs/rotation.md has the form of the file.\n\n" +
			"The exit status is 0 whatever is to be done: the findings on the pair are those of qwac compare.",
		Flags: append(o.chosen("profile", "trust", "trusted-lists", "no-trusted-lists", "at", "env", "password-file",
			"config",
			"no-config"),
			readFlag(&o.file, "banks", "`FILE` with the banks, in YAML or, called .csv, in CSV"),
			textsFlag(&o.only, "only", "plan for the banks of these `NAMES` alone; repeatable, or with commas"),
			leadTimeFlag(&o.leadTime),
			textFlag(&o.serial, "serial", "serial `NUMBER` of the certificate that is replaced, when OLD has several"),
			textFlagOr(&o.as, "format", "text", "`FORMAT`: "+strings.Join(compareFormats(), ", ")),
			outputFlag(&o.output, outputFile),
		),
		Action: with(e.rotatePlan, o),
	}
}

// rotationPlan is a plan with what it was made from.
type rotationPlan struct {
	*renewal
	*rotation.Plan
}

func (e *env) rotatePlan(c *cli.Context, o *rotateOptions) error {
	if err := oneOf("--format", o.as, compareFormats()); err != nil {
		return err
	}
	banks, err := e.plannedBanks(o)
	if err != nil {
		return err
	}
	r, lead, opts, err := e.sides(c, &o.compareOptions)
	if err != nil {
		return err
	}
	p := rotationPlan{r, rotation.New(banks, r.old.facts, r.new.facts, rotation.Options{At: opts.At, LeadTime: lead})}
	var b bytes.Buffer
	switch o.as {
	case "json":
		b.Write(indentedJSON(p.view()))
	case "markdown":
		err = p.markdown(&b)
	case "ics":
		err = report.WriteCalendar(&b, version(), p.events())
	default:
		p.text(&b)
	}
	if err != nil {
		return err
	}
	return e.write(o.output, b.Bytes(), e.stdout)
}

// plannedBanks are the rows of the file, or of the program, that are asked for.
func (e *env) plannedBanks(o *rotateOptions) ([]rotation.Bank, error) {
	all, err := e.bankRows(o.file)
	if err != nil {
		return nil, flagged("--banks", err)
	}
	if len(o.only.Value()) == 0 {
		return all, nil
	}
	var out []rotation.Bank
	for _, names := range o.only.Value() {
		for name := range strings.SplitSeq(names, ",") {
			found, err := rowsNamed(all, strings.TrimSpace(name))
			if err != nil {
				return nil, err
			}
			out = append(out, found...)
		}
	}
	return out, nil
}

func (e *env) bankRows(file string) ([]rotation.Bank, error) {
	if file == "" {
		return rotation.Shipped()
	}
	data, err := e.read(file, rotation.MaxSize)
	if err != nil {
		return nil, err
	}
	if len(data) > rotation.MaxSize {
		return nil, usagef("%s: it has more than %d bytes: is it a file of banks?", file, rotation.MaxSize)
	}
	rows, err := rotation.Parse(file, data)
	if err != nil {
		return nil, faultOf("", err)
	}
	return rows, nil
}

// rowsNamed are the rows of a name, in whatever countries, or the one of a name and country: KBC, KBC (IE).
func rowsNamed(all []rotation.Bank, name string) (found []rotation.Bank, err error) {
	var names []string
	for _, b := range all {
		if strings.EqualFold(b.Name, name) || strings.EqualFold(b.Title(), name) {
			found = append(found, b)
		}
		names = append(names, b.Name)
	}
	if len(found) > 0 {
		return found, nil
	}
	hint := "qwac rotate banks lists those of the program"
	if s := near.Word(name, names); s != "" {
		hint = "did you mean " + s + "?"
	}
	return nil, usagef("--only %q: no such bank: %s", name, hint)
}

// rotateBanksOptions are the flags of rotate banks.
type rotateBanksOptions struct{ format string }

func (e *env) rotateBanksCommand() *cli.Command {
	o := new(rotateBanksOptions)
	return &cli.Command{
		Name:      "banks",
		Usage:     "print the rows that the program has, or look for mistakes in a file of your own",
		ArgsUsage: "[FILE]",
		Description: "The rows are facts from public documents, each with its source and when it was said there. " +
			"What is not verified is\n" +
			"hearsay: ask the bank before you rely on it.",
		Flags:  []cli.Flag{textFlagOr(&o.format, "format", "csv", "`FORMAT`: "+strings.Join(rowFormats(), ", "))},
		Action: with(e.rotateBanks, o),
	}
}

func rowFormats() []string { return []string{"csv", "yaml", "json"} }

func (e *env) rotateBanks(c *cli.Context, o *rotateBanksOptions) error {
	if err := oneOf("--format", o.format, rowFormats()); err != nil {
		return err
	}
	names := c.Args().Slice()
	if len(names) > 1 {
		return usagef("%d files: name one", len(names))
	}
	rows, err := e.bankRows(strings.Join(names, ""))
	if err != nil {
		return err
	}
	var b bytes.Buffer
	switch o.format {
	case "json":
		b.Write(indentedJSON(rows))
	case "yaml":
		rotation.WriteYAML(&b, rows)
	default:
		rotation.WriteCSV(&b, rows)
	}
	_, err = unbroken(e.stdout).Write(b.Bytes())
	return err
}

func (e *env) rotateSchema(c *cli.Context) error {
	if err := noArguments(c); err != nil {
		return err
	}
	s, err := rotation.Schema()
	if err != nil {
		return err
	}
	_, err = unbroken(e.stdout).Write(s)
	return err
}

// unverified counts the rows that are hearsay.
func (p rotationPlan) unverified() int {
	n := 0
	for _, b := range p.Banks {
		if !b.Bank.Verified && b.Action != rotation.NoMatter {
			n++
		}
	}
	return n
}

// stage is banks that ask for the same, one after the other.
type stage struct{ banks []rotation.Entry }

func (s stage) first() rotation.Entry { return s.banks[0] }

// stages part the banks of a plan.
func (p rotationPlan) stages() (all []stage) {
	for _, b := range p.Banks {
		if n := len(all); n > 0 && alike(all[n-1].first(), b) {
			all[n-1].banks = append(all[n-1].banks, b)
			continue
		}
		all = append(all, stage{[]rotation.Entry{b}})
	}
	return all
}

func alike(a, b rotation.Entry) bool {
	return a.Action == b.Action && a.First == b.First && a.Last == b.Last && a.State == b.State && a.Says == b.Says &&
		a.Consents == b.Consents && slices.Equal(a.Breaks, b.Breaks) && slices.Equal(a.Steps, b.Steps)
}
