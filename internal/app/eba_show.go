package app

import (
	"encoding/hex"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	"qwac/internal/store"
	"qwac/pkg/ident"
	"qwac/pkg/register"
	"qwac/pkg/report"
)

// registerShowOptions are the flags of register show.
type registerShowOptions struct {
	at, format, register, store string
}

func (e *env) registerShowCommand() *cli.Command {
	o := new(registerShowOptions)
	return &cli.Command{
		Name:      "show",
		Usage:     "look up a number, an organizationIdentifier or a name in the register",
		ArgsUsage: "NUMBER|ORGID|NAME",
		Description: "NUMBER is an authorisation number, in any spelling; ORGID has the authority with it: " +
			"PSDDK-DFSA-12345. What is found\n" +
			"under neither is looked for in the names of institutions. The exit status is 1 when nothing is found.",
		Flags: []cli.Flag{
			atFlag(&o.at, "show the state"), formatFlag(&o.format),
			readFlag(&o.register, "register", "`FILE` with the register, or its index (default: the store)"),
			storeFlag(&o.store),
		},
		Action: with(e.registerShow, o),
	}
}

// registerRow is an entry of the register. docs/register.md documents its JSON form.
type registerRow struct {
	Name      string              `json:"name"` // Latin where there are two; empty: an agent
	Names     []string            `json:"names"`
	Kind      string              `json:"kind"` // "PSD_PI"
	KindWords string              `json:"kind_words"`
	Authority string              `json:"authority"` // as the register writes it
	Numbers   []string            `json:"numbers"`
	Code      string              `json:"code"`
	Found     string              `json:"found"` // same, code, spelled, part, near or name
	State     string              `json:"state"` // authorised, withdrawn, not yet authorised, unknown, active, inactive
	Since     string              `json:"since,omitempty"`
	Dates     []string            `json:"dates"`
	Services  map[string][]string `json:"services"` // by host country
	Roles     []string            `json:"roles"`    // that the services stand for, in any country
	Parent    string              `json:"parent,omitempty"`
}

// registerAnswer is what register show --format json writes.
type registerAnswer struct {
	Version int           `json:"version"`
	Day     string        `json:"register_day"`
	SHA256  string        `json:"register_sha256"`
	Entries []registerRow `json:"entries"`
	Near    []registerRow `json:"near"`
}

func (e *env) registerShow(c *cli.Context, o *registerShowOptions) error {
	args := c.Args().Slice()
	if len(args) == 0 {
		return usagef("nothing given: qwac register show NUMBER, or PSDDK-DFSA-NUMBER, or a name")
	}
	if err := textOrJSON(o.format); err != nil {
		return err
	}
	at, err := e.parseAt(o.at)
	if err != nil {
		return err
	}
	x, err := e.registerToShow(o)
	if err != nil {
		return err
	}
	asked := strings.Join(args, " ")
	found, near := lookUp(x, asked, at)
	if o.format == "json" {
		err = e.write("", indentedJSON(registerAnswer{1, x.Source.Day.String(), hex.EncodeToString(x.Source.Digest[:]),
			found, near}), e.stdout)
	} else {
		e.writeRegister(x, asked, at, found, near)
	}
	if err == nil && len(found) == 0 {
		err = errFindings
	}
	return err
}

func (e *env) registerToShow(o *registerShowOptions) (*register.Index, error) {
	if o.register != "" {
		return e.registerOf(o.register)
	}
	s, err := store.Named(o.store)
	if err != nil {
		return nil, err
	}
	x, err := s.LoadRegister()
	if err == nil && x == nil {
		err = fmt.Errorf("no register in %s: run qwac register import FILE", s.Dir)
	}
	return x, err
}

// lookUp finds what was asked for by its number, or else by a name.
func lookUp(x *register.Index, asked string, at time.Time) (found, near []registerRow) {
	found, near = []registerRow{}, []registerRow{}
	a := x.Ask(splitAsked(asked))
	own := a.Own(at)
	for _, m := range own {
		found = append(found, newRegisterRow(&m.Entity, string(m.How), at))
	}
	for _, m := range a.Matches {
		if !m.Kind.Own() {
			found = append(found, newRegisterRow(&m.Entity, string(m.How), at))
		}
	}
	for _, m := range a.Near {
		near = append(near, newRegisterRow(&m.Entity, "near", at))
	}
	if len(found) > 0 {
		return found, near
	}
	for _, entity := range x.Named(asked, "", false) {
		found = append(found, newRegisterRow(&entity, "name", at))
	}
	return found, near
}

// splitAsked is the authority and the number of what a person types: PSDDK-DFSA-12, DK-DFSA-12, DK_DFSA!12, or 12.
func splitAsked(asked string) (authority, number string) {
	plain := ident.Plain(asked)
	for _, s := range []string{plain, "PSD" + plain} {
		if o, err := ident.ParseOrgID(strings.ToUpper(s)); err == nil && o.Scheme == "PSD" {
			return o.NCAID(), o.Reference
		}
	}
	if parts := strings.Split(plain, "!"); len(parts) > 1 {
		return parts[len(parts)-2], parts[len(parts)-1]
	}
	return "", plain
}

func newRegisterRow(entity *register.Entity, found string, at time.Time) registerRow {
	row := registerRow{
		Name: entity.Name(), Names: append([]string{}, entity.Names...), Kind: string(entity.Kind),
		KindWords: entity.Kind.String(), Authority: entity.Owner, Numbers: append([]string{}, entity.Numbers...),
		Code: entity.Code, Found: found, Dates: []string{}, Services: map[string][]string{}, Roles: []string{},
		Parent: entity.Parent,
	}
	for _, d := range entity.Days {
		row.Dates = append(row.Dates, d.String())
	}
	for _, s := range entity.Services {
		row.Services[s.Country] = append([]string{}, s.Codes...)
	}
	for _, r := range entity.Roles("") {
		row.Roles = append(row.Roles, string(r))
	}
	if entity.Kind == register.Agent || entity.Kind == register.Branch {
		row.State = map[bool]string{true: "active", false: "inactive"}[entity.Active]
		return row
	}
	state, since := entity.At(at)
	row.State = string(state)
	if state != register.Unknown {
		row.Since = since.String()
	}
	return row
}

func (e *env) writeRegister(x *register.Index, asked string, at time.Time, found, near []registerRow) {
	if len(found) == 0 {
		fmt.Fprintf(e.stdout, "%s is not in the %s; credit institutions are not listed there\n", report.Clean(asked),
			asOf(x, at))
	}
	for i, row := range found {
		if i > 0 {
			fmt.Fprintln(e.stdout)
		}
		row.write(e.stdout)
	}
	if len(near) > 0 {
		fmt.Fprintln(e.stdout, "\nOnly like it:")
		for _, row := range near {
			fmt.Fprintf(e.stdout, "    %s\n", report.Clean(row.line()))
		}
	}
	if len(found) > 0 {
		fmt.Fprintf(e.stdout, "\n%s. It has no legal significance: the authority decides.\n", asOf(x, at))
	}
}

// line is an entry in one line.
func (r registerRow) line() string {
	s := fmt.Sprintf("%s %s: %s, %s", r.Authority, strings.Join(r.Numbers, ", "), r.KindWords, r.state())
	if r.Name != "" {
		s += ", " + r.Name
	}
	return s
}

func (r registerRow) state() string {
	switch {
	case r.Parent != "":
		return r.State + ", by the authorisation of " + r.Parent
	case r.Since == "":
		return r.State
	case r.State == string(register.NotYet):
		return "authorised from " + r.Since + " on"
	}
	return r.State + " since " + r.Since
}

func (r registerRow) write(w io.Writer) {
	t := section{w, "    "}
	title := r.KindWords
	if r.Name != "" {
		title = r.Name + ", " + title
	}
	fmt.Fprintln(w, report.Clean(title))
	if len(r.Names) > 1 {
		t.line("Names: %s", strings.Join(r.Names, "; "))
	}
	number := strings.Join(r.Numbers, ", ")
	if r.Found == string(register.Spelled) || r.Found == string(register.PartOf) {
		number += " (spelled otherwise here)"
	}
	t.line("Number: %s, authority %s, code %s", number, r.Authority, orDash(r.Code))
	t.line("State: %s", r.state())
	if len(r.Dates) > 1 {
		t.line("Authorised and withdrawn in turn: %s", strings.Join(r.Dates, ", "))
	}
	if len(r.Roles) > 0 {
		t.line("Roles that its services stand for: %s", strings.Join(r.Roles, " "))
	}
	t.list("Services by host country", len(r.Services), func(i int) string {
		country := sortedKeys(r.Services)[i]
		return country + ": " + strings.Join(r.Services[country], " ")
	})
	if codes := allCodes(r.Services); len(codes) > 0 {
		t.list("Services", len(codes), func(i int) string { return codes[i] + " " + register.ServiceWords(codes[i]) })
	}
}

func orDash(s string) string {
	if s == "" {
		return "-"
	}
	return s
}

func sortedKeys(m map[string][]string) []string { return slices.Sorted(maps.Keys(m)) }

// allCodes are the codes of services in all countries.
func allCodes(services map[string][]string) []string {
	var out []string
	for _, codes := range services {
		out = append(out, codes...)
	}
	slices.Sort(out)
	return slices.Compact(out)
}
