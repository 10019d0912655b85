package app

import (
	"bytes"
	"encoding/pem"
	"fmt"
	"slices"
	"time"

	"github.com/urfave/cli/v2"

	"qwac/pkg/report"
	"qwac/pkg/trustlist"
	"qwac/pkg/tsl"
)

func (e *env) trustDiffCommand() *cli.Command {
	o := new(listOptions)
	return &cli.Command{
		Name:      "diff",
		Usage:     "say which QWAC issuers appeared, were withdrawn or changed between two sets of lists",
		ArgsUsage: "OLD NEW",
		Description: "Each is a store, its index, or a folder of lists. Only countries that both have are compared; " +
			"the exit status is 0 whether\n" +
			"they differ or not.",
		Flags:  []cli.Flag{formatFlag(&o.format)},
		Action: with(e.trustDiff, o),
	}
}

// changeRow is a change of a service for web sites.
type changeRow struct {
	Change   string    `json:"change"` // appeared, withdrawn, changed
	List     string    `json:"list"`
	Provider string    `json:"provider"`
	Service  string    `json:"service"`
	Before   *stateRow `json:"before"` // null: not there
	After    *stateRow `json:"after"`
}

type stateRow struct {
	State    string    `json:"state"`
	Since    time.Time `json:"since"`
	Purposes []string  `json:"purposes"`
}

func (e *env) trustDiff(c *cli.Context, o *listOptions) error {
	args, err := listArgs(c, "OLD NEW")
	if err != nil {
		return err
	}
	if len(args) != 2 {
		return usagef("trust diff takes two sets of lists, OLD NEW, not %d", len(args))
	}
	if err := textOrJSON(o.format); err != nil {
		return err
	}
	var x [2]*trustlist.Index
	for i, name := range args {
		if x[i], err = e.lists(name, time.Time{}); err != nil {
			return err
		}
	}
	changes, err := trustlist.Diff(x[0], x[1])
	if err != nil {
		return err
	}
	if o.format == "json" {
		rows := []changeRow{}
		for _, ch := range changes {
			rows = append(rows,
				changeRow{string(ch.Kind), ch.Entry.List.String(), ch.Entry.Provider.Name, ch.Entry.Service.Name,
					newStateRow(ch.Before), newStateRow(ch.After)})
		}
		return e.write("", indentedJSON(rows), e.stdout)
	}
	for _, ch := range changes {
		fmt.Fprintf(e.stdout, "%-9s  %s  %q of %q: %s, before %s\n", ch.Kind, ch.Entry.List, ch.Entry.Service.Name,
			ch.Entry.Provider.Name,
			stateText(ch.After), stateText(ch.Before))
	}
	return nil
}

func newStateRow(s *tsl.State) *stateRow {
	if s == nil {
		return nil
	}
	row := &stateRow{State: tsl.Short(s.Status), Since: s.Since.UTC(), Purposes: []string{}}
	for _, uri := range s.Infos {
		row.Purposes = append(row.Purposes, tsl.Short(uri))
	}
	return row
}

func stateText(s *tsl.State) string {
	if s == nil {
		return "not there"
	}
	return s.String()
}

// exportOptions are the flags of trust export.
type exportOptions struct {
	listOptions
	pem    bool
	output string
}

func (e *env) trustExportCommand() *cli.Command {
	o := new(exportOptions)
	return &cli.Command{
		Name:      "export",
		Usage:     "write the certificates of all granted QWAC issuers, for nginx or openssl",
		ArgsUsage: "[CC...]",
		Description: "Most are intermediates: openssl takes them as anchors with -partial_chain. CC are countries; " +
			"without one all are written.\n" +
			"The lists also hold what no bundle can say: states in the past, and qualifiers for single certificates.",
		Flags: []cli.Flag{
			&cli.BoolFlag{Name: "pem", Value: true, Usage: "as PEM, the only form there is", Destination: &o.pem},
			atFlag(&o.at, "export those granted"),
			outputFlag(&o.output, outputFile),
			storeFlag(&o.store),
		},
		Action: with(e.trustExport, o),
	}
}

func (e *env) trustExport(c *cli.Context, o *exportOptions) error {
	if !o.pem {
		return usagef("--pem=false: there is no other form")
	}
	x, at, err := e.storeAt(&o.listOptions)
	if err != nil {
		return err
	}
	var territories []string
	for _, cc := range c.Args().Slice() {
		territory := tsl.Territory(cc)
		if _, ok := x.Source(territory); !ok {
			return fmt.Errorf("no list of %s in the store: qwac trust list names those that are there", territory)
		}
		territories = append(territories, territory)
	}
	granted, err := x.GrantedAt(at)
	if err != nil {
		return err
	}
	var out bytes.Buffer
	n := 0
	seen := map[string]bool{}
	for _, m := range granted {
		if len(territories) > 0 && !slices.Contains(territories, m.Entry.List.Territory) {
			continue
		}
		for _, cert := range m.Entry.Service.Certs {
			if !seen[string(cert.DER)] {
				seen[string(cert.DER)] = true
				n++
				writeAnchor(&out, &m, cert)
			}
		}
	}
	if n == 0 {
		return fmt.Errorf("no service for web sites is granted at %s in these lists", dayOrNever(at))
	}
	fmt.Fprintf(e.stderr, "%d certificates of granted QWAC issuers as of %s\n", n, dayOrNever(at))
	return e.write(o.output, out.Bytes(), e.stdout)
}

// writeAnchor writes a certificate with a comment above it; readers of PEM pass over comments.
func writeAnchor(out *bytes.Buffer, m *trustlist.Match, cert tsl.Certificate) {
	fmt.Fprintf(out, "# %s: %s: %s\n", m.Entry.List, report.Clean(m.Entry.Provider.Name),
		report.Clean(m.Entry.Service.Name))
	pem.Encode(out, &pem.Block{Type: "CERTIFICATE", Bytes: cert.DER})
}
