package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"qwac/pkg/bank"
	"qwac/pkg/bundle"
	"qwac/pkg/check"
)

// The kinds of deviation.
const (
	missing   = "missing"
	falsehood = "false"
	unheld    = "not held" // a row of expected-rules.csv
)

// measure judges every certificate of every source.
func measure(dir string) (*summary, error) {
	codes, err := readCodes(filepath.Join(dir, "codes.csv"))
	if err != nil {
		return nil, err
	}
	rows, err := readRows(filepath.Join(dir, "expected-rules.csv"))
	if err != nil {
		return nil, err
	}
	reasons, err := readReasons()
	if err != nil {
		return nil, err
	}
	s := &summary{rows: len(rows), reasons: reasons}
	files, err := filepath.Glob(filepath.Join(dir, "*", "*.pem"))
	if err == nil && len(files) == 0 {
		err = fs.ErrNotExist
	}
	if err != nil {
		return nil, err
	}
	for _, file := range files {
		if err := s.add(dir, file, codes, rows); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// add judges one certificate as what it is.
func (s *summary) add(dir, file string, codes []code, rows []row) error {
	rel, err := filepath.Rel(dir, file)
	if err != nil {
		return err
	}
	name := filepath.ToSlash(rel[:len(rel)-len(filepath.Ext(rel))])
	found, err := judge(file)
	if err != nil {
		return err
	}
	expected, err := readExpected(file[:len(file)-len(filepath.Ext(file))] + ".csv")
	if err != nil {
		return err
	}
	folder := filepath.Base(filepath.Dir(file))
	if len(s.sources) == 0 || s.sources[len(s.sources)-1].name != folder {
		s.sources = append(s.sources, source{name: folder})
	}
	f := &s.sources[len(s.sources)-1]
	f.cases++
	s.compare(f, name, found, expected, codes)
	for _, r := range rows {
		switch {
		case r.name != name:
		case anyOf(found, r.rules):
			s.held++
		default:
			s.deviations = append(s.deviations, deviation{unheld, name, r.code})
		}
	}
	return nil
}

// compare counts what is expected of the codes that rules of ours stand for. False is what one of these rules finds
// where no code of it is expected: a rule that no code stands for says nothing about the other linter.
func (s *summary) compare(f *source, name string, found, expected []string, codes []code) {
	var meant []string
	for _, c := range codes {
		if !slices.Contains(expected, c.name) || len(c.rules) == 0 {
			continue
		}
		meant = append(meant, c.rules...)
		if anyOf(found, c.rules) {
			f.present++
			continue
		}
		f.missing++
		s.deviations = append(s.deviations, deviation{missing, name, c.name})
	}
	for _, id := range found {
		known := slices.ContainsFunc(codes, func(c code) bool { return slices.Contains(c.rules, id) })
		if known && !slices.Contains(meant, id) {
			f.falsehood++
			s.deviations = append(s.deviations, deviation{falsehood, name, id})
		}
	}
}

func anyOf(found, rules []string) bool {
	return slices.ContainsFunc(rules, func(r string) bool { return slices.Contains(found, r) })
}

// judge gives the ids of the rules that a certificate breaks, each once, in order.
func judge(file string) ([]string, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var b bundle.Bundle
	if err := b.Parse(file, data); err != nil {
		return nil, err
	}
	r, err := check.Run(&b, check.Options{Profile: bank.Named("etsi")})
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, f := range r.Findings {
		if !slices.Contains(ids, f.Rule.ID) {
			ids = append(ids, f.Rule.ID)
		}
	}
	return ids, nil
}

// source is a folder of cases.
type source struct {
	name                               string
	cases, present, missing, falsehood int
}

// summary is what was measured.
type summary struct {
	sources    []source
	deviations []deviation // all, in order
	rows, held int         // of expected-rules.csv
	reasons    []reason
}
