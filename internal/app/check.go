package app

import (
	"fmt"

	"github.com/urfave/cli/v2"

	"qwac/pkg/check"
	"qwac/pkg/lint"
	"qwac/pkg/report"
	"qwac/pkg/submit"
)

func (e *env) checkCommand() *cli.Command {
	return &cli.Command{
		Usage:     "say what the bank would answer to an upload of these files, why, and what to do",
		ArgsUsage: "FILE...|-",
		Description: "All files together are one chain; their order does not matter. They are judged as they stand: what the bank would\n" +
			"refuse blocks, even if payload could mend it.",
		Flags:  e.judgeFlags(),
		Action: e.check,
	}
}

func (e *env) check(c *cli.Context) error {
	j, err := e.judge(c, false)
	if err != nil {
		return err
	}
	to := j.to
	if len(to) == 0 {
		to = []destination{{format: report.Formats()[0]}}
	}
	if err := e.writeReport(c, j.report, to, e.stdout); err != nil {
		return err
	}
	if fails(c.String("fail-on"), j.result) {
		return errFindings
	}
	return nil
}

// judged is what check and payload share: the result and its report.
type judged struct {
	result *check.Result
	report *report.Report
	to     []destination
}

// judge reads flags and files and runs the check. With sent it judges the chain that would be sent.
func (e *env) judge(c *cli.Context, sent bool) (*judged, error) {
	names, err := files(c)
	if err != nil {
		return nil, err
	}
	to, err := destinations(c.StringSlice("format"))
	if err != nil {
		return nil, err
	}
	opts, err := e.options(c)
	if err != nil {
		return nil, err
	}
	opts.Sent = sent
	b, err := e.bundle(names, c.String("password-file"))
	if err != nil {
		return nil, err
	}
	result, err := check.Run(b, opts)
	if err != nil {
		return nil, err
	}
	return &judged{result, report.New(version(), result), to}, nil
}

func (e *env) payloadCommand() *cli.Command {
	return &cli.Command{
		Usage:     fmt.Sprintf("write the request body {%q:\"...\"} for these files", e.known()[0].API.Certificate),
		ArgsUsage: "FILE...|-",
		Description: "The chain is put in order, leaf to root, and freed of everything that is not a certificate. A chain that the bank\n" +
			"would refuse all the same is not written, whatever --fail-on says; the report on standard error says why. With --force it is\n" +
			"written, and the exit status is 0 unless --fail-on is given too.",
		Flags: append(e.judgeFlags(),
			&cli.StringFlag{Name: "output", Aliases: []string{"o"}, Usage: "write to `FILE`, whole or not at all (default: standard output)"},
			&cli.BoolFlag{Name: "force", Usage: "write the payload even if the bank would refuse it"},
		),
		Action: e.payload,
	}
}

func (e *env) payload(c *cli.Context) error {
	j, err := e.judge(c, true)
	if err != nil {
		return err
	}
	refused := j.result.Verdict == check.Refuse
	failed := fails(c.String("fail-on"), j.result)
	if (refused || failed) && len(j.to) == 0 {
		j.to = []destination{{format: report.Formats()[0]}}
	}
	if err := e.writeReport(c, j.report, j.to, e.stderr); err != nil {
		return err
	}
	if refused && !c.Bool("force") {
		fmt.Fprintln(e.stderr, "qwac: no payload written: mend what blocks, or give --force")
		return errFindings
	}
	p, err := submit.NewPayload(j.result.Profile, j.result.Chain)
	if err != nil {
		return fmt.Errorf("%w: give the leaf certificate", err)
	}
	if len(j.to) == 0 {
		e.tell(j.result, lint.Warning)
	}
	e.mended(j.result)
	if err := e.write(c.String("output"), p.Bytes(), e.stdout); err != nil {
		return err
	}
	if failed && (!refused || c.IsSet("fail-on")) { // --force is for the verdict; a level that was asked for counts
		return errFindings
	}
	return nil
}

// mended says what the payload does not have any more of what was wrong with the files.
func (e *env) mended(r *check.Result) {
	for _, f := range r.Findings {
		if f.Fixable() {
			fmt.Fprintf(e.stderr, "mended: %s: %s (%s)\n", report.Clean(f.At.String()), report.Clean(f.Message), f.Rule.ID)
		}
	}
}
