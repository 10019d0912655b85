package app

import (
	"crypto/sha256"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"qwac/pkg/ber"
	"qwac/pkg/compare"
	"qwac/pkg/report"
	"qwac/pkg/report/lines"
	"qwac/pkg/rotation"
)

// planVersion is the version of the shape of rotate plan --format json.
const planVersion = 1

// planView is what rotate plan --format json writes. docs/rotation.md documents it.
type planView struct {
	Version int    `json:"version"`
	Old     string `json:"old"`
	New     string `json:"new"`
	*rotation.Plan
	Verdict string `json:"verdict"` // of check on the new chain: accept, refuse
}

func (p rotationPlan) view() planView {
	return planView{planVersion, p.old.name, p.new.name, p.Plan, string(p.result.Verdict)}
}

func (p rotationPlan) headline() string {
	return fmt.Sprintf("%s, renewed by %s, at %s%s", p.old.name, p.new.name, ber.Count(len(p.Banks), "bank"),
		p.losses())
}

// losses counts the banks whose consents go.
func (p rotationPlan) losses() (s string) {
	for _, c := range []struct {
		consents rotation.Consents
		words    string
	}{{rotation.Lost, "consents are lost at %d"}, {rotation.MayGo, "consents may be lost at %d"}} {
		n := 0
		for _, b := range p.Banks {
			if b.Consents == c.consents {
				n++
			}
		}
		if n > 0 {
			s += ", " + fmt.Sprintf(c.words, n)
		}
	}
	return s
}

// changes are what banks go by, with how it changes.
func (p rotationPlan) changes() (all []string) {
	for _, r := range []rotation.Field{p.Identifier, p.Issuer, p.Roles} {
		switch r.Change {
		case compare.Changed:
			all = append(all, fmt.Sprintf("%s: %s -> %s", r.Name, orNone(r.Old), orNone(r.New)))
		case compare.Unknown:
			all = append(all, fmt.Sprintf("%s: %s, the old one is not known", r.Name, orNone(r.New)))
		default:
			all = append(all, fmt.Sprintf("%s: %s, unchanged", r.Name, orNone(r.New)))
		}
	}
	return all
}

// notes are what is to be known of the whole.
func (p rotationPlan) notes() (all []string) {
	if s := p.refused(); s != "" {
		all = append(all, s)
	}
	all = append(all, p.Breaks...)
	if n := p.unverified(); n > 0 {
		all = append(all, fmt.Sprintf("%d of %s %s not verified: ask the bank before you rely on it", n,
			ber.Count(len(p.Banks), "row"), map[bool]string{true: "is", false: "are"}[n == 1]))
	}
	return all
}

// actionWords is what an action is called in text.
func actionWords(a rotation.Action) string {
	switch a {
	case rotation.Register:
		return "register anew"
	case rotation.Ask:
		return "ask the bank"
	case rotation.ByTicket:
		return "open a ticket"
	case rotation.ByEMail:
		return "send it by e-mail"
	case rotation.ByPortal:
		return "put it into the portal"
	case rotation.ByAPI:
		return "upload it by the API"
	case rotation.Use:
		return "use it, nothing else"
	}
	return "nothing, it is not concerned"
}

func consentWords(c rotation.Consents) string {
	switch c {
	case "":
		return "not known"
	case rotation.MayGo:
		return "may be lost"
	}
	return string(c)
}

// when are the days of a stage.
func (s stage) when() string {
	e := s.first()
	switch {
	case e.Action == rotation.NoMatter:
		return "at any time"
	case e.Action == rotation.Ask && e.State == compare.Open:
		return "now, so that all is done by " + e.Last
	case e.First == e.Last && e.First != "":
		return "on " + e.First
	case e.State == compare.Late:
		return "now: the last safe day was " + e.Last
	case e.First != "":
		return "from " + e.First + " to " + e.Last
	}
	return "no safe day"
}

// notes are those of the banks, each once.
func (s stage) notes(t section) {
	var told []string
	for _, b := range s.banks {
		note := b.Bank.Note
		if note == "" || slices.Contains(told, note) {
			continue
		}
		told = append(told, note)
		var whose []string
		for _, o := range s.banks {
			if o.Bank.Note == note {
				whose = append(whose, o.Bank.Name)
			}
		}
		if len(whose) == len(s.banks) {
			t.line("    note: %s", note)
			continue
		}
		t.line("    note of %s: %s", strings.Join(whose, ", "), note)
	}
}

// names are the banks of a stage; a star marks what is not verified.
func (s stage) names() (all []string) {
	for _, b := range s.banks {
		name := b.Bank.Title()
		if !b.Bank.Verified {
			name += "*"
		}
		all = append(all, name)
	}
	return all
}

func (p rotationPlan) text(w io.Writer) {
	t := section{w, ""}
	t.line("%s", p.headline())
	for _, s := range append(p.changes(), p.notes()...) {
		t.line("%s", s)
	}
	t.line("calendar: %s; %s", p.Plan.Calendar.Both(), p.Plan.Calendar.Says)
	for i, s := range p.stages() {
		e := s.first()
		t.line("")
		t.line("%d. %s, %s: %s", i+1, actionWords(e.Action), s.when(), ber.Count(len(s.banks), "bank"))
		for line := range strings.Lines(wrapped(strings.Join(s.names(), ", "), "    ")) {
			t.line("%s", strings.TrimSuffix(line, "\n"))
		}
		for _, b := range e.Breaks {
			t.line("    breaks: %s", b)
		}
		for j, step := range e.Steps {
			t.line("    %c) %s", 'a'+j, step)
		}
		if e.State != compare.Open {
			t.line("    %s", e.Says)
		}
		if e.Action != rotation.NoMatter {
			t.line("    consents: %s", consentWords(e.Consents))
		}
		s.notes(t)
	}
	if p.unverified() > 0 {
		t.line("")
		t.line("* not verified; --format json has the source of each row")
	}
}

func (p rotationPlan) markdown(w io.Writer) error {
	fmt.Fprintf(w, "## qwac: a renewal at %s\n", ber.Count(len(p.Banks), "bank"))
	rows := [][]string{{"to do", p.headline()}, {"calendar", p.Plan.Calendar.Both() + "; " + p.Plan.Calendar.Says}}
	for _, s := range p.changes() {
		rows = append(rows, []string{"certificate", s})
	}
	for _, s := range p.notes() {
		rows = append(rows, []string{"note", s})
	}
	if err := lines.MarkdownTable(w, []string{"What", "Says"}, rows); err != nil {
		return err
	}
	rows = nil
	for _, s := range p.stages() {
		for _, e := range s.banks {
			rows = append(rows, []string{fmt.Sprint(e.Order), e.Bank.Title(), actionWords(e.Action), s.when(),
				consentWords(e.Consents), strings.Join(append(append([]string{}, e.Breaks...), e.Steps...), "; "),
				sourceWords(&e.Bank)})
		}
	}
	return lines.MarkdownTable(w, []string{"No.", "Bank", "To do", "When", "Consents", "What breaks, and the steps",
		"Source"}, rows)
}

func sourceWords(b *rotation.Bank) string {
	verified := "not verified"
	if b.Verified {
		verified = "verified"
	}
	return fmt.Sprintf("%s, %s, %s", b.Source, b.Seen, verified)
}

// events are the last days of the stages, and the ends of both certificates.
func (p rotationPlan) events() (out []report.Event) {
	ends := renewal{old: p.old, new: p.new, at: p.at, result: p.result,
		Comparison: &compare.Comparison{Calendar: p.Plan.Calendar}}
	ends.Comparison.Calendar.Last = "" // each stage has its own
	id := newInspected(p.new.leaf).Fingerprints.SHA256
	for _, s := range p.stages() {
		e := s.first()
		last, err := time.Parse(time.DateOnly, e.Last)
		if err != nil || e.Action == rotation.NoMatter {
			continue
		}
		names := strings.Join(s.names(), ", ")
		what := actionWords(e.Action) + ": " + names
		if len(s.banks) > 3 {
			what = fmt.Sprintf("%s: %s and %d more", actionWords(e.Action), strings.Join(s.names()[:2], ", "),
				len(s.banks)-2)
		}
		out = append(out, report.Event{
			ID:   fmt.Sprintf("%s-rotate-%x", id, sha256.Sum256([]byte(string(e.Action)+names)))[:len(id)+24],
			Made: p.at, At: last, Summary: "last day: " + what,
			Description: strings.Join(append([]string{names}, e.Steps...), "; "),
			Reminder:    "in 7 days the time is over: " + what, Days: 7,
		})
	}
	return append(out, ends.events()...)
}
