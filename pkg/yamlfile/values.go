package yamlfile

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/goccy/go-yaml/ast"

	"qwac/pkg/ident"
	"qwac/pkg/lint"
	"qwac/pkg/near"
)

// Text is a text, on one line or, behind | or >, on several; what names it in messages.
func (r *Reader) Text(n ast.Node, what string) (string, error) {
	hint := ""
	switch n := n.(type) {
	case *ast.StringNode:
		return n.Value, nil
	case *ast.LiteralNode:
		return n.Value.Value, nil
	case *ast.IntegerNode, *ast.FloatNode, *ast.InfinityNode, *ast.BoolNode:
		hint = "put it in quotes if it is meant as one"
	}
	return "", r.Errorf(At(n), hint, "%s is %s, want a text", what, Kind(n))
}

// Items are the texts of a list that is not empty, none twice.
func (r *Reader) Items(p Pair) ([]Pair, error) {
	list, ok := p.Value.(*ast.SequenceNode)
	if !ok || len(list.Values) == 0 {
		what := Kind(p.Value)
		if ok {
			what = "an empty list"
		}
		return nil, r.Errorf(At(p.Value), "", "%s is %s, want a list: %s: [ONE, TWO]", p.Key, what, p.Key)
	}
	known := make(map[string]bool, len(list.Values))
	var out []Pair
	for _, v := range list.Values {
		s, err := r.Text(v, "an entry of "+p.Key)
		if err != nil {
			return nil, err
		}
		if known[s] {
			return nil, r.Errorf(At(v), "", "%s names %s twice", p.Key, s)
		}
		known[s] = true
		out = append(out, Pair{Key: s, At: At(v)})
	}
	return out, nil
}

// Rule finds a rule by its id. A code is no name of it here: files are read by people.
func (r *Reader) Rule(p Pair, rules []lint.Meta) (*lint.Meta, error) {
	var ids []string
	for i := range rules {
		m := &rules[i]
		if m.ID == p.Key {
			return m, nil
		}
		if strings.EqualFold(m.Code, p.Key) {
			return nil, r.Errorf(p.At, "write its id, "+m.ID, "%q is the code of a rule", p.Key)
		}
		ids = append(ids, m.ID)
	}
	hint := "docs/rules.md has them all"
	if s := near.Word(strings.ToLower(strings.ReplaceAll(p.Key, "_", "-")), ids); s != "" {
		hint = "did you mean " + s + "?"
	}
	return nil, r.Errorf(p.At, hint, "no rule %q", p.Key)
}

// Graded is a severity that a file gives to a rule.
type Graded struct {
	Rule     string // its id
	Severity lint.Severity
}

// Severities reads a mapping of rules to severities.
func (r *Reader) Severities(p Pair, rules []lint.Meta) ([]Graded, error) {
	pairs, err := r.Pairs(p.Value, p.Key)
	if err != nil {
		return nil, err
	}
	var out []Graded
	for _, p := range pairs {
		m, err := r.Rule(p, rules)
		if err != nil {
			return nil, err
		}
		word, err := r.Text(p.Value, "the severity of "+p.Key)
		if err != nil {
			return nil, err
		}
		all := []lint.Severity{lint.Notice, lint.Warning, lint.Error}
		i := slices.IndexFunc(all, func(s lint.Severity) bool { return s.String() == word })
		if i < 0 {
			return nil, r.Errorf(At(p.Value), "",
				"the severity %q, want notice, warning or error; what refuses is named under block of a profile", word)
		}
		out = append(out, Graded{m.ID, all[i]})
	}
	return out, nil
}

// Roles reads a list of PSD2 roles.
func (r *Reader) Roles(p Pair) ([]ident.Role, error) {
	items, err := r.Items(p)
	if err != nil {
		return nil, err
	}
	var out []ident.Role
	for _, item := range items {
		role, err := ident.ParseRole(item.Key)
		if err != nil {
			return nil, r.Errorf(item.At, "", "%v", err)
		}
		out = append(out, role)
	}
	return out, nil
}

// maxAge is the highest age of evidence: a certificate is gone before.
const maxAge = 10 * 366 * 24 * time.Hour

// Age reads a whole number of hours, days or weeks.
func (r *Reader) Age(p Pair) (time.Duration, error) {
	units := []struct {
		suffix string
		unit   time.Duration
	}{{"h", time.Hour}, {"d", 24 * time.Hour}, {"w", 7 * 24 * time.Hour}}
	word := ""
	if s, ok := p.Value.(*ast.StringNode); ok {
		word = s.Value
	} else if p.Value != nil {
		word = fmt.Sprint(p.Value)
	}
	for _, u := range units {
		number, ok := strings.CutSuffix(word, u.suffix)
		n, err := strconv.ParseUint(number, 10, 32)
		if ok && err == nil && n > 0 && n <= uint64(maxAge/u.unit) {
			return time.Duration(n) * u.unit, nil
		}
	}
	return 0, r.Errorf(At(p.Value), "", "%s is %.40q, want a number with a unit: 24h, 7d, 2w; ten years at most",
		p.Key, word)
}
