package config

import (
	"slices"

	"github.com/goccy/go-yaml/ast"

	"qwac/pkg/yamlfile"
)

// Key is one key of a file. The one table of them is what reads a file, its schema, the file that init writes, and what
// show shows.
type Key[T any] struct {
	Name    string
	Flag    string // that sets the same; empty: none does
	About   string // a sentence without a period, lower case
	Example string // a value, as it stands behind the colon
	IsPath  bool   // its texts name files, from the folder of the file
	schema  schema
	read    func(*reader, *T, yamlfile.Pair) error
}

// schema is a part of a JSON Schema.
type schema map[string]any

// find is the key of a name; nil: there is none.
func find[T any](keys []Key[T], name string) *Key[T] {
	if i := slices.IndexFunc(keys, func(k Key[T]) bool { return k.Name == name }); i >= 0 {
		return &keys[i]
	}
	return nil
}

func names[T any](keys []Key[T]) []string {
	var out []string
	for _, k := range keys {
		out = append(out, k.Name)
	}
	return out
}

// maxEntries is the most entries of a list: each is held against every finding.
const maxEntries = 2000

// each reads the mappings of a list that is not empty.
func each[T any](r *reader, p yamlfile.Pair, keys []Key[T], done func(*T, yamlfile.Place) error) error {
	list, ok := p.Value.(*ast.SequenceNode)
	if !ok || len(list.Values) == 0 {
		return r.Errorf(yamlfile.At(p.Value), "", "%s is %s, want a list with at least one entry: - %s: ...", p.Key,
			yamlfile.Kind(p.Value), keys[0].Name)
	}
	for _, v := range list.Values {
		pairs, err := r.Pairs(v, "an entry of "+p.Key)
		if err != nil {
			return err
		}
		entry := new(T)
		for _, q := range pairs {
			k := find(keys, q.Key)
			if k == nil {
				return r.UnknownKey(q, names(keys))
			}
			if err := k.read(r, entry, q); err != nil {
				return err
			}
		}
		if err := done(entry, first(pairs, v)); err != nil {
			return err
		}
	}
	return nil
}

// first is where an entry begins.
func first(pairs []yamlfile.Pair, entry ast.Node) yamlfile.Place {
	if len(pairs) > 0 {
		return pairs[0].At
	}
	return yamlfile.At(entry)
}
