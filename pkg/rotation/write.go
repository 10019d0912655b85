package rotation

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// cellsOf are the values of a row by key, as the columns of a table have them.
func cellsOf(b *Bank) []string {
	var ties []string
	for _, t := range b.BoundTo {
		ties = append(ties, string(t))
	}
	lead, idempotent := "", ""
	if b.LeadDays != nil {
		lead = strconv.Itoa(*b.LeadDays)
	}
	if b.Idempotent != nil {
		idempotent = strconv.FormatBool(*b.Idempotent)
	}
	return []string{b.Name, b.Country, strings.Join(b.Certificates, ";"), strings.Join(ties, ";"), string(b.Slots),
		string(b.How), lead, b.Downtime, string(b.Consents), idempotent, string(b.Onboarding), b.Note, b.Source, b.Seen,
		strconv.FormatBool(b.Verified)}
}

// WriteCSV writes rows as [Parse] reads them.
func WriteCSV(w io.Writer, banks []Bank) error {
	c := csv.NewWriter(w)
	if err := c.Write(names()); err != nil {
		return err
	}
	for i := range banks {
		if err := c.Write(cellsOf(&banks[i])); err != nil {
			return err
		}
	}
	c.Flush()
	return c.Error()
}

// WriteYAML writes rows as [Parse] reads them. What is not known is left out.
func WriteYAML(w io.Writer, banks []Bank) error {
	if _, err := fmt.Fprintf(w, "%s:\n", listKey); err != nil {
		return err
	}
	for i := range banks {
		lead := "  - "
		for j, cell := range cellsOf(&banks[i]) {
			k := keys()[j]
			if cell == "" {
				continue
			}
			switch k.kind {
			case texts:
				cell = "[" + strings.ReplaceAll(cell, ";", ", ") + "]"
			case oneText, day:
				cell = strconv.Quote(cell)
			}
			if _, err := fmt.Fprintf(w, "%s%s: %s\n", lead, k.name, cell); err != nil {
				return err
			}
			lead = "    "
		}
	}
	return nil
}
