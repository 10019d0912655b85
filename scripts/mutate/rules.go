package main

import (
	"bytes"
	_ "embed"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"text/tabwriter"
)

// mutant is a condition that was blunted.
type mutant struct {
	branch int
	way    way
	rules  []string
	caught string // by what; empty: by nothing
}

// equivalent is a mutant that is no fault, by where it stands.
type equivalent struct{ file, function, way, text, reason string }

//go:embed equivalent.csv
var equivalentCSV string

func readEquivalent() (all []equivalent, err error) {
	r := csv.NewReader(strings.NewReader(equivalentCSV))
	r.FieldsPerRecord = 5
	records, err := r.ReadAll()
	if err != nil {
		return nil, fmt.Errorf("reading %q: %w", "equivalent.csv", err)
	}
	for _, f := range records[1:] {
		if f[4] == "" {
			return nil, fmt.Errorf("equivalent.csv: no reason for %s %s", f[0], f[3])
		}
		all = append(all, equivalent{f[0], f[1], f[2], f[3], f[4]})
	}
	return all, nil
}

// study is the conditions of some files, and which mutants of them are caught.
type study struct {
	*overlay
	mutants    []*mutant
	equivalent []equivalent
}

// withTable has the table of cases among its tests.
var withTable = filepath.Join("pkg", "check")

// beside are the packages whose tests hold what rules say, beside those of the package of a mutant.
var beside = []string{withTable, filepath.Join("pkg", "report")}

// slow are tests of the table of cases, which the worker runs, and others that run all cases or as many inputs.
var slow = []string{"TestCases", "TestTableHolds", "TestRuleMutants", "TestMutantWorker", "TestMessages", "TestForgery",
	"TestMemo", "TestFacts", "TestRefused", "TestHolderNames", "TestSee", "TestRepository", "TestLongValues",
	"TestBesideThePath", "TestEveryRuleHasCases"}

// options say which mutants are made and what they are held against.
type options struct {
	cases, tests bool    // against these alone
	left         string  // report with the mutants that are made; empty: all are
	floor        float64 // percent that are to be caught
}

// studyRules blunts each condition of some files and holds it against the table of cases, then against the tests. An
// error: fewer are caught than the floor.
func studyRules(w io.Writer, files []string, how options) error {
	dir, err := os.MkdirTemp("", "qwac-mutate")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	s := new(study)
	if s.equivalent, err = readEquivalent(); err != nil {
		return err
	}
	if s.overlay, err = newOverlay(dir, files); err != nil {
		return err
	}
	if err := s.list(how.left); err != nil {
		return err
	}
	if !how.tests {
		if err := s.table(); err != nil {
			return err
		}
		fmt.Fprintf(os.Stderr, "%d mutants of %d are left to the tests\n", len(s.left()), len(s.mutants))
	}
	if !how.cases {
		if err := s.tests(); err != nil {
			return err
		}
	}
	return s.report(w, how.floor)
}

// list lists the mutants that are faults, and where there is an earlier report, that this one has.
func (s *study) list(earlier string) error {
	var report []byte
	if earlier != "" {
		var err error
		if report, err = os.ReadFile(earlier); err != nil {
			return err
		}
	}
	for i, b := range s.branches {
		for _, w := range b.ways {
			m := &mutant{branch: i, way: w, rules: b.rules}
			if !s.isEquivalent(b, w) && (earlier == "" || bytes.Contains(report, []byte(s.line(m)+"\n"))) {
				s.mutants = append(s.mutants, m)
			}
		}
	}
	return nil
}

// line is what a report says of a mutant.
func (s *study) line(m *mutant) string {
	b := s.branches[m.branch]
	return fmt.Sprintf("%v: %s: %s: %s", b.at, b.function, m.way, oneLine(b.text))
}

func (s *study) isEquivalent(b branch, w way) bool {
	for _, e := range s.equivalent {
		if e.file == filepath.ToSlash(b.at.Filename) && e.function == b.function && e.way == w.String() &&
			e.text == oneLine(b.text) {
			return true
		}
	}
	return false
}

func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

// left are the mutants that nothing has caught so far.
func (s *study) left() (left []*mutant) {
	for _, m := range s.mutants {
		if m.caught == "" {
			left = append(left, m)
		}
	}
	return left
}

// table holds the mutants against the cases.
func (s *study) table() error {
	b, err := s.build(withTable)
	if err != nil {
		return err
	}
	return share(s.left(), b.table)
}

// tests holds those that are left against the tests.
func (s *study) tests() error {
	binaries := map[string]*binary{}
	for _, pkg := range append(slices.Clone(s.packages), beside...) {
		if binaries[pkg] != nil {
			continue
		}
		b, err := s.build(pkg)
		if err != nil {
			return err
		}
		if err := b.record(".", slow); err != nil {
			return err
		}
		fmt.Fprintf(os.Stderr, "%d tests of %s take part\n", len(b.tests), pkg)
		binaries[pkg] = b
	}
	return share(s.left(), func(mutants <-chan *mutant) error {
		for m := range mutants {
			if len(mutants)%50 == 0 {
				fmt.Fprintf(os.Stderr, "%d mutants are to be held against the tests\n", len(mutants))
			}
			for _, pkg := range append([]string{filepath.Dir(s.branches[m.branch].at.Filename)}, beside...) {
				if binaries[pkg].catches(m.branch, m.way) {
					m.caught = pkg
					break
				}
			}
		}
		return nil
	})
}

// share gives the mutants to as many workers as there are processors.
func share(mutants []*mutant, work func(<-chan *mutant) error) error {
	queue := make(chan *mutant, len(mutants))
	for _, m := range mutants {
		queue <- m
	}
	close(queue)
	errs := make([]error, runtime.NumCPU())
	var group sync.WaitGroup
	for i := range errs {
		group.Go(func() { errs[i] = work(queue) })
	}
	group.Wait()
	return errors.Join(errs...)
}

// report prints what is left, and a line for each package.
func (s *study) report(w io.Writer, floor float64) error {
	type count struct{ all, cases, tests int }
	counts := map[string]*count{}
	var all count
	for _, m := range s.mutants {
		b := s.branches[m.branch]
		pkg := filepath.ToSlash(filepath.Dir(b.at.Filename))
		if counts[pkg] == nil {
			counts[pkg] = new(count)
		}
		for _, c := range []*count{counts[pkg], &all} {
			c.all++
			switch {
			case m.caught == "":
			case strings.HasPrefix(m.caught, "pkg"):
				c.tests++
			default:
				c.cases++
			}
		}
		if m.caught == "" {
			fmt.Fprintln(w, s.line(m))
		}
	}
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "package\tmutants\tby cases\tby tests\tleft\tcaught")
	line := func(name string, c count) {
		caught := 100 * float64(c.cases+c.tests) / float64(max(c.all, 1))
		fmt.Fprintf(t, "%s\t%d\t%d\t%d\t%d\t%.1f %%\n", name, c.all, c.cases, c.tests, c.all-c.cases-c.tests, caught)
	}
	for _, pkg := range s.packages {
		if c := counts[filepath.ToSlash(pkg)]; c != nil {
			line(filepath.ToSlash(pkg), *c)
		}
	}
	line("all", all)
	t.Flush()
	if caught := 100 * float64(all.cases+all.tests) / float64(max(all.all, 1)); caught < floor {
		return fmt.Errorf("%.1f %% of the mutants are caught, want %.0f %%", caught, floor)
	}
	return nil
}
