package app

import (
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"qwac/pkg/near"
)

// The library reads flags up to the first argument and takes what follows for arguments. Here a command line is put in
// the order that it wants: flags may stand anywhere before --.

// line is a command line as it was typed.
type line struct {
	words   []string     // qwac client show
	command *cli.Command // nil: none is named, or it is not known
	rest    []string     // behind the words
}

// typedLine finds the command in args. The names under it, of a command with others under it, are those of the group.
func typedLine(args []string, commands []*cli.Command) line {
	l := line{words: args[:min(1, len(args))], rest: args[min(1, len(args)):]}
	for len(l.rest) > 0 {
		i := slices.IndexFunc(commands, func(c *cli.Command) bool { return c.Name == l.rest[0] })
		if i < 0 {
			break
		}
		l.command, commands = commands[i], commands[i].Subcommands
		l.words, l.rest = append(l.words, l.rest[0]), l.rest[1:]
	}
	return l
}

// isGroup reports whether a command is still to be named.
func (l *line) isGroup() bool { return l.command == nil || len(l.command.Subcommands) > 0 }

// name is the command as in a sentence.
func (l *line) name() string {
	return strings.Join(append([]string{"qwac"}, l.words[min(1, len(l.words)):]...), " ")
}

// wantsHelp reports whether help is asked for, anywhere before --.
func (l *line) wantsHelp() bool {
	for _, a := range l.rest {
		switch a {
		case "--":
			return false
		case "--help", "-h", "-help":
			return true
		}
	}
	return false
}

// wantsVersion reports whether the version is asked for in place of a command.
func (l *line) wantsVersion() bool {
	return l.command == nil && len(l.rest) == 1 && slices.Contains([]string{"--version", "-V", "-version"}, l.rest[0])
}

// ordered is the line with its flags first. An unknown flag, and one without its value, is a mistake of usage.
func (l *line) ordered() ([]string, error) {
	if err := l.content(); err != nil {
		return nil, err
	}
	if l.isGroup() {
		if len(l.rest) > 0 && isFlag(l.rest[0]) {
			return nil, l.early(l.rest[0])
		}
		return append(slices.Clone(l.words), l.rest...), nil
	}
	if l.command.SkipFlagParsing { // it says by itself what is to be said
		return append(slices.Clone(l.words), l.rest...), nil
	}
	var flags, arguments []string
	for i := 0; i < len(l.rest); i++ {
		a := l.rest[i]
		if a == "--" {
			arguments = append(arguments, l.rest[i+1:]...)
			break
		}
		if !isFlag(a) {
			arguments = append(arguments, a)
			continue
		}
		f := flagOf(l.command.Flags, a)
		if f == nil {
			return nil, l.unknown(a)
		}
		flags = append(flags, a)
		if !takesValue(f) {
			continue
		}
		if _, value, inOne := strings.Cut(a, "="); inOne {
			if blank(value) {
				return nil, valueless(a, f)
			}
			continue
		}
		if i++; i == len(l.rest) || isFlag(l.rest[i]) && flagOf(l.command.Flags, l.rest[i]) != nil ||
			blank(l.rest[i]) {
			return nil, valueless(a, f)
		}
		flags = append(flags, l.rest[i])
	}
	if i := slices.IndexFunc(arguments, blank); i >= 0 {
		return nil, l.emptyArgument(i)
	}
	return slices.Concat(l.words, flags, []string{"--"}, arguments), nil
}

// isFlag reports whether a word is one; a single - is standard input.
func isFlag(a string) bool { return len(a) > 1 && a[0] == '-' }

// bare is the name of a flag without what stands around it.
func bare(a string) string {
	name, _, _ := strings.Cut(strings.TrimLeft(a, "-"), "=")
	return name
}

func flagOf(flags []cli.Flag, a string) cli.Flag {
	name := bare(a)
	i := slices.IndexFunc(flags, func(f cli.Flag) bool { return slices.Contains(f.Names(), name) })
	if i < 0 {
		return nil
	}
	return flags[i]
}

func takesValue(f cli.Flag) bool {
	d, ok := f.(cli.DocGenerationFlag)
	return !ok || d.TakesValue()
}

// placeholder is what the value of a flag is called in its help: FILE.
func placeholder(f cli.Flag) string {
	d, ok := f.(cli.DocGenerationFlag)
	if !ok {
		return ""
	}
	_, behind, _ := strings.Cut(d.GetUsage(), "`")
	name, _, ok := strings.Cut(behind, "`")
	if !ok {
		return ""
	}
	return name
}

// visibleNames are the names of flags that help shows.
func visibleNames(flags []cli.Flag) []string {
	names := []string{"help"}
	for _, f := range flags {
		if !hidden(f) {
			names = append(names, f.Names()[0])
		}
	}
	return names
}

// unknown suggests a flag in place of one that is not there.
func (l *line) unknown(a string) error {
	name := bare(a)
	if s := l.instead(name); s != "" {
		return usagef("unknown flag %s: %s", dashed(name), s)
	}
	if s := nearFlag(name, visibleNames(l.command.Flags)); s != "" {
		return usagef("unknown flag %s: did you mean --%s?", dashed(name), s)
	}
	return usagef("unknown flag %s: run %s --help for the flags; a file of that name goes behind --", dashed(name),
		l.name())
}

// nearFlag is the flag that a name most likely means; empty: none is near.
func nearFlag(name string, known []string) string {
	meant := otherName(name)
	for _, k := range known {
		if k == meant || len(name) > 2 && (strings.HasPrefix(k, name) || strings.HasSuffix(k, "-"+name)) {
			return k
		}
	}
	s := near.Word(strings.ToLower(name), known)
	if s == "" || len(name) < 5 && s[0] != name[0] { // two letters of a short word make it another
		return ""
	}
	return s
}

// otherName is what a flag of other programs is called here.
func otherName(name string) string {
	switch name {
	case "cacert", "ca", "cafile", "CAfile":
		return "trust"
	case "out", "outfile", "O":
		return "output"
	case "pass", "passin", "password", "passphrase":
		return "password-file"
	case "url", "host", "endpoint":
		return "base-url"
	case "port", "listen", "bind", "address":
		return "addr"
	case "debug":
		return "verbose"
	case "silent":
		return "quiet"
	case "attime", "date", "time":
		return "at"
	case "bank":
		return "profile"
	case "environment", "target", "e":
		return "env"
	case "inkey", "private-key", "k":
		return "key"
	}
	return ""
}

// dashed is a flag as it is written: --roles, -o.
func dashed(name string) string {
	if len(name) == 1 {
		return "-" + name
	}
	return "--" + name
}

// early says that a flag stands before the command that it belongs to.
func (l *line) early(a string) error {
	for i, next := range slices.Backward(l.rest) {
		if l.command == nil && isCommand(next) {
			moved := slices.Concat([]string{"qwac", next}, l.rest[i+1:], l.rest[:i])
			return usagef("%s stands before the command: flags go behind it: %s", dashed(bare(a)),
				strings.Join(moved, " "))
		}
	}
	if l.command == nil && (a == "-v" || near.Word(bare(a), []string{"version"}) != "") {
		return usagef("unknown flag %s: did you mean --version?", dashed(bare(a)))
	}
	return usagef("unknown flag %s: %s has commands under it: run %s --help for the list", dashed(bare(a)), l.name(),
		l.name())
}

func isCommand(name string) bool {
	return slices.ContainsFunc(commands, func(c command) bool { return c.name == name })
}

// meant is the command that people mean by a word of other programs; empty: none.
func meant(word string) string {
	switch word {
	case "lint", "verify", "validate", "judge", "test", "scan":
		return "check"
	case "show", "view", "print", "decode", "dump", "text", "parse":
		return "inspect"
	case "mend", "repair", "convert", "format":
		return "fix"
	case "send", "upload":
		return "submit"
	case "diff":
		return "compare"
	case "register", "redirect-uris":
		return "client " + word
	case "req", "request":
		return "csr"
	case "bank", "server", "mock":
		return "sandbox"
	case "lists", "tsl", "lotl":
		return "trust"
	}
	return ""
}

// meantUnder is the command under another one that people mean by a word of other programs; empty: none.
func meantUnder(word string) string {
	switch word {
	case "list", "get", "view", "details", "info":
		return "show"
	case "ls":
		return "list"
	case "create", "new":
		return "init"
	case "check", "validate", "lint", "test":
		return "verify"
	case "refresh", "fetch", "download", "sync":
		return "update"
	case "import":
		return "add"
	case "replace":
		return "set"
	case "delete", "rm":
		return "remove"
	}
	return ""
}
