package report

import (
	"fmt"
	"strings"
	"time"

	"qwac/pkg/ber"
	"qwac/pkg/eidas"
	"qwac/pkg/life"
	"qwac/pkg/report/lines"
)

// tree shows the path, the leaf on top and each issuer one step further in.
func (t textWriter) tree(r Result) {
	first := r.EndsFirst()
	for i := range r.Chain {
		t.entry(r, i, i == first && len(r.Chain) > 1)
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

// entry writes a certificate of the path and what is known of it.
func (t textWriter) entry(r Result, i int, limits bool) {
	e, indent := r.Chain[i], steps(i-1)
	if i > 0 {
		t.WriteString(indent + t.clean("└─ "))
		indent += "   "
	}
	below := indent + "   "
	t.certificate(indent, e.Name, place(t.name(e.File), e.Line), validity(e, r.At, limits))
	if i == 0 && r.Certificate != nil {
		t.wrap(below, below, r.Certificate.Line())
	}
	if s := r.RevocationLine(i); s != "" {
		t.wrap(below, below, s)
	}
	if p := r.Trust.Certificate; p != nil && *p == i {
		t.wrap(below, below, r.Trust.Line())
	}
}

// maxSteps is how far the tree goes in: paths have a handful of certificates, and further in there is no room for
// words.
const maxSteps = 20

// steps is the indentation of a step of the tree.
func steps(n int) string { return strings.Repeat("   ", min(max(n, 0), maxSteps)) }

// certificate writes name, place and validity of a certificate, each on the line where it fits.
func (t textWriter) certificate(indent, name, place, validity string) {
	name = t.clean(name)
	t.WriteString(t.paint(name, bold))
	t.beside(lines.Columns(indent+name), indent+"   ", place, validity)
}

// beside ends a line of so many columns with parts, two blanks between; one that does not fit begins a line with rest.
func (t textWriter) beside(column int, rest string, parts ...string) {
	const gap = "  "
	for _, s := range parts {
		s = t.clean(s)
		column += lines.Columns(gap + s)
		if t.style.Width == 0 || column <= t.style.Width {
			t.WriteString(gap + s)
			continue
		}
		text := strings.TrimSuffix(lines.Wrap(rest, rest, s, t.style.Width), "\n")
		t.WriteString("\n" + text)
		column = lines.Columns(text[strings.LastIndexByte(text, '\n')+1:])
	}
	t.WriteString("\n")
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
	if life.NoEnd(e.NotAfter) {
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
	case limits && !life.NoEnd(e.NotAfter):
		s += fmt.Sprintf(", %s left", ber.Count(life.Left(e.NotAfter, *at), "day"))
	}
	return s
}

// readings are lines that say what each kind of reader sees, if they do not see the same.
func (t textWriter) readings(r Result) {
	if r.Certificate == nil || len(r.Certificate.Readings) == 0 {
		return
	}
	t.WriteString("Readers of PSD2 statements do not all see the same here:\n")
	for _, reading := range r.Certificate.Readings {
		t.wrap("  ", "    ", reading.String())
	}
	t.WriteString("\n")
}
