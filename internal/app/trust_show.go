package app

import (
	"encoding/hex"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/urfave/cli/v2"

	"qwac/internal/store"
	"qwac/pkg/trustlist"
	"qwac/pkg/tsl"
)

func (e *env) trustListCommand() *cli.Command {
	o := new(listOptions)
	return &cli.Command{
		Name:   "list",
		Usage:  "list the trusted lists in the store",
		Flags:  []cli.Flag{atFlag(&o.at, "tell what is overdue"), formatFlag(&o.format), storeFlag(&o.store)},
		Action: with(e.trustList, o),
	}
}

// listRow is a list in the store. docs/trust.md documents its JSON form, and those of the other rows.
type listRow struct {
	Territory  string     `json:"territory"`
	Sequence   int        `json:"sequence"`
	Version    int        `json:"version"`
	Issued     time.Time  `json:"issued"`
	NextUpdate *time.Time `json:"next_update"` // null: the list is closed
	Overdue    bool       `json:"overdue"`
	SHA256     string     `json:"sha256"`
	SignedBy   string     `json:"signed_by"` // what names the signer
	Granted    int        `json:"granted"`   // services for web sites that are granted
}

func (e *env) trustList(c *cli.Context, o *listOptions) error {
	if err := noArguments(c); err != nil {
		return err
	}
	x, at, err := e.storeAt(o)
	if err != nil {
		return err
	}
	granted, err := x.GrantedAt(at)
	if err != nil {
		return err
	}
	count := map[string]int{}
	for _, m := range granted {
		count[m.Entry.List.Territory]++
	}
	rows := []listRow{}
	for _, s := range x.Sources() {
		row := listRow{
			Territory: s.Territory, Sequence: s.Sequence, Version: s.Version, Issued: s.Issued.UTC(),
			Overdue: s.Overdue(at),
			SHA256:  hex.EncodeToString(s.Digest[:]), SignedBy: s.By, Granted: count[s.Territory],
		}
		if !s.NextUpdate.IsZero() {
			next := s.NextUpdate.UTC()
			row.NextUpdate = &next
		}
		rows = append(rows, row)
	}
	if o.format == "json" {
		return e.write("", indentedJSON(rows), e.stdout)
	}
	writeLists(e.stdout, rows)
	if gaps := missingLists(x); len(gaps) > 0 {
		fmt.Fprintf(e.stdout, "missing: %s\n", strings.Join(gaps, " "))
	}
	return nil
}

// storeAt is the index in the store and the time that the flags name.
func (e *env) storeAt(o *listOptions) (*trustlist.Index, time.Time, error) {
	at, err := e.parseAt(o.at)
	if err != nil {
		return nil, at, err
	}
	if err := textOrJSON(o.format); err != nil {
		return nil, at, err
	}
	s, err := store.Named(o.store)
	if err != nil {
		return nil, at, err
	}
	x, err := s.MustLoad()
	return x, at, err
}

func writeLists(to io.Writer, rows []listRow) {
	w := tabwriter.NewWriter(to, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "LIST\tISSUED\tNEXT UPDATE\tGRANTED FOR WEB\tSIGNER NAMED BY")
	for _, r := range rows {
		next := "none, closed"
		if r.NextUpdate != nil {
			next = dayOrNever(*r.NextUpdate)
		}
		if r.Overdue {
			next += " overdue"
		}
		fmt.Fprintf(w, "%s %d\t%s\t%s\t%d\t%s\n", r.Territory, r.Sequence, dayOrNever(r.Issued), next, r.Granted,
			r.SignedBy)
	}
	w.Flush()
}

// showOptions are the flags of trust show.
type showOptions struct {
	listOptions
	wsa bool // only services for website authentication
}

func (e *env) trustShowCommand() *cli.Command {
	o := new(showOptions)
	return &cli.Command{
		Name:        "show",
		Usage:       "show who issues qualified certificates by the lists in the store",
		ArgsUsage:   "[CC]",
		Description: "CC is a country: DK; Greece is EL or GR, the United Kingdom UK or GB. Without it all are shown.",
		Flags: []cli.Flag{
			boolFlag(&o.wsa, "wsa", "only services that are or were for website authentication"),
			atFlag(&o.at, "show the state"), formatFlag(&o.format), storeFlag(&o.store),
		},
		Action: with(e.trustShow, o),
	}
}

// serviceRow is a service in the store.
type serviceRow struct {
	List     string    `json:"list"` // "DK 40"
	Provider string    `json:"provider"`
	Service  string    `json:"service"`
	Type     string    `json:"type"`  // CA/QC, CA/PKC
	State    string    `json:"state"` // granted, withdrawn
	Since    time.Time `json:"since"`
	Purposes []string  `json:"purposes"` // ForWebSiteAuthentication, ForeSeals
	SHA256   []string  `json:"sha256"`   // of the certificates; only of services that are or were for web sites
}

func (e *env) trustShow(c *cli.Context, o *showOptions) error {
	if c.NArg() > 1 {
		return usagef("trust show takes one country: %s", strings.Join(c.Args().Slice(), " "))
	}
	x, at, err := e.storeAt(&o.listOptions)
	if err != nil {
		return err
	}
	territory := tsl.Territory(c.Args().First())
	if _, ok := x.Source(territory); !ok && territory != "" {
		return fmt.Errorf("no list of %s in the store: qwac trust list names those that are there", territory)
	}
	entries, err := x.Services(territory)
	if err != nil {
		return err
	}
	rows := []serviceRow{}
	for i := range entries {
		state := entries[i].Service.At(at)
		if state != nil && (entries[i].WebSite() || !o.wsa) {
			rows = append(rows, newServiceRow(&entries[i], *state))
		}
	}
	if o.format == "json" {
		return e.write("", indentedJSON(rows), e.stdout)
	}
	writeServices(e.stdout, rows)
	return nil
}

func newServiceRow(e *trustlist.Entry, s tsl.State) serviceRow {
	row := serviceRow{
		List: e.List.String(), Provider: e.Provider.Name, Service: e.Service.Name, Type: tsl.Short(s.Type),
		State: tsl.Short(s.Status), Since: s.Since.UTC(), Purposes: []string{}, SHA256: []string{},
	}
	for _, uri := range s.Infos {
		row.Purposes = append(row.Purposes, tsl.Short(uri))
	}
	for _, cert := range e.Service.Certs {
		sum := cert.Fingerprint()
		row.SHA256 = append(row.SHA256, hex.EncodeToString(sum[:]))
	}
	return row
}

// state is the state in the words of the lists.
func (r serviceRow) state() string {
	s := fmt.Sprintf("%s since %s", r.State, dayOrNever(r.Since))
	if r.Type != "CA/QC" {
		s = r.Type + ", not qualified, " + s
	}
	if len(r.Purposes) > 0 {
		s += " (" + strings.Join(r.Purposes, ", ") + ")"
	}
	return s
}

// writeServices writes services below their provider.
func writeServices(w io.Writer, rows []serviceRow) {
	for i, r := range rows {
		if i == 0 || r.List != rows[i-1].List || r.Provider != rows[i-1].Provider {
			fmt.Fprintf(w, "%s  %s\n", r.List, r.Provider)
		}
		fmt.Fprintf(w, "    %s: %s\n", r.Service, r.state())
		for _, sum := range r.SHA256 {
			fmt.Fprintf(w, "        SHA-256 %s\n", sum)
		}
	}
}
