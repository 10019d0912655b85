package config

import (
	"path"
	"slices"
	"strings"

	"qwac/pkg/check"
	"qwac/pkg/ident"
	"qwac/pkg/report/formats"
	"qwac/pkg/yamlfile"
)

func environments() []string { return []string{"production", "sandbox"} }

func levels() []string { return []string{"block", "error", "warning", "notice", "never"} }

// facts are the checks that can be required.
func facts() []string {
	var out []string
	for _, f := range check.Facts() {
		out = append(out, f.Name)
	}
	return out
}

func (c *Config) add(key string, texts ...string) { c.texts = append(c.texts, value{key, texts}) }

// readText reads a text that is not empty, one of the allowed ones where there are any.
func readText(allowed func() []string) func(*reader, *Config, yamlfile.Pair) error {
	return func(r *reader, c *Config, p yamlfile.Pair) error {
		s, err := r.text(p, allowed)
		if err == nil {
			c.add(p.Key, s)
		}
		return err
	}
}

func (r *reader) text(p yamlfile.Pair, allowed func() []string) (string, error) {
	s, err := r.Text(p.Value, p.Key)
	switch {
	case err != nil:
		return "", err
	case s == "" || strings.ContainsRune(s, 0):
		return "", r.Errorf(yamlfile.At(p.Value), "give a value, or leave the key out", "%s is empty", p.Key)
	case allowed != nil && !slices.Contains(allowed(), s):
		return "", r.Errorf(yamlfile.At(p.Value), yamlfile.Suggestion(s, allowed()), "%s is %q", p.Key, s)
	}
	return s, nil
}

func readTexts(r *reader, c *Config, p yamlfile.Pair) error {
	items, err := r.Items(p)
	if err != nil {
		return err
	}
	var out []string
	for _, item := range items {
		if item.Key == "" || strings.ContainsRune(item.Key, 0) {
			return r.Errorf(item.At, "name a file or a folder", "an entry of %s is empty", p.Key)
		}
		out = append(out, item.Key)
	}
	c.add(p.Key, out...)
	return nil
}

func readProfile(r *reader, c *Config, p yamlfile.Pair) error {
	s, err := r.profile(p)
	if err == nil {
		c.add(p.Key, s)
	}
	return err
}

// profile reads the name of a profile, or of a file with one.
func (r *reader) profile(p yamlfile.Pair) (string, error) {
	s, err := r.text(p, nil)
	if err != nil || slices.Contains(r.known.Profiles, s) || IsProfileFile(s) {
		return s, err
	}
	return "", r.Errorf(yamlfile.At(p.Value), yamlfile.Suggestion(s, r.known.Profiles),
		"no profile %q, and not the name of a FILE.yaml", s)
}

// IsProfileFile reports whether the value of a profile names a file.
func IsProfileFile(name string) bool {
	ext := strings.ToLower(path.Ext(name))
	return ext == ".yaml" || ext == ".yml"
}

func readRoles(r *reader, c *Config, p yamlfile.Pair) error {
	roles, err := r.Roles(p)
	if err != nil {
		return err
	}
	c.add(p.Key, roleNames(roles)...)
	return nil
}

func roleNames(roles []ident.Role) []string {
	var out []string
	for _, role := range roles {
		out = append(out, string(role))
	}
	return out
}

// readAge keeps the text, which the flag takes too.
func readAge(r *reader, c *Config, p yamlfile.Pair) error {
	if _, err := r.Age(p); err != nil {
		return err
	}
	return readText(nil)(r, c, p)
}

func readMaxAge(r *reader, c *Config, p yamlfile.Pair) (err error) {
	c.MaxEvidenceAge, err = r.Age(p)
	return err
}

func readSeverities(r *reader, c *Config, p yamlfile.Pair) (err error) {
	c.Severities, err = r.Severities(p, r.known.Rules)
	return err
}

func readRequire(r *reader, c *Config, p yamlfile.Pair) error {
	items, err := r.Items(p)
	if err != nil {
		return err
	}
	var out []string
	for _, item := range items {
		if !slices.Contains(facts(), item.Key) {
			return r.Errorf(item.At, yamlfile.Suggestion(item.Key, facts()), "no check %q", item.Key)
		}
		out = append(out, item.Key)
	}
	c.add(p.Key, out...)
	return nil
}

// readFormats reads formats. Their files stand below the folder of the configuration: whoever may change the one may
// not write what he likes elsewhere.
func readFormats(r *reader, c *Config, p yamlfile.Pair) error {
	items, err := r.Items(p)
	if err != nil {
		return err
	}
	var out []string
	written := map[string]bool{}
	for _, item := range items {
		name, file, toFile := strings.Cut(item.Key, "=")
		to := "standard output"
		if toFile {
			to = path.Clean(file)
		}
		switch {
		case !slices.Contains(formats.Names(), name):
			return r.Errorf(item.At, yamlfile.Suggestion(name, formats.Names()), "no format %q", name)
		case toFile && !IsBelow(file):
			return r.Errorf(item.At, "name a file below the folder of this one, such as reports/qwac.json",
				"%s is written to %q", name, file)
		case written[to]:
			return r.Errorf(item.At, "give each a file of its own, such as "+name+"=report."+name,
				"two formats are written to %s", to)
		}
		written[to] = true
		out = append(out, item.Key)
	}
	c.add(p.Key, out...)
	return nil
}

// IsBelow reports whether a name with forward slashes is one of a file below the folder that it is named from.
func IsBelow(file string) bool {
	clean := path.Clean(file)
	return file != "" && !strings.ContainsAny(file, "\\\x00:") && !path.IsAbs(file) && clean != "." && clean != ".." &&
		!strings.HasPrefix(clean, "../")
}
