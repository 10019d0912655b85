package report

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"qwac/pkg/advice"
	"qwac/pkg/ber"
	"qwac/pkg/check"
	"qwac/pkg/eidas"
	"qwac/pkg/report/lines"
)

// writeText writes what fits one screen: verdict, cause, what was checked, the certificates, what blocks in full and
// the rest in short. The last line has the verdict and its cause again, for who sees the end alone.
func writeText(w io.Writer, r *Report, s Style) error {
	first := -1
	t := textWriter{new(bytes.Buffer), s, map[string]Rule{}, func(name string) string { return name }, &first}
	for _, rule := range r.Rules {
		t.rules[rule.ID] = rule
	}
	switch {
	case len(r.Results) != 1:
		t.many(r)
	case s.Depth == Brief:
		t.verdict(r.Results[0])
	default:
		t.one(r)
	}
	_, err := w.Write(t.Bytes())
	return err
}

// one writes a report with a single result.
func (t textWriter) one(r *Report) {
	res := r.Results[0]
	t = t.short(res)
	t.verdict(res)
	t.checks(res)
	t.origins(res)
	t.WriteString("\n")
	t.tree(res)
	t.readings(res)
	t.verifiers(res)
	t.paths(res)
	told, mended := t.told(res.Findings)
	t.findings(told)
	t.configuration(r)
	t.counts(r.Summary, mended)
	t.last(res)
}

// told are the findings that count, but for those that are mended in what is sent.
func (t textWriter) told(findings []Finding) (told, mended []Finding) {
	for _, f := range findings {
		switch {
		case f.Suppressed != nil:
		case f.Fixable && !f.Blocks && t.style.Sent && t.style.Depth != Full:
			mended = append(mended, f)
		default:
			told = append(told, f)
		}
	}
	return told, mended
}

// short is t with the names of the files of a result as short as they can be told apart; in full they are as given.
func (t textWriter) short(r Result) textWriter {
	if t.style.Depth == Full || t.style.Found {
		return t
	}
	files := append(slices.Clone(r.Inputs), r.Target)
	for _, e := range r.Chain {
		files = append(files, e.File)
	}
	for _, f := range r.Findings {
		for _, p := range f.Places {
			files = append(files, p.File)
		}
	}
	t.name = lines.Unique(files)
	return t
}

// configuration writes what is found in the configuration of the run.
func (t textWriter) configuration(r *Report) {
	if len(r.Findings) == 0 {
		return
	}
	t.WriteString("\n" + t.paint("configuration", bold) + "\n\n")
	t.findings(r.Findings)
}

// counts says how many findings there are of each kind; those that are mended are in none.
func (t textWriter) counts(n Summary, mended []Finding) {
	var parts []string
	for _, f := range mended {
		switch f.Severity {
		case "error":
			n.Error--
		case "warning":
			n.Warning--
		default:
			n.Notice--
		}
	}
	add := func(n int, what string) {
		if n > 0 {
			parts = append(parts, what)
		}
	}
	if n.Block == 1 {
		add(1, "1 finding blocks")
	} else {
		add(n.Block, fmt.Sprintf("%d findings block", n.Block))
	}
	add(n.Error, ber.Count(n.Error, "more error"))
	add(n.Warning, ber.Count(n.Warning, "warning"))
	add(n.Notice, ber.Count(n.Notice, "notice"))
	add(len(mended), fmt.Sprintf("%d that a payload mends", len(mended)))
	add(n.Suppressed, fmt.Sprintf("%d suppressed", n.Suppressed))
	s := cmp.Or(strings.Join(parts, ", "), "no findings")
	if t.style.Depth != Full && len(parts) > 0 {
		s += "; -v shows all in full"
	}
	t.WriteString("\n")
	t.wrap("", "", s)
}

func (t textWriter) verdict(r Result) {
	refused := r.Verdict != "accept"
	t.paragraph(verdictColor(refused && r.Held()), "", r.Headline())
	if cause := t.because(r); cause != "" && !r.Spared() {
		t.wrap("cause        ", underFact, cause+r.mendedBy(t.style.Words))
	}
	for _, remark := range r.Remarks() {
		t.wrap("", "        ", remark)
	}
}

// Headline is the verdict as a sentence, with the status of a refusal.
func (r Result) Headline() string { return r.sentence() + r.predicted() }

// Remarks are what is to be said beside verdict and cause: what the gate makes of them.
func (r Result) Remarks() []string {
	var out []string
	if words := r.notEstablished(); words != "" && r.Held() && r.suppressed() > 0 {
		out = append(out, "held all the same: "+words)
	}
	return out
}

// because is why a bank refuses. Where the finding stands below it, its title is enough.
func (t textWriter) because(r Result) string {
	if t.style.Depth != Short || r.Cause == "" {
		return r.Cause
	}
	return t.cause(r)
}

// sentence is the verdict in words.
func (r Result) sentence() string {
	refused := r.Verdict != "accept"
	request := map[string]string{
		"upload": "this upload", "registration": "this registration", "redirect-uris": "these redirect URIs",
	}[r.Request]
	switch {
	case r.Spared():
		return "Passes: what " + cmp.Or(r.Bank, "every bank") + " would object to is suppressed"
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
	case refused:
		return r.Bank + " would refuse " + request
	}
	return r.Bank + " would accept " + request + ", as far as can be told offline"
}

// predicted is the status of a refusal and what it rests on; empty: there is none.
func (r Result) predicted() string {
	if r.Verdict == "accept" || r.Spared() || r.onlyRequired() || r.Bank == "" || r.PredictedStatus == nil {
		return ""
	}
	return fmt.Sprintf(": %d (%s)", *r.PredictedStatus, r.PredictedBasis)
}

// last is the verdict and its cause in one line, for who sees the end alone; before it stand what became of the
// command, and the next step where it is out of sight or mends all.
func (t textWriter) last(r Result) {
	t.nextStep(r)
	if t.style.Outcome != "" {
		t.wrap("", "", t.style.Outcome)
	}
	refused := r.Verdict != "accept"
	s := r.sentence()
	switch {
	case r.Spared():
		s += ": " + strings.Join(r.sparedBy(), ", ")
	case refused:
		if r.predicted() != "" {
			s += fmt.Sprintf(", %d", *r.PredictedStatus)
		}
		if cause := t.cause(r); cause != "" {
			s += ": " + cause
		}
		if n := r.countOf(func(f Finding) bool { return f.Blocks && f.Suppressed == nil }); n > 1 {
			s = t.room(s, fmt.Sprintf(" (and %d more)", n-1))
		}
	default:
		if n := len(r.checksIn("not-asked", map[string]bool{}, advice.Words{})); n > 0 {
			s = t.room(s, fmt.Sprintf("; %d not checked", n))
		}
	}
	t.paragraph(verdictColor(refused && r.Held()), "  ", s)
}

// room is s with more behind it where the line has room for it.
func (t textWriter) room(s, more string) string {
	if t.style.Width > 0 && lines.Columns(s+more) > t.style.Width {
		return s
	}
	return s + more
}

// cause is why a bank refuses, in a few words; what is suppressed is no cause here.
func (t textWriter) cause(r Result) string {
	for _, f := range r.Findings {
		if title := t.rules[f.Rule].Title; f.Blocks && f.Suppressed == nil && title != "" {
			return title
		}
	}
	return r.Cause
}

// mendedBy says that the payload mends all that blocks; empty: it does not.
func (r Result) mendedBy(w advice.Words) string {
	if !r.mends() {
		return ""
	}
	return "; " + w.Mender() + " mends it"
}

// mends reports whether nothing blocks but what the payload does not have, so that the bank would take it.
func (r Result) mends() bool {
	if r.Verdict == "accept" || r.Spared() || r.Request != "upload" || slices.ContainsFunc(r.Checks, Check.Stops) {
		return false
	}
	blocks := 0
	for _, f := range r.Findings {
		if f.Blocks && !f.Fixable {
			return false
		}
		if f.Blocks {
			blocks++
		}
	}
	return blocks > 0
}

// farRows is how many rows above the end a next step is out of sight: a terminal has 24 at least, and the last lines
// and a prompt are below.
const farRows = 16

// nextStep writes the command that mends all that blocks, or the next step again where it is out of sight.
func (t textWriter) nextStep(r Result) {
	byHand := func(f Finding) bool { return f.Blocks && f.Suppressed == nil && !f.Fixable }
	switch i := slices.IndexFunc(r.Findings, byHand); {
	case r.mends() && len(t.style.Mend) > 0:
		t.mend(r)
	case i >= 0 && *t.stepped >= 0 && bytes.Count(t.Bytes()[*t.stepped:], []byte("\n")) > farRows:
		t.next("", r.Findings[i])
	}
}

// onlyRequired reports whether nothing blocks but what is required here, which no bank asks for.
func (r Result) onlyRequired() bool {
	return len(r.Findings) > 0 && r.Findings[0].Blocks && r.Findings[0].Rule == check.RuleRequired.ID
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
