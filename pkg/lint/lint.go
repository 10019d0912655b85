// Package lint is the frame that every rule of qwac stands in: what a rule says of itself, what a finding is, and in which
// order rules run. It knows no certificate. Most people want [Run].
package lint

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Severity says how a standard words the requirement that is broken. It is the same for every bank; whether a finding
// blocks an upload is the bank profile's business.
type Severity uint8

// The zero Severity in a Finding means "that of the rule".
const (
	Notice  Severity = iota + 1 // good to know
	Warning                     // a "should", or a risk that verifiers differ
	Error                       // a "shall" is broken, or refusal is certain
)

var severityNames = [...]string{"", "notice", "warning", "error"}

func (s Severity) String() string { return severityNames[s] }

// MarshalJSON writes the severity by its name.
func (s Severity) MarshalJSON() ([]byte, error) { return json.Marshal(s.String()) }

// Clause names the text that a rule rests on.
type Clause struct {
	Document string // "EN 319 412-5"
	Version  string // "V2.5.1"; empty: every version known
	Section  string // "4.2.3" or a requirement id such as "QCS-4.1-02"
}

// String gives the clause as it is cited: "EN 319 412-5 V2.5.1, 4.2.3".
func (c Clause) String() string {
	s := c.Document
	if c.Version != "" {
		s += " " + c.Version
	}
	if c.Section != "" {
		s += ", " + c.Section
	}
	return s
}

// Location is a place in an input. Line and Column count from 1; zero means that the input has no lines (DER) or that the
// whole file or line is meant.
type Location struct {
	File   string
	Line   int
	Column int // in bytes
}

// String gives file:line:column without the parts that are zero.
func (l Location) String() string {
	s := l.File
	if l.Line > 0 {
		s += ":" + strconv.Itoa(l.Line)
		if l.Column > 0 {
			s += ":" + strconv.Itoa(l.Column)
		}
	}
	return s
}

// Meta is what a rule says of itself.
type Meta struct {
	ID       string   // public name, never renamed, never reused: "psd2-roles-flattened"
	Code     string   // short form: "S04"
	Title    string   // what is wrong, without a period: "several roles in one pair"
	Why      string   // why a bank cares: one or two sentences
	Fix      string   // the next step, an imperative sentence; a finding may have a better one
	Severity Severity // never zero
	Source   Clause
	Fixable  bool // can be mended without loss: the chain that is sent does not have the fault
	// SilencedBy has the ids of rules of whose finding one of this rule is only a consequence: where one of them reports, this one is
	// quiet. Nil: none.
	SilencedBy []string
}

// Rule is one requirement on a subject of type S.
type Rule[S any] struct {
	*Meta
	Applies func(S) bool // nil: always
	Check   func(*Pass, S)
}

// Where is what a finding is about.
type Where struct {
	At   Location
	Cert int    // place of the certificate on the path, 1 for the leaf; 0: no certificate of the path
	Path string // field inside the certificate: "qcStatements.PSD2QcType.rolesOfPSP[0]"; empty: all of it
	// Remedy is the step that mends without loss whatever is wrong at this place: it is not part of what is sent. Empty: it is.
	Remedy string
	// Discriminator names what is meant where Path says only the how manieth it is, such as a URI in a list: it stays the same when
	// others are added before. Empty: Path is enough.
	Discriminator string
}

// Finding is one thing that is wrong, or good to know.
type Finding struct {
	Rule     *Meta
	Severity Severity // the rule's unless the check lowered or raised it
	Where
	Message string // what was found and what is wanted; lower case, no period
	Hint    string // the next step
	// Unfixable says that this one cannot be mended, though breaches of its rule usually can.
	Unfixable bool
}

// Fixable reports whether the fault can be mended without loss.
func (f *Finding) Fixable() bool { return (f.Rule.Fixable || f.Remedy != "") && !f.Unfixable }

const (
	// maxFindings bounds the findings of one rule: nobody reads more, and a certificate of 1 MiB can have ten thousand faults of a kind.
	maxFindings = 100
	// maxMessage bounds a message in bytes: those of genuine certificates have some 300, and what they quote may have any length.
	maxMessage = 4096
)

// Pass is what a check reports to.
type Pass struct {
	rule     *Meta
	findings []Finding
	count    int     // findings of the rule
	beyond   Finding // the gravest of those beyond maxFindings
}

// Rule is the rule that is being checked.
func (p *Pass) Rule() *Meta { return p.rule }

// Report adds a finding. The rule, and where they are zero the severity and the hint, are filled in from the rule, the hint
// from the remedy first. Of the findings of one rule beyond 100 there is only one, which says how many they are and counts as much as the
// gravest of them.
func (p *Pass) Report(f Finding) {
	f.Rule = p.rule
	if f.Severity == 0 {
		f.Severity = p.rule.Severity
	}
	f.Hint = cmp.Or(f.Hint, f.Remedy, p.rule.Fix)
	if p.count++; p.count > maxFindings {
		if p.count == maxFindings+1 || f.graver(&p.beyond) {
			p.beyond = f
		}
		return
	}
	f.Message = shorten(f.Message)
	p.findings = append(p.findings, f)
}

// graver reports whether f counts more than g in any verdict.
func (f *Finding) graver(g *Finding) bool {
	if f.Severity != g.Severity {
		return f.Severity > g.Severity
	}
	return !f.Fixable() && g.Fixable()
}

// shorten cuts a message at a character.
func shorten(s string) string {
	if len(s) <= maxMessage {
		return s
	}
	return fmt.Sprintf("%s... (%d bytes more)", strings.ToValidUTF8(s[:maxMessage], ""), len(s)-maxMessage)
}

// end closes the findings of a rule.
func (p *Pass) end() {
	if more := p.count - maxFindings; more > 0 {
		f := p.beyond
		f.Message, f.Path = fmt.Sprintf("and %d more of this kind", more), ""
		p.findings = append(p.findings, f)
	}
	p.count, p.beyond = 0, Finding{}
}

// Reportf adds a finding with the rule's own severity and hint.
func (p *Pass) Reportf(w Where, format string, args ...any) {
	if p.count > maxFindings { // the message would not be used
		p.Report(Finding{Where: w})
		return
	}
	p.Report(Finding{Where: w, Message: fmt.Sprintf(format, args...)})
}

// Run runs the lists of rules over s in their order and returns what they report.
func Run[S any](s S, lists ...[]*Rule[S]) []Finding {
	var p Pass
	for _, rules := range lists {
		for _, r := range rules {
			if r.Applies != nil && !r.Applies(s) {
				continue
			}
			p.rule = r.Meta
			r.Check(&p, s)
			p.end()
		}
	}
	return p.findings
}

// Metas returns the documentation of the rules, in their order.
func Metas[S any](lists ...[]*Rule[S]) []Meta {
	var metas []Meta
	for _, r := range slices.Concat(lists...) {
		metas = append(metas, *r.Meta)
	}
	return metas
}
