package app

import (
	"cmp"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"qwac/internal/files"
	banks "qwac/pkg/bank"
	"qwac/pkg/bundle"
	"qwac/pkg/chain"
	"qwac/pkg/check"
	"qwac/pkg/eidas"
	"qwac/pkg/gate"
	"qwac/pkg/yamlfile"
)

// place is a file and a line.
func place(file string, line int) string {
	if line == 0 {
		return file
	}
	return file + ":" + strconv.Itoa(line)
}

// targetPath is a target as patterns of the configuration see it: from its folder, with forward slashes.
func (s *settings) targetPath(name string) string {
	rel, err := filepath.Rel(s.dir, name)
	if err != nil { // one is absolute, or begins above the other: ask where the program runs, which is dear
		root, errRoot := filepath.Abs(s.dir)
		abs, errAbs := filepath.Abs(name)
		if err = cmp.Or(errRoot, errAbs); err == nil {
			rel, err = filepath.Rel(root, abs)
		}
	}
	if err != nil || !filepath.IsLocal(rel) {
		rel = name
	}
	return filepath.ToSlash(rel)
}

// settled adds to options what the configuration has and no flag: severities, the age of evidence, required checks.
func (e *env) settled(o *judgeOptions, opts check.Options) (check.Options, error) {
	opts.Profile = e.settings.adjusted(opts.Profile)
	var err error
	opts.Require, err = requiredChecks(o.require.Value())
	return opts, err
}

// requirable are the checks that --require takes.
func requirable() []string {
	var known []string
	for _, f := range check.Facts() {
		known = append(known, f.Name)
	}
	return known
}

// requiredChecks reads --require.
func requiredChecks(values []string) ([]string, error) {
	var out []string
	known := requirable()
	for _, v := range values {
		for name := range strings.SplitSeq(v, ",") {
			if name = strings.TrimSpace(name); !slices.Contains(known, name) {
				return nil, usagef("--require: no check %q: %s", name, yamlfile.Suggestion(name, known))
			}
			out = append(out, name)
		}
	}
	return out, nil
}

// adjusted is a profile with the severities of the configuration before its own, and the stricter age of evidence of
// the two.
func (s *settings) adjusted(b *banks.Bank) *banks.Bank {
	if s.Config == nil || s.MaxEvidenceAge == 0 && len(s.Severities) == 0 {
		return b
	}
	out := *b
	if s.MaxEvidenceAge > 0 && (b.MaxEvidenceAge == 0 || s.MaxEvidenceAge < b.MaxEvidenceAge) {
		out.MaxEvidenceAge = s.MaxEvidenceAge
	}
	var own []banks.Severity
	for _, g := range s.Severities {
		own = append(own, banks.Severity{Severity: g.Severity, Rules: []string{g.Rule}})
	}
	out.Severities = slices.Concat(own, b.Severities)
	return &out
}

// optionsAt are the options for one target: those of the call, and what the configuration says of the target's path.
// What a flag or the environment says comes before that.
func (e *env) optionsAt(target string, o *judgeOptions, opts check.Options) (check.Options, error) {
	s := &e.settings
	if s.Config == nil || len(s.Paths) == 0 {
		return opts, nil
	}
	own, lines := s.For(s.targetPath(target))
	for flag, line := range lines {
		if origin := s.origin[flag]; origin != "" && !strings.HasPrefix(origin, s.Name+":") {
			continue
		}
		switch flag {
		case "profile":
			name := own.Profile
			if isProfileFile(name) {
				name = s.file(name)
			}
			b, err := profileNamed(name, o.known())
			if err != nil {
				return opts, usagef("%s: %v", place(s.Name, line), err)
			}
			opts.Profile = s.adjusted(b)
		case "env":
			opts.Sandbox = own.Env == banks.Sandbox
		case "roles":
			opts.Roles = own.Roles
		}
	}
	return opts, nil
}

// forTarget is optionsAt as a function.
func (e *env) forTarget(o *judgeOptions) func(string, check.Options) (check.Options, error) {
	return func(target string, opts check.Options) (check.Options, error) { return e.optionsAt(target, o, opts) }
}

// optionsFor are those for the chain in a bundle, whose target is the file of the leaf.
func (e *env) optionsFor(b *bundle.Bundle, o *judgeOptions, opts check.Options) (check.Options, error) {
	if e.settings.Config == nil || len(e.settings.Paths) == 0 || len(b.Files) == 0 {
		return opts, nil
	}
	target := b.Files[0]
	c, err := chain.Build(b, chain.Options{Prefer: eidas.Prefer, At: opts.At, Key: opts.Key})
	if err != nil {
		return opts, err
	}
	if len(c.Path) > 0 {
		target = c.Path[0].At.File
	}
	return e.optionsAt(target, o, opts)
}

// gate is what decides which findings count: the ignore entries of the configuration, and the baseline.
func (e *env) gate(o *judgeOptions, at time.Time) (*gate.Gate, error) {
	opts := gate.Options{At: at}
	if e.settings.Config != nil {
		opts.Ignores = e.settings.Ignores
	}
	if o.baseline != "" {
		b, err := readBaseline(o.baseline)
		if err != nil {
			return nil, err
		}
		opts.Baseline = b
	}
	return gate.New(opts), nil
}

// newBaseline is what to do about a file that is no baseline.
const newBaseline = ": qwac baseline create makes one"

func readBaseline(name string) (*gate.Baseline, error) {
	data, err := files.Read(name, gate.MaxBaseline)
	if err != nil {
		return nil, usageError{"--baseline: " + err.Error()}
	}
	b, err := gate.ReadBaseline(name, data)
	if err != nil {
		return nil, usageError{"--baseline: " + err.Error() + newBaseline}
	}
	return b, nil
}
