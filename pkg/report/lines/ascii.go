package lines

import (
	"strings"
	"unicode/utf8"
)

// ASCII is text for a terminal that has no other characters. What the program draws with is drawn with signs that look
// like it; characters of names are written as [Clean] writes those that are unseen. Lines with a command to paste keep
// the names of their files.
func ASCII(text string) string {
	if plain(text, "\n\t\x1b") {
		return text
	}
	text = strings.NewReplacer("└─", `\-`, "…", "...").Replace(text)
	var b strings.Builder
	for line := range strings.Lines(text) {
		command := IsCommand(strings.TrimSuffix(line, "\n"))
		for _, r := range line {
			if r < utf8.RuneSelf || command {
				b.WriteRune(r)
			} else {
				escape(&b, r)
			}
		}
	}
	return b.String()
}
