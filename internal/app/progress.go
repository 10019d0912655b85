package app

import (
	"fmt"
	"io"
	"os"
	"strings"
	"sync"

	"golang.org/x/term"
)

// progress shows on a terminal how many things are done, and nothing elsewhere.
type progress struct {
	mu       sync.Mutex
	w        io.Writer
	done, of int
	shown    int    // columns
	what     string // is done
}

// steps tells what is being done, a line for each step, on a terminal or where all is to be told.
func (e *env) steps(verbose bool) func(string) {
	f, ok := fileOf(e.stderr)
	if !verbose && (!ok || !term.IsTerminal(int(f.Fd()))) {
		return func(string) {}
	}
	return func(what string) { fmt.Fprintf(e.stderr, "qwac: %s ...\n", what) }
}

// newProgress is shown when to is a terminal.
func newProgress(to io.Writer, of int, what string) *progress {
	p := &progress{w: io.Discard, of: of, what: what}
	if f, ok := raw(to).(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		p.w = f
	}
	p.show(p.line())
	return p
}

func (p *progress) line() string { return fmt.Sprintf("%s: %d of %d", p.what, p.done, p.of) }

// step counts one more.
func (p *progress) step() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.done++
	p.show(p.line())
}

// end wipes the line, so that what follows stands alone.
func (p *progress) end() { p.show("") }

// show replaces the line. One that cannot be written is no reason to stop.
func (p *progress) show(line string) {
	fmt.Fprintf(p.w, "\r%s\r%s", strings.Repeat(" ", p.shown), line)
	p.shown = len(line)
}
