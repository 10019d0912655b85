package config

import (
	"bytes"
	"encoding/json"
	"strings"

	"qwac/pkg/yamlfile"
)

// Parse reads a configuration. An error of type [*yamlfile.Error] says where the file is wrong.
func Parse(name string, data []byte, known Known) (*Config, error) {
	r := &reader{yamlfile.Reader{
		Name: name, Data: data, Kind: "configuration", Holds: "settings and ignore entries", MaxSize: MaxSize,
	}, known}
	c := &Config{Name: name, places: map[string]int{}}
	root, err := r.Root()
	if err != nil || root == nil { // nothing but comments: as qwac config init writes it
		return c, err
	}
	pairs, err := r.Pairs(root, "the file")
	if err != nil {
		return nil, err
	}
	for _, p := range pairs {
		k := find(Keys(), p.Key)
		if k == nil {
			return nil, r.UnknownKey(p, names(Keys()))
		}
		if err := k.read(r, c, p); err != nil {
			return nil, err
		}
		c.places[p.Key] = p.At.Line
	}
	return c, nil
}

// Schema is the JSON Schema of a file, made of the table that reads it. What a schema cannot say (names of rules and
// profiles, patterns, days) the reader alone finds.
func Schema() ([]byte, error) {
	s := object(Keys())
	s["$schema"] = "https://json-schema.org/draft/2020-12/schema"
	s["title"] = FileName
	s["description"] = "What qwac check judges a repository of certificates by"
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	err := enc.Encode(s)
	return b.Bytes(), err
}

// Template is a file with every key and none in force: what qwac config init writes.
func Template() []byte {
	var b strings.Builder
	b.WriteString("# What qwac check judges the certificates below this folder by. Flags and the environment (QWAC_ " +
		"and the\n# name of the flag) come first. qwac config verify finds mistakes, qwac config show says what " +
		"is in force.\n")
	for _, k := range Keys() {
		b.WriteString("\n# " + strings.ToUpper(k.About[:1]) + k.About[1:] + ".\n")
		gap := " "
		if strings.HasPrefix(k.Example, "\n") {
			gap = ""
		}
		b.WriteString("#" + strings.ReplaceAll(k.Name+":"+gap+k.Example, "\n", "\n#") + "\n")
	}
	return []byte(b.String())
}
