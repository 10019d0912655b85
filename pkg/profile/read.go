package profile

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"

	"qwac/pkg/ident"
	"qwac/pkg/lint"
	"qwac/pkg/near"
)

// keys are those of a file, in the order of the documentation.
func keys() []string {
	return []string{"base", "title", "block", "unblock", "severity", "offers", "root-required", "max-evidence-age"}
}

func (r *reader) read() (*file, error) {
	root, err := r.root()
	if err != nil {
		return nil, err
	}
	pairs, err := r.pairs(root, "the file")
	if err != nil {
		return nil, err
	}
	f := new(file)
	for _, p := range pairs {
		if err := r.key(f, p); err != nil {
			return nil, err
		}
	}
	if f.base == nil {
		return nil, r.errorf(place{}, "", "base is missing: name the profile that this one extends, one of %s",
			strings.Join(r.baseNames(), ", "))
	}
	return f, nil
}

// root parses the text, which must be one document.
func (r *reader) root() (ast.Node, error) {
	switch {
	case len(r.data) > MaxSize:
		return nil, r.errorf(place{}, "", "more than %d bytes: a profile names rules, and little else", MaxSize)
	case bytes.Contains(r.data, []byte("PRIVATE KEY")): // no line of it is shown
		return nil, &Error{File: r.name, Message: "there is a private key in it", Hint: "give a profile"}
	case !utf8.Valid(r.data):
		return nil, &Error{File: r.name, Message: "it is no text in UTF-8", Hint: "save it as such"}
	}
	tokens := lexer.Tokenize(string(r.data))
	if deep := tooDeep(tokens); deep != nil {
		return nil, r.errorf(place{deep.Position.Line, max(deep.Position.Column, 1)}, "",
			"lists stand %d deep in each other, want rules in a list or severities in a map", maxOpen+1)
	}
	doc, err := parser.Parse(tokens, 0)
	if err != nil {
		return nil, r.syntax(err)
	}
	var bodies []ast.Node
	for _, d := range doc.Docs {
		if d.Body != nil {
			bodies = append(bodies, d.Body)
		}
	}
	switch len(bodies) {
	case 0:
		return nil, r.errorf(place{}, "", "the file is empty: want at least base, one of %s",
			strings.Join(r.baseNames(), ", "))
	case 1:
		return bodies[0], nil
	}
	return nil, r.errorf(at(bodies[1]), "keep one profile in a file", "a second document")
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
func (r *reader) syntax(err error) error {
	var e yaml.Error
	if !errors.As(err, &e) || e.GetToken() == nil || e.GetToken().Position == nil {
		return r.errorf(place{}, "", "it cannot be read as YAML")
	}
	pos := e.GetToken().Position
	return r.errorf(place{pos.Line, max(pos.Column, 1)}, "", "it cannot be read as YAML: %s", e.GetMessage())
}

func at(n ast.Node) place {
	if t := n.GetToken(); t != nil && t.Position != nil {
		return place{t.Position.Line, max(t.Position.Column, 1)}
	}
	return place{}
}

// pair is a key with its value.
type pair struct {
	key   string
	at    place
	value ast.Node
}

// pairs are those of a mapping of plain keys, none twice.
func (r *reader) pairs(n ast.Node, what string) ([]pair, error) {
	var values []*ast.MappingValueNode
	switch n := n.(type) {
	case *ast.MappingNode:
		values = n.Values
	case *ast.MappingValueNode:
		values = []*ast.MappingValueNode{n}
	default:
		return nil, r.errorf(at(n), "", "%s is %s, want keys with values (key: value)", what, kind(n))
	}
	var out []pair
	for _, v := range values {
		key, ok := v.Key.(*ast.StringNode)
		if !ok {
			return nil, r.errorf(at(v.Key), "", "%s where a plain key is wanted", kind(v.Key))
		}
		p := pair{key.Value, at(v.Key), v.Value}
		if slices.ContainsFunc(out, func(o pair) bool { return o.key == p.key }) {
			return nil, r.errorf(p.at, "", "%s is there twice", p.key)
		}
		out = append(out, p)
	}
	return out, nil
}

// kind is what a node is called in messages.
func kind(n ast.Node) string {
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

// key reads the value of one key.
func (r *reader) key(f *file, p pair) (err error) {
	switch p.key {
	case "base":
		return r.base(f, p)
	case "title":
		f.title, err = r.title(p)
	case "block":
		f.block, err = r.rules(p)
	case "unblock":
		f.unblock, err = r.rules(p)
	case "severity":
		f.severity, err = r.severities(p)
	case "offers":
		f.offers, err = r.roles(p)
	case "root-required":
		b, ok := p.value.(*ast.BoolNode)
		if !ok {
			return r.errorf(at(p.value), "", "root-required is %s, want true or false", kind(p.value))
		}
		f.rootRequired = &b.Value
	case "max-evidence-age":
		f.maxAge, err = r.age(p)
	default:
		return r.errorf(p.at, suggestion(p.key, keys()), "unknown key %q", p.key)
	}
	return err
}

// suggestion is the hint for a word that is none of the candidates: what was probably meant, else all of them.
func suggestion(word string, candidates []string) string {
	if s := near.Word(strings.ToLower(strings.ReplaceAll(word, "_", "-")), candidates); s != "" {
		return "did you mean " + s + "?"
	}
	return "want one of " + strings.Join(candidates, ", ")
}

// text is a plain text.
func (r *reader) text(n ast.Node, what string) (string, error) {
	s, ok := n.(*ast.StringNode)
	if !ok {
		return "", r.errorf(at(n), "", "%s is %s, want a text", what, kind(n))
	}
	return s.Value, nil
}

func (r *reader) baseNames() []string {
	var names []string
	for _, b := range r.known.Banks {
		names = append(names, b.Name)
	}
	return names
}

func (r *reader) base(f *file, p pair) error {
	name, err := r.text(p.value, "base")
	if err != nil {
		return err
	}
	names := r.baseNames()
	i := slices.Index(names, name)
	if i < 0 {
		return r.errorf(at(p.value), suggestion(name, names), "no profile %q to extend", name)
	}
	f.base = r.known.Banks[i]
	return nil
}

func (r *reader) title(p pair) (string, error) {
	s, err := r.text(p.value, "title")
	if err != nil {
		return "", err
	}
	bad := func(c rune) bool { return !unicode.IsPrint(c) }
	if n := utf8.RuneCountInString(s); strings.TrimSpace(s) == "" || n > maxTitle || strings.ContainsFunc(s, bad) {
		return "", r.errorf(at(p.value), "", "a title of %d characters: want the name of the bank in a line of 1 to %d",
			n, maxTitle)
	}
	return strings.TrimSpace(s), nil
}

// items are the texts of a list that is not empty.
func (r *reader) items(p pair) ([]pair, error) {
	list, ok := p.value.(*ast.SequenceNode)
	if !ok || len(list.Values) == 0 {
		what := kind(p.value)
		if ok {
			what = "an empty list"
		}
		return nil, r.errorf(at(p.value), "", "%s is %s, want a list: %s: [ONE, TWO]", p.key, what, p.key)
	}
	var out []pair
	for _, v := range list.Values {
		s, err := r.text(v, "an entry of "+p.key)
		if err != nil {
			return nil, err
		}
		if slices.ContainsFunc(out, func(o pair) bool { return o.key == s }) {
			return nil, r.errorf(at(v), "", "%s names %s twice", p.key, s)
		}
		out = append(out, pair{key: s, at: at(v)})
	}
	return out, nil
}

func (r *reader) rules(p pair) ([]named, error) {
	items, err := r.items(p)
	if err != nil {
		return nil, err
	}
	var out []named
	for _, item := range items {
		n, err := r.rule(item)
		if err != nil {
			return nil, err
		}
		out = append(out, n)
	}
	return out, nil
}

// rule finds a rule by its id. A code is no name of it here: files are read by people.
func (r *reader) rule(p pair) (named, error) {
	var ids []string
	for i := range r.known.Rules {
		m := &r.known.Rules[i]
		if m.ID == p.key {
			return named{m, p.at}, nil
		}
		if strings.EqualFold(m.Code, p.key) {
			return named{}, r.errorf(p.at, "write its id, "+m.ID, "%q is the code of a rule", p.key)
		}
		ids = append(ids, m.ID)
	}
	hint := "qwac rules lists them all"
	if s := near.Word(strings.ToLower(strings.ReplaceAll(p.key, "_", "-")), ids); s != "" {
		hint = "did you mean " + s + "?"
	}
	return named{}, r.errorf(p.at, hint, "no rule %q", p.key)
}

func (r *reader) severities(p pair) ([]graded, error) {
	pairs, err := r.pairs(p.value, p.key)
	if err != nil {
		return nil, err
	}
	var out []graded
	for _, p := range pairs {
		n, err := r.rule(p)
		if err != nil {
			return nil, err
		}
		word, err := r.text(p.value, "the severity of "+p.key)
		if err != nil {
			return nil, err
		}
		all := []lint.Severity{lint.Notice, lint.Warning, lint.Error}
		i := slices.IndexFunc(all, func(s lint.Severity) bool { return s.String() == word })
		if i < 0 {
			return nil, r.errorf(at(p.value), "",
				"the severity %q, want notice, warning or error; what refuses stands under block", word)
		}
		out = append(out, graded{n, all[i]})
	}
	return out, nil
}

func (r *reader) roles(p pair) ([]ident.Role, error) {
	items, err := r.items(p)
	if err != nil {
		return nil, err
	}
	var out []ident.Role
	for _, item := range items {
		role, err := ident.ParseRole(item.key)
		if err != nil {
			return nil, r.errorf(item.at, "", "%v", err)
		}
		out = append(out, role)
	}
	return out, nil
}

// age reads a whole number of hours, days or weeks.
func (r *reader) age(p pair) (time.Duration, error) {
	units := []struct {
		suffix string
		unit   time.Duration
	}{{"h", time.Hour}, {"d", 24 * time.Hour}, {"w", 7 * 24 * time.Hour}}
	word := fmt.Sprint(p.value)
	if s, ok := p.value.(*ast.StringNode); ok {
		word = s.Value
	}
	for _, u := range units {
		number, ok := strings.CutSuffix(word, u.suffix)
		n, err := strconv.ParseUint(number, 10, 32)
		if ok && err == nil && n > 0 && n <= uint64(maxAge/u.unit) {
			return time.Duration(n) * u.unit, nil
		}
	}
	return 0, r.errorf(at(p.value), "",
		"max-evidence-age is %.40q, want a number with a unit: 24h, 7d, 2w; ten years at most", word)
}
