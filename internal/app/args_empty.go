package app

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/urfave/cli/v2"
)

// What is given and empty, as an unset variable in a script makes it, is refused: what it asks for would silently not
// be done. The message says what to type.

// blank reports whether nothing is in a word that anybody sees.
func blank(word string) bool { return strings.TrimSpace(word) == "" }

// valueless says that a flag stands without its value, and what the value is.
func valueless(a string, f cli.Flag) error {
	fault := usageError{fmt.Sprintf("%s has no value: give one, or leave the flag out", dashed(bare(a)))}
	d, ok := f.(cli.DocGenerationFlag)
	if !ok {
		return fault
	}
	return explained{fault, []string{fault.Error(), fmt.Sprintf("  --%s %s  %s", f.Names()[0],
		cmp.Or(placeholder(f), "VALUE"), strings.ReplaceAll(d.GetUsage(), "`", ""))}}
}

// emptyArgument says that an argument is empty, and what stands there.
func (l *line) emptyArgument(i int) error {
	want := l.command.ArgsUsage
	if blank(want) {
		return usagef("argument %d is empty: %s takes flags alone", i+1, l.name())
	}
	fault := usageError{fmt.Sprintf("argument %d is empty: want %s", i+1, want)}
	lines := []string{fault.Error(), "for example:"}
	for _, x := range examplesOf(l.name()) {
		lines = append(lines, "  "+x)
	}
	return explained{fault, lines}
}
