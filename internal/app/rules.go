package app

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	banks "qwac/pkg/bank"
	"qwac/pkg/check"
	"qwac/pkg/lint"
	"qwac/pkg/near"
)

// rulesOptions are the flags of rules.
type rulesOptions struct {
	judgeOptions // --profile
	format       string
}

func (e *env) rulesCommand() *cli.Command {
	o := new(rulesOptions)
	o.banks = e.banks
	return &cli.Command{
		Usage:  "list every rule, its severity, and what the bank answers when it is broken",
		Flags:  append(o.chosen("profile"), formatFlag(&o.format)),
		Action: with(e.rules, o),
	}
}

func (e *env) rules(c *cli.Context, o *rulesOptions) error {
	if c.Args().Present() {
		return usagef("rules takes no argument; qwac explain %s tells about one rule", c.Args().First())
	}
	profile, err := o.bank()
	if err != nil {
		return err
	}
	if err := textOrJSON(o.format); err != nil {
		return err
	}
	if o.format == "json" {
		return e.write("", indentedJSON(ruleEntries(profile)), e.stdout)
	}
	var out bytes.Buffer
	for _, m := range check.Rules() {
		answer := ""
		if b := profile.BlockOf(m.ID); b != nil {
			answer = strings.TrimSuffix(fmt.Sprint("blocks ", b.Status), " 0")
		}
		fmt.Fprintf(&out, "%-4s %-38s %-8s %-10s %s\n", m.Code, m.ID, m.Severity, answer, m.Title)
	}
	_, err = e.stdout.Write(out.Bytes())
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
	Why         string        `json:"why"`
	Hint        string        `json:"hint"`
	Clause      string        `json:"clause"`
}

func ruleEntries(profile *banks.Bank) []ruleEntry {
	var entries []ruleEntry
	for _, m := range check.Rules() {
		r := ruleEntry{
			ID: m.ID, Code: m.Code, Severity: m.Severity, Fixable: m.Fixable, Title: m.Title, Why: m.Why, Hint: m.Fix,
			Clause: profile.SourceOf(&m).String(),
		}
		if b := profile.BlockOf(m.ID); b != nil {
			r.Blocks, r.Status, r.StatusBasis = true, b.Status, b.Basis
		}
		entries = append(entries, r)
	}
	return entries
}

func (e *env) explainCommand() *cli.Command {
	o := &judgeOptions{banks: e.banks}
	return &cli.Command{
		Usage:     "tell all about a rule, by its id or code",
		ArgsUsage: "RULE|CODE",
		Flags: []cli.Flag{textFlag(&o.profile, "profile",
			"`NAME` of a bank profile to tell of alone (default: all): "+strings.Join(o.profileNames(), ", "))},
		Action: with(e.explain, o),
	}
}

func (e *env) explain(c *cli.Context, o *judgeOptions) error {
	if c.NArg() != 1 {
		return usagef("explain takes one rule: an id such as psd2-roles-flattened, or a code such as S04")
	}
	name := c.Args().First()
	metas := check.Rules()
	i := slices.IndexFunc(metas, func(m lint.Meta) bool {
		return strings.EqualFold(m.ID, name) || strings.EqualFold(m.Code, name)
	})
	if i < 0 {
		hint := "qwac rules lists them all"
		if s := near.Word(strings.ToLower(name), ruleIDs(metas)); s != "" {
			hint = "did you mean " + s + "?"
		}
		return usagef("no rule %q: %s", name, hint)
	}
	profiles := o.known()
	if c.IsSet("profile") {
		p, err := o.bank()
		if err != nil {
			return err
		}
		profiles = []*banks.Bank{p}
	}
	var out bytes.Buffer
	writeRule(&out, metas[i], profiles)
	_, err := e.stdout.Write(out.Bytes())
	return err
}

func ruleIDs(metas []lint.Meta) []string {
	var ids []string
	for _, m := range metas {
		ids = append(ids, m.ID)
	}
	return ids
}

func writeRule(w io.Writer, m lint.Meta, profiles []*banks.Bank) {
	fmt.Fprintf(w, "%s (%s), %s\n\n%s.\n\nWhy:    %s\nNext:   %s\nSource: %s\n", m.ID, m.Code, m.Severity, sentence(m.Title), m.Why, m.Fix, m.Source)
	for _, p := range profiles {
		text := blockText(p.BlockOf(m.ID), m.Fixable)
		if own := p.Clause(m.ID); own != (lint.Clause{}) {
			text += " [" + own.String() + "]"
		}
		fmt.Fprintf(w, "%-7s %s\n", p.Name+":", text)
	}
}

func sentence(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

func blockText(b *banks.Block, fixable bool) string {
	s := "does not block"
	if b != nil {
		s = "blocks"
		if b.Status != 0 {
			s = fmt.Sprintf("blocks, %d (%s)", b.Status, b.Basis)
		}
		if fixable {
			s += "; payload mends it"
		}
	}
	return s
}
