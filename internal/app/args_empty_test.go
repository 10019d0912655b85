package app

import (
	"bytes"
	"strings"
	"testing"

	"github.com/urfave/cli/v2"
)

// TestEmptyWords gives every command an empty argument, and every flag of it an empty value: that is a mistake of usage
// which says what to type, and nothing is done.
func TestEmptyWords(t *testing.T) {
	t.Chdir(t.TempDir())
	refused := func(want string, words ...string) {
		var out, errs bytes.Buffer
		status := Main(words, strings.NewReader(""), &out, &errs)
		if status != statusUsage || out.Len() > 0 || !strings.Contains(errs.String(), want) {
			t.Errorf("%q: status %d, no %q\n%s%s", words, status, want, &out, &errs)
		}
	}
	eachCommand([]string{"qwac"}, App().Commands, func(words []string, c *cli.Command) {
		for _, empty := range []string{"", " "} {
			more := append(words[:len(words):len(words)], empty)
			switch {
			case c.Subcommands != nil:
				refused("want "+strings.Join(words, " ")+" and one of ", more...)
			case c.SkipFlagParsing: // completion asks what may stand there
			case strings.TrimSpace(c.ArgsUsage) == "":
				refused("takes flags alone", more...)
			default:
				refused("want "+c.ArgsUsage, more...)
			}
		}
		for _, f := range c.Flags {
			if name := f.Names()[0]; takesValue(f) && c.Subcommands == nil {
				refused("\n  --"+name+" ", append(words[:len(words):len(words)], "--"+name, "", "x")...)
				refused("\n  --"+name+" ", append(words[:len(words):len(words)], "x", "--"+name+"=")...)
				refused("\n  --"+name+" ", append(words[:len(words):len(words)], "x", "--"+name)...)
			}
		}
	})
	refused("want qwac and one of check, ", "qwac", "")
	refused("a role is missing beside a comma", "qwac", "check", "--roles", "PSP_AI,", "x")
	refused("no file is named behind @", "qwac", "check", "@")
}
