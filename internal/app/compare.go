package app

import (
	"bytes"
	"slices"
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	"qwac/pkg/ber"
	"qwac/pkg/check"
	"qwac/pkg/compare"
	"qwac/pkg/lint"
	"qwac/pkg/report"
	"qwac/pkg/upload"
)

// compareOptions are the flags of compare.
type compareOptions struct {
	judgeOptions
	leadTime string
	serial   string // of the registered certificate that is replaced
	as       string // format
	output   string
}

func compareFormats() []string { return []string{"text", "json", "markdown", "ics"} }

func (e *env) compareCommand() *cli.Command {
	o := new(compareOptions)
	o.banks, o.expiresWithin, o.color = e.banks, "30d", "auto"
	return &cli.Command{
		Usage:     "say what a renewal changes, what that means at the bank, and until when to upload it",
		ArgsUsage: "OLD NEW",
		Description: "OLD is a file with the certificate that is replaced, a folder with it, or what qwac client " +
			"show --format json wrote.\n" +
			"NEW is a file or a folder with the new one and its chain.\n\n" +
			"The exit status is 1 when a renewal rule finds an error. Whether the bank would take the new chain is " +
			"for qwac check.",
		Flags: append(o.chosen("profile", "roles", "trust", "trusted-lists", "no-trusted-lists", "at", "env",
			"password-file", "qsealc", "config", "no-config"),
			leadTimeFlag(&o.leadTime),
			textFlag(&o.serial, "serial",
				"serial `NUMBER` of the certificate that is replaced, when OLD has several; in decimal or as 0x..."),
			textFlagOr(&o.as, "format", "text", "`FORMAT`: "+strings.Join(compareFormats(), ", ")),
			outputFlag(&o.output, outputFile),
		),
		Action: with(e.compare, o),
	}
}

func leadTimeFlag(to *string) cli.Flag {
	return textFlagOr(to, "lead-time", "14d",
		"upload at least `DURATION` before the old certificate ends: 14d, 2w, 12h")
}

// renewal is what compare has found.
type renewal struct {
	old, new oneSide
	at       time.Time
	result   *check.Result // of the new chain
	findings []report.Finding
	*compare.Comparison
}

func (e *env) compare(c *cli.Context, o *compareOptions) error {
	if err := oneOf("--format", o.as, compareFormats()); err != nil {
		return err
	}
	r, err := e.renewal(c, o)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	switch o.as {
	case "json":
		b.Write(indentedJSON(r.view()))
	case "markdown":
		err = r.markdown(&b)
	case "ics":
		err = report.WriteCalendar(&b, version(), r.events())
	default:
		r.text(&b)
	}
	if err != nil {
		return err
	}
	if err := e.write(o.output, b.Bytes(), e.stdout); err != nil {
		return err
	}
	if r.Fails() || slices.ContainsFunc(r.findings, func(f report.Finding) bool { return f.Severity == "error" }) {
		return errFindings
	}
	return nil
}

func (e *env) renewal(c *cli.Context, o *compareOptions) (*renewal, error) {
	r, lead, opts, err := e.sides(c, o)
	if err != nil {
		return nil, err
	}
	r.findings = renewalFindings(r.result)
	if opts.Roles == nil {
		opts.Roles = r.old.roles
	}
	r.Comparison = compare.New(r.old.facts, r.new.facts, compare.Options{
		Bank: opts.Profile, At: opts.At, LeadTime: lead, Registered: roleTexts(opts.Roles),
	})
	return r, nil
}

// sides reads the two certificates and the flags.
func (e *env) sides(c *cli.Context, o *compareOptions) (r *renewal, lead time.Duration, opts check.Options, err error) {
	names := c.Args().Slice()
	if len(names) != 2 {
		return nil, 0, opts, usagef("%s: name the old certificate, then the new one: qwac %s old.pem new.pem",
			ber.Count(len(names), "file"), strings.TrimPrefix(c.Command.HelpName, "qwac "))
	}
	if lead, err = parseSpan("--lead-time", o.leadTime); err != nil {
		return nil, 0, opts, err
	}
	if opts, err = e.options(&o.judgeOptions); err != nil {
		return nil, 0, opts, err
	}
	r = &renewal{at: opts.At}
	if r.old, err = e.oldSide(names[0], o, opts); err != nil {
		return nil, 0, opts, err
	}
	if r.new, r.result, err = e.newSide(names[1], o, opts, r.old); err != nil {
		return nil, 0, opts, err
	}
	r.old.match(r.new)
	return r, lead, opts, nil
}

func renewalFindings(r *check.Result) []report.Finding {
	all := report.New(version(), r).Results[0].Findings
	return slices.DeleteFunc(all, func(f report.Finding) bool {
		return !slices.ContainsFunc(upload.Comparing(), func(m *lint.Meta) bool { return m.ID == f.Rule })
	})
}
