package unwrap_test

import (
	"fmt"
	"testing"

	"qwac/pkg/unwrap"
)

// What stands between two lines begins behind the BEGIN boundary.
func ExampleLines() {
	chars, around := unwrap.Lines([]byte("' +\n  'MIIE' +\n  'AAAA' +\n  'BBBB' +\n  '"))
	fmt.Printf("%s %q\n", chars, around)
	// Output: MIIEAAAABBBB "' +\n  '"
}

// TestUnwrap takes the lines of a body out of other text, which stands behind a BEGIN boundary and before an END one.
func TestUnwrap(t *testing.T) {
	columns := func(width int) func([]byte) []byte {
		return func(text []byte) []byte { return unwrap.Columns(text, width) }
	}
	words := func(fromEnd bool) func([]byte) []byte {
		return func(text []byte) []byte { return unwrap.Words(text, fromEnd) }
	}
	full := func(text []byte) []byte {
		chars, passed := unwrap.FullLines(text)
		return []byte(string(chars) + "|" + string(passed))
	}
	numbered := func(text []byte) []byte { return unwrap.Numbered(text) }
	for _, tt := range []struct {
		name   string
		unwrap func([]byte) []byte
		text   string
		want   string
	}{
		{"column of a table", columns(2), "   |\n| MIIE |\n| AA   |\n| ", "MIIEAA"},
		{"column that ends with a character of base64", columns(1), "   +\n MIIE+\n AA  +\n ", "MIIEAA"},
		{"column before the end of the line", columns(4), "\r\n10: MIIE\r\n11: AA\r\n12: ", "MIIEAA"},
		{"line that is too short for the column", columns(4), "\n10: MIIE\nA\n12: ", ""},
		{"no column", columns(0), "\nMIIE\n", ""},
		{"last words", words(true), "\n10:1 MIIE\n10:11\tAA \n10:111 ", "MIIEAA"},
		{"words behind a path", words(false), "\na/b.pem:9:MIIE=\na/b.pem:10:AA==\na/b.pem:11:", "MIIE=AA=="},
		{"words in JSON", words(false), "\"}\n{\"n\": 9, \"t\": \"MIIE\"}\n\n{\"n\": 10, \"t\": \"AA\"}\n{", "MIIEAA"},
		{"the longest of two words", words(false), "\nMI MIIE x\nMI AA x\n ", "MIIEAA"},
		{"line without that word", words(false), "\n9 MIIE\nAA\n", ""},
		{"no certificate", words(false), "\n9 AAAA\n10 AA\n", ""},
		{"no line", words(true), "MIIE", ""},
		{"foot of a page", full, "\nMIIE\nAAAA\nPage 1\n\nBBBB\nC=\n", "MIIEAAAABBBBC=|Page 1"},
		{"line before the first", full, "# x\n  MIIE\n  AA\n", "MIIEAA|# x"},
		{"no other line", full, "MIIE\nAA\n", "MIIEAA|"},
		{"numbers", numbered, "\n2: MIIE\n3: AA\n4: ", "MIIEAA"},
		{"numbers that do not count up", numbered, "\n2: MIIE\n4: AA\n5: ", ""},
	} {
		if got := string(tt.unwrap([]byte(tt.text))); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}

// TestBlanks compares the ways to see the same blanks.
func TestBlanks(t *testing.T) {
	for _, r := range unwrap.Blanks {
		text := []byte("a" + string(r))
		if n := unwrap.BlankSize(text[1:]); n != len(string(r)) {
			t.Errorf("%U has %d bytes, want %d", r, n, len(string(r)))
		}
		if string(unwrap.TrimRight(text)) != "a" || string(unwrap.RemoveBlanks(text)) != "a" {
			t.Errorf("%U stays", r)
		}
	}
	for _, s := range []string{"a", "-", "\u2014", "å", "\xe2\x80", "\n"} {
		if unwrap.BlankSize([]byte(s)) != 0 {
			t.Errorf("%q is a blank", s)
		}
	}
}
