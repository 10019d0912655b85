package report

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"qwac/pkg/ber"
	"qwac/pkg/chain"
	"qwac/pkg/check"
	"qwac/pkg/eidas"
	"qwac/pkg/lint"
)

func writeText(w io.Writer, r *Report, s Style) error {
	t := textWriter{bufio.NewWriter(w), s, map[string]string{}}
	for _, rule := range r.Rules {
		t.why[rule.ID] = rule.Why
	}
	if len(r.Results) == 1 {
		t.result(r.Results[0])
	} else {
		t.many(r)
	}
	if len(r.Findings) > 0 {
		t.WriteString("\n" + t.paint("configuration", bold) + "\n\n")
		t.findings(r.Findings)
	}
	n := r.Summary
	fmt.Fprintf(t, "\n%d block, %s, %s, %s", n.Block, ber.Count(n.Error, "more error"),
		ber.Count(n.Warning, "warning"), ber.Count(n.Notice, "notice"))
	if n.Suppressed > 0 {
		fmt.Fprintf(t, ", %d suppressed", n.Suppressed)
	}
	t.WriteString("\n")
	return t.Flush()
}

func (t textWriter) result(r Result) {
	t.verdict(r)
	t.checks(r)
	t.origins(r)
	t.WriteString("\n")
	t.tree(r)
	t.readings(r)
	t.verifiers(r)
	t.paths(r)
	t.findings(slices.DeleteFunc(slices.Clone(r.Findings), func(f Finding) bool { return f.Suppressed != nil }))
}

func (t textWriter) findings(findings []Finding) {
	for i, f := range findings {
		if i > 0 && findings[i-1].Severity != "notice" {
			t.WriteString("\n")
		}
		t.finding(f)
	}
}

func (t textWriter) verdict(r Result) {
	t.WriteString(t.paint(r.Headline(), verdictColor(r.Verdict != "accept")) + "\n")
	if r.Cause != "" {
		t.wrap("because ", "        ", r.Cause)
	}
	for _, remark := range r.Remarks() {
		t.wrap("", "        ", remark)
	}
}

// Headline is the verdict as a sentence.
func (r Result) Headline() string {
	refused := r.Verdict != "accept"
	request := map[string]string{
		"upload": "this upload", "registration": "this registration", "redirect-uris": "these redirect URIs",
	}[r.Request]
	switch {
	case refused && r.onlyRequired():
		return "Not cleared: a check that is required here did not pass"
	case r.Bank == "" && r.other() != "" && refused:
		return "No verifier would accept this " + r.other()
	case r.Bank == "" && r.other() != "":
		return "Nothing here makes every verifier refuse this " + r.other()
	case r.Bank == "" && refused:
		return "No bank would accept " + request
	case r.Bank == "":
		return "Nothing here makes every bank refuse " + request
	case refused && r.PredictedStatus != nil:
		return fmt.Sprintf("%s would refuse %s: %d (%s)", r.Bank, request, *r.PredictedStatus, r.PredictedBasis)
	case refused:
		return r.Bank + " would refuse " + request
	}
	return r.Bank + " would accept " + request + ", as far as can be told offline"
}

// Remarks are what is to be said beside verdict and cause: what the gate makes of them.
func (r Result) Remarks() []string {
	var out []string
	if words := r.despite(); words != "" {
		out = append(out, strings.TrimPrefix(words, ", "))
	}
	if words := r.notEstablished(); words != "" && r.Held() && r.suppressed() > 0 {
		out = append(out, "held all the same: "+words)
	}
	return out
}

// onlyRequired reports whether nothing blocks but what is required here, which no bank asks for.
func (r Result) onlyRequired() bool {
	return len(r.Findings) > 0 && r.Findings[0].Blocks && r.Findings[0].Rule == check.RuleRequired.ID
}

// despite says that a refusal does not count in the gate; empty: it counts, or there is none.
func (r Result) despite() string {
	if r.Verdict == "accept" || r.Held() {
		return ""
	}
	return ", but that does not count here: all that blocks is suppressed"
}

// other is what the leaf is where it was judged as that and not as a PSD2 QWAC: nothing of PSD2 was asked. Empty: it
// was not.
func (r Result) other() string {
	notAsked := func(c Check) bool { return c.Name == "roles" && c.State == string(check.NotAsked) }
	if r.Certificate == nil || !slices.ContainsFunc(r.Checks, notAsked) {
		return ""
	}
	return eidas.Type(r.Certificate.Type).Title()
}

func verdictColor(refused bool) string {
	if refused {
		return red
	}
	return green
}

// tree shows the path, the leaf on top and each issuer one step further in.
func (t textWriter) tree(r Result) {
	first := r.EndsFirst()
	for i, e := range r.Chain {
		indent := steps(i - 1)
		if i > 0 {
			t.WriteString(indent + "└─ ")
			indent += "   "
		}
		t.certificate(indent, e.Name, place(e.File, e.Line))
		if i == 0 && r.Certificate != nil {
			t.wrap(indent+"   ", indent+"   ", r.Certificate.Line())
		}
		t.WriteString(indent + "   " + validity(e, r.At, i == first && len(r.Chain) > 1) + "\n")
		if s := r.RevocationLine(i); s != "" {
			t.WriteString(indent + "   " + Clean(s) + "\n")
		}
		if p := r.Trust.Certificate; p != nil && *p == i {
			t.wrap(indent+"   ", indent+"   ", r.Trust.Line())
		}
	}
	if r.Missing != nil {
		indent := steps(len(r.Chain) - 1)
		t.wrap(indent+"└─ ", indent+"   ", "missing: "+r.Missing.Subject)
		if listed := r.Trust.Line(); listed != "" && r.Trust.Certificate == nil {
			t.wrap(indent+"   ", indent+"   ", listed)
		}
	}
	if r.Trust.By == "pem" && len(r.Chain) > 0 {
		t.wrap("", "   ", trustLine(r.Trust))
	}
	if len(r.Chain) > 0 {
		t.WriteString("\n")
	}
}

// maxSteps is how far the tree goes in: paths have a handful of certificates, and further in there is no room for
// words.
const maxSteps = 20

// steps is the indentation of a step of the tree.
func steps(n int) string { return strings.Repeat("   ", min(max(n, 0), maxSteps)) }

// certificate writes name and place of a certificate, below each other when they do not fit beside each other.
func (t textWriter) certificate(indent, name, place string) {
	gap := "  "
	name, place = Clean(name), Clean(place)
	if utf8.RuneCountInString(indent+name+gap+place) > width {
		gap = "\n   " + indent
	}
	t.WriteString(t.paint(name, bold) + gap + place + "\n")
}

func trustLine(trust Trust) string {
	if trust.Status == "trusted" {
		return "trusted: the chain ends at " + trust.Service
	}
	return "not trusted: the chain ends at none of the certificates that the bank is said to trust"
}

// EndsFirst is the index of the certificate of the chain that ends first; 0: there is none.
func (r Result) EndsFirst() int {
	first := 0
	for i, e := range r.Chain {
		if e.NotAfter.Before(r.Chain[first].NotAfter) {
			first = i
		}
	}
	return first
}

// Line is what the leaf says of itself, in one line.
func (c *Certificate) Line() string {
	parts := []string{eidas.Type(c.Type).Title()}
	if c.Type == "qwac" && c.PSD2 {
		parts[0] += " with PSD2 roles"
	}
	if c.Policy != "" {
		parts = append(parts, c.Policy)
	}
	if len(c.Roles) > 0 {
		parts = append(parts, strings.Join(c.Roles, " "))
	} else if c.PSD2 {
		parts = append(parts, "no role that a strict reader sees")
	}
	for _, s := range []string{c.NCAID, c.OrganizationIdentifier} {
		if s != "" {
			parts = append(parts, s)
		}
	}
	return strings.Join(parts, ", ")
}

func validity(e ChainEntry, at *time.Time, limits bool) string {
	const day = "2006-01-02"
	s := "valid " + e.NotBefore.Format(day) + " to " + e.NotAfter.Format(day)
	if chain.NoEnd(e.NotAfter) {
		s = "valid " + e.NotBefore.Format(day) + ", no end (" + e.NotAfter.Format(day) + ")"
	}
	if at == nil {
		return s
	}
	switch {
	case e.NotAfter.Before(*at):
		s += ", expired"
	case at.Before(e.NotBefore):
		s += ", not yet valid"
	case limits && !chain.NoEnd(e.NotAfter):
		s += fmt.Sprintf(", ends first: %s left", ber.Count(chain.DaysLeft(e.NotAfter, *at), "day"))
	}
	return s
}

func (t textWriter) finding(f Finding) {
	const indent = "        "
	word, paint := f.Severity, yellow
	if f.Severity == "notice" {
		paint = cyan
	}
	status := ""
	if f.Blocks {
		word, paint = "blocks", red
		if f.Status != nil {
			status = fmt.Sprintf(": %d, %s", *f.Status, f.StatusBasis)
		}
	}
	t.WriteString(t.paint(fmt.Sprintf("%-8s", word), paint) + Clean(f.Rule+" ("+f.Code+")"+status) + "\n")
	for _, p := range f.Places {
		if at := p.String(); at != "" && p.Suppressed == nil {
			t.wrap(indent, indent, at)
		}
	}
	t.wrap(indent, indent, f.Message)
	if why := t.why[f.Rule]; why != "" && f.Severity != "notice" {
		t.wrap(indent+"why:  ", indent+"      ", why)
	}
	t.wrap(indent+"next: ", indent+"      ", f.Hint)
	t.wrap(indent+"[", indent+" ", f.Clause+"]")
}

// String gives file, line and column, and the field.
func (p Place) String() string {
	at := lint.Location{File: p.File, Line: p.Line, Column: p.Column}
	parts := slices.DeleteFunc([]string{at.String(), p.Path}, func(s string) bool { return s == "" })
	return strings.Join(parts, " ")
}

// Parameters of Select Graphic Rendition (ECMA-48, 8.3.117); the colours are bold too.
const (
	bold   = "1"
	red    = "1;31"
	green  = "1;32"
	yellow = "1;33"
	cyan   = "1;36"
)
