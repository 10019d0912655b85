package eds

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"
)

// Limits of a file. The scheme has some 3,000 participants, each with a handful of everything.
const (
	MaxSize         = 64 << 20
	maxParticipants = 100_000
	maxValues       = 10_000 // of one participant
	maxDepth        = 64
	maxText         = 64 << 10 // of one value
	maxUnused       = 40
)

// Read reads the local file, in whichever of the three forms it is.
func Read(data []byte) (*Directory, error) {
	if len(data) > MaxSize {
		return nil, fmt.Errorf("it has more than %d MiB: the directory of the scheme is far smaller", MaxSize>>20)
	}
	if !utf8.Valid(data) {
		return nil, errors.New("it is not UTF-8: get the file again, or save it as UTF-8")
	}
	text := bytes.TrimPrefix(data, []byte("\ufeff"))
	begin := bytes.TrimLeft(text, " \t\r\n")
	var n *node
	var form string
	var err error
	switch {
	case len(begin) == 0:
		return nil, errors.New("it is empty")
	case begin[0] == '<':
		form = "XML"
		n, err = readXML(begin)
	case begin[0] == '{' || begin[0] == '[':
		form = "JSON"
		n, err = readJSON(begin)
	default:
		form = "CSV"
		n, err = readCSV(text)
	}
	if err != nil {
		return nil, fmt.Errorf("it is no whole %s file: %w", form, err)
	}
	d := &Directory{Form: form}
	c := collector{d: d}
	if c.walk(n, 0); c.err != nil {
		return nil, c.err
	}
	d.merge()
	return d, d.check()
}

// node is a value of any form: a tree of named values.
type node struct {
	name string
	text string
	kids []*node
	row  bool // an object of its own: a JSON object, a line of CSV, an XML element with others in it
}

// collector finds the participants in a tree: the innermost objects that have a BIC of a participant and all that
// stands in them.
type collector struct {
	d   *Directory
	err error
}

// walk looks for participants. An object that has a BIC of a participant itself is one; what stands deeper in it is
// its.
func (c *collector) walk(n *node, depth int) {
	if c.err != nil || depth > maxDepth {
		return
	}
	if n.row && slices.ContainsFunc(n.kids, func(k *node) bool {
		return fieldOf(k.name) == participantBIC && k.value() != ""
	}) {
		if len(c.d.Participants) == maxParticipants {
			c.err = fmt.Errorf("more than %d participants", maxParticipants)
			return
		}
		p := Participant{}
		count := 0
		c.fill(&p, n, &count, depth)
		if count > maxValues {
			c.err = fmt.Errorf("a participant has more than %d values", maxValues)
		}
		c.d.Participants = append(c.d.Participants, p)
		return
	}
	for _, k := range n.kids {
		c.walk(k, depth+1)
	}
}

// value is the text of a node, or of its first child where the value stands one deeper.
func (n *node) value() string {
	if n.text != "" || len(n.kids) == 0 {
		return strings.TrimSpace(n.text)
	}
	return n.kids[0].value()
}

// fill reads all fields below a node. The name of a list names what has none in it, and what only repeats it.
func (c *collector) fill(p *Participant, n *node, count *int, depth int) {
	if depth > maxDepth {
		return
	}
	for _, k := range n.kids {
		if *count++; *count > maxValues {
			return
		}
		f := fieldOf(k.name)
		if f == other {
			c.unused(k)
		}
		if len(k.kids) == 0 {
			for _, v := range split(f, k.text) {
				p.set(f, v)
			}
			continue
		}
		below := &node{}
		for _, kk := range k.kids {
			copied := *kk
			if inner := fieldOf(kk.name); copied.name == "" ||
				len(kk.kids) == 0 && f != other && (inner == other || inner == participantBIC) {
				copied.name = k.name
			}
			below.kids = append(below.kids, &copied)
		}
		if names := fold(k.name); strings.Contains(names, "URI") || strings.Contains(names, "ENDPOINT") ||
			strings.Contains(names, "OPTION") {
			continue // addresses and options have days and BICs of their own
		}
		if s := k.scheme(); !ofVOP(s) {
			continue // roles and days of another scheme
		}
		c.fill(p, below, count, depth+1)
	}
}

// scheme is that of an object which says of which it is.
func (n *node) scheme() string {
	for _, k := range n.kids {
		if fieldOf(k.name) == scheme {
			return k.value()
		}
	}
	return ""
}

// split takes apart what a cell of CSV holds of several values.
func split(f field, text string) []string {
	if f != number && f != accountBIC && f != role {
		return []string{text}
	}
	return strings.FieldsFunc(text, func(r rune) bool {
		return r == '|' || r == ';' || r == '\n' || r == ',' && f != number // a number may have commas
	})
}

func (c *collector) unused(n *node) {
	if n.name != "" && len(n.kids) == 0 && len(c.d.Unused) < maxUnused && !slices.Contains(c.d.Unused, n.name) {
		c.d.Unused = append(c.d.Unused, n.name)
		slices.Sort(c.d.Unused)
	}
}

// merge joins the lines that a CSV has of one participant, and drops those of other schemes.
func (d *Directory) merge() {
	var out []Participant
	at := map[string]int{}
	for _, p := range d.Participants {
		if !p.forVOP() {
			continue
		}
		key := BIC11(p.BIC)
		i, ok := at[key]
		if !ok {
			at[key] = len(out)
			out = append(out, p)
			continue
		}
		q := &out[i]
		q.Accounts, q.NANs = union(q.Accounts, p.Accounts), union(q.NANs, p.NANs)
		q.Roles = union(q.Roles, p.Roles)
		if p.Ready.After(q.Ready) {
			q.Ready = p.Ready
		}
	}
	d.Participants = out
}

func union(a, b []string) []string {
	for _, s := range b {
		if !slices.Contains(a, s) {
			a = append(a, s)
		}
	}
	return a
}

// check refuses a file in which nothing can be looked up: better no answer than "not there".
func (d *Directory) check() error {
	numbers := 0
	for _, p := range d.Participants {
		numbers += len(p.NANs)
	}
	switch {
	case len(d.Participants) == 0:
		return errors.New("no participant with a BIC is found in it: want the local file of the EPC Directory " +
			"Service, or " +
			"its fields have other names than assumed")
	case numbers == 0:
		return fmt.Errorf("%d participants and no national authorisation number (NAN) are found in it: its fields may "+
			"have "+
			"other names than assumed (not understood: %s)", len(d.Participants), strings.Join(d.Unused, ", "))
	}
	return nil
}

func readXML(data []byte) (*node, error) {
	dec := xml.NewDecoder(bytes.NewReader(data))
	dec.Strict = true
	dec.CharsetReader = func(name string, r io.Reader) (io.Reader, error) {
		if bytes.ContainsFunc(data, func(c rune) bool { return c >= utf8.RuneSelf }) {
			return nil, fmt.Errorf("it is said to be in %s, want UTF-8", name)
		}
		return r, nil // ASCII is the same in all of them
	}
	root := &node{}
	stack := []*node{root}
	for {
		token, err := dec.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, err
		}
		top := stack[len(stack)-1]
		switch t := token.(type) {
		case xml.Directive:
			return nil, errors.New("it has a document type declaration")
		case xml.StartElement:
			if len(stack) > maxDepth {
				return nil, fmt.Errorf("more than %d levels deep", maxDepth)
			}
			n := &node{name: t.Name.Local}
			for _, a := range t.Attr {
				if a.Name.Space != "xmlns" && a.Name.Local != "xmlns" {
					n.kids, n.row = append(n.kids, &node{name: a.Name.Local, text: a.Value}), true
				}
			}
			top.kids, top.row = append(top.kids, n), true
			stack = append(stack, n)
		case xml.EndElement:
			stack = stack[:len(stack)-1]
		case xml.CharData:
			if len(top.kids) > 0 {
				top.text = ""
				continue
			}
			if top.text += string(t); len(top.text) > maxText {
				return nil, fmt.Errorf("a value has more than %d KiB", maxText>>10)
			}
		}
	}
	if len(root.kids) == 0 {
		return nil, errors.New("it has no element")
	}
	return root, nil
}

func readJSON(data []byte) (*node, error) {
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.UseNumber()
	n, err := jsonNode(dec, "", 0)
	if err != nil {
		if err == io.EOF || err == io.ErrUnexpectedEOF {
			err = errors.New("it ends too early")
		}
		return nil, err
	}
	if _, err := dec.Token(); err != io.EOF {
		return nil, errors.New("something follows its end")
	}
	return n, nil
}

func jsonNode(dec *json.Decoder, name string, depth int) (*node, error) {
	if depth > maxDepth {
		return nil, fmt.Errorf("more than %d levels deep", maxDepth)
	}
	token, err := dec.Token()
	if err != nil {
		return nil, err
	}
	n := &node{name: name}
	switch t := token.(type) {
	case json.Delim:
		n.row = t == '{'
		for dec.More() {
			key := ""
			if n.row {
				k, err := dec.Token()
				if err != nil {
					return nil, err
				}
				key, _ = k.(string)
			}
			kid, err := jsonNode(dec, key, depth+1)
			if err != nil {
				return nil, err
			}
			n.kids = append(n.kids, kid)
		}
		_, err = dec.Token()
		return n, err
	case string:
		n.text = t
	case json.Number:
		n.text = t.String()
	case bool:
		n.text = fmt.Sprint(t)
	}
	return n, nil
}

// readCSV reads lines with a comma, a semicolon or a tab between; the first has the names.
func readCSV(data []byte) (*node, error) {
	r := csv.NewReader(bytes.NewReader(data))
	r.Comma = separator(data)
	names, err := r.Read()
	if err != nil {
		return nil, err
	}
	if !slices.ContainsFunc(names, func(s string) bool { return fieldOf(s) == participantBIC }) {
		return nil, errors.New("no column of its first line is a BIC")
	}
	root := &node{}
	for {
		record, err := r.Read()
		if err == io.EOF {
			return root, nil
		}
		if err != nil {
			return nil, err
		}
		row := &node{row: true}
		for i, value := range record {
			row.kids = append(row.kids, &node{name: names[i], text: value})
		}
		root.kids = append(root.kids, row)
	}
}

// separator is the sign that stands most often between the names of the first line: in quotes it separates nothing.
func separator(data []byte) rune {
	head, _, _ := bytes.Cut(data, []byte("\n"))
	best, most := ',', 0
	for _, sep := range []rune{',', ';', '\t'} {
		n, quoted := 0, false
		for _, c := range string(head) {
			switch {
			case c == '"':
				quoted = !quoted
			case c == sep && !quoted:
				n++
			}
		}
		if n > most {
			best, most = sep, n
		}
	}
	return best
}
