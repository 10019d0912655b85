package main

import (
	"bytes"
	_ "embed"
	"encoding/csv"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
)

// entry says which of our rules stand for a lint: any of them.
type entry struct {
	name  string
	rules []string // ids; nil: none does, and the note says why
	note  string
}

func (e entry) text() string {
	if e.rules == nil {
		return "none: " + e.note
	}
	return strings.Join(e.rules, " ")
}

//go:embed lints.csv
var lintsCSV []byte

//go:embed disagreements.csv
var disagreementsCSV []byte

func readLints() ([]entry, error) {
	records, err := readTable("lints.csv", lintsCSV, 3)
	var all []entry
	for _, r := range records {
		e := entry{name: r[0], rules: strings.Fields(r[1]), note: r[2]}
		if len(e.rules) == 0 {
			e.rules = nil
		}
		if e.rules == nil && e.note == "" {
			return nil, fmt.Errorf("lints.csv: no rule stands for %s, and no note says why", e.name)
		}
		all = append(all, e)
	}
	return all, err
}

// The kinds of disagreement.
const (
	ours   = "ours"   // a rule of ours fires, none of its lints does, and one of them ran
	theirs = "theirs" // a lint fires, none of its rules does
)

// disagreement is one kind of difference: the certificates in which a lint or a rule stands alone.
type disagreement struct {
	kind, lint, rule string
	certs            []string // first digits of their SHA-256, sorted
}

// listed is a row of disagreements.csv.
type listed struct {
	kind, lint, rule      string
	certs                 string // digits, or their number where there are more than maxListed
	right, clause, reason string
}

// maxListed is how many certificates a row has by name; a longer list would say no more than its length.
const maxListed = 6

// certsText is what stands in the list for these certificates.
func certsText(certs []string) string {
	if len(certs) > maxListed {
		return strconv.Itoa(len(certs))
	}
	return strings.Join(certs, " ")
}

// is reports whether a row is about a disagreement, whatever the certificates.
func (l listed) is(d disagreement) bool {
	return l.kind == d.kind && l.lint == d.lint && l.rule == d.rule
}

func readDisagreements() ([]listed, error) {
	records, err := readTable("disagreements.csv", disagreementsCSV, 7)
	var all []listed
	for _, r := range records {
		all = append(all, listed{r[0], r[1], r[2], r[3], r[4], r[5], r[6]})
	}
	return all, err
}

// unexplained are the disagreements that the list does not have, those that are in it with other certificates, and the
// rows that say nothing or are about none.
func (c *comparison) unexplained() (faults []string) {
	for _, d := range c.found {
		i := slices.IndexFunc(c.listed, func(l listed) bool { return l.is(d) })
		switch {
		case i < 0:
			faults = append(faults, fmt.Sprintf("new: %s %s %s in %v", d.kind, d.lint, d.rule, d.certs))
		case c.listed[i].certs != certsText(d.certs):
			faults = append(faults, fmt.Sprintf("changed: %s %s %s in %v, listed %s", d.kind, d.lint, d.rule, d.certs,
				c.listed[i].certs))
		}
	}
	for _, l := range c.listed {
		if !slices.ContainsFunc(c.found, l.is) {
			faults = append(faults, fmt.Sprintf("gone: %s %s %s", l.kind, l.lint, l.rule))
		}
		if l.right == "" || l.reason == "" {
			faults = append(faults, fmt.Sprintf("no reason: %s %s %s", l.kind, l.lint, l.rule))
		}
	}
	return faults
}

// update writes the list with what was found now. What is new has no reason yet.
func (c *comparison) update(file string) error {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	rows := [][]string{{"kind", "lint", "rule", "certificates", "right", "clause", "reason"}}
	for _, d := range c.found {
		var old listed
		if i := slices.IndexFunc(c.listed, func(l listed) bool { return l.is(d) }); i >= 0 {
			old = c.listed[i]
		}
		rows = append(rows, []string{d.kind, d.lint, d.rule, certsText(d.certs), old.right, old.clause, old.reason})
	}
	if err := w.WriteAll(rows); err != nil {
		return err
	}
	return os.WriteFile(file, b.Bytes(), 0o644)
}

// readTable reads a table without its head.
func readTable(name string, data []byte, fields int) ([][]string, error) {
	r := csv.NewReader(bytes.NewReader(data))
	r.FieldsPerRecord = fields
	records, err := r.ReadAll()
	if err != nil {
		return nil, fmt.Errorf("reading %q: %w", name, err)
	}
	return records[min(1, len(records)):], nil
}
