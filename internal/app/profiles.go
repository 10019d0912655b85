package app

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"github.com/urfave/cli/v2"

	banks "qwac/pkg/bank"
	"qwac/pkg/chain"
	"qwac/pkg/check"
	"qwac/pkg/ident"
)

// profilesOptions are the flags of profiles.
type profilesOptions struct{ format string }

func (e *env) profilesCommand() *cli.Command {
	o := new(profilesOptions)
	return &cli.Command{
		Usage:     "list the bank profiles, or all that one of them refuses, with status, basis and source",
		ArgsUsage: "[NAME|FILE.yaml]...",
		Description: "A profile of your own is a file, which names the profile that it extends and what is " +
			"otherwise; docs/profiles.md says how.\n" +
			"With its name, this command shows what came of it.",
		Flags:  []cli.Flag{tableFormatFlag(&o.format)},
		Action: with(e.profiles, o),
	}
}

func (e *env) profiles(c *cli.Context, o *profilesOptions) error {
	if err := oneOf("--format", o.format, tableFormats()); err != nil {
		return err
	}
	names := c.Args().Slice()
	shown := orAll(e.banks)
	if len(names) > 0 {
		shown = nil
	}
	for _, name := range names {
		b, err := profileNamed(name, orAll(e.banks))
		if err != nil {
			return err
		}
		shown = append(shown, b)
	}
	entries := []profileEntry{}
	for _, b := range shown {
		entries = append(entries, newProfileEntry(b))
	}
	var out bytes.Buffer
	switch {
	case o.format == "json":
		return e.write("", indentedJSON(entries), e.stdout)
	case o.format == "markdown":
		for _, p := range entries {
			p.markdown(&out)
		}
	case len(names) == 0:
		for _, p := range entries {
			p.line(&out)
		}
	default:
		for _, p := range entries {
			p.text(&out)
		}
	}
	_, err := e.stdout.Write(out.Bytes())
	return err
}

// profileEntry is a profile as data.
type profileEntry struct {
	Name           string         `json:"profile"`
	Title          string         `json:"bank"` // empty: no bank
	Offers         []ident.Role   `json:"offers"`
	PredictsStatus bool           `json:"predicts_status"`
	RootRequired   bool           `json:"root_required"`
	MaxEvidenceAge string         `json:"max_evidence_age,omitempty"`
	Blocks         []requestEntry `json:"blocks"`
}

// requestEntry is what makes the bank refuse one kind of request.
type requestEntry struct {
	Request banks.Request `json:"request"`
	Rules   []ruleEntry   `json:"rules"`
}

func newProfileEntry(b *banks.Bank) profileEntry {
	p := profileEntry{
		Name: b.Name, Title: b.Title, Offers: b.Offers, PredictsStatus: b.Predicts(),
		RootRequired: b.BlockOf(chain.RootMissing.ID) != nil,
	}
	if b.MaxEvidenceAge > 0 {
		p.MaxEvidenceAge = strings.TrimSuffix(b.MaxEvidenceAge.String(), "0m0s")
	}
	metas := check.Rules()
	for _, request := range []banks.Request{banks.Upload, banks.Registration, banks.RedirectURIs} {
		of := requestEntry{request, []ruleEntry{}}
		for i := range metas {
			if row := b.BlockIn(request, metas[i].ID); row != nil {
				of.Rules = append(of.Rules, newRuleEntry(&metas[i], b, row))
			}
		}
		p.Blocks = append(p.Blocks, of)
	}
	return p
}

// who refuses, as in a sentence.
func (p *profileEntry) who() string {
	if p.Title == "" {
		return "no bank: what none could accept"
	}
	return p.Title
}

func (p *profileEntry) line(w io.Writer) {
	status := "no status"
	if p.PredictsStatus {
		status = "statuses"
	}
	fmt.Fprintf(w, "%-20s %-32s %3d rules block, %s\n", p.Name, p.who(), len(p.Blocks[0].Rules), status)
}

// settings are what a profile sets besides, as name and value.
func (p *profileEntry) settings() [][2]string {
	roles := "all roles"
	if p.Offers != nil {
		roles = ident.JoinRoles(p.Offers)
	}
	root, evidence := "need not be sent", "as old as it says itself"
	if p.RootRequired {
		root = "must be sent"
	}
	if p.MaxEvidenceAge != "" {
		evidence = "at most " + p.MaxEvidenceAge + " old"
	}
	return [][2]string{{"offers", roles}, {"root", root}, {"evidence", evidence}}
}

// requestTitle says what is refused, by kind of request.
func requestTitle(r banks.Request) string {
	switch r {
	case banks.Registration:
		return "a registration is refused for"
	case banks.RedirectURIs:
		return "a change of redirect URIs is refused for"
	}
	return "an upload is refused for"
}

func (p *profileEntry) text(w io.Writer) {
	fmt.Fprintf(w, "%s: %s\n", p.Name, p.who())
	for _, s := range p.settings() {
		fmt.Fprintf(w, "%-10s %s\n", s[0], s[1])
	}
	for _, of := range p.Blocks {
		fmt.Fprintf(w, "\n%s\n\n", requestTitle(of.Request))
		for _, g := range grouped(of.Rules) {
			for _, r := range g.entries {
				ruleLine(w, &r, "["+r.Clause+"]")
			}
		}
	}
	fmt.Fprintln(w)
}

func (p *profileEntry) markdown(w io.Writer) {
	fmt.Fprintf(w, "## %s\n\n%s.", p.Name, sentence(cell(p.who())))
	for _, s := range p.settings() {
		fmt.Fprintf(w, " %s: %s.", sentence(s[0]), s[1])
	}
	fmt.Fprintln(w)
	for _, of := range p.Blocks {
		fmt.Fprintf(w, "\n%s:\n\n| Code | Rule | Severity | Answer | Source |\n|---|---|---|---|---|\n",
			sentence(requestTitle(of.Request)))
		for _, g := range grouped(of.Rules) {
			for _, r := range g.entries {
				fmt.Fprintf(w, "| %s | `%s` | %s | %s | %s |\n", r.Code, r.ID, r.Severity, r.answer(), cell(r.Clause))
			}
		}
	}
	fmt.Fprintln(w)
}
