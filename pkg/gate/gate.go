// Package gate decides what of a report counts: ignore entries and a baseline suppress findings that are known. What it
// suppresses stays in the report, and no verdict, no fact and no other finding changes. Most people want [New] and
// [Gate.Apply].
package gate

import (
	"cmp"
	"slices"
	"time"

	"github.com/bmatcuk/doublestar/v4"

	"qwac/pkg/lint"
	"qwac/pkg/report"
)

// Ignore is an entry that suppresses the findings of a rule in some targets, about some certificate, or both.
type Ignore struct {
	Rule        string    // id
	Path        string    // pattern of targets, with forward slashes: "prod/**"; empty: all
	Certificate string    // SHA-256 in lower hexadecimal digits; empty: all
	Reason      string    // never empty
	Expires     time.Time // from then on the entry suppresses nothing; zero: never
	At          lint.Location
}

// Options say what is suppressed. The zero value suppresses nothing.
type Options struct {
	Ignores  []Ignore
	Baseline *Baseline // nil: none
	At       time.Time // as of which entries have expired; zero: all that have a day have
}

// Gate is one run of results through the same entries. It is not for use by several goroutines at once.
type Gate struct {
	opts  Options
	used  []bool          // of Ignores: suppressed something
	asked []bool          // of Ignores: a target was judged that it is about
	certs map[string]bool // SHA-256 of the certificates in the baseline: it was judged
	known map[string]int  // fingerprint to index into the entries of the baseline
	seen  []bool          // of the baseline: occurred
}

// New makes a gate that has seen nothing yet.
func New(o Options) *Gate {
	g := &Gate{
		opts: o, used: make([]bool, len(o.Ignores)), asked: make([]bool, len(o.Ignores)),
		certs: map[string]bool{}, known: map[string]int{},
	}
	if o.Baseline != nil {
		g.seen = make([]bool, len(o.Baseline.Entries))
		for i, e := range o.Baseline.Entries {
			g.known[e.Fingerprint], g.certs[e.Certificate] = i, false
		}
	}
	return g
}

// Judge returns the result of a target with what is suppressed marked as such. A finding is suppressed when it is so at
// each of its places. The gate passes a result when no finding that counts blocks it and every fact is established, or
// known from the baseline not to be: an ignore entry is about a finding, and no opinion makes a fact.
func (g *Gate) Judge(path string, r report.Result) report.Result {
	if g.suppresses() {
		r = g.suppress(path, r)
	}
	r.Gate = report.Passes
	if holds(&r) {
		r.Gate = report.Blocks
	}
	return r
}

// suppresses reports whether the path of a target matters.
func (g *Gate) suppresses() bool { return len(g.opts.Ignores) > 0 || g.opts.Baseline != nil }

// suppress marks what is suppressed in a copy of a result.
func (g *Gate) suppress(path string, r report.Result) report.Result {
	certs := certificates(r)
	for c := range certs {
		if _, known := g.certs[c]; known { // of others nothing is kept: a stream has no end
			g.certs[c] = true
		}
	}
	for i := range g.opts.Ignores {
		e := &g.opts.Ignores[i]
		g.asked[i] = g.asked[i] || e.covers(path) && (e.Certificate == "" || certs[e.Certificate])
	}
	r.Findings, r.Checks = slices.Clone(r.Findings), slices.Clone(r.Checks)
	for i := range r.Findings {
		g.finding(path, &r.Findings[i])
	}
	for i := range r.Checks {
		if c := &r.Checks[i]; c.Stops() {
			c.Suppressed = g.ofBaseline(r.CheckFingerprint(c.Name), factPrefix+c.Name)
		}
	}
	return r
}

// holds reports whether something that counts blocks the result.
func holds(r *report.Result) bool {
	return slices.ContainsFunc(r.Findings, func(f report.Finding) bool { return f.Blocks && f.Suppressed == nil }) ||
		slices.ContainsFunc(r.Checks, func(c report.Check) bool { return c.Stops() && c.Suppressed == nil })
}

// finding suppresses a finding where an entry says so. What the configuration itself requires no entry takes back.
func (g *Gate) finding(path string, f *report.Finding) {
	if !Suppressible(f.Rule) || len(f.Places) == 0 {
		return
	}
	f.Places = slices.Clone(f.Places)
	all := true
	for i := range f.Places {
		p := &f.Places[i]
		p.Suppressed = g.ofIgnores(path, f.Rule, p.SHA256)
		if known := g.ofBaseline(p.Fingerprint, f.Rule); p.Suppressed == nil {
			p.Suppressed = known
		}
		all = all && p.Suppressed != nil
	}
	if all {
		f.Suppressed = f.Places[0].Suppressed
	}
}

func (g *Gate) ofIgnores(path, rule, certificate string) *report.Suppression {
	var out *report.Suppression
	for i := range g.opts.Ignores {
		e := &g.opts.Ignores[i]
		if e.Rule != rule || e.expired(g.opts.At) || !e.covers(path) ||
			e.Certificate != "" && e.Certificate != certificate {
			continue
		}
		g.used[i] = true
		out = cmp.Or(out, &report.Suppression{
			By: "ignore", Reason: e.Reason, Source: e.At.String(), Expires: date(e.Expires),
		})
	}
	return out
}

func (g *Gate) ofBaseline(fingerprint, rule string) *report.Suppression {
	i, known := g.known[fingerprint]
	if !known || fingerprint == "" || g.opts.Baseline.Entries[i].Rule != rule {
		return nil
	}
	g.seen[i] = true
	return &report.Suppression{By: "baseline", Reason: "known", Source: g.opts.Baseline.Name}
}

// covers reports whether an entry is about a target.
func (e *Ignore) covers(path string) bool {
	if e.Path == "" {
		return true
	}
	ok, err := doublestar.Match(e.Path, path)
	return ok && err == nil
}

func (e *Ignore) expired(at time.Time) bool {
	return !e.Expires.IsZero() && (at.IsZero() || !at.Before(e.Expires))
}

func date(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.DateOnly)
}

// certificates are those that a result is about.
func certificates(r report.Result) map[string]bool {
	out := map[string]bool{}
	for _, c := range r.Chain {
		out[c.SHA256] = true
	}
	for _, f := range r.Findings {
		for _, p := range f.Places {
			if p.SHA256 != "" {
				out[p.SHA256] = true
			}
		}
	}
	return out
}
