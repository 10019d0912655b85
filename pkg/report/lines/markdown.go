package lines

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"
)

const (
	// maxRows bounds a table, in rows, and maxCell a cell, in characters: a job summary of GitHub takes 1 MiB.
	maxRows = 300
	maxCell = 300
)

// MarkdownTable writes rows under their heads, whatever stands in the cells.
func MarkdownTable(w io.Writer, heads []string, rows [][]string) error {
	b := bufio.NewWriter(w)
	WriteTable(b, heads, rows)
	return b.Flush()
}

// WriteTable writes rows in the order of their first cells, which words gives; without rows nothing.
func WriteTable(w *bufio.Writer, heads []string, rows [][]string, words ...string) {
	if len(rows) == 0 {
		return
	}
	rank := func(row []string) int {
		if i := slices.Index(words, row[0]); i >= 0 {
			return i
		}
		return len(words)
	}
	slices.SortStableFunc(rows, func(a, b []string) int { return cmp.Compare(rank(a), rank(b)) })
	fmt.Fprintf(w, "\n| %s |\n|%s\n", strings.Join(heads, " | "), strings.Repeat("---|", len(heads)))
	for _, row := range rows[:min(len(rows), maxRows)] {
		for _, cell := range row {
			w.WriteString("| " + escapeMarkdown(cutCell(cell)) + " ")
		}
		w.WriteString("|\n")
	}
	if more := len(rows) - maxRows; more > 0 {
		fmt.Fprintf(w, "\nand %d more.\n", more)
	}
}

func cutCell(s string) string {
	if utf8.RuneCountInString(s) <= maxCell {
		return s
	}
	return string([]rune(s)[:maxCell]) + "..."
}

// escapeMarkdown is text as such: no markup, no link, no mention of anybody.
func escapeMarkdown(s string) string {
	var b strings.Builder
	var before rune
	for _, r := range Clean(s) {
		switch {
		case r == '&':
			b.WriteString("&amp;")
		case r == '<':
			b.WriteString("&lt;")
		case r == '>':
			b.WriteString("&gt;")
		case r == '@':
			b.WriteString("@<!-- -->") // what stands before and after is no longer one word with it
		case strings.ContainsRune("\\`*_[]#|~$", r), r == '/' && before == ':', r == '.' &&
			before|0x20 == 'w': // https://, www.
			b.WriteString("\\" + string(r))
		default:
			b.WriteRune(r)
		}
		before = r
	}
	return b.String()
}
