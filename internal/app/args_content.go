package app

import (
	"encoding/base64"
	"fmt"
	"slices"
	"strings"

	"qwac/pkg/report/formats"
)

// content refuses a command line on which the text of a file stands in place of its name. Nothing of it is shown: it
// may be a key.
func (l *line) content() error {
	flag, arguments := "", 0
	for _, word := range l.rest {
		if name, value, inOne := strings.Cut(word, "="); inOne && isFlag(word) && !strings.HasPrefix(word, "-----") {
			word, flag = value, name
		}
		switch {
		case hasContent(word) && flag != "":
			return usagef("%s: this is the text of a file, not its name: write it to a file, and name that", flag)
		case hasContent(word):
			return usagef("argument %d is the text of a file, not its name: pipe it in, and name - in its place, or "+
				"write it to a file", arguments+1)
		}
		switch {
		case flag != "":
			flag = ""
		case isFlag(word):
			flag = l.valued(word)
		default:
			arguments++
		}
	}
	return nil
}

// valued is a flag that takes the next word for its value; empty: it does not.
func (l *line) valued(word string) string {
	if l.command == nil {
		return ""
	}
	if f := flagOf(l.command.Flags, word); f != nil && takesValue(f) {
		return dashed(bare(word))
	}
	return ""
}

// leastContent is how many characters of base64 a word has at least that holds a certificate or a key.
const leastContent = 80

// hasContent reports whether a word is the text of a file, alone, behind the @ of a list or behind NAME=.
func hasContent(word string) bool {
	_, value, _ := strings.Cut(word, "=")
	return isContent(word) || isContent(value) || isContent(strings.TrimPrefix(word, "@"))
}

// isContent reports whether a word is PEM, base64 of PEM or of DER, or a data: URL (RFC 2397).
func isContent(word string) bool {
	word = strings.TrimSpace(word)
	isURL := strings.HasPrefix(word, "data:") && strings.Contains(word, ";base64,")
	if isURL || strings.Contains(word, "-----BEGIN") {
		return true
	}
	line, _, _ := strings.Cut(word, "\n")
	line = strings.TrimSpace(line)
	head, err := base64.StdEncoding.DecodeString(line[:len(line)/4*4])
	if len(word) < leastContent || err != nil || len(head) < 3 {
		return false
	}
	isDER := head[0] == 0x30 && head[1] > 0x80 && head[1] < 0x84 // a SEQUENCE whose length takes up to three bytes
	return isDER || string(head[:3]) == "---"
}

// instead says how the command does what a flag of other programs does; empty: nothing is known of it.
func (l *line) instead(name string) string {
	known := visibleNames(l.command.Flags)
	has := func(flag string) bool { return slices.Contains(known, flag) }
	switch {
	case name == "help-all" || name == "usage" || name == "man":
		return "did you mean --help?"
	case has("color") && slices.Contains([]string{"no-color", "nocolor", "no-colour", "monochrome"}, name):
		return "did you mean --color never?"
	case has("format") && slices.Contains(formats.Names(), name):
		return "did you mean --format " + name + "?"
	case has("format") && has("fail-on") && !has("output") && (name == "o" || name == "output" || name == "out"):
		return "a report goes to a file by --format NAME=FILE, e.g. --format text=report.txt"
	case has("fail-on") && (name == "strict" || name == "werror"):
		return "did you mean --fail-on warning?"
	case strings.Contains(l.command.ArgsUsage, "FILE") && slices.Contains([]string{"in", "i", "f", "file", "input",
		"infile", "cert", "certificate", "chain", "pem", "leaf", "untrusted"}, name):
		return fmt.Sprintf("files are named without a flag: %s FILE...", l.name())
	case len(name) == 2 && has("quiet") && strings.Trim(name, "vq") == "":
		return "want -v or -q"
	}
	return ""
}
