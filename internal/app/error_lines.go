package app

import (
	"os"
	"strings"

	"golang.org/x/term"
)

// minWidth is how narrow a terminal may be before lines are left to it.
const minWidth = 40

// lines breaks a message between words for a terminal of so many columns. From a command on, which is to be pasted, it
// stands whole on a line of its own. Zero: no terminal, where the message is one line.
func lines(text string, columns int) string {
	if columns < minWidth {
		return text
	}
	var out []string
	for line := range strings.SplitSeq(text, "\n") {
		prose, command := line, ""
		if i := commandIn(line); i > 0 {
			prose, command = line[:i], line[i:]
		}
		indent := ""
		if strings.HasPrefix(line, " ") { // a list or an example
			out = append(out, line)
			continue
		}
		row := ""
		for word := range strings.FieldsSeq(prose) {
			if row != "" && len(indent)+len(row)+1+len(word) > columns {
				out, row, indent = append(out, indent+row), "", "  "
			}
			row = strings.TrimLeft(row+" "+word, " ")
		}
		out = append(out, indent+row)
		if command != "" {
			out = append(out, "    "+command)
		}
	}
	return strings.Join(out, "\n")
}

// commandIn is where a command begins behind a colon; negative: nowhere.
func commandIn(line string) int {
	for _, program := range []string{"openssl", "keytool", "sed", "jq", "tr", "printf", "node", "puttygen", "curl"} {
		if i := strings.Index(line, ": "+program+" "); i >= 0 {
			return i + 2
		}
	}
	return -1
}

// columns is the width of the terminal that messages go to; zero: they go elsewhere.
func (e *env) columns() int {
	f, ok := raw(e.stderr).(*os.File)
	if !ok {
		return 0
	}
	width, _, err := term.GetSize(int(f.Fd()))
	if err != nil {
		return 0
	}
	return width
}
