package rotation

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"qwac/pkg/compare"
)

// Plan is what a renewal means at each bank.
type Plan struct {
	Identifier Field            `json:"organization_identifier"` // what of the certificate banks go by
	Issuer     Field            `json:"issuer"`
	Roles      Field            `json:"roles"`
	Breaks     []string         `json:"breaks"`   // at every bank
	Calendar   compare.Calendar `json:"calendar"` // of a bank that takes no time
	Banks      []Entry          `json:"banks"`    // in the order in which they are to be dealt with
}

// Field is what the two certificates have of one kind.
type Field struct {
	Name   string         `json:"field"`
	Old    string         `json:"old"`
	New    string         `json:"new"`
	Change compare.Change `json:"change"`
}

// Options say when a plan is made, and with how much time to spare.
type Options struct {
	At       time.Time     // today; zero: nothing is said about days that have passed
	LeadTime time.Duration // to spare between the last day and the end of the old certificate, beside a bank's own
}

// planner has what the entries are made from.
type planner struct {
	before, after compare.Facts
	opts          Options
	rows          []compare.Row
}

// New plans a renewal at banks.
func New(banks []Bank, before, after compare.Facts, opts Options) *Plan {
	p := planner{before, after, opts, compare.New(before, after, compare.Options{At: opts.At}).Rows}
	plan := &Plan{
		Identifier: p.field("organizationIdentifier"), Issuer: p.field("issuer"), Roles: p.field("roles"),
		Breaks: p.everywhere(), Calendar: p.calendar(0), Banks: []Entry{},
	}
	for _, b := range banks {
		plan.Banks = append(plan.Banks, p.entry(b))
	}
	slices.SortStableFunc(plan.Banks, inOrder)
	for i := range plan.Banks {
		plan.Banks[i].Order = i + 1
	}
	return plan
}

// inOrder has what is due first first; what has no safe day is due now. Banks that ask for the same stand together.
func inOrder(a, b Entry) int {
	idle := func(e Entry) int {
		if e.Action == NoMatter {
			return 1
		}
		return 0
	}
	rank := func(e Entry) int { return slices.Index(actions(), e.Action) }
	return cmp.Or(idle(a)-idle(b), strings.Compare(a.Last, b.Last), rank(a)-rank(b),
		strings.Compare(string(a.Consents), string(b.Consents)), slices.Compare(a.Breaks, b.Breaks),
		slices.Compare(a.Steps, b.Steps), strings.Compare(strings.ToLower(a.Bank.Name), strings.ToLower(b.Bank.Name)),
		strings.Compare(a.Bank.Country, b.Bank.Country))
}

func (p *planner) field(name string) Field {
	i := slices.IndexFunc(p.rows, func(r compare.Row) bool { return r.Field == name })
	return Field{name, p.rows[i].Old, p.rows[i].New, p.rows[i].Change}
}

// change is that of a field.
func (p *planner) change(name string) compare.Change { return p.field(name).Change }

func (p *planner) calendar(days int) compare.Calendar {
	lead := p.opts.LeadTime + time.Duration(days)*24*time.Hour
	return compare.Between(p.before, p.after, compare.Options{At: p.opts.At, LeadTime: lead})
}

// everywhere is what breaks at every bank.
func (p *planner) everywhere() []string {
	out := []string{}
	if !p.before.Partial {
		if lost := without(p.before.Roles, p.after.Roles); len(lost) > 0 {
			out = append(out, "calls that need "+strings.Join(lost, ", ")+" fail with the new certificate")
		}
		if gained := without(p.after.Roles, p.before.Roles); len(gained) > 0 {
			out = append(out, "clients may have to be registered for "+strings.Join(gained, ", ")+
				" before a bank takes the new certificate")
		}
	}
	if len(p.after.Usages) > 0 && p.after.Type == QWAC && !slices.Contains(p.after.Usages, "clientAuth") {
		out = append(out, "the new certificate is not for clients of TLS: connections with it fail, ask for another")
	}
	if p.change("certificate") == compare.Same {
		out = append(out, "the two are the same certificate: nothing is renewed")
	}
	return out
}

func without(texts, others []string) []string {
	return slices.DeleteFunc(slices.Clone(texts), func(s string) bool { return slices.Contains(others, s) })
}

func (p *planner) entry(b Bank) Entry {
	e := Entry{Bank: b, Breaks: []string{}, Steps: []string{}, Consents: b.Consents}
	if !b.takes(p.after.Type) {
		e.Action, e.Consents = NoMatter, Stay
		e.Says = "as far as is known this bank asks for " + strings.Join(b.Certificates, ", ") + ", not for " +
			p.after.Type
		return e
	}
	lead := 0
	if b.LeadDays != nil {
		lead = *b.LeadDays
	}
	c := p.calendar(lead)
	e.First, e.Last, e.State, e.Says = c.First, c.Last, c.State, c.Says
	e.Action = actionOf(b.How)
	e.breaks(p)
	e.steps(c.Gap > 0 || c.OldEnds != nil && !p.opts.At.Before(*c.OldEnds))
	return e
}

// breaks finds the ties of the bank to what changes.
func (e *Entry) breaks(p *planner) {
	for _, t := range []struct {
		tie   Tie
		field string
		what  string
	}{
		{ByOrgID, "organizationIdentifier", "the organizationIdentifier, which changes"},
		{ByCA, "issuer", "the issuer of the certificate, which changes"},
	} {
		switch changed := p.change(t.field); {
		case changed == compare.Changed && e.Bank.is(t.tie):
			e.Action, e.Consents = Register, Lost
			e.Breaks = append(e.Breaks, "the bank knows the client by "+t.what+": it is another client there")
		case changed == compare.Unknown && e.Bank.is(t.tie):
			e.maybe("the bank knows the client by the " + t.field + ", and the old one is not known")
		case changed == compare.Changed && t.tie == ByOrgID:
			// TS 119 495, 5.2.1: the identifier is the provider's name in the register. With another one, whatever the
			// bank goes by, another provider stands in the certificate.
			e.maybe("another organizationIdentifier is another provider, whatever the bank goes by")
		case changed == compare.Changed && len(e.Bank.BoundTo) == 0:
			e.maybe("it is not known whether the bank goes by the " + t.field + ", which changes")
		}
	}
}
