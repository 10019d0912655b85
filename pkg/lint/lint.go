// Package lint is the frame of every rule: how a rule documents itself, what a finding is, and in which order rules
// run. It knows nothing about certificates. Most people want [Run].
package lint

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"unicode/utf8"
)

// Severity reflects how the standard words the broken requirement. It is the same for every bank; whether a finding
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

// UnmarshalJSON reads what MarshalJSON writes.
func (s *Severity) UnmarshalJSON(data []byte) error {
	var name string
	if err := json.Unmarshal(data, &name); err != nil {
		return err
	}
	i := slices.Index(severityNames[:], name)
	if i < 0 {
		return fmt.Errorf("no severity %q", name)
	}
	*s = Severity(i)
	return nil
}

// Clause cites the text that a rule is based on.
type Clause struct {
	Document string // "EN 319 412-5"
	Version  string // "V2.5.1"; empty: every version known
	Section  string // "4.2.3" or a requirement id such as "QCS-4.1-02"
}

// String returns the citation: "EN 319 412-5 V2.5.1, 4.2.3".
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

// Location is a place in an input. Line and Column count from 1; zero means the whole file or line, or an input without
// lines (DER).
type Location struct {
	File   string
	Line   int
	Column int // in bytes
}

// String returns file:line:column without the parts that are zero.
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

// Meta is the documentation of a rule.
type Meta struct {
	ID       string   // public name, never renamed, never reused: "psd2-roles-flattened"
	Code     string   // short form: "S04"
	Title    string   // what is wrong, without a period: "several roles in one pair"
	Means    string   // what that is, for somebody new to PSD2 and certificates: two or three sentences
	Why      string   // why a bank cares: one or two sentences
	Wrong    string   // a value with the fault; empty: there is no such value, as when something is missing
	Right    string   // the same without the fault
	Fix      string   // the next step, an imperative sentence; a finding may have a better one
	Needs    []Need   // of that step
	Ask      string   // what to write to the QTSP, word for word; empty: it cannot help, or need not
	See      string   // a command that shows the place in chain.pem, the leaf first; see [SeeSubject] and others
	SeeToo   What     // what else shows it, which a program has its own way for; empty: nothing
	Severity Severity // never zero
	Source   Clause
	Fixable  bool // can be mended without loss: the chain that is sent does not have the fault
	// SilencedBy are rules of whose faults this rule's are a mere consequence: about a certificate that one of them has
	// a finding about, this rule says nothing. See [Silence].
	SilencedBy []*Meta
}

// String is the id.
func (m *Meta) String() string { return m.ID }

// Rule is one requirement on a subject of type S.
type Rule[S any] struct {
	*Meta
	Applies func(S) bool // nil: always
	Check   func(*Pass, S)
}

// Where is the place that a finding is about.
type Where struct {
	At   Location
	Cert int    // position of the certificate on the path, 1 for the leaf; 0: not on the path
	Path string // field inside the certificate: "qcStatements.PSD2QcType.rolesOfPSP[0]"; empty: the whole certificate
	// Remedy is the step that mends any fault at this place without loss, because the place is not part of what is
	// sent. Empty for a place that is sent.
	Remedy string
	// Discriminator identifies the element if Path only has its index, such as a URI in a list, so that it stays the
	// same when others are added before it. Empty: Path is enough.
	Discriminator string
}

// Finding is one thing that is wrong, or good to know.
type Finding struct {
	Rule     *Meta
	Severity Severity // the rule's unless the check lowered or raised it
	Where
	Message string // what was found, then what is needed; lower case, no period
	Hint    string // the next step, as a sentence
	Needs   []Need // what it needs that a program has its own way for
	// Unfixable: this one cannot be mended, though breaches of its rule usually can.
	Unfixable bool
}

// Fixable reports whether the fault can be mended without loss.
func (f *Finding) Fixable() bool { return (f.Rule.Fixable || f.Remedy != "") && !f.Unfixable }

const (
	// MaxFindings bounds the findings of one rule, beyond which a last one has their number: nobody reads more, and a
	// certificate of 1 MiB can have ten thousand faults of a kind.
	MaxFindings = 100
	// UsualFindings is how many findings all rules have about a genuine chain, or nearly.
	UsualFindings = 6
	// maxMessage bounds a message and a hint in characters: those of genuine certificates have at most 600. Rules cut
	// what they quote before, so that the end of a message, which says what is needed, is not lost.
	maxMessage = 960
)

// Pass is what a check reports to.
type Pass struct {
	rule     *Meta
	findings []Finding
	count    int     // findings of the rule
	beyond   Finding // the gravest beyond MaxFindings
}

// Rule is the rule that is being checked.
func (p *Pass) Rule() *Meta { return p.rule }

// Report adds a finding. It sets the rule, a zero severity, and an empty hint: the remedy of the place, else the rule's
// fix. Beyond 100 findings of one rule it adds a single one that has their number and the gravest severity.
func (p *Pass) Report(f Finding) {
	f.Rule = p.rule
	if f.Severity == 0 {
		f.Severity = p.rule.Severity
	}
	if f.Hint = cmp.Or(f.Hint, f.Remedy); f.Hint == "" {
		f.Hint, f.Needs = p.rule.Fix, p.rule.Needs
	}
	if p.count++; p.count > MaxFindings {
		if p.count == MaxFindings+1 || f.graver(&p.beyond) {
			p.beyond = f
		}
		return
	}
	f.Message, f.Hint = shorten(f.Message), shorten(f.Hint)
	if p.findings == nil {
		p.findings = make([]Finding, 0, UsualFindings)
	}
	p.findings = append(p.findings, f)
}

// graver reports whether f weighs more than g in any verdict.
func (f *Finding) graver(g *Finding) bool {
	if f.Severity != g.Severity {
		return f.Severity > g.Severity
	}
	return !f.Fixable() && g.Fixable()
}

// shorten cuts a message at a character.
func shorten(s string) string {
	n := 0
	for i := range s {
		if n++; n > maxMessage {
			return fmt.Sprintf("%s... (%d characters more)", s[:i], utf8.RuneCountInString(s[i:]))
		}
	}
	return s
}

// end closes the findings of a rule.
func (p *Pass) end() {
	if more := p.count - MaxFindings; more > 0 {
		f := p.beyond
		f.Message, f.Path = fmt.Sprintf("and %d more of this kind", more), ""
		p.findings = append(p.findings, f)
		p.beyond = Finding{}
	}
	p.count = 0
}

// Reportf adds a finding with the rule's own severity and hint.
func (p *Pass) Reportf(w Where, format string, args ...any) {
	if p.count > MaxFindings { // the message would not be used
		p.Report(Finding{Where: w})
		return
	}
	p.Report(Finding{Where: w, Message: fmt.Sprintf(format, args...)})
}

// Run runs the lists of rules over s in their order and returns what they report.
func Run[S any](s S, lists ...[]*Rule[S]) []Finding { return Append(nil, s, lists...) }

// Append is [Run] that appends to findings.
func Append[S any](findings []Finding, s S, lists ...[]*Rule[S]) []Finding {
	p := Pass{findings: findings}
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
