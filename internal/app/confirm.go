package app

import (
	"bufio"
	"fmt"
	"strings"

	"github.com/urfave/cli/v2"

	banks "qwac/pkg/bank"
)

// mayAsk finds out, before anything is done, whether the change of production can be confirmed.
func (e *env) mayAsk(c *cli.Context, b *bank, need use) error {
	b.ask = need.changes && b.target.Name == banks.Production && !c.Bool("yes")
	if b.ask && e.terminal() == nil {
		return usagef("this would change production, and there is no terminal to ask: give --yes")
	}
	return nil
}

// confirm asks before production is changed. what is a sentence about the change.
func (e *env) confirm(b *bank, what string) error {
	if !b.ask {
		return nil
	}
	return e.sayYes(what + "\nThis is production.")
}

// sayYes asks on the terminal, which must be there.
func (e *env) sayYes(what string) error {
	fmt.Fprintf(e.stderr, "%s Type yes to go on: ", what)
	line, err := bufio.NewReader(e.terminal()).ReadString('\n')
	if strings.TrimSpace(line) != "yes" {
		if err != nil {
			fmt.Fprintln(e.stderr)
		}
		return usagef("not confirmed: nothing was changed")
	}
	return nil
}
