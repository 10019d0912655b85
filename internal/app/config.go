package app

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	"qwac/internal/config"
	"qwac/internal/files"
	"qwac/pkg/ber"
	"qwac/pkg/gate"
	"qwac/pkg/report"
)

func (e *env) configCommand() *cli.Command {
	show := &judgeOptions{banks: e.banks}
	origin := false
	return &cli.Command{
		Usage: "the configuration of check: make one, look for mistakes, see what is in force",
		Subcommands: []*cli.Command{
			{
				Name: "init", Usage: "write " + config.FileName + " with every setting, each commented out",
				ArgsUsage:   "[DIR]",
				Description: "A file that is there already is never replaced.",
				Action:      e.configInit,
			},
			{
				Name: "verify", Usage: "look for mistakes in the configuration and in the files that it names",
				ArgsUsage: "[FILE]",
				Description: "Without FILE, the one that check would use here. The exit status is 2 when there is a " +
					"mistake. Ignore entries that\nhave expired are told and are none.",
				Action: e.configVerify,
			},
			{
				Name: "show", Usage: "print the settings that are in force, for a target if one is named",
				ArgsUsage: "[TARGET]",
				Description: "It takes the flags of check, which come first, then the environment, then the " +
					"configuration. What it prints can be\nused as a configuration.",
				Flags: append(show.flags(), baselineFlag(&show.baseline), boolFlag(&origin, "origin",
					"say of each where it comes from: flag, variable, file and line, default")),
				Action: func(c *cli.Context) error { return e.configShow(c, show, origin) },
			},
			{
				Name: "schema", Usage: "print the JSON Schema of the configuration, for editors",
				Action: e.configSchema,
			},
		},
	}
}

func (e *env) configInit(c *cli.Context) error {
	if c.NArg() > 1 {
		return usagef("config init takes one folder")
	}
	name := filepath.Join(c.Args().First(), config.FileName)
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	switch {
	case errors.Is(err, fs.ErrExist):
		return usagef("%s is already there and was not touched: edit it, or remove it first", name)
	case err != nil:
		return fmt.Errorf("cannot write %s: %w: check the folder and who may write to it", name, errors.Unwrap(err))
	}
	if _, err := f.Write(config.Template()); err != nil {
		f.Close()
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	fmt.Fprintf(e.stderr, "wrote %s: take the # from what is to count, then run qwac config verify\n", name)
	return nil
}

func (e *env) configVerify(c *cli.Context) error {
	if c.NArg() > 1 {
		return usagef("config verify takes one file")
	}
	name := c.Args().First()
	if name == "" {
		if name = findConfig(nil); name == "" {
			return usagef("no %s here or further up in the repository: qwac config init writes one", config.FileName)
		}
	}
	cfg, err := e.readConfig(name)
	if err != nil {
		return err
	}
	s := settings{Config: cfg, dir: filepath.Dir(name)}
	if err := e.verifyFiles(&s); err != nil {
		return err
	}
	for _, i := range cfg.Ignores {
		if !i.Expires.IsZero() && !e.now().Before(i.Expires) {
			fmt.Fprintf(e.stderr, "qwac: %s: the entry for %s expired on %s and suppresses nothing\n", i.At, i.Rule,
				i.Expires.Format(time.DateOnly))
		}
	}
	set := 0
	for _, k := range config.Keys() {
		if s.Line(k.Name) > 0 {
			set++
		}
	}
	_, err = fmt.Fprintf(e.stdout, "%s: good, %s, %s to ignore\n", report.Clean(name), ber.Count(set, "key"),
		entries(len(cfg.Ignores)))
	return err
}

// verifyFiles looks at the files that a configuration names.
func (e *env) verifyFiles(s *settings) error {
	for _, k := range config.Keys() {
		values, err := s.resolved(k, s.Texts(k.Name))
		if err != nil {
			return err
		}
		for _, v := range values {
			switch {
			case k.Name == "baseline":
				_, err = readBaseline(v)
			case k.Name == "profile":
				_, err = profileNamed(v, orAll(e.banks))
			case k.IsPath:
				if _, err = os.Stat(v); err != nil {
					err = files.CannotRead(v, err)
				}
			}
			if err != nil {
				return usagef("%s: %v", s.at(k.Name), err)
			}
		}
	}
	for _, p := range s.Paths {
		if isProfileFile(p.Profile) {
			if _, err := profileNamed(s.file(p.Profile), orAll(e.banks)); err != nil {
				return usagef("%s: %v", place(s.Name, p.Line), err)
			}
		}
	}
	return nil
}

func (e *env) configSchema(c *cli.Context) error {
	if err := noArguments(c); err != nil {
		return err
	}
	data, err := config.Schema()
	if err != nil {
		return err
	}
	return e.write("", data, e.stdout)
}

// valid finds values that are none, whoever gave them.
func (e *env) valid(o *judgeOptions) error {
	_, errRoles := parseRoles(o.roles.Value())
	_, errEnv := parseEnv(o.env)
	_, errDays := parseDays(o.expiresWithin)
	_, errChecks := requiredChecks(o.require.Value())
	_, errFormats := destinations(o.format.Value())
	_, errProfile := o.bank()
	return cmp.Or(errProfile, errRoles, errEnv, errDays, errChecks, errFormats, o.check())
}

// shown is a setting that is in force.
type shown struct{ key, value, origin string }

func (e *env) configShow(c *cli.Context, o *judgeOptions, origin bool) error {
	if c.NArg() > 1 {
		return usagef("config show takes one target")
	}
	rows, err := e.inForce(c)
	if err != nil {
		return err
	}
	if err := e.valid(o); err != nil {
		return err
	}
	width := 0
	for _, r := range rows {
		if !strings.Contains(r.value, "\n") {
			width = max(width, len(r.key+": "+r.value))
		}
	}
	var out bytes.Buffer
	for _, r := range rows {
		first, rest, more := strings.Cut(r.value, "\n")
		line := strings.TrimRight(r.key+": "+first, " ")
		if origin {
			line = fmt.Sprintf("%-*s  # %s", min(width, 60), line, r.origin)
		}
		out.WriteString(line + "\n")
		if more {
			out.WriteString(rest + "\n")
		}
	}
	_, err = unbroken(e.stdout).Write(out.Bytes())
	return err
}

// inForce are the settings in force, in the order of the keys; those that are not set and have no default are left out.
func (e *env) inForce(c *cli.Context) ([]shown, error) {
	s := &e.settings
	own, lines := s.For(s.targetPath(c.Args().First()))
	var rows []shown
	for _, k := range config.Keys() {
		r := shown{k.Name, "", s.origin[k.Flag]}
		switch {
		case k.Flag != "":
			r.value = yamlValue(c, k.Flag)
		case k.Name == "max-evidence-age" && s.MaxEvidenceAge > 0:
			r.value, r.origin = fmt.Sprintf("%dh", int(s.MaxEvidenceAge.Hours())), s.at(k.Name)
		case k.Name == "severity" && len(s.Severities) > 0:
			var parts []string
			for _, g := range s.Severities {
				parts = append(parts, g.Rule+": "+g.Severity.String())
			}
			r.value, r.origin = "{"+strings.Join(parts, ", ")+"}", s.at(k.Name)
		case k.Name == "ignore" && len(s.Ignores) > 0:
			r.value, r.origin = "\n"+ignoreRows(s.Ignores), s.at(k.Name)
		}
		line, free := lines[k.Name], r.origin == "" || strings.HasPrefix(r.origin, s.Name+":")
		if line > 0 && c.NArg() > 0 && free {
			r.value, r.origin = ownValue(k.Name, own), place(s.Name, line)
		}
		if r.value == "" {
			continue
		}
		if r.origin == "" {
			r.origin = "default"
		}
		rows = append(rows, r)
	}
	return rows, nil
}

func ownValue(key string, own config.PathSettings) string {
	switch key {
	case "profile":
		return quoted(own.Profile)
	case "env":
		return quoted(own.Env)
	}
	var roles []string
	for _, r := range own.Roles {
		roles = append(roles, quoted(string(r)))
	}
	return "[" + strings.Join(roles, ", ") + "]"
}

// yamlValue is the value of a flag; empty: it has none.
func yamlValue(c *cli.Context, flag string) string {
	switch v := c.Value(flag).(type) {
	case string:
		if v == "" && flag == "fail-on" {
			return "block"
		}
		return quoted(v)
	case cli.StringSlice:
		return yamlList(v.Value())
	case []string:
		return yamlList(v)
	}
	return yamlList(c.StringSlice(flag))
}

func yamlList(values []string) string {
	if len(values) == 0 {
		return ""
	}
	out := slices.Clone(values)
	for i := range out {
		out[i] = quoted(out[i])
	}
	return "[" + strings.Join(out, ", ") + "]"
}

// quoted is a text as YAML has it: as it is where that is plain, in double quotes otherwise.
func quoted(s string) string {
	plain := func(r rune) bool {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || strings.ContainsRune("_-./=", r)
	}
	if s == "" {
		return ""
	}
	first := plain(rune(s[0])) && s[0] != '-' && s[0] != '=' && s[0] != '.'
	if first && !strings.ContainsFunc(s, func(r rune) bool { return !plain(r) && (r < '0' || r > '9') }) {
		return s
	}
	return strings.TrimSpace(string(indentedJSON(s)))
}

func ignoreRows(entries []gate.Ignore) string {
	var b strings.Builder
	for _, i := range entries {
		fmt.Fprintf(&b, "  - rule: %s\n", i.Rule)
		for _, v := range []struct{ key, value string }{
			{"path", i.Path}, {"fingerprint", i.Certificate}, {"reason", i.Reason},
		} {
			if v.value != "" {
				fmt.Fprintf(&b, "    %s: %s\n", v.key, strings.TrimSpace(string(indentedJSON(v.value))))
			}
		}
		if !i.Expires.IsZero() {
			fmt.Fprintf(&b, "    expires: %s\n", i.Expires.Format(time.DateOnly))
		}
	}
	return strings.TrimSuffix(b.String(), "\n")
}
