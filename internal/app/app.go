// Package app is the command line: it reads files, flags, environment and clock, and hands plain values to the packages that
// judge. Most people want [Main].
package app

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/urfave/cli/v2"
)

// Exit statuses. docs/usage.md has the same table for users.
const (
	statusOK       = 0 // nothing at or above --fail-on
	statusFindings = 1 // findings at or above --fail-on
	statusUsage    = 2 // wrong flags or configuration
	statusInput    = 3 // an input could not be read, an output could not be written, or an internal error
)

// env is the outside of one call.
type env struct {
	stdin          io.Reader
	stdout, stderr io.Writer
	now            func() time.Time
	acting         bool // a command has begun; errors before that are of the command line
}

// Main runs the command line and returns the exit status.
func Main(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	e := &env{stdin: stdin, stdout: stdout, stderr: stderr, now: time.Now}
	return e.status(e.app().Run(args))
}

// App returns the command line without running it, for the documentation of its flags.
func App() *cli.App { return (&env{stdout: io.Discard, stderr: io.Discard, now: time.Now}).app() }

func (e *env) app() *cli.App {
	a := &cli.App{
		Name:      "qwac",
		Usage:     "pre-flight, preparation and submission of eIDAS QWAC certificate chains with PSD2 roles",
		UsageText: "qwac COMMAND [flags] FILE...",
		Reader:    e.stdin, Writer: e.stdout, ErrWriter: e.stderr,
		HideVersion: true, HideHelpCommand: true, Suggest: true, DisableSliceFlagSeparator: true,
		Action: e.noCommand,
		OnUsageError: func(c *cli.Context, err error, _ bool) error {
			return fmt.Errorf("%w: run %s --help for the flags", err, c.Command.HelpName)
		},
		ExitErrHandler: func(*cli.Context, error) {},
		Commands: []*cli.Command{
			e.checkCommand(), e.inspectCommand(), e.payloadCommand(), e.trustCommand(), e.rulesCommand(), e.explainCommand(),
			e.versionCommand(),
		},
	}
	e.prepare(a.Commands, a.OnUsageError)
	return a
}

// prepare gives commands, and those below them, what they have in common.
func (e *env) prepare(commands []*cli.Command, onUsageError cli.OnUsageErrorFunc) {
	for _, c := range commands {
		c.OnUsageError = onUsageError
		c.HideHelpCommand = true
		c.Action = e.begin(c.Action)
		e.prepare(c.Subcommands, onUsageError)
	}
}

// begin marks that the command line was understood.
func (e *env) begin(action cli.ActionFunc) cli.ActionFunc {
	return func(c *cli.Context) error {
		e.acting = true
		return action(c)
	}
}

func (e *env) noCommand(c *cli.Context) error {
	if !c.Args().Present() {
		return cli.ShowAppHelp(c)
	}
	name := c.Args().First()
	hint := "run qwac --help for the list"
	if s := nearest(name, commandNames(c.App)); s != "" {
		hint = "did you mean " + s + "?"
	}
	return fmt.Errorf("unknown command %q: %s", name, hint)
}

func commandNames(a *cli.App) []string {
	var names []string
	for _, c := range a.Commands {
		names = append(names, c.Name)
	}
	return names
}

// usageError is a mistake on the command line that only the command itself could see.
type usageError struct{ msg string }

func (u usageError) Error() string { return u.msg }

func usagef(format string, args ...any) error { return usageError{fmt.Sprintf(format, args...)} }

// errFindings ends a command whose report is already written.
var errFindings = errors.New("findings")

// status writes the error, if it is one to show, and returns the exit status.
func (e *env) status(err error) int {
	switch {
	case err == nil:
		return statusOK
	case errors.Is(err, errFindings):
		return statusFindings
	}
	fmt.Fprintf(e.stderr, "qwac: %s\n", strings.TrimSpace(err.Error()))
	if u := (usageError{}); !e.acting || errors.As(err, &u) {
		return statusUsage
	}
	return statusInput
}
