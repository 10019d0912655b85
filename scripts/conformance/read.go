package main

import (
	_ "embed"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// code is a code of another linter and the rules of ours that stand for it: any of them.
type code struct {
	name  string
	rules []string // nil: none does, by a decision of the table
}

// readCodes reads codes.csv. "D E V" in the place of rules is a defect of the other linter.
func readCodes(file string) ([]code, error) {
	records, err := readFile(file, 3)
	var codes []code
	for _, r := range records {
		c := code{name: r[0]}
		if r[1] != "D E V" {
			c.rules = strings.Fields(r[1])
		}
		codes = append(codes, c)
	}
	return codes, err
}

// row is a row of expected-rules.csv.
type row struct {
	name, code string
	rules      []string
}

func readRows(file string) ([]row, error) {
	records, err := readFile(file, 3)
	var rows []row
	for _, r := range records {
		rows = append(rows, row{r[0], r[1], strings.Fields(r[2])})
	}
	return rows, err
}

// readExpected reads the codes that another linter's test suite expects, each once.
func readExpected(file string) ([]string, error) {
	records, err := readFile(file, 5)
	var codes []string
	for _, r := range records {
		if !slices.Contains(codes, r[3]) {
			codes = append(codes, r[3])
		}
	}
	return codes, err
}

//go:embed deviations.csv
var deviationsCSV string

// reason says by which clause we deviate.
type reason struct {
	deviation
	clause, reason string
}

// covers reports whether a reason is about a deviation; * in the place of a case stands for every one.
func (r reason) covers(d deviation) bool {
	return r.kind == d.kind && r.what == d.what && (r.name == d.name || r.name == "*")
}

func readReasons() ([]reason, error) {
	records, err := read("deviations.csv", strings.NewReader(deviationsCSV), 5)
	var reasons []reason
	for _, r := range records {
		if r[3] == "" || r[4] == "" {
			return nil, fmt.Errorf("deviations.csv: %s %s has no clause or no reason", r[1], r[2])
		}
		reasons = append(reasons, reason{deviation{r[0], r[1], r[2]}, r[3], r[4]})
	}
	return reasons, err
}

func readFile(file string, fields int) ([][]string, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return read(filepath.Base(file), f, fields)
}

// read reads a table without its head.
func read(name string, from io.Reader, fields int) ([][]string, error) {
	r := csv.NewReader(from)
	r.FieldsPerRecord = fields
	records, err := r.ReadAll()
	if err == nil && len(records) == 0 {
		err = errors.New("no head")
	}
	if err != nil {
		return nil, fmt.Errorf("reading %q: %w", name, err)
	}
	return records[1:], nil
}

// deviation is a finding that is missing or false, by the case and what was expected there or found by us.
type deviation struct{ kind, name, what string }

func (d deviation) String() string { return fmt.Sprintf("%s in %s: %s", d.kind, d.name, d.what) }
