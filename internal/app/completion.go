package app

import (
	"embed"
	"io"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"qwac/pkg/check"
	"qwac/pkg/csr"
	"qwac/pkg/glossary"
	"qwac/pkg/ident"
	"qwac/pkg/report/formats"
)

// completeCommand is what the scripts of completion call. It is no command for people: the words that stand on the line
// follow, the last as far as it is typed. It answers with a candidate a line, and what it is behind a tab; filesToo
// asks the shell for its own names of files.
const (
	completeCommand = "__complete"
	filesToo        = ":files"
)

//go:embed completion
var completionScripts embed.FS

// shells are those that there is a script for.
func shells() []string { return []string{"bash", "zsh", "fish", "powershell"} }

func (e *env) completionCommand() *cli.Command {
	return &cli.Command{
		Usage:     "write the script by which a shell completes commands, flags and their values",
		ArgsUsage: strings.Join(shells(), "|"),
		Description: "The script asks qwac itself, so it stays as it is when qwac is replaced. Commands, flags, " +
			"rules, profiles, formats and roles are completed; the rest is left to the shell's names of files.",
		Action: e.completion,
	}
}

func (e *env) completion(c *cli.Context) error {
	if c.NArg() != 1 {
		return usagef("completion takes the name of a shell: %s", strings.Join(shells(), ", "))
	}
	shell := c.Args().First()
	if shell == "pwsh" {
		shell = "powershell"
	}
	if err := oneOf("completion", shell, shells()); err != nil {
		return err
	}
	script, err := completionScripts.ReadFile("completion/" + shell + ".txt")
	if err != nil {
		return err
	}
	return e.write("", script, e.stdout)
}

// complete answers a script. It says nothing where it knows nothing.
func (e *env) complete(words []string) error {
	e.acting = true
	if len(words) == 0 {
		words = []string{""}
	}
	typed := words[len(words)-1]
	before := joined(words[:len(words)-1])
	a := (&env{stdout: io.Discard, stderr: io.Discard, now: e.now, banks: e.banks}).app(commands)
	l := typedLine(append([]string{"qwac"}, before...), a.Commands)
	var out strings.Builder
	for _, c := range e.candidates(&l, a, typed) {
		if strings.HasPrefix(c, typed) || c == filesToo {
			out.WriteString(c + "\n")
		}
	}
	return e.write("", []byte(out.String()), e.stdout)
}

// joined puts together what bash takes apart at =: --format = json.
func joined(words []string) []string {
	var all []string
	for i, w := range words {
		if n := len(all); n > 0 && (w == "=" || i > 0 && words[i-1] == "=") {
			all[n-1] += w
			continue
		}
		all = append(all, w)
	}
	return all
}

// candidates are what may stand at the end of the line.
func (e *env) candidates(l *line, a *cli.App, typed string) []string {
	if l.isGroup() {
		list := a.Commands
		if l.command != nil {
			list = l.command.Subcommands
		}
		out := []string{"--help\tshow help"}
		if l.command == nil {
			out = append(out, "--version\tprint the version")
		}
		if len(l.rest) > 0 {
			return nil
		}
		for _, c := range list {
			if c.Name != "help" {
				out = append(out, c.Name+"\t"+c.Usage)
			}
		}
		return out
	}
	flags := l.command.Flags
	if n := len(l.rest); n > 0 && !slices.Contains(l.rest, "--") {
		last, equals := strings.CutSuffix(l.rest[n-1], "=") // bash: --format = js
		if f := flagOf(flags, last); isFlag(last) && f != nil && takesValue(f) &&
			(equals || !strings.Contains(last, "=")) {
			return e.values(l.name(), f)
		}
	}
	if name, _, ok := strings.Cut(typed, "="); ok && isFlag(typed) {
		if f := flagOf(flags, name); f != nil {
			return prefixed(name+"=", e.values(l.name(), f))
		}
	}
	if isFlag(typed) || typed == "-" {
		return flagCandidates(flags)
	}
	return e.arguments(l)
}

func prefixed(prefix string, values []string) []string {
	var out []string
	for _, v := range values {
		if v != filesToo {
			v = prefix + v
		}
		out = append(out, v)
	}
	return out
}

func flagCandidates(flags []cli.Flag) []string {
	out := []string{"--help\tshow help"}
	for _, f := range flags {
		if d, ok := f.(cli.DocGenerationFlag); ok && !hidden(f) {
			out = append(out, dashed(f.Names()[0])+"\t"+strings.ReplaceAll(d.GetUsage(), "`", ""))
		}
	}
	return out
}

// arguments are what may stand where no flag does.
func (e *env) arguments(l *line) []string {
	switch name := l.name(); {
	case name == "qwac completion":
		return shells()
	case name == "qwac explain":
		return append(rulesWithTitles(), glossary.Names()...)
	case name == "qwac profiles":
		return append((&judgeOptions{banks: e.banks}).profileNames(), filesToo)
	case strings.ContainsAny(l.command.ArgsUsage, "FO"): // FILE..., OLD NEW
		return []string{filesToo}
	}
	return nil
}

func rulesWithTitles() []string {
	var out []string
	for _, m := range check.Rules() {
		out = append(out, m.ID+"\t"+m.Title)
	}
	return out
}

// values are those of a flag.
func (e *env) values(command string, f cli.Flag) []string {
	switch f.(type) {
	case fileFlag, filesFlag:
		if list := e.named(command, f.Names()[0]); list != nil {
			return append(list, filesToo)
		}
		return []string{filesToo}
	}
	return e.named(command, f.Names()[0])
}

// named are the values of a flag that are names of something; nil: it takes others.
func (e *env) named(command, flag string) []string {
	switch flag {
	case "env":
		return environments()
	case "profile":
		return (&judgeOptions{banks: e.banks}).profileNames()
	case "roles":
		return []string{string(ident.RoleAI), string(ident.RolePI), string(ident.RoleAS), string(ident.RoleIC),
			"PSP_AI,PSP_PI"}
	case "fail-on":
		return failLevels()
	case "color":
		return []string{"auto", "always", "never"}
	case "require":
		return requirable()
	case "format":
		return formatsOf(command)
	case "severity":
		return []string{"error", "warning", "notice"}
	case "fault":
		return faultNames()
	case "kind":
		return []string{string(csr.QWAC), string(csr.QSealC)}
	case "key-type":
		if command == "qwac testpki" {
			return leafKeys()
		}
		return keyTypes()
	case "timeout":
		return []string{"30s", "2m", "5m"}
	}
	return nil
}

// formatsOf are the formats that a command writes.
func formatsOf(command string) []string {
	switch command {
	case "qwac rules", "qwac profiles":
		return tableFormats()
	case "qwac compare":
		return compareFormats()
	case "qwac inspect":
		return inspectFormats()
	case "qwac check", "qwac payload", "qwac fix", "qwac submit", "qwac client register", "qwac report convert",
		"qwac baseline create", "qwac baseline update", "qwac config show", "qwac client redirect-uris set",
		"qwac client redirect-uris add", "qwac client redirect-uris remove":
		return formats.Names()
	}
	return []string{"text", "json"}
}
