// Package golden compares what a program makes with a file that somebody has read. UPDATE=1 writes the file again: read
// its diff like code.
package golden

import (
	"os"
	"strings"
	"testing"
)

// Compare fails a test where the text differs from that of the file, and shows where that begins.
func Compare(t testing.TB, file, got string) {
	t.Helper()
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if line, wanted, made := difference(string(want), got); line > 0 {
		t.Errorf("%s:%d differs; UPDATE=1 writes it again. Want\n%s\ngot\n%s", file, line, wanted, made)
	}
}

// difference is the line from which on two texts differ, counted from 1, and what stands there in each; 0: they are
// equal.
func difference(want, got string) (line int, wanted, made string) {
	if want == got {
		return 0, "", ""
	}
	a, b := strings.Split(want, "\n"), strings.Split(got, "\n")
	for line < min(len(a), len(b)) && a[line] == b[line] {
		line++
	}
	const shown = 3
	from := func(lines []string) string {
		return strings.Join(lines[line:min(line+shown, len(lines))], "\n")
	}
	return line + 1, from(a), from(b)
}
