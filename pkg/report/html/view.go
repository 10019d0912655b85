package html

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"qwac/pkg/advice"
	"qwac/pkg/ber"
	"qwac/pkg/report"
)

// fewChains is how many chains are told and printed in full. Of more each is told in short, and what was opened is
// printed: a browser shows a thousand of them within two seconds.
const fewChains = 20

// page is what is written. Every text in it is clean.
type page struct {
	Title, Tool   string
	One, Few      bool // one chain stands open; of a few all is printed
	Filter        bool
	Folder        string // of all targets
	Accepted      int
	Spared        int // refused, and what they are refused for is suppressed
	Refused       int
	Counts        []count // findings of all chains and of the configuration
	Chains        []chainView
	Configuration []finding
	Rules         []rule // where there are many chains
}

// count is how many findings of a level there are.
type count struct {
	Level, Word string
	N           int
}

// chainView is what is written of a result.
type chainView struct {
	Number           int
	Target           string
	Accept, Spared   bool
	Headline, Cause  string
	Short            string // the cause, for a table
	Next             []part // what the first finding that blocks says of it
	At, Profile      string
	Remarks          []string
	Line, Name, Ends string // the leaf in a line, its name, when the first of the chain ends
	Glance           glance
	Facts            []fact
	Checks           []checkGroup
	NotCounted       []string
	Nodes            []node
	Timeline         *timeline
	Roles            *matrix
	Counts           []count
	Filter           bool
	Findings         []finding
	Verifiers        []verifier
	Paths            []pathView
	PathsRest        string
	PathsAsked       bool
	PathsShipped     bool // one of them is the one that was judged
}

// fact is a term with what is to be said of it.
type fact struct {
	Term  string
	Texts []string
}

// within is the folder that all targets lie in, with the slash behind it; empty: there is none, or it is short.
func within(results []report.Result) string {
	if len(results) < 2 {
		return ""
	}
	common := results[0].Target
	for _, r := range results {
		n := 0
		for n < min(len(common), len(r.Target)) && common[n] == r.Target[n] {
			n++
		}
		common = common[:n]
	}
	return common[:strings.LastIndexAny(common, `/\`)+1]
}

// terms are what a report is told in: its rules by their ids, and the words of a program.
type terms struct {
	rules map[string]report.Rule
	words advice.Words
}

func newPage(r *report.Report, words advice.Words) *page {
	in := terms{map[string]report.Rule{}, words}
	for _, rule := range r.Rules {
		in.rules[rule.ID] = rule
	}
	n := r.Summary
	p := &page{
		Tool: name(r.Tool.Name + " " + r.Tool.Version), One: len(r.Results) == 1, Few: len(r.Results) <= fewChains,
		Accepted: n.Accepted, Refused: n.Refused - n.Spared(), Spared: n.Spared(),
		Counts: counts(n), Configuration: newFindings(r.Findings, in),
		Rules: newRules(r.Rules, words),
	}
	folder := within(r.Results)
	p.Folder = text(folder)
	for i, res := range r.Results {
		c := newChain(i+1, res, in, p.Few)
		c.Target = name(cmp.Or(strings.TrimPrefix(res.Target, folder), res.Request, "no input"))
		p.Chains = append(p.Chains, c)
	}
	p.Title = ber.Count(n.Results, "chain") + " judged: " + n.Counted()
	p.Filter = !p.One && len(p.Chains) > 0
	if p.One {
		p.Chains[0].Filter = len(p.Chains[0].Findings) > 5
		p.Title = "Report on " + cmp.Or(p.Chains[0].Name, p.Chains[0].Target)
	}
	return p
}

func counts(n report.Summary) []count {
	all := []count{
		{"block", "blocking", n.Block}, {"error", plural(n.Error, "error"), n.Error},
		{"warning", plural(n.Warning, "warning"), n.Warning}, {"notice", plural(n.Notice, "notice"), n.Notice},
		{"suppressed", "not counted", n.Suppressed},
	}
	return slices.DeleteFunc(all, func(c count) bool { return c.N == 0 })
}

func plural(n int, word string) string {
	if n == 1 {
		return word
	}
	return word + "s"
}

func newChain(number int, r report.Result, in terms, few bool) chainView {
	c := chainView{
		Number: number, Accept: r.Verdict == "accept",
		Spared: r.Spared(), Headline: text(r.Headline()), Facts: facts(r, few),
		Checks: checkGroups(r, in.words),
		Nodes:  nodes(r, in.rules), Timeline: newTimeline(r), Roles: newMatrix(r),
		Findings: newFindings(r.Findings, in),
	}
	if !c.Spared {
		c.Cause, c.Short = text(r.Cause), name(r.Cause)
	}
	for _, s := range r.Remarks() {
		c.Remarks = append(c.Remarks, text(s))
	}
	for _, s := range r.NotCounted() {
		c.NotCounted = append(c.NotCounted, text(s))
	}
	if r.Certificate != nil {
		c.Line = text(r.Certificate.Line())
	}
	if len(r.Chain) > 0 {
		c.Name, c.Ends = name(r.Chain[0].Name), day(r.Chain[r.EndsFirst()].NotAfter)
	}
	if i := slices.IndexFunc(c.Findings, func(f finding) bool { return f.Level == "block" }); i >= 0 {
		c.Next, c.Short = c.Findings[i].Next, c.Findings[i].Title
	}
	if c.At, c.Profile = "judged at no particular time", name(r.Profile); r.At != nil {
		c.At = "judged as of " + r.At.UTC().Format(time.RFC3339)
	}
	c.Glance = newGlance(c.Nodes)
	c.Verifiers = verifiersOf(r)
	c.PathsAsked = r.Paths != nil
	c.Paths, c.PathsShipped, c.PathsRest = pathsOf(r)
	var only report.Report
	only.Results = []report.Result{r}
	c.Counts = counts(only.Count())
	return c
}

// facts are what was judged, and how.
func facts(r report.Result, few bool) []fact {
	var out []fact
	add := func(term string, texts ...string) {
		texts = slices.DeleteFunc(texts, func(s string) bool { return s == "" })
		for i, s := range texts {
			texts[i] = text(s)
		}
		if len(texts) > 0 {
			out = append(out, fact{term, texts})
		}
	}
	at := "no time was given, so validity was not judged"
	if r.At != nil {
		at = r.At.UTC().Format(time.RFC3339)
	}
	if few { // of many it stands with the verdict alone
		add("Judged as of", at)
		add("Profile", r.Profile)
		add("Request", r.Request)
	}
	if c := r.Certificate; c != nil {
		add("Subject", c.Subject)
		add("Issuer", c.Issuer)
		add("Serial number", c.SerialNumber)
		add("SHA-256", c.SHA256)
		add("Authority", c.NCAName, c.NCAID)
	}
	add("Files", r.Inputs...)
	if len(r.CompletedFrom) > 0 {
		add("Completed from", r.CompletedFrom...)
	}
	add("Copies", r.Copies...)
	return out
}

// color is the class of the verdict.
func (c chainView) color() string {
	if c.Spared {
		return "accept"
	}
	return c.word()
}

// word is the verdict, or that it does not count.
func (c chainView) word() string {
	switch {
	case c.Accept:
		return "accept"
	case c.Spared:
		return "passes"
	}
	return "refuse"
}
