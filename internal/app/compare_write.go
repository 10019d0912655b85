package app

import (
	"fmt"
	"io"
	"strings"
	"time"

	"qwac/internal/howto"
	"qwac/pkg/check"
	"qwac/pkg/compare"
	"qwac/pkg/report"
	"qwac/pkg/report/lines"
)

// renewalVersion is the version of the shape of compare --format json.
const renewalVersion = 1

// renewalView is what compare --format json writes. docs/renewal.md documents it.
type renewalView struct {
	Version int    `json:"version"`
	Old     string `json:"old"`
	New     string `json:"new"`
	*compare.Comparison
	Verdict  string           `json:"verdict"` // of check on the new chain: accept, refuse
	Findings []report.Finding `json:"findings"`
}

func (r *renewal) view() renewalView {
	return renewalView{renewalVersion, r.old.name, r.new.name, r.Comparison, string(r.result.Verdict),
		append([]report.Finding{}, r.findings...)}
}

// headline says what is to be done.
func (r *renewal) headline() string {
	return fmt.Sprintf("%s, renewed by %s, at %s: %s", r.old.name, r.new.name, r.Bank, r.Action.Words())
}

// refused says that the new chain would not be taken; empty: it would, as far as is known.
func (r *renewal) refused() string {
	if r.result.Verdict == check.Accept {
		return ""
	}
	return "the new chain would be refused as it is: qwac check " + r.new.name
}

// partial says what could not be judged without the old certificate; empty: all was.
func (r *renewal) partial() string {
	if r.old.leaf != nil {
		return ""
	}
	return "the bank's details have no certificate: R08 to R11 and R16 were not judged, the rows say what the " +
		"details tell"
}

func (r *renewal) notes() []string {
	var out []string
	for _, s := range []string{r.refused(), r.partial()} {
		if s != "" {
			out = append(out, s)
		}
	}
	return out
}

func (r *renewal) text(w io.Writer) {
	t := section{w, ""}
	t.line("%s", r.headline())
	for _, n := range r.notes() {
		t.line("%s", n)
	}
	t.line("")
	var same, unknown []string
	for _, row := range r.Rows {
		switch {
		case row.Change == compare.Unknown:
			unknown = append(unknown, row.Field)
		case row.Means == "":
			same = append(same, row.Field)
		default:
			t.row(row)
		}
	}
	t.names("unchanged", same)
	t.names("not known", unknown)
	t.line("")
	t.line("calendar: %s", r.Calendar.Both())
	t.line("    %s", r.Calendar.Says)
	for i, f := range r.findings {
		if i == 0 {
			t.line("")
		}
		t.line("%-7s %s (%s): %s", f.Severity, f.Rule, f.Code, f.Message)
		t.line("        next: %s", howto.Words().Advice(f.Hint, f.Needs))
	}
}

func (t section) row(r compare.Row) {
	if r.Change == compare.Same {
		t.line("%s: %s, unchanged", r.Field, r.New)
	} else {
		t.line("%s: %s -> %s", r.Field, orNone(r.Old), orNone(r.New))
	}
	t.line("    %s: %s", atBank(r), r.Means)
}

func (t section) names(title string, fields []string) {
	if len(fields) > 0 {
		t.line("%s: %s", title, strings.Join(fields, ", "))
	}
}

func orNone(s string) string {
	if s == "" {
		return "none"
	}
	return s
}

// atBank is what is to be done and what that rests on.
func atBank(r compare.Row) string {
	if r.Basis == "" {
		return r.Action.Words()
	}
	return fmt.Sprintf("%s (%s)", r.Action.Words(), r.Basis)
}

func (r *renewal) markdown(w io.Writer) error {
	fmt.Fprintf(w, "## qwac: what a renewal changes\n")
	rows := [][]string{{"to do", r.headline()}, {"calendar", r.Calendar.Both() + "; " + r.Calendar.Says}}
	for _, n := range r.notes() {
		rows = append(rows, []string{"note", n})
	}
	if err := lines.MarkdownTable(w, []string{"What", "Says"}, rows); err != nil {
		return err
	}
	rows = nil
	for _, row := range r.Rows {
		old := row.Old
		if row.Change == compare.Unknown {
			old = "not known"
		}
		rows = append(rows, []string{row.Field, old, row.New, string(row.Change), atBank(row), row.Means})
	}
	heads := []string{"Field", "Old", "New", "Change", "At the bank", "What it means"}
	if err := lines.MarkdownTable(w, heads, rows); err != nil {
		return err
	}
	rows = nil
	for _, f := range r.findings {
		rows = append(rows, []string{f.Severity, f.Rule, f.Message, howto.Words().Advice(f.Hint, f.Needs)})
	}
	return lines.MarkdownTable(w, []string{"Severity", "Rule", "What", "Next"}, rows)
}

// events are the last day for the upload, and the ends of both certificates. Those of the ends are the same as in the
// calendar of check.
func (r *renewal) events() []report.Event {
	var out []report.Event
	add := func(id, summary, description, reminder string, at time.Time, days int) {
		out = append(out, report.Event{ID: id, Made: r.at, At: at, Summary: summary, Description: description,
			Reminder: reminder, Days: days})
	}
	c := r.Calendar
	id := newInspected(r.new.leaf).Fingerprints.SHA256
	if last, err := time.Parse(time.DateOnly, c.Last); err == nil {
		add(id+"-upload", "last day to upload "+r.new.name, c.Says,
			"in 7 days the time to upload "+r.new.name+" is over", last, 7)
	}
	if c.OldEnds != nil {
		add(r.old.id(), "certificate ends: "+r.old.name, r.old.facts.ID+"; "+c.Both(),
			"in 30 days a certificate ends: "+r.old.name, *c.OldEnds, 30)
	}
	if c.NewEnds != nil {
		add(id, "certificate ends: "+r.new.name, r.new.facts.ID, "in 30 days a certificate ends: "+r.new.name,
			*c.NewEnds, 30)
	}
	return out
}

func (s oneSide) id() string {
	if s.leaf == nil {
		return strings.ReplaceAll(s.facts.ID, " ", "-")
	}
	return newInspected(s.leaf).Fingerprints.SHA256
}
