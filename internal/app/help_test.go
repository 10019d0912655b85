package app

import (
	"bytes"
	"strings"
	"testing"

	"github.com/urfave/cli/v2"

	"qwac/pkg/report/lines"
)

// eachCommand calls do for every command line of commands, groups too.
func eachCommand(words []string, commands []*cli.Command, do func(words []string, c *cli.Command)) {
	for _, c := range commands {
		own := append(words[:len(words):len(words)], c.Name)
		do(own, c)
		eachCommand(own, c.Subcommands, do)
	}
}

// TestHelpPages wants of the help of every command that it fits 80 columns, and that it has an example and, where the
// command does something, its exit statuses.
func TestHelpPages(t *testing.T) {
	eachCommand([]string{"qwac"}, App().Commands, func(words []string, c *cli.Command) {
		var out, errs bytes.Buffer
		if status := Main(append(words, "--help"), nil, &out, &errs); status != statusOK || errs.Len() > 0 {
			t.Errorf("%v: status %d, %s", words, status, &errs)
		}
		for row := range strings.Lines(out.String()) {
			if row = strings.TrimSuffix(row, "\n"); lines.Columns(row) > 80 {
				t.Errorf("%v: wider than 80 columns: %q", words, row)
			}
		}
		if !strings.Contains(out.String(), "\nEXAMPLES\n") {
			t.Errorf("%v: no example", words)
		}
		if c.Subcommands == nil && !strings.Contains(out.String(), "\nEXIT STATUS\n") {
			t.Errorf("%v: no exit statuses", words)
		}
	})
}
