package app

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	"qwac/pkg/report/formats"
)

// Each flag is bound to a field of its command's options when the command is built: commands read fields. What the
// files of a flag are to the command stands on the flag.

// role is what the files of a flag are to a command. A flag may have several.
type role int

const (
	reads     role = 1 << iota // read, so no output may replace it
	writes                     // written
	creates                    // written, unless there is one already
	reports                    // NAME=FILE, written
	keepsList                  // a store of trusted lists, or it may be one: its files are its own
	keepsRuns                  // the folder with the journal, whose files are its own
	profiles                   // read, unless it is the name of a profile
)

// fileFlag is a flag that names a file or a folder.
type fileFlag struct {
	*cli.StringFlag
	role role
}

// filesFlag is a flag that names several.
type filesFlag struct {
	*cli.StringSliceFlag
	role role
}

// filesOf are the files that flags of a role name.
func filesOf(flags []cli.Flag, r role) []string {
	var names []string
	for _, f := range flags {
		switch f := f.(type) {
		case fileFlag:
			if f.role&r != 0 {
				names = append(names, *f.Destination)
			}
		case filesFlag:
			if f.role&r != 0 {
				names = append(names, f.Destination.Value()...)
			}
		}
	}
	return slices.DeleteFunc(names, func(name string) bool { return name == "" })
}

func textFlag(to *string, name, usage string) *cli.StringFlag {
	return &cli.StringFlag{Name: name, Usage: usage, Destination: to}
}

func textFlagOr(to *string, name, value, usage string) *cli.StringFlag {
	return &cli.StringFlag{Name: name, Value: value, Usage: usage, Destination: to}
}

func textsFlag(to *cli.StringSlice, name, usage string) *cli.StringSliceFlag {
	return &cli.StringSliceFlag{Name: name, Usage: usage, Destination: to}
}

func boolFlag(to *bool, name, usage string) *cli.BoolFlag {
	return &cli.BoolFlag{Name: name, Usage: usage, Destination: to}
}

// shortFlag gives a flag a name of one letter.
func shortFlag(f *cli.BoolFlag, letter string) *cli.BoolFlag {
	f.Aliases = []string{letter}
	return f
}

// readFlag names a file that is read.
func readFlag(to *string, name, usage string) cli.Flag {
	return fileFlag{textFlag(to, name, usage), reads}
}

// readsFlag names several.
func readsFlag(to *cli.StringSlice, name, usage string) cli.Flag {
	return filesFlag{textsFlag(to, name, usage), reads}
}

// profileFlag is a flag that names a profile or a file with one.
func profileFlag(f *cli.StringFlag) cli.Flag { return fileFlag{f, profiles} }

// outputFlag is --output, which every command has that writes a file or a folder.
func outputFlag(to *string, usage string) cli.Flag {
	f := textFlag(to, "output", usage)
	f.Aliases = []string{"o"}
	return fileFlag{f, writes}
}

// formerly is the flag under a name that it had: it works and is not shown.
func formerly(name string, f *cli.StringFlag) cli.Flag {
	old := *f
	old.Name, old.Aliases, old.Hidden = name, nil, true
	return &old
}

const outputFile = "write to `FILE`, whole or not at all (default: standard output)"

// reportFlag is --format of commands that write reports.
func reportFlag(to *cli.StringSlice) cli.Flag {
	usage := "`NAME` or NAME=FILE of a report format: " + strings.Join(formats.Names(), ", ") +
		"; repeatable (default: text, in GitHub Actions github)"
	return filesFlag{textsFlag(to, "format", usage), reports}
}

// formatFlag is --format of commands that write text or JSON, to standard output alone.
func formatFlag(to *string) cli.Flag {
	return textFlagOr(to, "format", "text", "`NAME` of the format: text, json")
}

// textOrJSON refuses other formats than those of formatFlag. Empty: the command has no such flag.
func textOrJSON(format string) error {
	if format == "" {
		return nil
	}
	return oneOf("--format", format, []string{"text", "json"})
}

func atFlag(to *string, what string) cli.Flag {
	return textFlag(to, "at", what+" as of `TIME`: 2026-12-01 or 2026-12-01T12:00:00Z (default: now)")
}

func storeFlag(to *string) cli.Flag {
	const usage = "`DIR` of the store (default: qwac in $XDG_DATA_HOME, else ~/.local/share, or where the system " +
		"keeps settings)"
	return fileFlag{textFlag(to, "store", usage), keepsList}
}

func dryRunFlag(to *bool) cli.Flag {
	return boolFlag(to, "dry-run", "print the request and the same for curl, without secrets, and send nothing at all")
}

func passwordFileFlag(to *string) cli.Flag {
	return readFlag(to, "password-file",
		"`FILE` with the password of a PKCS#12 input (else QWAC_PASSWORD, else asked for)")
}

// span is a duration of a flag. A number without a unit is seconds.
type span struct{ to *time.Duration }

func (s span) String() string {
	if s.to == nil {
		return ""
	}
	text := s.to.String()
	if strings.HasSuffix(text, "m0s") {
		text = strings.TrimSuffix(text, "0s")
	}
	return text
}

// Get is the duration.
func (s span) Get() any { return *s.to }

// Set reads a duration.
func (s span) Set(text string) error {
	if n, err := strconv.ParseUint(text, 10, 31); err == nil {
		*s.to = time.Duration(n) * time.Second
		return nil
	}
	d, err := time.ParseDuration(text)
	if err != nil {
		return errors.New("want a duration such as 90s or 2m, or a number of seconds")
	}
	*s.to = d
	return nil
}

func timeoutFlag(to *time.Duration, value time.Duration, usage string) cli.Flag {
	*to = value
	return &cli.GenericFlag{Name: "timeout", Value: span{to}, Usage: usage}
}

// envFlag is --env: which environment of the bank is meant. Empty: none unless it is given.
func envFlag(to *string, value string) *cli.StringFlag {
	return textFlagOr(to, "env", value, "`ENV` of the bank: production or sandbox")
}

// with runs a command with its options.
func with[O any](do func(*cli.Context, *O) error, o *O) cli.ActionFunc {
	return func(c *cli.Context) error { return do(c, o) }
}
