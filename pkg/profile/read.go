package profile

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/goccy/go-yaml/ast"

	"qwac/pkg/yamlfile"
)

// keys are those of a file, in the order of the documentation.
func keys() []string {
	return []string{"base", "title", "block", "unblock", "severity", "offers", "root-required", "max-evidence-age"}
}

func (r *reader) read() (*file, error) {
	root, err := r.Root()
	if err != nil {
		return nil, err
	}
	if root == nil {
		return nil, r.Errorf(yamlfile.Place{}, "", "the file is empty: want at least base, one of %s",
			strings.Join(r.baseNames(), ", "))
	}
	pairs, err := r.Pairs(root, "the file")
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
		return nil, r.Errorf(yamlfile.Place{}, "", "base is missing: name the profile that this one extends, one of %s",
			strings.Join(r.baseNames(), ", "))
	}
	return f, nil
}

// key reads the value of one key.
func (r *reader) key(f *file, p yamlfile.Pair) (err error) {
	switch p.Key {
	case "base":
		return r.base(f, p)
	case "title":
		f.title, err = r.title(p)
	case "block":
		f.block, err = r.rules(p)
	case "unblock":
		f.unblock, err = r.rules(p)
	case "severity":
		f.severity, err = r.Severities(p, r.known.Rules)
	case "offers":
		f.offers, err = r.Roles(p)
	case "root-required":
		b, ok := p.Value.(*ast.BoolNode)
		if !ok {
			return r.Errorf(yamlfile.At(p.Value), "", "root-required is %s, want true or false", yamlfile.Kind(p.Value))
		}
		f.rootRequired = &b.Value
	case "max-evidence-age":
		f.maxAge, err = r.Age(p)
	default:
		return r.UnknownKey(p, keys())
	}
	return err
}

func (r *reader) baseNames() []string {
	var names []string
	for _, b := range r.known.Banks {
		names = append(names, b.Name)
	}
	return names
}

func (r *reader) base(f *file, p yamlfile.Pair) error {
	name, err := r.Text(p.Value, "base")
	if err != nil {
		return err
	}
	names := r.baseNames()
	i := slices.Index(names, name)
	if i < 0 {
		return r.Errorf(yamlfile.At(p.Value), yamlfile.Suggestion(name, names), "no profile %q to extend", name)
	}
	f.base = r.known.Banks[i]
	return nil
}

func (r *reader) title(p yamlfile.Pair) (string, error) {
	s, err := r.Text(p.Value, "title")
	if err != nil {
		return "", err
	}
	bad := func(c rune) bool { return !unicode.IsPrint(c) }
	if n := utf8.RuneCountInString(s); strings.TrimSpace(s) == "" || n > maxTitle || strings.ContainsFunc(s, bad) {
		return "", r.Errorf(yamlfile.At(p.Value), "",
			"a title of %d characters: want the name of the bank in a line of 1 to %d", n, maxTitle)
	}
	return strings.TrimSpace(s), nil
}

func (r *reader) rules(p yamlfile.Pair) ([]named, error) {
	items, err := r.Items(p)
	if err != nil {
		return nil, err
	}
	var out []named
	for _, item := range items {
		m, err := r.Rule(item, r.known.Rules)
		if err != nil {
			return nil, err
		}
		out = append(out, named{m, item.At})
	}
	return out, nil
}
