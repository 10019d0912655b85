package app

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	banks "qwac/pkg/bank"
	"qwac/pkg/ident"
	"qwac/pkg/near"
)

func oneOf(flag, value string, allowed []string) error {
	for _, a := range allowed {
		if value == a {
			return nil
		}
	}
	hint := ""
	if s := nearValue(strings.ToLower(value), allowed); s != "" {
		hint = "did you mean " + s + "? "
	}
	return usagef("%s %q: %swant one of %s", flag, value, hint, strings.Join(allowed, ", "))
}

// nearValue is the value that a word most likely means; empty: none is near.
func nearValue(word string, allowed []string) string {
	for _, a := range allowed {
		if len(word) > 2 && strings.HasPrefix(a, word) {
			return a
		}
	}
	s := near.Word(word, allowed)
	if s == "" || len(word) < 5 && s[0] != word[0] { // two letters of a short word make it another
		return ""
	}
	return s
}

// parseRoles reads the roles of --roles. The result is nil when the flag was not given.
func parseRoles(values []string) ([]ident.Role, error) {
	var roles []ident.Role
	for _, v := range values {
		for part := range strings.SplitSeq(strings.ReplaceAll(v, ";", ","), ",") {
			if blank(part) {
				return nil, usagef("--roles %q: a role is missing beside a comma: want them as in PSP_AI,PSP_PI",
					v)
			}
			some, err := rolesOf(part)
			if err != nil {
				return nil, usagef("--roles: %v", err)
			}
			roles = append(roles, some...)
		}
	}
	return roles, nil
}

// rolesOf reads one role, or several with blanks between them as inspect shows them.
func rolesOf(word string) ([]ident.Role, error) {
	role, err := ident.ParseRole(strings.TrimSpace(word))
	if err == nil {
		return []ident.Role{role}, nil
	}
	var roles []ident.Role
	for name := range strings.FieldsSeq(word) {
		role, other := ident.ParseRole(name)
		if other != nil {
			return nil, err
		}
		roles = append(roles, role)
	}
	return roles, nil
}

// second is now in whole seconds, as certificates and reports count.
func (e *env) second() time.Time { return e.now().Truncate(time.Second) }

func (e *env) parseAt(s string) (time.Time, error) {
	if s == "" {
		return e.second(), nil
	}
	for _, layout := range []string{time.DateOnly, time.RFC3339, "2006-01-02T15:04:05", "2006-01-02T15:04"} {
		if t, err := time.Parse(layout, s); err == nil && t.Year() >= 1950 { // as X.509 has no earlier dates in UTCTime
			return t, nil
		}
	}
	why := ""
	if _, err := time.Parse(time.DateOnly, s); err != nil && regexp.MustCompile(`^\d{4}-\d\d-\d\d$`).MatchString(s) {
		why = "there is no such day: "
	}
	return time.Time{}, usagef("--at %q: %swant a day (2026-12-01, from midnight UTC) or a time "+
		"(2026-12-01T12:00:00Z)", s, why)
}

// environments are the values of --env.
func environments() []string { return []string{banks.Production, banks.Sandbox} }

func parseEnv(s string) (sandbox bool, err error) {
	return s == banks.Sandbox, oneOf("--env", s, environments())
}

// parseDays reads a duration that may be in days (d) or weeks (w), which time.ParseDuration does not know.
func parseDays(s string) (time.Duration, error) {
	d, err := parseSpan("--expires-within", s)
	return neverZero(d), err
}

// parseSpan is parseDays for any flag; it may be zero.
func parseSpan(flag, s string) (time.Duration, error) {
	const day = 24 * time.Hour
	bad := usagef("%s %q: want a number with a unit: 30d, 2w, 12h", flag, s)
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
		return d, nil
	}
	n, err := strconv.Atoi(number)
	if err != nil || n < 0 || n > 36500 { // a century: more is a slip and would overflow
		return 0, bad
	}
	return time.Duration(n) * unit, nil
}

// neverZero makes a duration of nothing negative: for the check, zero means its default.
func neverZero(d time.Duration) time.Duration {
	if d == 0 {
		return -1
	}
	return d
}

// noArguments refuses arguments where there is nothing to name.
func noArguments(c *cli.Context) error {
	if c.Args().Present() {
		return usagef("%s: %s takes flags alone", c.Args().First(), c.Command.Name)
	}
	return nil
}

// inputs returns the arguments that name inputs.
func inputs(c *cli.Context) ([]string, error) {
	args := c.Args().Slice()
	if len(args) == 0 {
		return nil, usagef("no input: name the certificate files, or - for standard input, e.g. qwac %s leaf.pem "+
			"intermediate.pem root.pem", c.Command.Name)
	}
	return args, nil
}

// utc is a time as people read it.
func utc(t time.Time) string { return t.UTC().Format(time.RFC3339) }

func day(t time.Time) string {
	if t.IsZero() {
		return "?"
	}
	return t.UTC().Format(time.DateOnly)
}

// dayOrNever is a day, or never for a list that is closed and has no next update.
func dayOrNever(t time.Time) string {
	if t.IsZero() {
		return "never"
	}
	return day(t)
}
