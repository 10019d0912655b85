package app

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"qwac/internal/howto"
	banks "qwac/pkg/bank"
	"qwac/pkg/check"
	"qwac/pkg/lint"
)

// rulesOptions are the flags of rules.
type rulesOptions struct {
	judgeOptions // --profile
	groups       cli.StringSlice
	severity     string
	text         cli.StringSlice
	blocking     bool
	format       string
}

func (e *env) rulesCommand() *cli.Command {
	o := new(rulesOptions)
	o.banks = e.banks
	return &cli.Command{
		Usage: "list every rule, its severity, and what the bank answers when it is broken",
		Description: "Of several filters a rule must pass all. With --blocking, only what the bank of --profile " +
			"refuses is listed.\n" +
			"The groups: " + groupList() + ".",
		Flags: append(o.chosen("profile"),
			textsFlag(&o.groups, "group", "`LETTER` of a group of rules; repeatable"),
			textFlag(&o.severity, "severity", "list rules of this `LEVEL` alone: error, warning, notice"),
			textsFlag(&o.text, "text", "list rules with this `TEXT` in what is told of them, in any case; repeatable"),
			boolFlag(&o.blocking, "blocking", "list only rules whose breach blocks at the bank of --profile"),
			tableFormatFlag(&o.format),
		),
		Action: with(e.rules, o),
	}
}

// tableFormats are the formats of lists of rules and profiles.
func tableFormats() []string { return []string{"text", "json", "markdown"} }

func tableFormatFlag(to *string) cli.Flag {
	return textFlagOr(to, "format", "text", "`NAME` of the format: "+strings.Join(tableFormats(), ", "))
}

func (e *env) rules(c *cli.Context, o *rulesOptions) error {
	if c.Args().Present() {
		return usagef("rules takes no argument; qwac explain %s tells about one rule", c.Args().First())
	}
	profile, err := o.bank()
	if err != nil {
		return err
	}
	if err := oneOf("--format", o.format, tableFormats()); err != nil {
		return err
	}
	entries, err := o.entries(profile)
	if err != nil {
		return err
	}
	if len(entries) == 0 {
		fmt.Fprintln(e.stderr, "qwac: no rule passes all filters")
	}
	switch o.format {
	case "json":
		return e.write("", indentedJSON(entries), e.stdout)
	case "markdown":
		return e.write("", ruleTables(entries), e.stdout)
	}
	_, err = e.stdout.Write(ruleLines(entries))
	return err
}

// ruleEntry is a rule as data.
type ruleEntry struct {
	ID          string        `json:"rule"`
	Code        string        `json:"code"`
	Severity    lint.Severity `json:"severity"`
	Blocks      bool          `json:"blocks"`
	Status      int           `json:"status,omitempty"`
	StatusBasis banks.Basis   `json:"status_basis,omitempty"`
	Fixable     bool          `json:"fixable"`
	Title       string        `json:"title"`
	Means       string        `json:"means,omitempty"`
	Why         string        `json:"why"`
	Wrong       string        `json:"wrong,omitempty"`
	Right       string        `json:"right,omitempty"`
	Hint        string        `json:"hint"`
	Ask         string        `json:"ask,omitempty"` // what to write to the QTSP
	See         string        `json:"see,omitempty"` // a command
	Clause      string        `json:"clause"`
}

func newRuleEntry(m *lint.Meta, profile *banks.Bank, b *banks.Block) ruleEntry {
	r := ruleEntry{
		ID: m.ID, Code: m.Code, Severity: m.Severity, Fixable: m.Fixable, Title: m.Title, Means: m.Means, Why: m.Why,
		Wrong: m.Wrong, Right: m.Right, Hint: howto.Words().Advice(m.Fix, m.Needs), Ask: m.Ask, See: m.See,
		Clause: profile.SourceOf(m).String(),
	}
	if s := profile.SeverityOf(m.ID); s != 0 {
		r.Severity = s
	}
	if m.ID == check.RuleRequired.ID { // whatever the profile
		r.Blocks = true
	}
	if b != nil {
		r.Blocks, r.Status, r.StatusBasis = true, b.Status, b.Basis
	}
	return r
}

// answer is what the bank says to a breach: "blocks 403, assumed"; empty: nothing.
func (r *ruleEntry) answer() string {
	if !r.Blocks {
		return ""
	}
	s := "blocks"
	if r.Status != 0 {
		s += fmt.Sprint(" ", r.Status)
	}
	if r.StatusBasis != "" {
		s += ", " + string(r.StatusBasis)
	}
	return s
}

// ruleLines are entries by group, in lines of 80 columns.
func ruleLines(entries []ruleEntry) []byte {
	var out bytes.Buffer
	for i, g := range grouped(entries) {
		if i > 0 {
			out.WriteByte('\n')
		}
		fmt.Fprintf(&out, "%c: %s\n\n", g.letter, g.title)
		for _, r := range g.entries {
			ruleLine(&out, &r, r.Title)
		}
	}
	return out.Bytes()
}

func ruleLine(w io.Writer, r *ruleEntry, below string) {
	fmt.Fprintln(w, strings.TrimRight(fmt.Sprintf("%-4s %-38s %-8s %s", r.Code, r.ID, r.Severity, r.answer()), " "))
	io.WriteString(w, wrapped(below, "     "))
}

// tableWidth is the width of text that is not of a report: a terminal has 80 columns.
const tableWidth = 80

// wrapped breaks a text into lines behind an indent.
func wrapped(text, indent string) string {
	var out strings.Builder
	line := ""
	for word := range strings.FieldsSeq(text) {
		if line != "" && len(indent)+len(line)+1+len(word) > tableWidth {
			out.WriteString(indent + line + "\n")
			line = ""
		}
		if line != "" {
			line += " "
		}
		line += word
	}
	out.WriteString(indent + line + "\n")
	return out.String()
}

// ruleTables are entries by group as Markdown.
func ruleTables(entries []ruleEntry) []byte {
	var out bytes.Buffer
	for i, g := range grouped(entries) {
		if i > 0 {
			out.WriteByte('\n')
		}
		fmt.Fprintf(&out, "## %c: %s\n\n| Code | Rule | Severity | Answer | What is wrong | Source "+
			"|\n|---|---|---|---|---|---|\n", g.letter, g.title)
		for _, r := range g.entries {
			fmt.Fprintf(&out, "| %s | `%s` | %s | %s | %s | %s |\n", r.Code, r.ID, r.Severity, r.answer(),
				cell(r.Title), cell(r.Clause))
		}
	}
	return out.Bytes()
}

// cell is a text in a table of Markdown.
func cell(s string) string { return strings.NewReplacer("|", `\|`, "<", "&lt;", "\n", " ").Replace(s) }

// entries are the rules that pass all filters, in run order.
func (o *rulesOptions) entries(profile *banks.Bank) ([]ruleEntry, error) {
	for _, g := range o.groups.Value() {
		if groupTitle(g) == "" {
			return nil, usagef("--group %q: want a letter: %s", g, groupList())
		}
	}
	if o.severity != "" {
		if err := oneOf("--severity", o.severity, []string{"error", "warning", "notice"}); err != nil {
			return nil, err
		}
	}
	entries := []ruleEntry{}
	metas := check.Rules()
	for i := range metas {
		r := newRuleEntry(&metas[i], profile, profile.BlockOf(metas[i].ID))
		if o.passes(&r) {
			entries = append(entries, r)
		}
	}
	return entries, nil
}

func (o *rulesOptions) passes(r *ruleEntry) bool {
	groups := o.groups.Value()
	inGroup := slices.ContainsFunc(groups, func(g string) bool { return strings.EqualFold(g, r.Code[:1]) })
	if len(groups) > 0 && !inGroup || o.severity != "" && r.Severity.String() != o.severity || o.blocking && !r.Blocks {
		return false
	}
	all := strings.ToLower(strings.Join([]string{r.ID, r.Code, r.Title, r.Means, r.Why, r.Hint, r.Ask, r.Clause}, "\n"))
	return !slices.ContainsFunc(o.text.Value(), func(text string) bool {
		return !strings.Contains(all, strings.ToLower(text))
	})
}
