// Package stream judges chains that come as lines of JSON, {"id":...,"pem":"..."}, and answers each with a line: the
// id, and the fields of a result of the report. Most people want a [Mapper] and its [Mapper.Run]; an engine that splits
// the work itself calls [Mapper.Line].
package stream

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"

	"qwac/pkg/bundle"
	"qwac/pkg/chain"
	"qwac/pkg/check"
	"qwac/pkg/eidas"
	"qwac/pkg/repo"
	"qwac/pkg/report"
)

// MaxLine bounds a line, in bytes: an input of 1 MiB, every byte of it escaped.
const MaxLine = 8 << 20

// Mapper judges lines. It is for use by several goroutines at once if its functions are.
type Mapper struct {
	Options  check.Options // Memo and Many speed up what many chains share
	Limits   bundle.Limits
	Password func(input string) (string, error) // of PKCS#12; nil: none
	Pool     []repo.File                        // CA certificates that may complete a chain
	Whole    bool                               // a line is uploaded as it stands: what Pool adds is missing

	// For gives the options for one line, by the name that it has; nil: they are the same for all.
	For func(name string, o check.Options) (check.Options, error)
	// Gate says what of a result counts; nil: all.
	Gate func(name string, r report.Result) report.Result
	// Fails reports whether a result fails; nil: none does. A line with an error always does.
	Fails func(r *report.Result) bool
}

// input is a line of the input.
type input struct {
	ID  json.RawMessage `json:"id"`
	PEM json.RawMessage `json:"pem"`
}

// text is an input as it should be. PEM is nil where there is none that is text.
type text struct {
	ID  json.RawMessage `json:"id"`
	PEM *string         `json:"pem"`
}

// read reads a line, in one go if it is as it should be. Of one without text the id is of use all the same.
func read(line []byte) (text, error) {
	var right text
	if json.Unmarshal(line, &right) == nil {
		return right, nil
	}
	var in input
	err := json.Unmarshal(line, &in)
	return text{ID: in.ID}, err
}

// why says what is wrong with the JSON of a line.
func why(err error) string {
	if other := (*json.UnmarshalTypeError)(nil); errors.As(err, &other) {
		return "it is another value (" + other.Value + ")"
	}
	return err.Error()
}

// answer is a line of the output. Result is nil where Error is not empty.
type answer struct {
	ID    json.RawMessage `json:"id"`
	Error string          `json:"error,omitempty"`
	*report.Result
}

// Line answers a line, whose number is for messages (0: it has none). Whatever is wrong with it is told in the answer,
// which ends with a newline and, as reports do, shows what would not be seen.
func (m *Mapper) Line(number int, line []byte) (out []byte, fails bool) {
	a := answer{ID: json.RawMessage("null")}
	defer func() {
		if r := recover(); r != nil {
			a.Result, a.Error = nil, fmt.Sprintf("%s: internal error: %v", lineAt(number), r)
		}
		out, fails = a.line(), fails || a.Error != ""
	}()
	if len(line) > MaxLine {
		a.Error = tooLong(number)
		return
	}
	in, err := read(line)
	if err != nil {
		a.Error = fmt.Sprintf("%s is no JSON object with id and pem: %s", lineAt(number), why(err))
		return
	}
	if len(in.ID) > 0 {
		a.ID = in.ID
	}
	if in.PEM == nil {
		a.Error = lineAt(number) + ` has no pem that is text: want {"id":...,"pem":"-----BEGIN CERTIFICATE..."}`
		return
	}
	r, err := m.result(nameOf(a.ID, number), *in.PEM)
	if err != nil {
		a.Error = fmt.Sprintf("%s: %v", lineAt(number), err)
		return
	}
	a.Result = r
	return nil, m.Fails != nil && m.Fails(r)
}

// result judges the chain of a line.
func (m *Mapper) result(name, text string) (*report.Result, error) {
	b := &bundle.Bundle{Limits: m.Limits, Password: m.Password, Known: m.Options.Memo.Known()}
	if err := b.Parse(name, []byte(text)); err != nil {
		return nil, err
	}
	opts, err := m.options(name, b)
	if err != nil {
		return nil, err
	}
	judged, err := check.Run(b, opts)
	if err != nil {
		return nil, err
	}
	r := report.NewPart(judged).Result
	if m.Gate != nil {
		r = m.Gate(name, r)
	}
	return &r, nil
}

// options are those for one line. Certificates of Pool complete its chain.
func (m *Mapper) options(name string, b *bundle.Bundle) (check.Options, error) {
	opts := m.Options
	if m.For != nil {
		var err error
		if opts, err = m.For(name, opts); err != nil {
			return opts, err
		}
	}
	if len(m.Pool) == 0 {
		return opts, nil
	}
	one := append(m.Pool[:len(m.Pool):len(m.Pool)], repo.File{Name: name, Bundle: b, Judged: true})
	targets, err := repo.Targets(one, chain.Options{Prefer: eidas.Prefer, At: opts.At})
	if err == nil && len(targets) == 1 {
		t := targets[0]
		opts.Leaf, opts.Pool, opts.Whole = t.Leaf, t.Pool, t.Whole || m.Whole
	}
	return opts, err
}

// nameOf is what places in a line are called: the id where it is text or a number, else the number of the line.
func nameOf(id json.RawMessage, number int) string {
	var text string
	if json.Unmarshal(id, &text) == nil && text != "" {
		return text
	}
	if len(id) > 0 && (id[0] == '-' || id[0] >= '0' && id[0] <= '9') {
		return string(id)
	}
	return lineAt(number)
}

// lineAt is a line in messages.
func lineAt(number int) string {
	if number == 0 {
		return "the line"
	}
	return "line " + strconv.Itoa(number)
}

func tooLong(number int) string {
	return fmt.Sprintf("%s has more than %d bytes", lineAt(number), MaxLine)
}

func (a *answer) line() []byte {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(a); err != nil { // nothing in it can fail
		panic(err)
	}
	return report.CleanLines(b.Bytes())
}
