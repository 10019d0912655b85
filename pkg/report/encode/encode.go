// Package encode writes the JSON of reports: a list of thousands of results is made element by element, so it is never
// in memory whole.
package encode

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"iter"

	"qwac/pkg/report/lines"
)

// JSON writes v as indented JSON in which no character is that [lines.Clean] would take out: the values are the same
// when it is read.
func JSON(w io.Writer, v any) error { return List[any](w, v, "", nil) }

// List is [JSON] of v in which a list is empty, as `"results":[]`, with the elements that belong there.
func List[T any](w io.Writer, v any, list string, elements iter.Seq[T]) error {
	enc := newEncoder()
	made, err := enc.text(v)
	if err != nil {
		return err
	}
	out := indenter{Writer: bufio.NewWriter(w)}
	if list == "" {
		out.text(made)
	} else {
		end := bytes.Index(made, []byte(list)) + len(list)
		before, after := bytes.Clone(made[:end-len("[]")]), bytes.Clone(made[end:])
		out.text(before)
		if err := writeElements(&out, enc, elements); err != nil {
			return err
		}
		out.text(after)
	}
	out.WriteByte('\n')
	return out.Flush() // errors stick
}

func writeElements[T any](out *indenter, enc *encoder, elements iter.Seq[T]) error {
	before := "["
	for v := range elements {
		made, err := enc.text(v)
		if err != nil {
			return err
		}
		out.text([]byte(before))
		out.text(made)
		before = ","
	}
	if before == "[" {
		out.text([]byte("[]"))
	} else {
		out.text([]byte("]"))
	}
	return nil
}

// Lines writes each value as JSON on a line of its own. As in [JSON], nothing unseen is in it.
func Lines[T any](w io.Writer, values iter.Seq[T]) error {
	out, enc := bufio.NewWriter(w), newEncoder()
	for v := range values {
		made, err := enc.text(v)
		if err != nil {
			return err
		}
		out.Write(made)
		out.WriteByte('\n')
	}
	return out.Flush() // errors stick
}

// encoder makes JSON without blanks in one place after the other.
type encoder struct {
	made bytes.Buffer
	*json.Encoder
}

func newEncoder() *encoder {
	e := new(encoder)
	e.Encoder = json.NewEncoder(&e.made)
	e.SetEscapeHTML(false)
	return e
}

// text is v as JSON, which holds until the next is made.
func (e *encoder) text(v any) ([]byte, error) {
	e.made.Reset()
	if err := e.Encode(v); err != nil {
		return nil, err
	}
	return lines.CleanLines(bytes.TrimSuffix(e.made.Bytes(), []byte("\n"))), nil
}

// indenter indents what an encoder makes, which is known to be good and without blanks: [json.Indent] reads it as if it
// could be anything, which takes three times as long as to make it.
type indenter struct {
	*bufio.Writer
	depth int
}

// text writes some of it, which ends outside of strings.
func (out *indenter) text(made []byte) {
	for i := 0; i < len(made); i++ {
		switch c := made[i]; c {
		case '"':
			end := i + stringLen(made[i:])
			out.Write(made[i:end])
			i = end - 1
		case '{', '[':
			out.WriteByte(c)
			if i+1 < len(made) && made[i+1] == c+2 { // it closes what is empty
				out.WriteByte(c + 2)
				i++
				break
			}
			out.depth++
			out.newLine()
		case '}', ']':
			out.depth--
			out.newLine()
			out.WriteByte(c)
		case ',':
			out.WriteByte(c)
			out.newLine()
		case ':':
			out.WriteString(": ")
		default:
			out.WriteByte(c)
		}
	}
}

// stringLen is the length of the JSON string that text begins with, quotes and all.
func stringLen(text []byte) int {
	i := 1
	for ; text[i] != '"'; i++ {
		if text[i] == '\\' {
			i++
		}
	}
	return i + 1
}

// newLine begins a line so deep inside of objects and arrays.
func (out *indenter) newLine() {
	const blanks = "                                "
	out.WriteByte('\n')
	for n := 2 * out.depth; n > 0; n -= len(blanks) {
		out.WriteString(blanks[:min(n, len(blanks))])
	}
}
