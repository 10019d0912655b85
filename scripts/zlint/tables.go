package main

import (
	"bytes"
	_ "embed"
	"encoding/csv"
	"fmt"
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

//go:embed testdata.csv
var testdataCSV []byte

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

func readDisagreements(name string, table []byte) ([]listed, error) {
	records, err := readTable(name, table, 7)
	var all []listed
	for _, r := range records {
		all = append(all, listed{r[0], r[1], r[2], r[3], r[4], r[5], r[6]})
	}
	return all, err
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
