package app

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"

	"github.com/urfave/cli/v2"

	"qwac/internal/scan"
	"qwac/pkg/bundle"
	"qwac/pkg/check"
	"qwac/pkg/memo"
	"qwac/pkg/repo"
	"qwac/pkg/report"
)

// maxLine bounds a line of the stream, in bytes: an input of 1 MiB, every byte of it escaped.
const maxLine = 8 << 20

// streamed is a line of the input.
type streamed struct {
	ID  json.RawMessage `json:"id"`
	PEM json.RawMessage `json:"pem"`
}

// answer is a line of the output. Result is nil where Error is not empty.
type answer struct {
	ID    json.RawMessage `json:"id"`
	Error string          `json:"error,omitempty"`
	*report.Result
}

// job is a line on its way.
type job struct {
	number int
	line   []byte
	long   bool
	out    []byte
	fails  bool
	done   chan struct{}
}

// checkStream judges one chain a line, several at once, and writes the results in the order of the lines. It holds no
// more lines than are being judged.
func (e *env) checkStream(c *cli.Context, o *repoOptions) error {
	if c.NArg() > 0 && (c.NArg() > 1 || c.Args().First() != "-") {
		return usagef("--stream reads standard input: name no files")
	}
	if len(o.format.Value()) > 0 {
		return usagef("--stream writes lines of JSON: leave --format out")
	}
	opts, err := e.options(&o.judgeOptions)
	if err == nil {
		err = o.alone()
	}
	if err != nil {
		return err
	}
	opts.Many, opts.Memo = true, new(memo.Memo)
	s := &stream{opts: opts, options: o}
	if s.lenders, err = e.lenders(o); err != nil {
		return err
	}
	if s.password, err = e.filePassword(o.password); err != nil {
		return err
	}
	failed, err := s.run(e.stdin, raw(e.stdout), o.workers())
	switch {
	case err != nil:
		return err
	case failed && o.failOn != "":
		return errFindings
	}
	return nil
}

// lenders are the files of --pool.
func (e *env) lenders(o *repoOptions) ([]repo.File, error) {
	found, err := scan.Walk(o.pool.Value(), scan.Options{NoIgnore: true})
	if err != nil {
		return nil, fmt.Errorf("--pool: %w", err)
	}
	r := reading{files: make([]repo.File, len(found.Files))}
	var files []repo.File
	for i := range found.Files {
		r.read(i, &found.Files[i], true)
		if r.files[i].Bundle != nil {
			files = append(files, r.files[i])
		}
	}
	return files, nil
}

// stream judges lines.
type stream struct {
	opts     check.Options
	options  *repoOptions
	lenders  []repo.File
	password func(string) (string, error)
}

// run goes through the lines until there are no more, or the output cannot be written.
func (s *stream) run(in io.Reader, out io.Writer, workers int) (failed bool, err error) {
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
				s.judge(j)
				close(j.done)
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

// eachLine hands on the lines that are not empty. Of one that is too long nothing is kept.
func eachLine(in io.Reader, yield func(*job) bool) error {
	r := bufio.NewReaderSize(in, 64<<10)
	for number := 1; ; number++ {
		j := &job{number: number, done: make(chan struct{})}
		end := error(nil)
		for more := true; more; {
			var part []byte
			part, end = r.ReadSlice('\n')
			if j.long = j.long || len(j.line)+len(part) > maxLine; j.long {
				j.line = nil
			} else {
				j.line = append(j.line, part...)
			}
			more = errors.Is(end, bufio.ErrBufferFull)
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

// judge makes the output of a line. Whatever is wrong with it is told there.
func (s *stream) judge(j *job) {
	a := answer{ID: json.RawMessage("null")}
	defer func() {
		if r := recover(); r != nil {
			a.Result, a.Error = nil, fmt.Sprintf("line %d: internal error: %v", j.number, r)
		}
		j.fails = j.fails || a.Error != ""
		j.out, j.line = lineOf(a), nil
	}()
	var in streamed
	switch err := json.Unmarshal(j.line, &in); {
	case j.long:
		a.Error = fmt.Sprintf("line %d has more than %d bytes", j.number, maxLine)
		return
	case err != nil:
		a.Error = fmt.Sprintf("line %d is no JSON object with id and pem: %v", j.number, err)
		return
	}
	if len(in.ID) > 0 {
		a.ID = in.ID
	}
	var text *string
	if json.Unmarshal(in.PEM, &text) != nil || text == nil {
		a.Error = fmt.Sprintf(`line %d has no pem that is text: want {"id":...,"pem":"-----BEGIN CERTIFICATE..."}`,
			j.number)
		return
	}
	r, err := s.result(nameOfLine(a.ID, j.number), *text)
	if err != nil {
		a.Error = fmt.Sprintf("line %d: %v", j.number, err)
		return
	}
	j.fails = s.options.fails(r)
	result := report.NewPart(r).Result
	a.Result = &result
}

// result judges the chain of a line. Certificates of --pool complete it.
func (s *stream) result(name, text string) (*check.Result, error) {
	b := &bundle.Bundle{Limits: inputLimits, Password: s.password}
	if err := b.Parse(name, []byte(text)); err != nil {
		return nil, err
	}
	opts := s.opts
	if len(s.lenders) > 0 {
		one := append(s.lenders[:len(s.lenders):len(s.lenders)], repo.File{Name: name, Bundle: b, Judged: true})
		targets, err := repo.Targets(one, chainOptions(opts))
		if err != nil {
			return nil, err
		}
		if len(targets) == 1 {
			t := targets[0]
			opts.Leaf, opts.Pool, opts.Whole = t.Leaf, t.Pool, t.Whole || s.options.whole
		}
	}
	return check.Run(b, opts)
}

// nameOfLine is what places in a line are called: the id where it is text or a number, else the number of the line.
func nameOfLine(id json.RawMessage, number int) string {
	var text string
	if json.Unmarshal(id, &text) == nil && text != "" {
		return text
	}
	if len(id) > 0 && (id[0] == '-' || id[0] >= '0' && id[0] <= '9') {
		return string(id)
	}
	return "line " + strconv.Itoa(number)
}

// lineOf is an answer as a line. Nothing unseen is in it, as in reports.
func lineOf(a answer) []byte {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(a); err != nil { // nothing in it can fail
		panic(err)
	}
	return report.CleanLines(b.Bytes())
}
