package main

import (
	_ "embed" // exceptions.csv
	"encoding/csv"
	"errors"
	"io"
	"io/fs"
	"path/filepath"
	"strings"
)

// readTable reads a CSV file with a header line; a missing file is empty, and columns may be missing.
func readTable(file string) ([]map[string]string, error) {
	var rows []map[string]string
	err := unzip(file, func(in io.Reader) error {
		table := csv.NewReader(in)
		table.FieldsPerRecord = -1
		all, err := table.ReadAll()
		for i := 1; i < len(all); i++ {
			row := map[string]string{}
			for j, name := range all[0][:min(len(all[0]), len(all[i]))] {
				row[name] = all[i][j]
			}
			rows = append(rows, row)
		}
		return err
	})
	if errors.Is(err, fs.ErrNotExist) {
		err = nil
	}
	return rows, err
}

//go:embed exceptions.csv
var exceptions string

// readExceptions gives the reasons for verdicts that are known to be wrong, by suite and case.
func readExceptions() map[string]string {
	rows, err := csv.NewReader(strings.NewReader(exceptions)).ReadAll()
	if err != nil {
		panic(err)
	}
	known := map[string]string{}
	for _, row := range rows[1:] {
		known[row[0]+"/"+row[1]] = row[2]
	}
	return known
}

// baselines are the verdicts of others: program ▶ suite and case ▶ accept.
type baselines map[string]map[string]bool

func readBaselines(dir string) (baselines, error) {
	base := baselines{}
	for program, file := range map[string]string{"go": "baseline-go-1.26.8.csv.gz",
		"openssl": "baseline-openssl-3.0.19.csv.gz"} {
		rows, err := readTable(filepath.Join(dir, file))
		if err != nil {
			return nil, err
		}
		base[program] = map[string]bool{}
		for _, row := range rows {
			if v := row[program]; v == "accept" || v == "reject" {
				base[program][row["file"]+"/"+row["id"]] = v == "accept"
			}
		}
	}
	return base, nil
}
