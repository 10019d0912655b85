package stream

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// job is a line on its way.
type job struct {
	number int
	line   []byte
	long   bool
	out    []byte
	fails  bool
	done   chan struct{}
}

// Run goes through the lines until there are no more, or the output cannot be written. It judges some at once, writes
// the answers in the order of the lines, and holds no more of them than are being judged. Lines that are empty have no
// answer. Failed says that one of the lines fails.
func (m *Mapper) Run(in io.Reader, out io.Writer, workers int) (failed bool, err error) {
	work, order := make(chan *job), make(chan *job, 2*workers)
	stop := make(chan struct{})
	read := make(chan error, 1)
	go func() {
		defer close(work)
		defer close(order)
		read <- eachLine(in, func(j *job) bool {
			select {
			case order <- j:
			case <-stop:
				return false
			}
			select {
			case work <- j:
				return true
			case <-stop:
				return false
			}
		})
	}()
	for range workers {
		go func() {
			for j := range work {
				m.judge(j)
			}
		}()
	}
	w := bufio.NewWriter(out)
	for j := range order {
		<-j.done
		failed = failed || j.fails
		if _, err = w.Write(j.out); err == nil && len(order) == 0 {
			err = w.Flush() // nobody waits for a line that is ready
		}
		if err != nil {
			close(stop)
			return failed, fmt.Errorf("cannot write to standard output: %w", err)
		}
	}
	if err := w.Flush(); err != nil {
		return failed, fmt.Errorf("cannot write to standard output: %w", err)
	}
	if err := <-read; err != nil {
		return failed, fmt.Errorf("cannot read standard input: %w", err)
	}
	return failed, nil
}

// judge makes the answer to a line. Of one that is too long nothing was kept.
func (m *Mapper) judge(j *job) {
	if j.long {
		a := answer{ID: json.RawMessage("null"), Error: tooLong(j.number)}
		j.out, j.fails = a.line(), true
	} else {
		j.out, j.fails = m.Line(j.number, j.line)
	}
	j.line = nil
	close(j.done)
}

// eachLine hands on the lines that are not empty. Of one that is too long nothing is kept.
func eachLine(in io.Reader, yield func(*job) bool) error {
	r := bufio.NewReaderSize(in, 64<<10)
	for number := 1; ; number++ {
		j := &job{number: number, done: make(chan struct{})}
		end := error(nil)
		for more := true; more; {
			var part []byte
			part, end = r.ReadSlice('\n')
			if j.long = j.long || len(j.line)+len(part) > MaxLine; j.long {
				j.line = nil
			} else {
				j.line = append(j.line, part...)
			}
			more = errors.Is(end, bufio.ErrBufferFull)
		}
		if number == 1 {
			j.line = bytes.TrimPrefix(j.line, []byte("\xef\xbb\xbf")) // what Windows puts first
		}
		if (j.long || len(bytes.TrimSpace(j.line)) > 0) && !yield(j) {
			return nil
		}
		if end != nil {
			if errors.Is(end, io.EOF) {
				return nil
			}
			return end
		}
	}
}
