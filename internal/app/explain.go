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
	"qwac/pkg/glossary"
	"qwac/pkg/lint"
	"qwac/pkg/near"
)

func (e *env) explainCommand() *cli.Command {
	o := &judgeOptions{banks: e.banks}
	return &cli.Command{
		Usage:     "tell all about a rule, by its id or code, or what a word of PSD2 means",
		ArgsUsage: "RULE|CODE|TERM",
		Flags: []cli.Flag{profileFlag(textFlag(&o.profile, "profile",
			"`NAME` of a bank profile to tell of alone (default: all), "+strings.Join(o.profileNames(), ", ")+
				", or FILE.yaml"))},
		Action: with(e.explain, o),
	}
}

func (e *env) explain(c *cli.Context, o *judgeOptions) error {
	if !c.Args().Present() {
		return usagef("explain takes one rule or term: an id such as psd2-roles-flattened, a code such as S04, or a " +
			"word such as QWAC")
	}
	name := strings.Join(c.Args().Slice(), " ") // qwac explain trusted list
	name = pasted(name)
	metas := check.Rules()
	i := slices.IndexFunc(metas, func(m lint.Meta) bool {
		return strings.EqualFold(m.ID, name) || strings.EqualFold(m.Code, name)
	})
	var out bytes.Buffer
	if i < 0 {
		if term, ok := glossary.Find(name); ok {
			writeTerm(&out, term)
		} else if !writeReportWord(&out, name) && !writeStatus(&out, name, o.known()) {
			return unexplained(name, metas)
		}
		_, err := e.stdout.Write(out.Bytes())
		return err
	}
	profiles := o.known()
	if c.IsSet("profile") {
		p, err := o.bank()
		if err != nil {
			return err
		}
		profiles = []*banks.Bank{p}
	}
	writeRule(&out, metas[i], profiles)
	_, err := e.stdout.Write(out.Bytes())
	return err
}

// unexplained suggests a rule or a term in place of what is neither.
func unexplained(name string, metas []lint.Meta) error {
	hint := "qwac rules lists the rules, docs/glossary.md the terms"
	word := strings.ToLower(name)
	best := near.Word(word, ruleIDs(metas))
	var lower []string
	for _, n := range glossary.Names() {
		lower = append(lower, strings.ToLower(n))
	}
	if t := near.Word(word, lower); best == "" && t != "" {
		best = glossary.Names()[slices.Index(lower, t)]
	}
	if best != "" {
		hint = "did you mean " + best + "?"
	}
	return usagef("no rule or term %q: %s", name, hint)
}

func writeTerm(w io.Writer, t glossary.Term) {
	head := t.Name
	if t.Long != "" {
		head += " (" + t.Long + ")"
	}
	fmt.Fprintf(w, "%s\n%s\n", wrapped(head, ""), wrapped(t.Text, ""))
	if len(t.Also) > 0 {
		io.WriteString(w, wrapped("Also:   "+strings.Join(t.Also, ", "), ""))
	}
	fmt.Fprintf(w, "Source: %s\n", t.Source)
}

func ruleIDs(metas []lint.Meta) []string {
	var ids []string
	for _, m := range metas {
		ids = append(ids, m.ID)
	}
	return ids
}

func writeRule(w io.Writer, m lint.Meta, profiles []*banks.Bank) {
	fmt.Fprintf(w, "%s (%s), %s\n\n%s.\n\n", m.ID, m.Code, m.Severity, sentence(m.Title))
	if m.Means != "" {
		fmt.Fprintf(w, "%s\n", wrapped(m.Means, ""))
	}
	for _, part := range []struct{ label, text string }{
		{"Why:    ", m.Why}, {"Wrong:  ", m.Wrong}, {"Right:  ", m.Right},
		{"Next:   ", howto.Words().Advice(m.Fix, m.Needs)},
	} {
		if part.text != "" {
			io.WriteString(w, labelled(part.label, part.text))
		}
	}
	if m.Ask != "" {
		fmt.Fprintf(w, "Write to your QTSP (who issued the certificate), with its serial number:\n%s",
			wrapped(`"`+m.Ask+`"`, "        "))
	}
	if m.See != "" { // on a line of its own and whole: it is to be pasted
		fmt.Fprintf(w, "See it (chain.pem has the leaf first):\n        %s\n", m.See)
	}
	if too := howto.Words().How(lint.Need{What: m.SeeToo}); too != "" {
		fmt.Fprintf(w, "        %s\n", too)
	}
	fmt.Fprintf(w, "Source: %s\n", m.Source)
	width := 0
	for _, p := range profiles {
		width = max(width, len(p.Name)+1)
	}
	for _, p := range profiles {
		block := p.BlockOf(m.ID)
		if m.ID == check.RuleRequired.ID { // whatever the profile
			block = new(banks.Block)
		}
		text := blockText(block, m.Fixable)
		if own := p.Clause(m.ID); own != (lint.Clause{}) {
			text += " [" + own.String() + "]"
		}
		fmt.Fprintf(w, "%-*s %s\n", max(width, len("Source:")), p.Name+":", text)
	}
}

// labelled is a text behind a label, with its further lines below it.
func labelled(label, text string) string {
	return label + strings.TrimLeft(wrapped(text, strings.Repeat(" ", len(label))), " ")
}

func sentence(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

func blockText(b *banks.Block, fixable bool) string {
	s := "does not block"
	if b != nil {
		s = "blocks"
		switch {
		case b.Status != 0:
			s = fmt.Sprintf("blocks, %d (%s)", b.Status, b.Basis)
		case b.Basis != "":
			s = fmt.Sprintf("blocks (%s)", b.Basis)
		}
		if fixable {
			s += "; payload mends it"
		}
	}
	return s
}
