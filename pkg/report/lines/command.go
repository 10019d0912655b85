package lines

import "strings"

// Part is a piece of a text: words, or a command to paste.
type Part struct {
	Text    string
	Command bool
}

// Parts takes the commands to paste out of a text: what is in backticks behind a colon or the word "then" and has a
// blank in it. What is quoted stays what it is, in the text and inside a command: names come from the certificates. The
// words after a command have no stop that would stand alone.
func Parts(s string) []Part {
	var parts []Part
	begin := 0
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '"':
			i = closing(s, i)
		case '`':
			end := closing(s, i)
			command := s[i+1 : max(i+1, min(end, len(s)))]
			if end < len(s) && announced(s[:i]) && strings.Contains(command, " ") {
				parts = appendWords(parts, s[begin:i])
				parts = append(parts, Part{command, true})
				begin = end + 1
			}
			i = end
		}
	}
	return appendWords(parts, s[begin:])
}

func announced(before string) bool {
	return strings.HasSuffix(before, ": ") || strings.HasSuffix(before, " then ")
}

func appendWords(parts []Part, s string) []Part {
	s = strings.TrimSpace(s)
	if len(parts) > 0 {
		s = strings.TrimSpace(strings.TrimLeft(s, ".,;"))
	}
	if s == "" {
		return parts
	}
	return append(parts, Part{s, false})
}

// closing is the index of the sign that closes what the one at i opens; the length of s: none does. Inside a command
// single quotes keep it out, as a shell reads them; inside a text a backslash does.
func closing(s string, i int) int {
	open := s[i]
	for i++; i < len(s); i++ {
		switch {
		case s[i] == '\\':
			i++
		case open == '`' && s[i] == '\'':
			end := strings.IndexByte(s[i+1:], '\'')
			if end < 0 {
				return len(s)
			}
			i += 1 + end
		case s[i] == open:
			return i
		}
	}
	return len(s)
}

// programs are those that commands to paste begin with.
var programs = [...]string{
	"qwac", "openssl", "curl", "keytool", "gunzip", "bunzip2", "xz", "zstd", "tar", "xxd", "base64", "iconv", "gpg",
	"age", "ansible-vault", "certutil", "puttygen", "git", "sed", "jq", "tr", "printf", "node",
}

// IsCommand reports whether a line is a command to paste, which is never broken: it begins with the name of a program
// and has no stop.
func IsCommand(line string) bool {
	name, rest, ok := strings.Cut(strings.TrimLeft(line, " "), " ")
	if !ok || strings.HasSuffix(rest, ".") {
		return false
	}
	for _, p := range programs {
		if name == p {
			return true
		}
	}
	return false
}

// Fit returns text, which may be several lines, with those that are too long broken at blanks. The rest of a line
// stands below its words: below what follows two blanks or a label with a colon, or one step further in. Commands to
// paste stay whole. A limit of 0 is none.
func Fit(text string, limit int) string {
	if limit <= 0 || Columns(text) <= limit {
		return text
	}
	var b strings.Builder
	for line := range strings.Lines(text) {
		body, fed := strings.CutSuffix(line, "\n")
		if Columns(body) > limit && !IsCommand(body) && !strings.Contains(body, "\x1b") {
			words, command := behindColon(body)
			body = strings.TrimSuffix(fit(words, limit), "\n") + command
		}
		b.WriteString(body)
		if fed {
			b.WriteByte('\n')
		}
	}
	return b.String()
}

// behindColon parts a line from the command to paste that ends it, which gets a line of its own.
func behindColon(line string) (words, command string) {
	for i := range len(line) {
		if strings.HasPrefix(line[i:], ": ") && IsCommand(line[i+2:]) {
			return line[:i+1], "\n    " + line[i+2:]
		}
	}
	return line, ""
}

func fit(line string, limit int) string {
	words := strings.TrimLeft(line, " ")
	indent := line[:len(line)-len(words)]
	if len(indent) > limit/2 { // no room is left for words
		indent = "  "
	}
	head := 0
	if i := strings.LastIndex(words[:min(len(words), limit/2)], "  "); i > 0 { // a column of a table
		head = i + 2
	} else if i := strings.Index(words, ": "); i > 0 && i <= maxLabel && !strings.Contains(words[:i], " ") {
		head = i + 2
	}
	rest := indent + strings.Repeat(" ", Columns(words[:head]))
	if head == 0 {
		rest = indent + "  "
	}
	if Columns(rest) > limit/2 {
		rest, head = "  ", 0
	}
	if trailing := strings.TrimRight(words, " "); len(trailing) < len(words) { // a prompt keeps its blank
		return strings.TrimSuffix(Wrap(indent+words[:head], rest, words[head:], limit), "\n") + " "
	}
	return Wrap(indent+words[:head], rest, words[head:], limit)
}

// maxLabel is how long a label before a colon is at most: "certificate:" is.
const maxLabel = 12
