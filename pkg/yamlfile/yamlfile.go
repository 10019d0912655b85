// Package yamlfile reads small YAML files of plain data strictly: one document, bounded in size and depth, no anchors,
// aliases or tags, no key twice; what is not understood is an error with its line. Most people want [Reader.Root].
package yamlfile

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"

	"qwac/pkg/near"
)

// Place is where something stands in a file, counted from 1. Zero: the whole file.
type Place struct{ Line, Column int }

// Reader reads one file.
type Reader struct {
	Name    string // for errors
	Data    []byte
	Kind    string // what the file is, in messages: "profile"
	Holds   string // what it has in it, in messages: "rules, and little else"
	MaxSize int    // in bytes
}

// Pair is a key with its value, or an entry of a list with its text as the key.
type Pair struct {
	Key   string
	At    Place
	Value ast.Node
}

// Root parses the text, which must be one document. The result is nil when there is nothing in it.
func (r *Reader) Root() (ast.Node, error) {
	if err := r.Unfit(); err != nil {
		return nil, err
	}
	tokens := lexer.Tokenize(strings.TrimPrefix(string(r.Data), "\ufeff")) // what Windows puts first (YAML 1.2, 5.2)
	if deep := tooDeep(tokens); deep != nil {
		return nil, r.Errorf(Place{deep.Position.Line, max(deep.Position.Column, 1)}, "",
			"lists stand %d deep in each other, want rules in a list or severities in a map", maxOpen+1)
	}
	doc, err := parser.Parse(tokens, 0)
	if err != nil {
		return nil, r.syntax(err)
	}
	var root ast.Node
	for _, d := range doc.Docs {
		_, directive := d.Body.(*ast.DirectiveNode) // %YAML 1.2, which ends with the line that begins the document
		switch {
		case directive:
		case d.Body != nil && root != nil:
			return nil, r.Errorf(At(d.Body), "keep one "+r.Kind+" in a file", "a second document")
		case d.Body != nil:
			root = d.Body
		}
	}
	return root, nil
}

// Unfit says why the data is no text of the kind that is read; nil: it may be one.
func (r *Reader) Unfit() error {
	switch {
	case len(r.Data) > r.MaxSize:
		return r.Errorf(Place{}, "", "more than %d bytes: a %s names %s", r.MaxSize, r.Kind, r.Holds)
	case bytes.Contains(r.Data, []byte("PRIVATE KEY")): // no line of it is shown
		return &Error{File: r.Name, Message: "there is a private key in it", Hint: "give a " + r.Kind}
	case !utf8.Valid(r.Data):
		return &Error{File: r.Name, Message: "it is no text in UTF-8", Hint: "save it as such"}
	}
	return nil
}

// maxOpen is how many lists and maps may begin inside each other in brackets, or on one line by dashes: a list in a map
// has two. The parser takes time by the square of them.
const maxOpen = 8

// tooDeep is the first bracket or dash beyond maxOpen; nil: there is none.
func tooDeep(tokens token.Tokens) *token.Token {
	open, dashes, line := 0, 0, 0
	for _, t := range tokens {
		switch t.Type {
		case token.SequenceStartType, token.MappingStartType:
			if open++; open > maxOpen {
				return t
			}
		case token.SequenceEntryType:
			if t.Position.Line != line {
				line, dashes = t.Position.Line, 0
			}
			if dashes++; dashes > maxOpen {
				return t
			}
		case token.SequenceEndType, token.MappingEndType:
			open = max(open-1, 0)
		}
	}
	return nil
}

// syntax says what the parser does not understand.
func (r *Reader) syntax(err error) error {
	var e yaml.Error
	if !errors.As(err, &e) || e.GetToken() == nil || e.GetToken().Position == nil {
		return r.Errorf(Place{}, "", "it cannot be read as YAML")
	}
	pos := e.GetToken().Position
	return r.Errorf(Place{pos.Line, max(pos.Column, 1)}, "", "it cannot be read as YAML: %s", e.GetMessage())
}

// At is where a node stands.
func At(n ast.Node) Place {
	if n == nil {
		return Place{}
	}
	if t := n.GetToken(); t != nil && t.Position != nil {
		return Place{t.Position.Line, max(t.Position.Column, 1)}
	}
	return Place{}
}

// Errorf is a fault at a place, with the line that it stands in.
func (r *Reader) Errorf(at Place, hint, format string, args ...any) *Error {
	e := &Error{File: r.Name, Line: at.Line, Column: at.Column, Message: fmt.Sprintf(format, args...), Hint: hint}
	lines := strings.Split(string(r.Data), "\n")
	if at.Line > 0 && at.Line <= len(lines) {
		e.Excerpt = excerpt(lines[at.Line-1])
	}
	return e
}

// Pairs are those of a mapping of plain keys, none twice; what names it in messages.
func (r *Reader) Pairs(n ast.Node, what string) ([]Pair, error) {
	var values []*ast.MappingValueNode
	switch n := n.(type) {
	case *ast.MappingNode:
		values = n.Values
	case *ast.MappingValueNode:
		values = []*ast.MappingValueNode{n}
	default:
		return nil, r.Errorf(At(n), "", "%s is %s, want keys with values (key: value)", what, Kind(n))
	}
	var out []Pair
	for _, v := range values {
		key, ok := v.Key.(*ast.StringNode)
		if !ok {
			return nil, r.Errorf(At(v.Key), "", "%s where a plain key is wanted", Kind(v.Key))
		}
		p := Pair{key.Value, At(v.Key), v.Value}
		if slices.ContainsFunc(out, func(o Pair) bool { return o.Key == p.Key }) {
			return nil, r.Errorf(p.At, "", "%s is there twice", p.Key)
		}
		out = append(out, p)
	}
	return out, nil
}

// Kind is what a node is called in messages.
func Kind(n ast.Node) string {
	switch n.(type) {
	case nil, *ast.NullNode:
		return "nothing"
	case *ast.MappingNode, *ast.MappingValueNode:
		return "a mapping"
	case *ast.SequenceNode:
		return "a list"
	case *ast.StringNode, *ast.LiteralNode:
		return "a text"
	case *ast.BoolNode:
		return "true or false"
	case *ast.IntegerNode, *ast.FloatNode, *ast.InfinityNode, *ast.NanNode:
		return "a number"
	case *ast.AnchorNode, *ast.AliasNode, *ast.TagNode, *ast.MergeKeyNode:
		return "an anchor, alias or tag"
	}
	return "something else"
}

// UnknownKey is the error for a key that is none of the keys.
func (r *Reader) UnknownKey(p Pair, keys []string) error {
	return r.Errorf(p.At, Suggestion(p.Key, keys), "unknown key %q", p.Key)
}

// Suggestion is the hint for a word that is none of the candidates: what was probably meant, else all of them.
func Suggestion(word string, candidates []string) string {
	if s := near.Word(strings.ToLower(strings.ReplaceAll(word, "_", "-")), candidates); s != "" {
		return "did you mean " + s + "?"
	}
	return "want one of " + strings.Join(candidates, ", ")
}
