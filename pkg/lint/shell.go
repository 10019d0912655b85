package lint

import "strings"

// ShellWord quotes a value of an input for a command line in a hint, which a person copies into a shell: sh, bash, zsh
// or fish. A quote and a backslash stand outside the quotes, where all of them read them alike.
func ShellWord(s string) string {
	if !strings.ContainsAny(s, `'\`) {
		return "'" + s + "'"
	}
	return "'" + strings.NewReplacer("'", `'\''`, `\`, `'\\'`).Replace(s) + "'"
}

// ShellFile is the name of a file for a command line in a hint: quoted where a shell needs it, and never taken for a
// flag, a list of names, or by zsh for the name of a program.
func ShellFile(name string) string {
	plain := strings.IndexFunc(name, func(r rune) bool {
		return !strings.ContainsRune("./_-+=:,@", r) && (r < '0' || r > '9') && (r < 'A' || r > 'Z') &&
			(r < 'a' || r > 'z')
	}) < 0
	if name != "" && strings.ContainsRune("-@=", rune(name[0])) {
		name = "./" + name
	}
	if plain && name != "" {
		return name
	}
	return ShellWord(name)
}
