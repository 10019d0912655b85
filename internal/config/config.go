// Package config reads .qwac.yaml: what a repository of certificates is judged by. Most people want [Parse] and
// [Config.For].
package config

import (
	"slices"
	"time"

	"github.com/bmatcuk/doublestar/v4"

	"qwac/pkg/gate"
	"qwac/pkg/ident"
	"qwac/pkg/lint"
	"qwac/pkg/yamlfile"
)

// FileName is what a configuration is called that is found by itself.
const FileName = ".qwac.yaml"

// MaxSize is the most bytes of a file: one with a thousand ignore entries has as many.
const MaxSize = 256 << 10

// Config is what a file says. The zero value says nothing.
type Config struct {
	Name           string // of the file
	MaxEvidenceAge time.Duration
	Severities     []yamlfile.Graded
	Paths          []PathSettings
	Ignores        []gate.Ignore

	texts  []value // of the other keys, in the order of the file
	places map[string]int
}

// value is a key whose values are texts, as flags take them.
type value struct {
	key   string
	texts []string
}

// PathSettings are what is otherwise for the targets that a pattern matches.
type PathSettings struct {
	Match   string // as doublestar has it: "prod/**"
	Profile string // empty: that of the rest; likewise Env
	Env     string
	Roles   []ident.Role // nil: those of the rest
	Line    int
}

// Known is what a file may refer to.
type Known struct {
	Profiles []string
	Rules    []lint.Meta
}

// Texts are the values of a key as flags take them; nil: the file does not have it.
func (c *Config) Texts(key string) []string {
	if i := slices.IndexFunc(c.texts, func(v value) bool { return v.key == key }); i >= 0 {
		return c.texts[i].texts
	}
	return nil
}

// Line is that of a key; 0: the file does not have it.
func (c *Config) Line(key string) int { return c.places[key] }

// For are the settings of a target by the patterns that match its path, which has forward slashes and begins at the
// folder of the file. Of those that say the same thing the last one counts.
func (c *Config) For(path string) (out PathSettings, lines map[string]int) {
	lines = map[string]int{}
	for _, p := range c.Paths {
		if ok, err := doublestar.Match(p.Match, path); !ok || err != nil {
			continue
		}
		if p.Profile != "" {
			out.Profile, lines["profile"] = p.Profile, p.Line
		}
		if p.Env != "" {
			out.Env, lines["env"] = p.Env, p.Line
		}
		if p.Roles != nil {
			out.Roles, lines["roles"] = p.Roles, p.Line
		}
	}
	return out, lines
}

// reader reads one file.
type reader struct {
	yamlfile.Reader
	known Known
}
