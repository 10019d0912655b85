package lint

import "strings"

// ShellWord quotes a value of an input for a command line in a hint, which a person copies into a POSIX shell.
func ShellWord(s string) string {
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}

// ShellFile is the name of a file for a command line in a hint: quoted where a shell needs it, and never taken for a
// flag.
func ShellFile(name string) string {
	plain := strings.IndexFunc(name, func(r rune) bool {
		return !strings.ContainsRune("./_-+=:,@", r) && (r < '0' || r > '9') && (r < 'A' || r > 'Z') &&
			(r < 'a' || r > 'z')
	}) < 0
	if strings.HasPrefix(name, "-") {
		name = "./" + name
	}
	if plain && name != "" {
		return name
	}
	return ShellWord(name)
}
