// Package app is the command line: it reads files, flags, environment and clock, and hands plain values to the packages
// that judge. Most people want [Main].
package app

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	"qwac/internal/files"
	banks "qwac/pkg/bank"
	"qwac/pkg/near"
)

// Main runs the command line and returns the exit status.
func Main(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	return runFor(nil, time.Now, args, stdin, stdout, stderr)
}

// runFor is Main for these banks, and with this clock.
func runFor(known []*banks.Bank, now func() time.Time, args []string, stdin io.Reader, stdout, stderr io.Writer) (
	status int) {
	out := &output{Writer: stdout}
	people := &terminal{raw: out, columns: columns(out), ascii: asciiOnly(os.Getenv)}
	messages := &terminal{raw: stderr, columns: columns(stderr), ascii: asciiOnly(os.Getenv)}
	e := &env{stdin: stdin, stdout: people, stderr: messages, now: now, banks: known}
	defer messages.flush()
	defer func() {
		if r := recover(); r != nil {
			fmt.Fprintf(messages, "qwac: internal error: %v\n%s", r, debug.Stack())
			status = statusInput
		}
	}()
	status = e.status(e.runLine(helpLast(args)))
	people.flush()
	if out.err != nil && status <= statusFindings {
		fmt.Fprintf(messages, "qwac: cannot write to standard output: %v\n", out.err)
		return statusInput
	}
	return status
}

// output is standard output. It remembers that something could not be written, which most who write do not look for.
type output struct {
	io.Writer
	err error
}

func (o *output) Write(p []byte) (int, error) {
	n, err := o.Writer.Write(p)
	if err != nil && o.err == nil {
		o.err = err
	}
	return n, err
}

// helpLast makes qwac check --help of qwac help check.
func helpLast(args []string) []string {
	if len(args) > 1 && args[1] == "help" {
		args = append(append(args[:1:1], args[2:]...), "--help")
	}
	return args
}

// runLine runs a command line.
func (e *env) runLine(args []string) error {
	if len(args) > 1 && args[1] == completeCommand {
		return e.complete(args[2:])
	}
	a := e.app(called(args))
	l := typedLine(args, a.Commands)
	switch {
	case l.wantsHelp():
		return e.help(&l, a)
	case l.wantsVersion():
		return a.Run(append(l.words, "version"))
	}
	ordered, err := l.ordered()
	if err != nil {
		return err
	}
	return a.Run(ordered)
}

// App returns the command line without running it, for the documentation of its flags.
func App() *cli.App {
	return (&env{stdout: io.Discard, stderr: io.Discard, now: time.Now}).app(commands)
}

// command is an entry of the command line. It is built when it is called: all of them take longer than reading a chain.
type command struct {
	name  string
	build func(*env) *cli.Command
}

var commands = []command{
	{"check", (*env).checkCommand}, {"inspect", (*env).inspectCommand}, {"payload", (*env).payloadCommand},
	{"fix", (*env).fixCommand}, {"csr", (*env).csrCommand}, {"compare", (*env).compareCommand},
	{"rotate", (*env).rotateCommand},
	{"trust", (*env).trustCommand}, {"register", (*env).ebaRegisterCommand}, {"rules", (*env).rulesCommand},
	{"profiles", (*env).profilesCommand},
	{"explain", (*env).explainCommand},
	{"submit", (*env).submitCommand}, {"client", (*env).clientCommand}, {"token", (*env).tokenCommand},
	{"support-report", (*env).supportReportCommand}, {"report", (*env).reportCommand},
	{"page", (*env).pageCommand},
	{"config", (*env).configCommand}, {"baseline", (*env).baselineCommand},
	{"sandbox", (*env).sandboxCommand}, {"testpki", (*env).testpkiCommand},
	{"completion", (*env).completionCommand}, {"version", (*env).versionCommand},
}

// called returns the command that the first argument names; else all, to list them or to suggest one.
func called(args []string) []command {
	name := ""
	if len(args) > 1 {
		name = args[1]
	}
	if name == "--version" || name == "-V" {
		name = "version"
	}
	i := slices.IndexFunc(commands, func(c command) bool { return c.name == name })
	if i < 0 {
		return commands
	}
	return commands[i : i+1]
}

func (e *env) app(commands []command) *cli.App {
	a := &cli.App{
		Name:      "qwac",
		Usage:     "pre-flight, preparation and submission of eIDAS QWAC certificate chains with PSD2 roles",
		UsageText: "qwac COMMAND [flags] FILE...",
		Reader:    e.stdin, Writer: e.stdout, ErrWriter: e.stderr,
		HideVersion: true, HideHelpCommand: true, Suggest: true, DisableSliceFlagSeparator: true,
		Action:         e.noCommand,
		OnUsageError:   func(c *cli.Context, err error, _ bool) error { return badValue(c.Command.HelpName, err) },
		ExitErrHandler: func(*cli.Context, error) {},
	}
	for _, c := range commands {
		built := c.build(e)
		built.Name = c.name
		a.Commands = append(a.Commands, built)
	}
	e.prepare(a, a.Commands)
	return a
}

// prepare gives commands, and those under them, what all have in common.
func (e *env) prepare(a *cli.App, commands []*cli.Command) {
	for _, c := range commands {
		c.OnUsageError = a.OnUsageError
		c.HideHelpCommand = true
		if c.Action == nil {
			c.Action = e.noSubcommand
			e.prepare(a, c.Subcommands)
			continue
		}
		c.Before = dropFlags
		c.Action = e.begin(c.Action, c.Flags)
	}
}

// dropFlags takes from a command the descriptions of its flags once they are read. The library would look for the
// action of each (none has one) with a regular expression for every two flags, and a check would take longer for it
// than for its rules.
func dropFlags(c *cli.Context) error {
	c.Command.Flags = nil
	return nil
}

// begin marks that the command line was understood.
func (e *env) begin(action cli.ActionFunc, flags []cli.Flag) cli.ActionFunc {
	return func(c *cli.Context) error {
		e.acting, e.command = true, c.Command.HelpName
		if err := e.settle(c, flags); err != nil {
			return err
		}
		e.passwordFile, e.passwordFlag = c.String("password-file"), passwordFlag(flags)
		if err := outputsApart(c.Args().Slice(), flags); err != nil {
			return err
		}
		return withFlag(action(c), flags)
	}
}

// withFlag names the flag whose file cannot be read, where the error does not say it.
func withFlag(err error, flags []cli.Flag) error {
	var unread *files.ReadError
	if !errors.As(err, &unread) || strings.HasPrefix(err.Error(), "--") {
		return err
	}
	for _, f := range flags {
		name := "--" + f.Names()[0]
		for _, file := range filesOf([]cli.Flag{f}, reads|profiles) {
			if file != unread.Name && !strings.HasPrefix(unread.Name, file+string(filepath.Separator)) {
				continue
			}
			if strings.Contains(err.Error(), name) {
				return err
			}
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return err
}

// flagged puts the name of a flag before an error that has it not.
func flagged(flag string, err error) error {
	if strings.HasPrefix(err.Error(), flag) {
		return err
	}
	return fmt.Errorf("%s: %w", flag, err)
}

// passwordFlag is the flag by which a command is told the password of PKCS#12; empty: it has none.
func passwordFlag(flags []cli.Flag) string {
	for _, name := range []string{"password-file", "key-password-file"} {
		if len(chosen(slices.Clone(flags), name)) > 0 {
			return "--" + name
		}
	}
	return ""
}

// badValue is a value that a flag does not take, in words of ours: the library says it with one dash.
func badValue(command string, err error) error {
	text := err.Error()
	for _, kind := range []string{"invalid value ", "invalid boolean value "} {
		value, rest, ok := strings.Cut(strings.TrimPrefix(text, kind), " for ")
		if !ok || !strings.HasPrefix(text, kind) {
			continue
		}
		flag, why, _ := strings.Cut(strings.TrimPrefix(rest, "flag "), ": ")
		want := "run " + command + " --help for what it takes"
		switch {
		case strings.HasPrefix(why, "want "):
			want = why
		case kind != "invalid value ":
			want = "want nothing, true or false"
		}
		return usagef("-%s %s: %s", flag, value, want)
	}
	return fmt.Errorf("%w: run %s --help for the flags", err, command)
}

func (e *env) noCommand(c *cli.Context) error {
	if !c.Args().Present() {
		return e.help(&line{}, c.App)
	}
	args := c.Args().Slice()
	if _, err := os.Stat(args[0]); err == nil { // somebody drops files on it
		return fmt.Errorf("%s is no command: did you mean qwac check %s?", args[0], strings.Join(args, " "))
	}
	return unknownCommand(args[0], "qwac", c.App.Commands)
}

// noSubcommand is the action of a command that has others under it.
func (e *env) noSubcommand(c *cli.Context) error {
	if !c.Args().Present() {
		return e.help(&line{words: strings.Fields(c.Command.HelpName), command: c.Command}, c.App)
	}
	return unknownCommand(c.Args().First(), c.Command.HelpName, c.Command.Subcommands)
}

func unknownCommand(name, parent string, commands []*cli.Command) error {
	if blank(name) {
		return fmt.Errorf("the name of a command is empty: want %s and one of %s", parent,
			strings.Join(commandNames(commands), ", "))
	}
	hint := "run " + parent + " --help for the list"
	s := near.Word(name, commandNames(commands))
	if m := meant(name); parent == "qwac" && m != "" {
		s = m
	} else if m := meantUnder(name); parent != "qwac" && slices.Contains(commandNames(commands), m) {
		s = m
	}
	if s != "" {
		hint = "did you mean " + s + "?"
	}
	return fmt.Errorf("unknown command %q: %s", strings.TrimPrefix(parent+" "+name, "qwac "), hint)
}

func commandNames(commands []*cli.Command) []string {
	var names []string
	for _, c := range commands {
		names = append(names, c.Name)
	}
	return names
}
