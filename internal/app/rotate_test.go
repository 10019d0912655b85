package app

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"qwac/pkg/rotation"
)

// TestBankRows reads a large file to its end, and refuses one that is too large: rows that are not read would not be
// planned.
func TestBankRows(t *testing.T) {
	head := "bank,note,source,seen,verified\n"
	row := func(i int) string {
		return fmt.Sprintf("Bank %d,%s,an example,2026,false\n", i, strings.Repeat("x", 290))
	}
	var text strings.Builder
	text.WriteString(head)
	n := 0
	for ; text.Len() < 1<<20+1<<19; n++ {
		text.WriteString(row(n))
	}
	rows, err := new(env).bankRows(csvOf(t, text.String()))
	if err != nil || len(rows) != n {
		t.Errorf("%d rows of %d, %v", len(rows), n, err)
	}
	big := text.String() + "#" + strings.Repeat("x", rotation.MaxSize) + "\n"
	if rows, err := new(env).bankRows(csvOf(t, big)); err == nil {
		t.Errorf("too large, and %d rows", len(rows))
	}
}

func csvOf(t *testing.T, text string) string {
	t.Helper()
	name := there(t, text)
	if err := os.Rename(name, name+".csv"); err != nil {
		t.Fatal(err)
	}
	return name + ".csv"
}
