package rotation

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/goccy/go-yaml/ast"

	"qwac/pkg/yamlfile"
)

const (
	listKey = "banks"
	// maxBanks is the most rows of a file: there are some 4,000 credit institutions in the European Union.
	maxBanks = 5000
	// MaxSize is the most bytes of a file: so many rows with a note each.
	MaxSize = 4 << 20
)

// reader reads one file.
type reader struct{ yamlfile.Reader }

// Parse reads rows, in YAML, or in CSV when the name ends so. An error of type [*yamlfile.Error] says where the file is
// wrong.
func Parse(name string, data []byte) ([]Bank, error) {
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	r := &reader{yamlfile.Reader{
		Name: name, Data: data, Kind: "file of banks", Holds: "a row for each bank", MaxSize: MaxSize,
	}}
	if strings.HasSuffix(strings.ToLower(name), ".csv") {
		return r.table()
	}
	root, err := r.Root()
	if err != nil {
		return nil, err
	}
	if root == nil {
		return nil, r.nothing()
	}
	pairs, err := r.Pairs(root, "the file")
	if err != nil {
		return nil, err
	}
	for _, p := range pairs {
		if p.Key != listKey {
			return nil, r.UnknownKey(p, []string{listKey})
		}
	}
	if len(pairs) == 0 {
		return nil, r.nothing()
	}
	return r.list(pairs[0])
}

// nothing is the error for a file without a bank.
func (r *reader) nothing() error {
	return r.Errorf(yamlfile.Place{}, "docs/rotation.md shows one", "no bank in it")
}

func (r *reader) list(p yamlfile.Pair) ([]Bank, error) {
	list, ok := p.Value.(*ast.SequenceNode)
	what := yamlfile.Kind(p.Value)
	if ok {
		what = "an empty list"
	}
	if !ok || len(list.Values) == 0 {
		return nil, r.Errorf(yamlfile.At(p.Value), "", "%s is %s, want a list with at least one bank: - bank: NAME",
			listKey, what)
	}
	var all []Bank
	for _, n := range list.Values {
		pairs, err := r.Pairs(n, "an entry of "+listKey)
		if err != nil {
			return nil, err
		}
		at := yamlfile.At(n)
		if len(pairs) > 0 {
			at = pairs[0].At
		}
		if all, err = r.add(all, at, func(b *Bank, given func(string)) error {
			return r.row(b, pairs, given)
		}); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// row reads the keys of one bank.
func (r *reader) row(b *Bank, pairs []yamlfile.Pair, given func(string)) error {
	for _, p := range pairs {
		k := find(p.Key)
		if k == nil {
			return r.UnknownKey(p, names())
		}
		values, err := r.values(k, p)
		if err != nil {
			return err
		}
		if err := r.set(b, k, yamlfile.At(p.Value), values); err != nil {
			return err
		}
		given(k.name)
	}
	return nil
}

// values are the texts of a value of the right kind.
func (r *reader) values(k *key, p yamlfile.Pair) ([]string, error) {
	wrong := func(want string) error {
		return r.Errorf(yamlfile.At(p.Value), "", "%s is %s, want %s", k.name, yamlfile.Kind(p.Value), want)
	}
	switch k.kind {
	case texts:
		items, err := r.Items(p)
		var out []string
		for _, i := range items {
			out = append(out, i.Key)
		}
		return out, err
	case yesNo:
		if n, ok := p.Value.(*ast.BoolNode); ok {
			return []string{fmt.Sprint(n.Value)}, nil
		}
		return nil, wrong("true or false")
	case number, day:
		if n, ok := p.Value.(*ast.IntegerNode); ok {
			return []string{fmt.Sprint(n.Value)}, nil
		}
		if k.kind == number {
			return nil, wrong("a number")
		}
	}
	s, err := r.Text(p.Value, k.name)
	return []string{s}, err
}

// set puts values into a row.
func (r *reader) set(b *Bank, k *key, at yamlfile.Place, values []string) error {
	for _, v := range values {
		switch {
		case strings.TrimSpace(v) == "":
			return r.Errorf(at, "leave it out when it is not known", "%s is empty", k.name)
		case k.words != nil && !slices.Contains(k.words, v):
			return r.Errorf(at, yamlfile.Suggestion(v, k.words), "%s is %.40q", k.name, v)
		}
	}
	if problem := k.set(b, values); problem != "" {
		return r.Errorf(at, "", "%s %s", k.name, problem)
	}
	return nil
}

// add reads one row, and wants it to be whole and no second one of a bank.
func (r *reader) add(all []Bank, at yamlfile.Place, read func(*Bank, func(string)) error) ([]Bank, error) {
	var b Bank
	var given []string
	if err := read(&b, func(name string) { given = append(given, name) }); err != nil {
		return nil, err
	}
	for _, name := range required() {
		if !slices.Contains(given, name) {
			return nil, r.Errorf(at, "every row says what it rests on: bank, source, seen, verified",
				"a row without %s",
				name)
		}
	}
	switch {
	case b.is(ByCertificate) && b.How == Nothing:
		return nil, r.Errorf(at, "say how it is made known", "%s is bound to the certificate, and how is nothing",
			b.Name)
	case slices.ContainsFunc(all, func(o Bank) bool { return o.same(&b) }):
		return nil, r.Errorf(at, "keep one of the two", "%s is there twice", b.Title())
	case len(all) == maxBanks:
		return nil, r.Errorf(at, "", "more than %d banks", maxBanks)
	}
	return append(all, b), nil
}

// table reads a file in CSV (RFC 4180): the first line names the keys, a cell with a list has semicolons in it, and an
// empty cell leaves the key out.
func (r *reader) table() ([]Bank, error) {
	if err := r.Unfit(); err != nil {
		return nil, err
	}
	c := csv.NewReader(bytes.NewReader(r.Data))
	c.Comment, c.FieldsPerRecord = '#', -1
	head, err := c.Read()
	if err == io.EOF {
		return nil, r.nothing()
	}
	if err != nil {
		return nil, r.csvError(err)
	}
	columns, err := r.columns(c, head)
	if err != nil {
		return nil, err
	}
	var all []Bank
	for {
		cells, err := c.Read()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, r.csvError(err)
		}
		line, column := c.FieldPos(0)
		at := yamlfile.Place{Line: line, Column: column}
		if len(cells) != len(columns) {
			return nil, r.Errorf(at, "put quotes around a cell that has a comma in it", "%d cells, and %d columns",
				len(cells), len(columns))
		}
		if all, err = r.add(all, at, func(b *Bank, given func(string)) error {
			return r.cells(c, b, columns, cells, given)
		}); err != nil {
			return nil, err
		}
	}
	if len(all) == 0 {
		return nil, r.nothing()
	}
	return all, nil
}

// columns are the keys that the first line names.
func (r *reader) columns(c *csv.Reader, head []string) ([]*key, error) {
	var out []*key
	for i, name := range head {
		line, column := c.FieldPos(i)
		at := yamlfile.Place{Line: line, Column: column}
		k := find(name)
		switch {
		case k == nil && len(head) == 1 && strings.Contains(name, ";"):
			return nil, r.Errorf(at, "save it with commas", "the columns are parted by semicolons")
		case k == nil:
			return nil, r.UnknownKey(yamlfile.Pair{Key: name, At: at}, names())
		case slices.ContainsFunc(out, func(o *key) bool { return o.name == name }):
			return nil, r.Errorf(at, "", "%s is there twice", name)
		}
		out = append(out, k)
	}
	return out, nil
}

// cells reads those of one line.
func (r *reader) cells(c *csv.Reader, b *Bank, columns []*key, cells []string, given func(string)) error {
	for i, k := range columns {
		if cells[i] == "" {
			continue
		}
		line, column := c.FieldPos(i)
		at := yamlfile.Place{Line: line, Column: column}
		if k.kind == yesNo && cells[i] != "true" && cells[i] != "false" {
			return r.Errorf(at, "", "%s is %.40q, want true or false", k.name, cells[i])
		}
		values := k.splits(cells[i])
		for j, v := range values {
			if slices.Contains(values[:j], v) {
				return r.Errorf(at, "", "%s names %s twice", k.name, v)
			}
		}
		if err := r.set(b, k, at, values); err != nil {
			return err
		}
		given(k.name)
	}
	return nil
}

func (r *reader) csvError(err error) error {
	if e := (*csv.ParseError)(nil); errors.As(err, &e) {
		return r.Errorf(yamlfile.Place{Line: e.Line, Column: e.Column}, "", "it cannot be read as CSV: %v", e.Err)
	}
	return err
}
