package main

import (
	"bufio"
	"compress/gzip"
	_ "embed" // exceptions.csv
	"encoding/csv"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// pathCase is one case of a suite.
type pathCase struct {
	Suite        string
	ID           string
	Leaf         []byte
	Untrusted    [][]byte
	Trusted      [][]byte
	CRLs         [][]byte
	Time         string
	Validation   string
	Name         *caseName
	Names        []caseName
	EKU          []string
	Policy       *casePolicy
	MaxDepth     *int
	AnchorMode   string
	DigestPolicy string
	Features     []string
	Expect       string
	Reason       string
}

type caseName struct{ Kind, Value string }

type casePolicy struct {
	Initial                              []string
	Explicit, InhibitMapping, InhibitAny bool
}

// readCases reads a suite. A line is one case; the longest known has 3 MiB.
func readCases(file string) ([]*pathCase, error) {
	var cases []*pathCase
	err := unzip(file, func(in io.Reader) error {
		dec := json.NewDecoder(bufio.NewReader(in))
		for {
			c := new(pathCase)
			if err := dec.Decode(c); errors.Is(err, io.EOF) {
				return nil
			} else if err != nil {
				return err
			}
			cases = append(cases, c)
		}
	})
	return cases, err
}

func unzip(file string, read func(io.Reader) error) error {
	f, err := os.Open(file)
	if err != nil {
		return err
	}
	defer f.Close()
	in, err := gzip.NewReader(f)
	if err != nil {
		return err
	}
	return read(in)
}

// readTable reads a CSV file with a header line; a missing file is empty.
func readTable(file string) ([]map[string]string, error) {
	var rows []map[string]string
	err := unzip(file, func(in io.Reader) error {
		all, err := csv.NewReader(in).ReadAll()
		for i := 1; i < len(all); i++ {
			row := map[string]string{}
			for j, name := range all[0] {
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
			base[program][row["file"]+"/"+row["id"]] = row[program] == "accept"
		}
	}
	return base, nil
}
