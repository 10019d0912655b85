package app

import (
	"bufio"
	"fmt"
	"strings"
)

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
