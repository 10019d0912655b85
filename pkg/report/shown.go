package report

import (
	"cmp"
	"fmt"
	"iter"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"
)

// What formats for other programs have in common.

// groups are the results, and one more for what is found in the configuration of the run, if anything is.
func (r *Report) groups() []Result {
	if len(r.Findings) == 0 {
		return r.Results
	}
	target := ""
	if places := r.Findings[0].Places; len(places) > 0 {
		target = places[0].File
	}
	configuration := Result{
		Target: target, Request: "configuration", Verdict: "accept", Gate: Passes, Findings: r.Findings,
	}
	return append(slices.Clip(r.Results), configuration)
}

// each is each finding of the groups that which chooses, with its result.
func (r *Report) each(which func(Result) []Finding) iter.Seq2[Result, Finding] {
	return func(yield func(Result, Finding) bool) {
		for _, res := range r.groups() {
			for _, f := range which(res) {
				if !yield(res, f) {
					return
				}
			}
		}
	}
}

// shown are the findings of a result that count, for programs that know findings alone. A result that is held, and none
// of them says why, has one of its own: no format says less than the gate.
func (r Result) shown() []Finding {
	count := slices.DeleteFunc(slices.Clone(r.Findings), func(f Finding) bool { return f.Suppressed != nil })
	return append(r.unexplained(count), count...)
}

// all are those that are shown, and in their places those that do not count.
func (r Result) all() []Finding {
	shown := r.shown()
	if len(shown) > 0 && len(shown)+r.suppressed() > len(r.Findings) {
		return append(shown[:1:1], r.Findings...)
	}
	return r.Findings
}

// suppressed counts the findings that do not count.
func (r Result) suppressed() int {
	n := 0
	for _, f := range r.Findings {
		if f.Suppressed != nil {
			n++
		}
	}
	return n
}

// Spared reports whether a bank would refuse, and all that it would refuse for is suppressed: the gate passes.
func (r *Result) Spared() bool { return r.Verdict != "accept" && !r.Held() }

// sparedBy are the rules and facts that would hold a result if they were not suppressed.
func (r *Result) sparedBy() []string {
	var out []string
	for _, f := range r.Findings {
		if f.Blocks && f.Suppressed != nil && !slices.Contains(out, f.Rule) {
			out = append(out, f.Rule)
		}
	}
	for _, c := range r.Checks {
		if len(out) == 0 && c.Stops() && c.Suppressed != nil {
			out = append(out, c.Name)
		}
	}
	return out
}

// Spared is how many are refused for nothing but what is suppressed.
func (n Summary) Spared() int { return max(0, n.Refused-n.Held) }

// Counted are the verdicts of a summary in words; the refused are those that the gate does not pass all the same.
func (n Summary) Counted() string {
	spared := n.Spared()
	s := fmt.Sprintf("%d accepted, %d refused", n.Accepted, n.Refused-spared)
	if spared > 0 {
		s += fmt.Sprintf(", %d passed by what is suppressed", spared)
	}
	return s
}

// unexplained is the finding for a result that is held though none of the findings blocks; none: some does.
func (r Result) unexplained(findings []Finding) []Finding {
	if !r.Held() || slices.ContainsFunc(findings, func(f Finding) bool { return f.Blocks }) {
		return nil
	}
	parts := []string{"verdict"}
	if r.Certificate != nil {
		parts = append(parts, r.Certificate.SHA256)
	}
	return []Finding{{
		Rule: "verdict", Severity: "error", Blocks: true, Fingerprint: fingerprint(parts...),
		Message: cmp.Or(r.notEstablished(), r.Cause, "the upload would be refused"),
	}}
}

// notEstablished says which facts hold a result whose findings do not; empty: it is not that.
func (r Result) notEstablished() string {
	if !slices.ContainsFunc(r.Findings, func(f Finding) bool { return f.Blocks }) {
		return "" // the cause says it
	}
	var facts []string
	for _, c := range r.Checks {
		if c.Stops() && c.Suppressed == nil {
			facts = append(facts, c.Name+" ("+cmp.Or(c.Detail, c.State)+")")
		}
	}
	if facts == nil {
		return ""
	}
	return "a fact is not established, which no ignore entry changes: " + strings.Join(facts, ", ")
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

// advice is the next step of a finding, in the words of the program.
func (s Style) advice(f Finding) string { return s.Words.Advice(f.Hint, f.Needs) }

// words are a finding in one line.
func (s Style) words(f Finding) string {
	line := f.Message
	if next := s.advice(f); next != "" {
		line += "; next: " + next
	}
	if f.Clause != "" {
		line += " [" + f.Clause + "]"
	}
	return Clean(line)
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
	if !utf8.ValidString(name) {
		name = string([]rune(name)) // as JSON has it
	}
	return path.Clean(filepath.ToSlash(name))
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

// String is why something does not count, in one line.
func (s *Suppression) String() string {
	out := s.By
	if s.Source != "" {
		out += ", " + s.Source
	}
	if s.Expires != "" {
		out += ", until " + s.Expires
	}
	return Clean(out + ": " + s.Reason)
}
