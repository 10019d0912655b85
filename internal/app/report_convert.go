package app

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/urfave/cli/v2"

	"qwac/pkg/report"
	"qwac/pkg/report/formats"
)

// reportLimit is what is read of a report, in bytes, as much as [report.Read] takes.
const reportLimit = 64 << 20

func (e *env) reportCommand() *cli.Command {
	return &cli.Command{
		Usage:       "work with JSON reports that check has written",
		Subcommands: []*cli.Command{e.reportConvertCommand()},
	}
}

func (e *env) reportConvertCommand() *cli.Command {
	o := new(judgeOptions)
	o.banks = e.banks
	return &cli.Command{
		Name:      "convert",
		Usage:     "write a JSON report in another format, as check would have written it",
		ArgsUsage: "REPORT.json|-",
		Description: "Nothing is judged again: verdict, dates and findings are those of the report. The exit status " +
			"is 0 whatever\n" +
			"the report says, and 3 when it cannot be read or has another version than that of this program.\n" +
			"Text lacks the commands that mend the files: a report does not have the flags of its run.\n\n" +
			formatTable(),
		Flags:  o.chosen("format", "color", "quiet", "verbose"),
		Action: with(e.reportConvert, o),
	}
}

// formatTable says for whom each format is.
func formatTable() string {
	var lines []string
	for _, f := range formats.All() {
		lines = append(lines, fmt.Sprintf("  %-12s%s", f.Name, f.About))
	}
	return "Formats:\n" + strings.Join(lines, "\n")
}

func (e *env) reportConvert(c *cli.Context, o *judgeOptions) error {
	if c.NArg() == 0 {
		return usagef("no report: name the file of check --format json=FILE, or - for standard input")
	}
	if c.NArg() > 1 {
		return usagef("%d reports: name one", c.NArg())
	}
	to, err := destinations(o.format.Value())
	if err != nil {
		return err
	}
	if err := oneOf("--color", o.color, []string{"auto", "always", "never"}); err != nil {
		return err
	}
	r, err := e.readReport(c.Args().First())
	if err != nil {
		return err
	}
	style := o.style()
	style.Found = len(r.Results) != 1 // as where many are judged
	return e.writeReport(o.color, r, orDefault(to), e.stdout, style)
}

func (e *env) readReport(name string) (*report.Report, error) {
	data, err := e.read(name, reportLimit)
	if err != nil {
		return nil, err
	}
	if name == "-" {
		name = "standard input"
	}
	r, err := report.Read(bytes.NewReader(data))
	switch {
	case err != nil && !json.Valid(data):
		return nil, fmt.Errorf("reading %s: %w: give the file that qwac check --format json=FILE writes", name, err)
	case err != nil:
		return nil, fmt.Errorf("reading %s: %w", name, err)
	}
	return r, nil
}
