package report

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// What formats for other programs have in common.

// shown are the findings of a result for programs that know findings alone. A refusal that none of them explains is one
// of its own: no format says less than the verdict.
func (r Result) shown() []Finding {
	blocks := func(f Finding) bool { return f.Blocks }
	if r.Verdict == "accept" || slices.ContainsFunc(r.Findings, blocks) {
		return r.Findings
	}
	key := "verdict"
	if r.Certificate != nil {
		key += "\n" + r.Certificate.SHA256
	}
	sum := sha256.Sum256([]byte(key))
	return append([]Finding{{
		Rule: "verdict", Severity: "error", Blocks: true, Fingerprint: hex.EncodeToString(sum[:])[:fingerprintDigits],
		Message: cmp.Or(r.Cause, "the upload would be refused"),
	}}, r.Findings...)
}

// level is how grave a finding is to a program that knows three levels: what blocks is an error whatever the standard
// says.
func (f Finding) level() string {
	switch {
	case f.Blocks, f.Severity == "error":
		return "error"
	case f.Severity == "warning":
		return "warning"
	}
	return "notice"
}

// words are the finding in one line.
func (f Finding) words() string {
	s := f.Message
	if f.Hint != "" {
		s += "; next: " + f.Hint
	}
	if f.Clause != "" {
		s += " [" + f.Clause + "]"
	}
	return Clean(s)
}

// sites are the places of a finding for programs that show files: what is in no file stands at the target, if there is
// one.
func (r Result) sites(f Finding, s Style) []Place {
	places := slices.Clone(f.Places)
	if len(places) == 0 {
		places = []Place{{}}
	}
	for i, p := range places {
		if p.File == "" {
			p = Place{File: r.Target, Path: p.Path}
		}
		p.File, p.Line, p.Column = s.file(p.File), max(p.Line, 0), max(p.Column, 0)
		places[i] = p
	}
	return places
}

// file is the name of a file for other programs: with forward slashes, and from the root where it lies under it.
func (s Style) file(name string) string {
	if name == "" {
		return ""
	}
	name = slashed(name)
	if s.Root != "" {
		name = strings.TrimPrefix(name, strings.TrimSuffix(slashed(s.Root), "/")+"/")
	}
	return name
}

func slashed(name string) string {
	return path.Clean(filepath.ToSlash(string([]rune(name)))) // what is not UTF-8 as JSON has it
}

// replaced is s with each old text replaced by the new one after it, pair by pair.
func replaced(s string, pairs ...string) string {
	for i := 0; i < len(pairs); i += 2 {
		s = strings.ReplaceAll(s, pairs[i], pairs[i+1])
	}
	return s
}

// subject is what a result is called where a name is wanted.
func (r Result) subject(s Style) string {
	return Clean(cmp.Or(s.file(r.Target), r.Request, "qwac"))
}
