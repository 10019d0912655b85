package config

import (
	"regexp"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/bmatcuk/doublestar/v4"

	"qwac/pkg/gate"
	"qwac/pkg/lint"
	"qwac/pkg/yamlfile"
)

const (
	// maxPattern is the most characters of a pattern, and maxWild the most stars and braces: names of files are
	// shorter, and each star multiplies what there is to try.
	maxPattern = 200
	maxWild    = 12
	// maxReason is the most characters of a reason: it stands in reports beside the finding.
	maxReason = 300
)

// PathKeys are those of an entry of paths.
func PathKeys() []Key[PathSettings] {
	return []Key[PathSettings]{
		{"match", "", "pattern of the targets, from the folder of this file: ** is any folders, * any name",
			`"prod/**"`, false, pattern(), func(r *reader, e *PathSettings, p yamlfile.Pair) (err error) {
				e.Match, err = r.pattern(p)
				return err
			}},
		{"profile", "", "bank profile, by its name or a file with one", "etsi", false, text(),
			func(r *reader, e *PathSettings, p yamlfile.Pair) (err error) {
				e.Profile, err = r.profile(p)
				return err
			}},
		{"env", "", "environment of the bank", "sandbox", false, oneOf(environments()),
			func(r *reader, e *PathSettings, p yamlfile.Pair) (err error) {
				e.Env, err = r.text(p, environments)
				return err
			}},
		{"roles", "", "roles that the client is registered for", "[PSP_AI]", false, roles(),
			func(r *reader, e *PathSettings, p yamlfile.Pair) (err error) {
				e.Roles, err = r.Roles(p)
				return err
			}},
	}
}

func readPaths(r *reader, c *Config, p yamlfile.Pair) error {
	return each(r, p, PathKeys(), func(e *PathSettings, at yamlfile.Place) error {
		switch {
		case e.Match == "":
			return r.Errorf(at, "say which targets it is for", "an entry of paths without match")
		case e.Profile == "" && e.Env == "" && e.Roles == nil:
			return r.Errorf(at, "give profile, env or roles", "an entry of paths that says nothing but match")
		case len(c.Paths) == maxEntries:
			return r.Errorf(at, "", "more than %d entries of paths", maxEntries)
		}
		e.Line = at.Line
		c.Paths = append(c.Paths, *e)
		return nil
	})
}

// IgnoreKeys are those of an entry of ignore.
func IgnoreKeys() []Key[gate.Ignore] {
	return []Key[gate.Ignore]{
		{"rule", "", "id of the rule", "policy-qncp-w-gen", false, text(), readRule},
		{"path", "", "pattern of the targets; path or fingerprint must be there, with both both must fit", `"prod/**"`,
			false, pattern(), func(r *reader, e *gate.Ignore, p yamlfile.Pair) (err error) {
				e.Path, err = r.pattern(p)
				return err
			}},
		{"fingerprint", "", "SHA-256 of the certificate that the finding is about", `"0123...cdef"`, false,
			schema{"type": "string", "pattern": fingerprint}, readFingerprint},
		{"reason", "", "why it does not count; it stands in the reports", "ticket 4711", false,
			schema{"type": "string", "pattern": `\S`, "maxLength": maxReason}, readReason},
		{"expires", "", "day from which it counts again (UTC)", "2027-06-30", false,
			schema{"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}, readExpires},
	}
}

func readIgnores(r *reader, c *Config, p yamlfile.Pair) error {
	return each(r, p, IgnoreKeys(), func(e *gate.Ignore, at yamlfile.Place) error {
		switch {
		case e.Rule == "":
			return r.Errorf(at, "name the rule, as reports do", "an ignore entry without rule")
		case e.Reason == "":
			return r.Errorf(at, "say why it does not count, and who knows of it", "an ignore entry without reason")
		case e.Path == "" && e.Certificate == "":
			return r.Errorf(at, `say what it is limited to; path: "**" is everything`,
				"an ignore entry without path and fingerprint")
		case len(c.Ignores) == maxEntries:
			return r.Errorf(at, "qwac baseline keeps what is known of many certificates", "more than %d ignore entries",
				maxEntries)
		}
		e.At = lint.Location{File: r.Name, Line: at.Line}
		c.Ignores = append(c.Ignores, *e)
		return nil
	})
}

func readRule(r *reader, e *gate.Ignore, p yamlfile.Pair) error {
	id, err := r.text(p, nil)
	if err != nil {
		return err
	}
	m, err := r.Rule(yamlfile.Pair{Key: id, At: yamlfile.At(p.Value)}, r.known.Rules)
	if err != nil {
		return err
	}
	if !gate.Suppressible(m.ID) {
		return r.Errorf(yamlfile.At(p.Value), "mend what it says in this file",
			"%s cannot be ignored: it is about the configuration itself", m.ID)
	}
	e.Rule = m.ID
	return nil
}

func (r *reader) pattern(p yamlfile.Pair) (string, error) {
	s, err := r.text(p, nil)
	switch {
	case err != nil:
		return "", err
	case len(s) > maxPattern || strings.Count(s, "*")+strings.Count(s, "{") > maxWild:
		return "", r.Errorf(yamlfile.At(p.Value), "", "the pattern of %s has more than %d characters, or more than %d "+
			"stars and braces", p.Key, maxPattern, maxWild)
	case !doublestar.ValidatePattern(s):
		return "", r.Errorf(yamlfile.At(p.Value), `close every [ and {, e.g. "prod/**/*.{pem,crt}"`,
			"%s is no pattern", p.Key)
	case strings.HasPrefix(s, "/") || strings.HasPrefix(s, "./") || strings.HasPrefix(s, "../") ||
		strings.HasSuffix(s, "/") || strings.Contains(s, `\`):
		return "", r.Errorf(yamlfile.At(p.Value), "write it from the folder of this file with forward slashes, "+
			"such as prod/** for all that is in prod", "%s matches no target", p.Key)
	}
	return s, nil
}

// fingerprint is the form of a SHA-256, with colons or without.
const fingerprint = "^[0-9A-Fa-f]{2}(:?[0-9A-Fa-f]{2}){31}$"

func readFingerprint(r *reader, e *gate.Ignore, p yamlfile.Pair) error {
	s, err := r.Text(p.Value, p.Key)
	if err != nil {
		return err
	}
	e.Certificate = strings.ToLower(strings.ReplaceAll(s, ":", ""))
	if !regexp.MustCompile(fingerprint).MatchString(s) {
		return r.Errorf(yamlfile.At(p.Value), "openssl x509 -noout -fingerprint -sha256 -in FILE prints it",
			"fingerprint is no SHA-256, want 64 hexadecimal digits")
	}
	return nil
}

func readReason(r *reader, e *gate.Ignore, p yamlfile.Pair) error {
	s, err := r.text(p, nil)
	if err != nil {
		return err
	}
	e.Reason = strings.TrimSpace(s)
	if n := utf8.RuneCountInString(e.Reason); n > maxReason || n == 0 {
		return r.Errorf(yamlfile.At(p.Value), "", "reason has %d characters, want 1 to %d", n, maxReason)
	}
	return nil
}

func readExpires(r *reader, e *gate.Ignore, p yamlfile.Pair) (err error) {
	s, err := r.Text(p.Value, p.Key)
	if err != nil {
		return err
	}
	if e.Expires, err = time.Parse(time.DateOnly, s); err != nil {
		return r.Errorf(yamlfile.At(p.Value), "", "expires is %.40q, want a day: 2027-06-30", s)
	}
	return nil
}
