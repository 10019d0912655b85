package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"time"
)

// stuck is when a mutant has taken so long over the table of cases that it hangs. The worker counts conditions and
// gives up earlier, but a loop without one it does not notice.
const stuck = 2 * time.Minute

// worker is a process that runs the table of cases as one mutant after another.
type worker struct {
	cmd     *exec.Cmd
	stdin   io.WriteCloser
	answers chan string
}

// newWorker starts a process and waits until it has run all cases as the original.
func newWorker(b *binary) (*worker, error) {
	from, to, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	defer to.Close()
	cmd := b.command(context.Background(), 0, "-test.run", "^TestMutantWorker$", "-test.timeout", "0")
	cmd.ExtraFiles = []*os.File{to}
	var out strings.Builder
	cmd.Stdout, cmd.Stderr = &out, &out
	stdin, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	w := &worker{cmd, stdin, make(chan string)}
	go func() {
		defer from.Close()
		defer close(w.answers)
		for lines := bufio.NewScanner(from); lines.Scan(); {
			w.answers <- lines.Text()
		}
	}()
	if _, ok := <-w.answers; !ok {
		return nil, fmt.Errorf("the cases: %w\n%s", cmd.Wait(), out.String())
	}
	return w, nil
}

// ask returns the case that a mutant fails, those of the rules first; "-": none. False: the process came to its end
// over it.
func (w *worker) ask(id int, rules []string) (string, bool) {
	if _, err := fmt.Fprintln(w.stdin, id, strings.Join(rules, " ")); err != nil {
		return "", false
	}
	select {
	case answer, ok := <-w.answers:
		return answer, ok
	case <-time.After(stuck):
		return "", false
	}
}

// stop ends the process.
func (w *worker) stop() {
	w.stdin.Close()
	_ = w.cmd.Process.Kill() // it may have ended by itself
	for range w.answers {
	}
	_ = w.cmd.Wait() // killed
}

// table runs the cases as each of the mutants of a channel and notes those that some case catches.
func (b *binary) table(mutants <-chan *mutant) error {
	w, err := newWorker(b)
	if err != nil {
		return err
	}
	defer func() { w.stop() }()
	for m := range mutants {
		if len(mutants)%200 == 0 {
			fmt.Fprintf(os.Stderr, "%d mutants are to be held against the cases\n", len(mutants))
		}
		answer, ok := w.ask(number(m.branch, m.way), m.rules)
		switch {
		case !ok:
			m.caught = "hangs or dies"
			w.stop()
			if w, err = newWorker(b); err != nil {
				return err
			}
		case answer != "-":
			m.caught = answer
		}
	}
	return nil
}
