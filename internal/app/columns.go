package app

import (
	"io"
	"os"
	"strconv"

	"golang.org/x/term"
)

const (
	usualColumns = 80
	// leastColumns is below what words can be broken to: nobody reads on less.
	leastColumns = 20
	mostColumns  = 10000
)

// columns is how many columns text on a stream has: those of the terminal, else the variable COLUMNS. 0: lines are not
// broken, as for files and other programs.
func columns(w io.Writer) int {
	f, ok := fileOf(w)
	if ok && term.IsTerminal(int(f.Fd())) {
		if n, _, err := term.GetSize(int(f.Fd())); err == nil && n > 0 {
			return max(n, leastColumns)
		}
		return usualColumns
	}
	if n, err := strconv.Atoi(os.Getenv("COLUMNS")); err == nil && n >= leastColumns && n <= mostColumns {
		return n
	}
	return 0
}

// fileOf is the file that a standard stream goes to.
func fileOf(w io.Writer) (*os.File, bool) {
	w = raw(w)
	if out, ok := w.(*output); ok {
		w = out.Writer
	}
	f, ok := w.(*os.File)
	return f, ok
}
