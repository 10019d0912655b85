package app

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	banks "qwac/pkg/bank"
	"qwac/pkg/check"
	"qwac/pkg/ident"
	"qwac/pkg/lint"
)

// judgeFlags are the flags of every command that judges a chain.
func (e *env) judgeFlags() []cli.Flag {
	return []cli.Flag{
		&cli.StringFlag{Name: "profile", Value: e.known()[0].Name, Usage: "`NAME` of the bank profile: " + strings.Join(e.profileNames(), ", ")},
		&cli.StringSliceFlag{Name: "roles", Usage: "`ROLES` registered for the client at the bank: PSP_AI,PSP_PI"},
		&cli.StringSliceFlag{Name: "trust", Usage: "`FILE` or directory with the certificates that the bank trusts; repeatable"},
		&cli.StringFlag{Name: "trusted-lists", Usage: "`DIR` or file with EU trusted lists, or a store of qwac trust (default: the store, where there is one)"},
		&cli.BoolFlag{Name: "no-trusted-lists", Usage: "do without trusted lists, although there is a store"},
		&cli.StringSliceFlag{Name: "crl", Usage: "revocation list `FILE` of an issuer in the chain; repeatable"},
		&cli.StringSliceFlag{Name: "ocsp", Usage: "`FILE` with an OCSP response about a certificate of the chain; repeatable"},
		&cli.StringFlag{Name: "at", Usage: "judge as of `TIME`: 2026-12-01 or 2026-12-01T12:00:00Z (default: now)"},
		&cli.StringFlag{Name: "environment", Value: "production", Usage: "`ENV` of the bank: production or sandbox"},
		&cli.StringFlag{Name: "key", Usage: "private key `FILE` whose public key the leaf must carry; it is compared, never copied"},
		&cli.StringFlag{Name: "key-password-file", Usage: "`FILE` with the password of an encrypted --key"},
		passwordFileFlag(),
		&cli.StringFlag{Name: "previous", Usage: "certificate `FILE` that this one replaces: the holder must be the same"},
		&cli.StringFlag{Name: "qsealc", Usage: "certificate `FILE` of the seal that goes with the QWAC: finds the two exchanged"},
		&cli.StringFlag{Name: "expires-within", Value: "30d", Usage: "say so when a certificate ends within `DURATION`: 30d, 2w, 12h"},
		&cli.StringFlag{Name: "fail-on", Value: "block", Usage: "exit with 1 at findings of this `LEVEL` or graver: " + strings.Join(failLevels, ", ")},
		&cli.StringSliceFlag{Name: "format", Usage: "`NAME` or NAME=FILE of a report format: text, json; repeatable (default: text)"},
		&cli.StringFlag{Name: "color", Value: "auto", Usage: "`WHEN` to colour text: auto, always, never"},
	}
}

func passwordFileFlag() cli.Flag {
	return &cli.StringFlag{Name: "password-file", Usage: "`FILE` with the password of a PKCS#12 input (else QWAC_PASSWORD, else asked for)"}
}

// chosen returns the flags of judgeFlags with these names.
func (e *env) chosen(names ...string) []cli.Flag {
	return slices.DeleteFunc(e.judgeFlags(), func(f cli.Flag) bool { return !slices.Contains(names, f.Names()[0]) })
}

// failLevels are the values of --fail-on, gravest first.
var failLevels = []string{"block", "error", "warning", "notice", "never"}

// options reads the flags of judgeFlags into what check.Run takes.
func (e *env) options(c *cli.Context) (check.Options, error) {
	opts, err := e.sharedOptions(c)
	if err != nil {
		return opts, err
	}
	if opts.Roles, err = parseRoles(c.StringSlice("roles")); err != nil {
		return opts, err
	}
	if opts.At, err = e.parseAt(c.String("at")); err != nil {
		return opts, err
	}
	if opts.Sandbox, err = parseEnvironment(c.String("environment")); err != nil {
		return opts, err
	}
	opts.Key, err = e.publicKey(c.String("key"), c.String("key-password-file"))
	return opts, err
}

// sharedOptions reads those flags of judgeFlags that commands with a connection to the bank have too. The time of judging is now.
func (e *env) sharedOptions(c *cli.Context) (check.Options, error) {
	opts := check.Options{At: e.now()}
	var err error
	steps := []func() error{
		func() error { opts.Profile, err = e.profileNamed(c.String("profile")); return err },
		func() error { opts.ExpiresWithin, err = parseDays(c.String("expires-within")); return err },
		func() error { return needs(c, "key-password-file", "key") },
		func() error {
			return oneOf("--fail-on", c.String("fail-on"), failLevels)
		},
		func() error {
			return oneOf("--color", c.String("color"), []string{"auto", "always", "never"})
		},
		func() error { opts.Anchors, err = e.anchors(c.StringSlice("trust")); return err },
		func() error { opts.Lists, err = e.trustedLists(c, opts.At); return err },
		func() error { opts.Revocation, err = e.evidence(c); return err },
		func() error { opts.Previous, err = e.leafOf(c, "previous"); return err },
		func() error { opts.Seal, err = e.leafOf(c, "qsealc"); return err },
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return check.Options{}, err
		}
	}
	return opts, nil
}

// needs refuses a flag that means nothing without another.
func needs(c *cli.Context, flag, other string) error {
	if c.IsSet(flag) && !c.IsSet(other) {
		return usagef("--%s goes with --%s", flag, other)
	}
	return nil
}

// known are the banks of --profile, the default first.
func (e *env) known() []*banks.Bank {
	if e.banks == nil {
		return banks.All()
	}
	return e.banks
}

func (e *env) profileNames() []string {
	var names []string
	for _, p := range e.known() {
		names = append(names, p.Name)
	}
	return names
}

func (e *env) profileNamed(name string) (*banks.Bank, error) {
	for _, p := range e.known() {
		if p.Name == name {
			return p, nil
		}
	}
	return nil, oneOf("--profile", name, e.profileNames())
}

func oneOf(flag, value string, allowed []string) error {
	for _, a := range allowed {
		if value == a {
			return nil
		}
	}
	return usagef("%s %q: want one of %s", flag, value, strings.Join(allowed, ", "))
}

// parseRoles reads the roles of --roles. The result is nil when the flag was not given.
func parseRoles(values []string) ([]ident.Role, error) {
	var roles []ident.Role
	for _, v := range values {
		for word := range strings.SplitSeq(v, ",") {
			role, err := ident.ParseRole(strings.TrimSpace(word))
			if err != nil {
				return nil, usagef("--roles: %v", err)
			}
			roles = append(roles, role)
		}
	}
	return roles, nil
}

func (e *env) parseAt(s string) (time.Time, error) {
	if s == "" {
		return e.now(), nil
	}
	for _, layout := range []string{time.DateOnly, time.RFC3339, "2006-01-02T15:04:05", "2006-01-02T15:04"} {
		if t, err := time.Parse(layout, s); err == nil && t.Year() >= 1950 { // as X.509 has no earlier dates in UTCTime
			return t, nil
		}
	}
	return time.Time{}, usagef("--at %q: want a day (2026-12-01, from midnight UTC) or a time (2026-12-01T12:00:00Z)", s)
}

func parseEnvironment(s string) (sandbox bool, err error) {
	return s == "sandbox", oneOf("--environment", s, []string{"production", "sandbox"})
}

// parseDays reads a duration that may be in days (d) or weeks (w), which time.ParseDuration does not know.
func parseDays(s string) (time.Duration, error) {
	const day = 24 * time.Hour
	bad := usagef("--expires-within %q: want a number with a unit: 30d, 2w, 12h", s)
	unit, number := time.Duration(0), s
	switch {
	case strings.HasSuffix(s, "d"):
		unit, number = day, strings.TrimSuffix(s, "d")
	case strings.HasSuffix(s, "w"):
		unit, number = 7*day, strings.TrimSuffix(s, "w")
	default:
		d, err := time.ParseDuration(s)
		if err != nil || d < 0 {
			return 0, bad
		}
		return neverZero(d), nil
	}
	n, err := strconv.Atoi(number)
	if err != nil || n < 0 || n > 36500 { // a century: more is a slip and would overflow
		return 0, bad
	}
	return neverZero(time.Duration(n) * unit), nil
}

// stops reports whether a pre-flight ends before anything is sent. --fail-on can make it stricter; only --force overrides it.
func stops(c *cli.Context, r *check.Result) bool {
	return !c.Bool("force") && (r.Verdict == check.Refuse || fails(c.String("fail-on"), r))
}

// neverZero makes a duration of nothing negative: for the check, zero means its default.
func neverZero(d time.Duration) time.Duration {
	if d == 0 {
		return -1
	}
	return d
}

// formatFlag is for commands that write text or JSON, to standard output alone.
func formatFlag() cli.Flag {
	return &cli.StringFlag{Name: "format", Value: "text", Usage: "`NAME` of the format: text, json"}
}

// textOrJSON refuses other formats than those of formatFlag. A command without that flag passes.
func textOrJSON(c *cli.Context) error {
	if format := c.String("format"); format != "" {
		return oneOf("--format", format, []string{"text", "json"})
	}
	return nil
}

// noArguments refuses arguments where there is nothing to name.
func noArguments(c *cli.Context) error {
	if c.Args().Present() {
		return usagef("%s: %s takes flags alone", c.Args().First(), c.Command.Name)
	}
	return nil
}

// flagsFirst refuses a flag among the arguments, where the command line takes it for one of them.
func flagsFirst(args []string, what string) error {
	for _, a := range args {
		if strings.HasPrefix(a, "-") && a != "-" {
			return usagef("%s stands after an argument: flags go before %s", a, what)
		}
	}
	return nil
}

// files returns the arguments that name inputs.
func files(c *cli.Context) ([]string, error) {
	args := c.Args().Slice()
	if len(args) == 0 {
		return nil, usagef("no input: name the certificate files, or - for standard input, e.g. qwac %s leaf.pem intermediate.pem root.pem", c.Command.Name)
	}
	for i, a := range args {
		if a == "" {
			return nil, usagef("argument %d is empty: name a file", i+1)
		}
	}
	return args, flagsFirst(args[1:], "the files")
}

// fails reports whether the findings reach the level of --fail-on.
func fails(level string, r *check.Result) bool {
	least := map[string]lint.Severity{"error": lint.Error, "warning": lint.Warning, "notice": lint.Notice}[level]
	if level != "never" && r.Verdict == check.Refuse {
		return true
	}
	for _, f := range r.Findings {
		if level != "never" && least > 0 && f.Severity >= least {
			return true
		}
	}
	return false
}
