package lines

import (
	"cmp"
	"strings"
	"unicode"

	"golang.org/x/text/width"
)

// Wrap returns s as lines of at most limit columns, broken at blanks, each with its line feed. The first line begins
// with first, the others with rest. What s holds is not trusted: see [Clean]. A limit of 0 is none: all is one line.
//
// What is in backticks is not broken, and neither is an address (URL). Any other word that is longer than a line is
// broken where the line ends.
func Wrap(first, rest, s string, limit int) string {
	words := words(Clean(s))
	if len(words) == 0 {
		return cmp.Or(strings.TrimRight(first, " "), first) + "\n"
	}
	var b strings.Builder
	b.WriteString(first)
	column, begun := Columns(first), false
	for _, word := range words {
		long := Columns(word)
		switch {
		case !begun:
		case limit > 0 && column+1+long > limit:
			b.WriteString("\n" + rest)
			column = Columns(rest)
		default:
			b.WriteString(" ")
			column++
		}
		for room := limit - column; limit > 0 && long > room && room > 0 && breakable(word); room = limit - column {
			head := Cut(word, room, "")
			b.WriteString(head + "\n" + rest)
			word, column = word[len(head):], Columns(rest)
			if head == "" || column >= limit {
				break // a character is wider than what is left
			}
			long = Columns(word)
		}
		b.WriteString(word)
		column, begun = column+long, true
	}
	return b.String() + "\n"
}

// breakable reports whether a word may be broken where a line ends: addresses and commands are there to be copied.
func breakable(word string) bool {
	return !strings.Contains(word, "://") && !strings.Contains(word, "`")
}

// words are the words of a text. What is in backticks is one.
func words(s string) []string {
	var out []string
	open := false
	for _, f := range strings.Fields(s) {
		if open {
			out[len(out)-1] += " " + f
		} else {
			out = append(out, f)
		}
		if strings.Count(f, "`")%2 == 1 {
			open = !open
		}
	}
	if open { // one backtick alone holds nothing together
		last := len(out) - 1
		out = append(out[:last], strings.Fields(out[last])...)
	}
	return out
}

// Columns is how many columns of a terminal s takes: wide characters of East Asia take two, marks on others none.
func Columns(s string) int {
	n := 0
	for i := range len(s) {
		if s[i] >= 0x80 {
			return n + wideColumns(s[i:])
		}
		n++
	}
	return n
}

func wideColumns(s string) int {
	n := 0
	for _, r := range s {
		n += columnsOf(r)
	}
	return n
}

func columnsOf(r rune) int {
	if r < 0x80 {
		return 1
	}
	if unicode.In(r, unicode.Mn, unicode.Me) {
		return 0
	}
	if k := width.LookupRune(r).Kind(); k == width.EastAsianWide || k == width.EastAsianFullwidth {
		return 2
	}
	return 1
}

// Cut returns as much of s as fits into limit columns. Where something is left out, the end is there. A limit of 0 is
// none.
func Cut(s string, limit int, end string) string {
	if limit <= 0 || Columns(s) <= limit {
		return s
	}
	room := limit - Columns(end)
	for i, r := range s {
		if room -= columnsOf(r); room < 0 {
			return s[:i] + end
		}
	}
	return s + end
}
