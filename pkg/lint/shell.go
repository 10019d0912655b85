package lint

import "strings"

// ShellWord quotes a value of an input for a command line in a hint, which a person copies into a POSIX shell.
func ShellWord(s string) string {
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}
