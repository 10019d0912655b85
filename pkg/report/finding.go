package report

import (
	"cmp"
	"slices"

	"qwac/pkg/bank"
	"qwac/pkg/check"
	"qwac/pkg/lint"
)

// Finding is one thing that is wrong, or good to know, wherever it occurs.
type Finding struct {
	Rule        string `json:"rule"`
	Code        string `json:"code"`
	Severity    string `json:"severity"` // error, warning, notice
	Blocks      bool   `json:"blocks"`
	Fixable     bool   `json:"fixable"`
	Status      *int   `json:"status"`       // null: does not block, or the profile is no bank's
	StatusBasis string `json:"status_basis"` // empty: no status
	Fingerprint string `json:"fingerprint"`  // the same for the same fault, whatever files are called
	Message     string `json:"message"`
	Hint        string `json:"hint"`
	// Needs are what the next step needs: how a program is given it, or makes it, is the program's to say.
	Needs  []lint.Need `json:"needs,omitempty"`
	Clause string      `json:"clause"`
	Places []Place     `json:"places"` // at least one
	// Suppressed: it does not count, because at no place it does. Null: it counts.
	Suppressed *Suppression `json:"suppressed,omitempty"`
}

// Suppression says why something does not count in the gate. It stays what it is otherwise.
type Suppression struct {
	By      string `json:"by"`      // ignore, baseline
	Reason  string `json:"reason"`  // as it was given
	Source  string `json:"source"`  // file and line of the entry
	Expires string `json:"expires"` // the day from which it counts again; empty: none
}

// Place is where a finding occurs.
type Place struct {
	File        string `json:"file"`        // empty: in no file
	Line        int    `json:"line"`        // from 1; 0: the whole file
	Column      int    `json:"column"`      // from 1, in bytes; 0: the whole line
	Certificate *int   `json:"certificate"` // index into chain; null: no certificate of the path
	Path        string `json:"path"`        // field inside the certificate, or of the request; empty: all of it
	SHA256      string `json:"sha256"`      // of the certificate it is about, the leaf for text; empty: there is none
	Fingerprint string `json:"fingerprint"` // of the finding at this place
	// Suppressed: at this place it does not count. Null: it counts.
	Suppressed *Suppression `json:"suppressed,omitempty"`
}

// Rule is what a rule says of itself.
type Rule struct {
	ID       string      `json:"id"`
	Code     string      `json:"code"`
	Title    string      `json:"title"`
	Why      string      `json:"why"`
	Fix      string      `json:"fix"`
	Needs    []lint.Need `json:"needs,omitempty"` // of that step
	Severity string      `json:"severity"`        // a finding may be milder or graver
	Clause   string      `json:"clause"`
}

// cause is what findings have in common that are one: all that is said of them but the place.
type cause struct {
	rule, message, hint string
	severity            lint.Severity
	blocks, fixable     bool
	status              int
	basis               bank.Basis
}

// newFindings joins findings that differ in nothing but their places, in the order of the first of each.
func newFindings(r *check.Result) []Finding {
	out := make([]Finding, 0, len(r.Findings))
	known := newNumbers[cause](len(r.Findings)) // index into out and keys
	keys := make([][]string, 0, len(r.Findings))
	for _, f := range r.Findings {
		i, again := known.of(cause{f.Rule.ID, f.Message, f.Hint, f.Severity, f.Blocks, f.Fixable(), f.Status, f.Basis})
		if !again {
			out = append(out, newFinding(f))
			keys = append(keys, nil)
		}
		out[i].Places = append(out[i].Places, newPlace(r, f))
		keys[i] = append(keys[i], placeKey(r, f))
	}
	setFingerprints(out, keys)
	return out
}

func newFinding(f check.Finding) Finding {
	return Finding{
		Rule: f.Rule.ID, Code: f.Rule.Code, Severity: f.Severity.String(), Blocks: f.Blocks, Fixable: f.Fixable(),
		Status: status(f.Status), StatusBasis: string(f.Basis), Message: f.Message,
		Hint: f.Hint, Needs: f.Needs, Clause: f.Source.String(),
	}
}

func newPlace(r *check.Result, f check.Finding) Place {
	p := Place{File: f.At.File, Line: f.At.Line, Column: f.At.Column, Path: f.Path, SHA256: subjectOf(r, f)}
	if f.Cert > 0 {
		i := f.Cert - 1
		p.Certificate = &i
	}
	return p
}

// namedRule is a rule that a finding names, and the clause that the bank has for it.
type namedRule struct {
	meta   *lint.Meta
	clause lint.Clause
}

// newRules are the rules that the findings of a result name, each once.
func newRules(r *check.Result) []namedRule {
	out := make([]namedRule, 0, len(r.Findings))
	known := newNumbers[*lint.Meta](len(r.Findings))
	for _, f := range r.Findings {
		if _, again := known.of(f.Rule); !again {
			out = append(out, namedRule{f.Rule, f.Source})
		}
	}
	return out
}

// joinRules is the table of all, sorted by id. A rule has the clause of the bank; where parts are of several that
// differ in it, its own.
func joinRules(parts []Part) []Rule {
	clauses := map[*lint.Meta]lint.Clause{}
	for _, p := range parts {
		for _, r := range p.rules {
			if known, ok := clauses[r.meta]; !ok {
				clauses[r.meta] = r.clause
			} else if known != r.clause {
				clauses[r.meta] = r.meta.Source
			}
		}
	}
	out := make([]Rule, 0, len(clauses))
	for meta, clause := range clauses {
		out = append(out, newRule(meta, clause))
	}
	slices.SortFunc(out, func(a, b Rule) int { return cmp.Compare(a.ID, b.ID) })
	return out
}

func newRule(m *lint.Meta, source lint.Clause) Rule {
	return Rule{ID: m.ID, Code: m.Code, Title: m.Title, Why: m.Why, Fix: m.Fix, Needs: m.Needs,
		Severity: m.Severity.String(), Clause: source.String()}
}

// With returns the report with findings about the configuration of the run, and its summary made anew.
func (r *Report) With(findings []lint.Finding) *Report {
	out := *r
	out.Rules, out.Findings = slices.Clone(r.Rules), slices.Clone(r.Findings)
	for _, f := range findings {
		said := Finding{
			Rule: f.Rule.ID, Code: f.Rule.Code, Severity: f.Severity.String(), Message: f.Message,
			Hint: f.Hint, Needs: f.Needs, Clause: f.Rule.Source.String(),
			Fingerprint: fingerprint(f.Rule.ID, f.Discriminator),
		}
		said.Places = []Place{{File: f.At.File, Line: f.At.Line, Path: f.Path, Fingerprint: said.Fingerprint}}
		out.Findings = append(out.Findings, said)
		i, known := slices.BinarySearchFunc(out.Rules, f.Rule.ID, func(r Rule, id string) int {
			return cmp.Compare(r.ID, id)
		})
		if !known {
			out.Rules = slices.Insert(out.Rules, i, newRule(f.Rule, f.Rule.Source))
		}
	}
	out.Summary = out.Count()
	return &out
}

// causeLimit is the most characters of a cause: two lines of text. Of a longer one the title alone is told, the rest
// stands at the finding.
const causeLimit = 160

// causeOf says in words why a bank refuses: the first finding that blocks, or a fact that is not established.
func causeOf(r *check.Result) string {
	if r.Verdict == check.Accept {
		return ""
	}
	if len(r.Findings) > 0 && r.Findings[0].Blocks {
		f := r.Findings[0]
		if words := f.Rule.Title + ": " + f.Message; len(words) <= causeLimit {
			return words
		}
		return f.Rule.Title
	}
	for _, c := range r.Checks {
		if c.State == check.Failed || c.State == check.NotPossible {
			return cmp.Or(c.Detail, c.Name)
		}
	}
	return ""
}
